"""What ``forbear disputes`` and ``forbear complaints`` share: tables, files, refusals."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.options import DAY
from forbear.core.cases import words as c
from forbear.core.roles import ROLES

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forbear.services.cases.files import Given
    from forbear.services.refusals import Refusal
    from forbear.store.models import CaseFile, Complaint, Dispute

MOST = 500
ROLE = click.option(
    "--as",
    "role",
    type=click.Choice(ROLES),
    default="team_lead",
    show_default=True,
    help="The role by whose authority it is decided.",
)


VIEW = click.option(
    "--view",
    type=click.Choice(["open", "waits", "answered", "all"]),
    default="open",
    show_default=True,
)
ACCOUNT = click.option("--account", "reference", help="Only those of the account with this number.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
RECEIVED = click.option("--received", type=DAY, help="The day it reached us; today unless given.")
NOTE = click.option("--note", default="", help="In a few words; needed for most steps.")
SIDE = click.option("--side", type=click.Choice(c.SIDES), default="theirs", show_default=True)
Case = TypeVar("Case", "Dispute", "Complaint")
Done = TypeVar("Done")


def refused(group: str, act: str, refusal: Refusal) -> NoReturn:
    """Say why something was not done, and end."""
    click.echo(f"forbear {group} {act}: {refusal.code}: {refusal.text}", err=True)
    sys.exit(1)


def done_of(group: str, act: str, done: Done | Refusal) -> Done:
    """Return what was done, or say why it was not, and end."""
    from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django

    if isinstance(done, Refusal):
        refused(group, act, done)
    return done


def account_of(group: str, act: str, reference: str) -> int:
    """Return an account by its number, or end with a sentence."""
    from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
    from forbear.store.models import Account  # noqa: PLC0415

    found = Account.objects.filter(reference=reference).values_list("pk", flat=True).first()
    if found is None:
        refused(group, act, Refusal("ACCOUNT_UNKNOWN", f"There is no account {reference!r}."))
    return found


def given_of(path: Path) -> Given:
    """Return a file as it is given; a file that cannot be read ends the command."""
    from forbear.services.cases.files import Given  # noqa: PLC0415 - needs Django

    try:
        return Given(path.name, path.read_bytes())
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror or error}") from None


def print_table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their names, or that there are none."""
    table = Table(*names, box=SIMPLE, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    if table.row_count:
        Console().print(table)
    else:
        click.echo("There are none.")


def print_json(rows: Iterable[Mapping[str, object]]) -> None:
    """Print one JSON object a line."""
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False, default=str))


def due_text(due: date | None, *, today: date) -> str:
    """Say by when, and whether that day has passed."""
    if due is None:
        return ""
    return f"{due.isoformat()} OVERDUE" if due < today else due.isoformat()


def rows_of(found: QuerySet[Case], reference: str | None) -> list[Case]:
    """Return the first cases of a list, of one account where one is named."""
    return list((found.filter(account__reference=reference) if reference else found)[:MOST])


def opened_text(case: Dispute | Complaint, how: str) -> str:
    """Say that a case has begun, and by when it is to be answered."""
    due = f"; answer by {case.answer_due_on}" if case.answer_due_on else ""
    return f"{type(case).__name__} {case.pk} ({case.reference}) is {how}{due}."


def answered_text(case: Dispute | Complaint) -> str:
    """Say how a case stands once it was answered, or an answer was proposed."""
    waits = ": it waits for somebody else's approval" if case.state == "proposed" else ""
    return f"{type(case).__name__} {case.pk} is {case.state}{waits}."


def kept_text(file: CaseFile) -> str:
    """Say which file was kept."""
    return f"Kept {file.name} ({file.side}), sha256 {file.sha256}. Not scanned for viruses."


def case_row(case: Dispute | Complaint) -> dict[str, object]:
    """Return what both have in common, for JSON."""
    return {
        "id": case.pk,
        "reference": case.reference,
        "account": case.account.reference,
        "state": case.state,
        "channel": case.channel,
        "received_on": case.received_on,
        "acknowledge_due_on": case.acknowledge_due_on,
        "acknowledged_on": case.acknowledged_on,
        "answer_due_on": case.answer_due_on,
        "handler": case.handler,
        "outcome": case.outcome,
        "answered_on": case.answered_on,
        "clocks": case.clocks,
    }


def print_case(case: Dispute | Complaint, head: Mapping[str, object]) -> None:
    """Print one case: what it is, its clocks, its files, and what happened."""
    for name, value in {**head, "state": case.state, "received": case.received_on}.items():
        click.echo(f"{name:<12} {value}")
    if case.said:
        click.echo(f"{'in words':<12} {' '.join(case.said.split())}")
    for clock in case.clocks:
        law = f"{clock['citation']}; {clock['force']}, read: {clock['confidence']}"
        click.echo(f"{clock['what']:<12} by {clock['until']}  {clock['rule_id']} ({law})")
    for file in case.files.order_by("pk"):
        click.echo(f"{file.side:<12} {file.name}  {file.size:,} bytes  sha256 {file.sha256}")
    for step in case.steps.order_by("pk"):
        note = f"  {' '.join(step.note.split())}" if step.note else ""
        click.echo(f"{step.at.isoformat(timespec='minutes')}  {step.step}  {step.actor}{note}")
