"""``forbear templates``: the words that may be said, their versions, and who approved them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.banking import refused
from forbear.cli.database import with_database
from forbear.cli.options import actor
from forbear.core.speech.facts import LANGUAGES, Language
from forbear.core.speech.templates import Fault
from forbear.packs.trying import text_faults
from forbear.wiring import clock

_MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d"])


@click.group()
def command() -> None:
    """List, try, submit and approve the templates of messages."""


@command.command("list")
def show_all() -> None:
    """List every template: who reads it, by which channels, and which version is in force."""
    with with_database():
        from forbear.services.wording import template_ids, template_in_force  # noqa: PLC0415
        from forbear.store.selectors.wording import versions_waiting  # noqa: PLC0415

        at = clock.now()
        rows = [(name, template_in_force(name, at=at)) for name in template_ids()]
        waiting = versions_waiting()
    names = ("template", "reader", "channels", "says that", "version", "waits")
    table = Table(*names, box=SIMPLE, pad_edge=False)
    for name, found in rows:
        if found is None:
            table.add_row(name, "", "", "", "none", str(waiting.get(name, "")))
            continue
        one = found.template
        table.add_row(
            name,
            one.audience,
            " ".join(one.channels),
            " ".join(sorted(one.requires)),
            str(found.version or "shipped"),
            str(waiting.get(name, "")),
        )
    Console().print(table)


@command.command()
@click.argument("template_id", metavar="TEMPLATE")
def show(template_id: str) -> None:
    """Print the TOML of the TEMPLATE in force, then its versions on the error stream."""
    with with_database():
        from forbear.services.wording import text_in_force  # noqa: PLC0415
        from forbear.store.selectors.wording import version_list  # noqa: PLC0415

        at = clock.now()
        text = text_in_force(template_id, at=at)
        versions = version_list(template_id, at=at)
    if text is None and not versions:
        _unknown(template_id)
    click.echo(text or "", nl=False)
    for one in versions:
        click.echo(
            f"# version {one.version.number} (id {one.version.pk}): {one.state}, "
            f"written by {one.version.drafted_by}",
            err=True,
        )


@command.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(path: Path) -> None:
    """Look for faults in the template file PATH. Exit status 1 if it has any."""
    faults = text_faults(path.stem, _text(path))
    _told(faults)
    if faults:
        sys.exit(1)
    click.echo(f"{path.name}: no fault found.")


@command.command()
@click.argument("template_id", metavar="TEMPLATE")
@click.option("--account", help="A real case, by the account's reference; else an invented one.")
@click.option("--channel", help="Only this channel.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Only this language.")
def preview(
    template_id: str, account: str | None, channel: str | None, language: Language | None
) -> None:
    """Print TEMPLATE as it would be sent now, in every language and channel. Nothing is sent."""
    with with_database():
        from forbear.wiring.preview import previews  # noqa: PLC0415 - needs Django

        found = previews(template_id, account=account, at=clock.now())
    if found is None:
        _unknown(template_id)
    if not found:
        click.echo(f"There is no account {account}.", err=True)
        sys.exit(1)
    for one in found:
        if channel in {None, one.channel} and language in {None, one.language}:
            click.echo(f"=== {one.language} {one.channel}{one.size}")
            click.echo(one.text if one.refusal is None else f"Not sent: {one.refusal}")
            click.echo("")


@command.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--note", default="", help="What was changed, and why.")
def import_file(path: Path, note: str) -> None:
    """Save the file PATH as the next version of the template that it is named after."""
    with with_database():
        from forbear.services.wording import Faulty, wording_save  # noqa: PLC0415

        made = wording_save(
            template_id=path.stem, text=_text(path), actor=actor(), at=clock.now(), note=note
        )
        if isinstance(made, Faulty):
            _told(made.faults)
            sys.exit(1)
    click.echo(f"Saved as version {made.number} of {made.template} (id {made.pk}), a draft.")


@command.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write every template in force into FOLDER, one TOML file each."""
    with with_database():
        from forbear.services.wording import template_ids, text_in_force  # noqa: PLC0415

        at = clock.now()
        texts = {name: text_in_force(name, at=at) for name in template_ids()}
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, text in texts.items():
        if text is not None:
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
            count += 1
    click.echo(f"{count} templates written to {folder}.")


@command.command()
@click.argument("version_id", type=int, metavar="ID")
def submit(version_id: int) -> None:
    """Ask for another person's word on the version ID."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.services.wording import wording_submit  # noqa: PLC0415

        done = wording_submit(version_id=version_id, actor=actor(), at=clock.now())
        if isinstance(done, Refusal):
            refused(done)
    click.echo("Submitted. Someone else may approve it now.")


@command.command()
@click.argument("version_id", type=int, metavar="ID")
@click.option("--from", "from_at", type=_MOMENT, help="In force from this moment, UTC; else now.")
def approve(version_id: int, from_at: datetime | None) -> None:
    """Put the version ID in force. Refused to whoever wrote or submitted it."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.services.wording import Faulty, wording_approve  # noqa: PLC0415

        done = wording_approve(
            version_id=version_id,
            actor=actor(),
            at=clock.now(),
            from_at=from_at.replace(tzinfo=UTC) if from_at else None,
        )
        if isinstance(done, Refusal):
            refused(done)
        if isinstance(done, Faulty):
            _told(done.faults)
            sys.exit(1)
    click.echo(f"In force from {done.from_at:%Y-%m-%d %H:%M} UTC.")


def _told(faults: tuple[Fault, ...]) -> None:
    for fault in faults:
        click.echo(str(fault), err=True)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{path} cannot be read: {error}. It must be UTF-8.") from error


def _unknown(template_id: str) -> None:
    click.echo(f"There is no template {template_id}; see forbear templates list.", err=True)
    sys.exit(2)
