"""What the demo prints: the day, what arrived, and why."""

from __future__ import annotations

import os
from collections.abc import Sequence

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from forbear.cli.demo.acts import planned_counts
from forbear.cli.demo.clock import DAY
from forbear.cli.demo.outside import Outside
from forbear.cli.showing import show_summary
from forbear.engine.summary import Summary
from forbear.store.models import Decision
from forbear.wiring import clock
from forbear.wiring.gate import contact_options

_STATES = ("planned", "sent", "refused", "failed", "lapsed")
_REASONS_SHOWN = 3


def show_day(console: Console, summary: Summary) -> None:
    """Print the summary of the day and what became of its contacts."""
    show_summary(console, summary, f"{DAY:%A %d %B %Y}: what was decided")
    counts = planned_counts()
    table = Table("Contacts", *_STATES, box=None, pad_edge=False, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    for channel in ("email", "sms", "letter", "call", "visit"):
        row = [counts.get((channel, state), 0) for state in _STATES]
        if any(row):
            table.add_row(channel, *(f"{n:,}" if n else "·" for n in row))
    console.print()
    console.print(table)
    console.print(
        "Planned messages wait for the morning of their cardholder; planned calls wait in the "
        "queue of the desk.",
        style="dim",
    )


def show_arrivals(console: Console, outside: Outside) -> None:
    """Print what the mail server, the SMS gateway and the letter folder hold."""
    emails, texts, letters = outside.emails(), outside.messages(), outside.pdfs()
    console.print()
    console.rule("[bold]What arrived outside", align="left")
    console.print(
        f"{len(emails):,} e-mails in {outside.mail.folder}\n"
        f"{len(texts):,} text messages in {outside.texts_folder}\n"
        f"{len(letters):,} letters as PDF in {outside.letters}",
        highlight=False,
    )
    samples = [(emails[:1], "e-mail"), (texts[:1], "text message")]
    for found, kind in samples:
        for arrived in found:
            title = f"{kind} to {arrived.to}" + (f": {arrived.subject}" if arrived.subject else "")
            console.print(Panel(arrived.text.strip()[:600], title=title, title_align="left"))


def show_why(console: Console) -> None:
    """Print, for one account, why this and why not that."""
    decision = (
        Decision.objects.filter(on=DAY, action="contact", channel="call")
        .select_related("account", "person")
        .order_by("-dpd", "pk")
        .first()
    )
    if decision is None:
        return
    console.print()
    console.rule("[bold]Why this, and why not that", align="left")
    console.print(
        f"{decision.person.name}, account {decision.account.reference}: {decision.bucket}, "
        f"{decision.dpd} days past due. Today: {decision.channel}, because the ladder stands at "
        f"{decision.because}. Asked at this moment:",
        highlight=False,
    )
    for option in contact_options(decision.account_id, at=clock.now()):
        answer = option.answer
        if answer.is_permitted:
            until = f" until {answer.window.end:%H:%M} there" if answer.window else ""
            console.print(f"  [green]●[/] {option.channel:<7} permitted{until}", highlight=False)
            continue
        reasons = "; ".join(
            f"{reason.because} ({reason.citation})" for reason in answer.reasons[:_REASONS_SHOWN]
        )
        console.print(f"  [red]✕[/] {option.channel:<7} {reasons}", highlight=False)


def show_next(console: Console) -> None:
    """Say how to go on."""
    console.print(
        "Next: `make demo` serves the desk; `make serve` serves it without the demo's servers.",
        highlight=False,
    )


def show_logins(console: Console, logins: Sequence[tuple[str, str, str, str, bool]]) -> None:
    """Print who can sign in."""
    console.print()
    for username, password, name, group, is_lead in logins:
        role = "team lead, and everything else" if is_lead else group
        console.print(f"Sign in as {username} / {password}  ({name}, {role})", highlight=False)
    console.print(
        f"Cardholders ask at {os.environ['FORBEAR_PUBLIC_URL']}/check/ whether something is ours; "
        "their own pages open by the links in what arrived.",
        highlight=False,
    )
