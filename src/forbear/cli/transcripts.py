"""``forbear transcripts``: take calls and chats in, and read them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forbear.cli.database import with_database
from forbear.cli.options import actor
from forbear.core.speech.audit.values import CHANNELS, LANGUAGES
from forbear.wiring import clock

if TYPE_CHECKING:
    from forbear.services.speech.transcripts import Taken

_MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


@click.group()
def command() -> None:
    """Take transcripts of calls and chats in: the auditor reads them, people review them."""


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--account", help="The account's reference.")
@click.option("--contact", type=int, help="The contact's number.")
@click.option("--collector", default="", help="Who spoke for us; the contact's if left out.")
@click.option("--team", default="", help="Their team.")
@click.option("--agency", default="", help="Their agency.")
@click.option("--sender", default="", help="The number or name it came from.")
@click.option("--ours", multiple=True, metavar="NAME", help="A speaker on our side. Repeatable.")
@click.option("--recording", default="", help="Where the recording is.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The account's if left out.")
@click.option("--channel", type=click.Choice(CHANNELS), default="call", show_default=True)
@click.option("--at", "spoken_at", type=_MOMENT, help="When it was said, UTC.")
def import_(
    files: tuple[Path, ...],
    *,
    account: str | None,
    contact: int | None,
    collector: str,
    team: str,
    agency: str,
    sender: str,
    ours: tuple[str, ...],
    recording: str,
    language: str | None,
    channel: str,
    spoken_at: datetime | None,
) -> None:
    """Take FILES: WebVTT, SRT or JSON. A file that was taken before is known.

    Exit status 0 if every file was taken or known, 1 if any was not.
    """
    bad = 0
    with with_database():
        from forbear.packs.speech import load_auditor  # noqa: PLC0415 - only where needed
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.speech.transcripts import Origin, transcript_take  # noqa: PLC0415

        origin = Origin(
            account,
            contact,
            collector,
            team,
            agency,
            recording,
            language,
            channel,
            spoken_at.replace(tzinfo=UTC) if spoken_at else None,
            ours,
            sender,
        )
        auditor = load_auditor()
        for path in files:
            try:
                content = path.read_bytes()
            except OSError as error:
                click.echo(f"{path}: cannot be read ({error.strerror}).", err=True)
                bad += 1
                continue
            done = transcript_take(
                content,
                name=path.name,
                origin=origin,
                auditor=auditor,
                at=clock.now(),
                actor=actor(),
            )
            if isinstance(done, Refusal):
                click.echo(f"{path}: {done.code}: {done.text} Nothing was kept of it.", err=True)
                bad += 1
                continue
            _say(path, done)
    sys.exit(1 if bad else 0)


def _say(path: Path, done: Taken) -> None:
    said = "known" if done.is_known else "taken"
    count = "1 finding" if done.findings == 1 else f"{done.findings} findings"
    click.echo(f"{path}: {said} as {done.text.pk}, {done.verdict}, {count}.")
    for side, ours in (("ours", True), ("others", False)):
        names = sorted({turn["speaker"] for turn in done.text.turns if turn["ours"] is ours})
        click.echo(f"  {side}: {', '.join(names) or 'nobody'}")
