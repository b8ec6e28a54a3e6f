"""``forbear explain``: why this and why not that, for one account."""

from __future__ import annotations

import sys
from datetime import datetime

import click
from rich.console import Console

from forbear.cli.database import with_database
from forbear.wiring import clock


@click.command("explain")
@click.argument("account")
@click.option("--at", "at_text", help="The moment to ask about, as 2026-11-23T10:15:00+08:00.")
@click.option("--zh", is_flag=True, help="Say it in Chinese.")
def command(account: str, at_text: str | None, *, zh: bool) -> None:
    """Ask the gate about each way to reach the cardholder of ACCOUNT (its reference), and say why.

    Exit status 0 if the account was found, 1 if not, 2 if the moment cannot be read.
    """
    at = clock.now() if at_text is None else _moment(at_text)
    console = Console(soft_wrap=True)
    with with_database():
        from forbear.store.models import Account, ContactPoint  # noqa: PLC0415 - needs Django
        from forbear.wiring.gate import contact_options  # noqa: PLC0415 - needs Django

        found = Account.objects.select_related("person").filter(reference=account).first()
        if found is None:
            click.echo(f"forbear explain: there is no account {account}", err=True)
            sys.exit(1)
        options = contact_options(found.pk, at=at)
        kinds = dict(ContactPoint.objects.filter(person=found.person).values_list("pk", "kind"))
    console.print(f"{found.person.name}, account {found.reference}", highlight=False, markup=False)
    for option in options:
        answer, way = option.answer, f"{option.channel} ({kinds[option.contact_point_id]})"
        if answer.window is not None:
            until = f"{answer.window.end:%Y-%m-%d %H:%M %Z}"
            console.print(f"[green]●[/] {way}: permitted until {until}", highlight=False)
            continue
        console.print(f"[red]✕[/] {way}:", highlight=False)
        for reason in answer.reasons:
            words = (reason.because_zh or reason.because) if zh else reason.because
            source = (reason.citation_zh or reason.citation) if zh else reason.citation
            ends = f", until {reason.until:%Y-%m-%d %H:%M %Z}" if reason.until else ""
            told = f"    {reason.code}: {words}{ends} — {source}"
            console.print(told, highlight=False, markup=False)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        click.echo(f"forbear explain: --at is {text!r}; write 2026-11-23T10:15:00+08:00", err=True)
        sys.exit(2)
    return moment
