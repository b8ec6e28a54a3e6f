"""Everything that happened on an account and to its cardholder, the latest first, page by page.

A page begins after the last line of the one before (a keyset), so that the hundredth page of a long
history costs what the first does: each source reads at most one page from its index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TypeVar

from django.db.models import Model, Q, QuerySet, Sum

from forbear.store.models import (
    Account,
    CallBack,
    CaseMoved,
    CaseNote,
    ComplaintStep,
    Contact,
    Debit,
    Decision,
    DisputeStep,
    HostStatement,
    LedgerTransaction,
    PlannedContact,
    Posting,
    Promise,
    SignStep,
)

PAGE_SIZE = 50
Row = TypeVar("Row", bound=Model)
# messages that left are contacts; these did not, or nobody knows
_STUCK = ("failed", "refused", "unknown")


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline. ``at`` is ``None`` where only the day is known."""

    kind: str
    on: date
    at: datetime | None
    row: Model
    amount_minor: int = 0

    @property
    def icon(self) -> str:
        """The picture that stands for it: a contact's channel, else its kind."""
        if isinstance(self.row, Contact | PlannedContact):
            return self.row.channel
        icons = {"debits": "money", "statements": "money", "notes": "read-half", "backs": "call"}
        icons |= {
            "disputes": "decisions",
            "complaints": "warning",
            "moves": "refer",
            "signing": "permitted",
        }
        return icons.get(self.kind, self.kind)

    @property
    def order(self) -> datetime:
        """Where the event stands among others of its day; what has no hour comes first."""
        return self.at or datetime.combine(self.on, time.min, tzinfo=UTC)

    @property
    def place(self) -> Place:
        """Where the event stands in the whole timeline."""
        return (self.order, self.kind, self.row.pk)


Place = tuple[datetime, str, int]


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and where the next page begins; ``None`` at the end."""

    events: list[Event]
    after: Place | None


def timeline_page(
    account: Account, *, on: date, kinds: Sequence[str], after: Place | None = None
) -> Page:
    """Return the page of a timeline that follows ``after``, up to the day ``on``."""
    found = [event for kind in kinds for event in _SOURCES[kind](account, on, after)]
    found.sort(key=lambda event: event.place, reverse=True)
    events = found[:PAGE_SIZE]
    return Page(events, events[-1].place if len(found) > PAGE_SIZE else None)


def _before(kind: str, field: str, after: Place | None) -> Q:
    """Match the rows of a kind that stand after a place, where ``field`` is a moment."""
    if after is None:
        return Q()
    at, its_kind, pk = after
    if kind == its_kind:
        return Q(**{f"{field}__lt": at}) | Q(**{field: at, "pk__lt": pk})
    return Q(**{f"{field}__lte" if kind < its_kind else f"{field}__lt": at})


def _before_day(kind: str, field: str, after: Place | None) -> Q:
    """Match the same where ``field`` is a day, which stands for its first moment in UTC."""
    if after is None:
        return Q()
    at, its_kind, pk = after
    at = at.astimezone(UTC)
    day = at.date()
    if at.time() != time.min:
        return Q(**{f"{field}__lte": day})
    if kind == its_kind:
        return Q(**{f"{field}__lt": day}) | Q(**{field: day, "pk__lt": pk})
    return Q(**{f"{field}__lte" if kind < its_kind else f"{field}__lt": day})


def _latest(rows: QuerySet[Row], field: str) -> QuerySet[Row]:
    return rows.order_by(f"-{field}", "-pk")[: PAGE_SIZE + 1]


def _contacts(account: Account, on: date, after: Place | None) -> list[Event]:
    del on
    rows = Contact.objects.filter(
        _before("contacts", "at", after), person_id=account.person_id
    ).select_related("contact_point", "permit__planned", "permit__line")
    # what was said and left in a call, and where its recording lies
    rows = rows.prefetch_related("permit__steps", "permit__recordings")
    return [Event("contacts", row.at.date(), row.at, row) for row in _latest(rows, "at")]


def _messages(account: Account, on: date, after: Place | None) -> list[Event]:
    del on
    rows = PlannedContact.objects.filter(
        _before("messages", "state_at", after),
        person_id=account.person_id,
        state__in=_STUCK,
        state_at__isnull=False,
    )
    return [
        Event("messages", row.state_at.date(), row.state_at, row)
        for row in _latest(rows, "state_at")
        if row.state_at
    ]


def _money(account: Account, on: date, after: Place | None) -> list[Event]:
    rows = LedgerTransaction.objects.filter(
        _before_day("money", "on", after), account=account, on__lte=on
    )
    latest = list(_latest(rows, "on"))
    sums = (
        Posting.objects.filter(transaction__in=latest, side="cardholder")
        .values_list("transaction_id")
        .annotate(total=Sum("amount_minor"))
    )
    amounts = dict(sums)
    return [Event("money", row.on, None, row, amounts.get(row.pk, 0)) for row in latest]


def _debits(account: Account, on: date, after: Place | None) -> list[Event]:
    del on
    rows = Debit.objects.filter(_before("debits", "state_at", after), account=account)
    return [
        Event("debits", row.state_at.date(), row.state_at, row)
        for row in _latest(rows.select_related("failure"), "state_at")
    ]


def _promises(account: Account, on: date, after: Place | None) -> list[Event]:
    del on
    rows = Promise.objects.filter(_before("promises", "made_at", after), account=account)
    return [
        Event("promises", row.made_at.date(), row.made_at, row, row.amount_minor)
        for row in _latest(rows, "made_at")
    ]


def _statements(account: Account, on: date, after: Place | None) -> list[Event]:
    rows = HostStatement.objects.filter(
        _before_day("statements", "statement_on", after), account=account, statement_on__lte=on
    )
    return [
        Event("statements", row.statement_on, None, row, row.balance_minor)
        for row in _latest(rows, "statement_on")
    ]


def _decisions(account: Account, on: date, after: Place | None) -> list[Event]:
    rows = Decision.objects.filter(
        _before_day("decisions", "on", after), account=account, on__lte=on
    )
    return [Event("decisions", row.on, None, row) for row in _latest(rows, "on")]


def _notes(account: Account, on: date, after: Place | None) -> list[Event]:
    del on
    rows = CaseNote.objects.filter(_before("notes", "at", after), account=account)
    return [Event("notes", row.at.date(), row.at, row) for row in _latest(rows, "at")]


def _backs(account: Account, on: date, after: Place | None) -> list[Event]:
    del on
    rows = CallBack.objects.filter(
        _before("backs", "asked_at", after), person_id=account.person_id
    ).select_related("contact_point")
    return [
        Event("backs", row.asked_at.date(), row.asked_at, row) for row in _latest(rows, "asked_at")
    ]


def _disputes(account: Account, on: date, after: Place | None) -> list[Event]:
    del on
    rows = DisputeStep.objects.filter(
        _before("disputes", "at", after), dispute__account=account
    ).select_related("dispute")
    return [Event("disputes", row.at.date(), row.at, row) for row in _latest(rows, "at")]


def _complaints(account: Account, on: date, after: Place | None) -> list[Event]:
    del on
    rows = ComplaintStep.objects.filter(
        _before("complaints", "at", after), complaint__account=account
    ).select_related("complaint")
    return [Event("complaints", row.at.date(), row.at, row) for row in _latest(rows, "at")]


def _moves(account: Account, on: date, after: Place | None) -> list[Event]:
    del on
    rows = CaseMoved.objects.filter(_before("moves", "at", after), person_id=account.person_id)
    return [
        Event("moves", row.at.date(), row.at, row)
        for row in _latest(rows.select_related("move"), "at")
    ]


def _signing(account: Account, on: date, after: Place | None) -> list[Event]:
    del on
    rows = SignStep.objects.filter(_before("signing", "at", after), account=account)
    rows = rows.select_related("link", "signed")
    return [Event("signing", row.at.date(), row.at, row) for row in _latest(rows, "at")]


_SOURCES: dict[str, Callable[[Account, date, Place | None], list[Event]]] = {
    "contacts": _contacts,
    "messages": _messages,
    "money": _money,
    "debits": _debits,
    "promises": _promises,
    "statements": _statements,
    "decisions": _decisions,
    "notes": _notes,
    "backs": _backs,
    "disputes": _disputes,
    "complaints": _complaints,
    "moves": _moves,
    "signing": _signing,
}
TIMELINE_KINDS = tuple(_SOURCES)
