"""``forbear calls``: whose phone rings first, what was asked for, and a provider to try it on."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from threading import Event

import click

from forbear.channels.local.arrivals import PortInUseError
from forbear.channels.local.call_exchange import Exchange, call_exchange
from forbear.channels.local.webhooks import Reporter
from forbear.cli.banking import refused
from forbear.cli.database import with_database
from forbear.cli.options import actor
from forbear.core.tables.words import CALL_EVENTS
from forbear.wiring import clock
from forbear.wiring.home import data_folder

VIEWS = ("due", "coming", "missed", "done")
_HELP = "Say EVENT CALL, such as answered c-1-…; ended CALL SECONDS; list; or quit."


@click.group()
def command() -> None:
    """Say whose phone rings first, list call-backs, run a provider on this machine."""


@command.command("line")
@click.argument("username", required=False)
@click.argument("phone", required=False)
@click.option("--end", is_flag=True, help="No phone of theirs is rung any more.")
def line_command(username: str | None, phone: str | None, *, end: bool) -> None:
    """Say that PHONE (+442079460123 or sip:name@host) of USERNAME rings first; or list them all."""
    with with_database():
        from django.contrib.auth.models import User  # noqa: PLC0415 - needs Django

        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.services.telephony.lines import line_of, line_set  # noqa: PLC0415

        if username is None:
            for name in User.objects.order_by("username").values_list("username", flat=True):
                if line := line_of(name):
                    click.echo(f"{name}\t{line}")
            return
        if not User.objects.filter(username=username).exists():
            refused(Refusal("USER_UNKNOWN", f"There is no user {username!r}."))
        if phone is None and not end:
            click.echo(line_of(username) or "none")
            return
        done = line_set(actor=username, typed=phone or "", at=clock.now(), by=actor())
        if isinstance(done, Refusal):
            refused(done)
    click.echo(f"{username}: {done.value or 'none'}")


@command.command("backs")
@click.argument("view", type=click.Choice(VIEWS), default="due")
def backs(view: str) -> None:
    """List the call-backs: due now (the default), coming, missed, or done."""
    with with_database():
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - where it is used

        from forbear.store.selectors.call_backs import call_back_list  # noqa: PLC0415 - Django

        rows = list(call_back_list(view, at=clock.now()))
        for row in rows:
            local = row.due_at.astimezone(ZoneInfo(row.zone))
            state = "" if row.state == "open" else f"\t{row.state}"
            click.echo(
                f"{row.pk}\t{local:%Y-%m-%d %H:%M} {row.zone}\t{row.account.reference}"
                f"\tasked by {row.actor}{state}"
            )
    if not rows:
        click.echo("none")


@command.command()
def secret() -> None:
    """Print the secret with which the provider signs what it reports; it is made at first use."""
    with with_database():
        from forbear.wiring.webhooks import calls_secret  # noqa: PLC0415 - where it is used

        click.echo(calls_secret())


@command.command()
@click.option("--port", default=5060, show_default=True, type=click.IntRange(0, 65535))
@click.option("--report", help="Where to report, such as http://127.0.0.1:8000/api/v1.")
@click.option("--play", type=click.FloatRange(0), help="Play calls; seconds between two events.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where calls are kept; arrived/calls in the data folder if left out.",
)
def simulate(port: int, report: str | None, play: float | None, folder: Path | None) -> None:
    """Run a provider of calls on this machine that rings nobody.

    It reads what it shall report from its input, a line each: EVENT CALL, with EVENT one of
    ringing, answered, machine, failed, busy, no_answer, ended CALL SECONDS; list; quit.
    """
    where = folder or data_folder() / "arrived" / "calls"
    reporter = Reporter(report, _secret()) if report else None
    if play is not None and reporter is None:
        _leave("Give --report too: what is played is reported.")
    token = secrets.token_urlsafe(16)
    try:
        with call_exchange(
            where, clock=clock.now, token=token, port=port, report=reporter, plays=play
        ) as running:
            click.echo(f"FORBEAR_CALLS_URL={running.url}")
            click.echo(f"FORBEAR_CALLS_TOKEN={token}")
            click.echo(f"Calls are kept in {where}. Say quit, or stop with Ctrl-C.")
            _obey(running)
    except PortInUseError as error:
        _leave(str(error))


def _secret() -> str:
    with with_database():
        from forbear.wiring.webhooks import calls_secret  # noqa: PLC0415 - where it is used

        return calls_secret()


def _obey(running: Exchange) -> None:
    for line in sys.stdin:
        words = line.split()
        if words == ["quit"]:
            return
        if words:
            click.echo(_done(running, words))
    Event().wait()  # without a terminal: until stopped


def _done(running: Exchange, words: list[str]) -> str:
    if words == ["list"]:
        return "\n".join(f"{call['id']} {call['to']}" for call in running.calls) or "none"
    kind, call_id, *rest = [*words, ""][:3]
    if kind not in CALL_EVENTS or running.report is None or not call_id:
        return _HELP if running.report else "Nobody is reported to: give --report."
    more: dict[str, object] = {"seconds": int(rest[0])} if rest and rest[0].isdecimal() else {}
    return f"answered with HTTP {running.tell(call_id, kind, **more)}"


def _leave(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
