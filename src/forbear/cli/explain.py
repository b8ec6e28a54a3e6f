"""``forbear explain``: why this and why not that, for one account."""

from __future__ import annotations

import sys
from datetime import datetime

import click
from rich.console import Console

from forbear.cli.database import with_database
from forbear.core.gate.answers import Answer
from forbear.core.law.saying import lists
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
    lines = [f"{found.person.name}, account {found.reference}"]
    for option in options:
        way = option.channel, kinds[option.contact_point_id]
        lines += _answer_said(way, option.answer, is_zh=zh)
    for line in lines:
        console.print(line, highlight=False, markup=False)


def _answer_said(way: tuple[str, str], answer: Answer, *, is_zh: bool) -> list[str]:
    """Say one answer: the window and what must be said, or every reason, strictest first."""
    named = f"{way[0]} ({way[1]})"
    if answer.window is not None:
        start, end = answer.window.start, answer.window.end
        told = f"{start:%Y-%m-%d %H:%M} – {_until(start, end)}"
        lines = [f"● {named}: {('permitted', '允许联系')[is_zh]} {told}"]
        if answer.must_disclose:
            said = [lists.DISCLOSURES[code][is_zh] for code in answer.must_disclose]
            lines.append(f"    {('say', '须说明')[is_zh]}: {('; ', '；')[is_zh].join(said)}")
        return lines
    lines = [f"✕ {named}: {('denied', '不得联系')[is_zh]}"]
    for reason in answer.reasons:
        words = (reason.because_zh or reason.because) if is_zh else reason.because
        ends = (
            f" ({('until', '至')[is_zh]} {reason.until:%Y-%m-%d %H:%M %Z})" if reason.until else ""
        )
        source = (reason.citation_zh or reason.citation) if is_zh else reason.citation
        marks = [source, lists.FORCES[reason.force][is_zh]]
        if reason.is_presumption:
            marks.append(("a presumption", "推定")[is_zh])
        if reason.confidence != "house":
            marks.append(lists.CONFIDENCES[reason.confidence][is_zh])
        lines += [f"    {reason.code}: {words}{ends}", f"        {' · '.join(marks)}"]
    return lines


def _until(start: datetime, end: datetime) -> str:
    is_same_day = start.date() == end.date()
    return f"{end:%H:%M %Z}" if is_same_day else f"{end:%Y-%m-%d %H:%M %Z}"


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        click.echo(f"forbear explain: --at is {text!r}; write 2026-11-23T10:15:00+08:00", err=True)
        sys.exit(2)
    return moment
