"""Everything that happened on an account and to its cardholder, the latest first, page by page.

A page begins after the last line of the one before (a keyset), so that the hundredth page of a long
history costs what the first does. One question to the store finds which lines stand on the page: of
each source it reads at most one page from its index. Only the kinds that are there are read then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet, Sum, prefetch_related_objects

from forbear.store.models import (
    Account,
    AcrossAppeal,
    AcrossJudgement,
    AppealJudgement,
    CallBack,
    CaseMoved,
    CaseNote,
    ComplaintStep,
    Contact,
    Debit,
    Decision,
    DisputeStep,
    FindingAppeal,
    GuaranteeStep,
    HostStatement,
    LedgerTransaction,
    OfferStep,
    PlannedContact,
    PointClosing,
    Posting,
    Promise,
    Relief,
    SearchStep,
    SignStep,
)
from forbear.store.prepared import Prepared, Slot, question
from forbear.store.selectors.conduct import Scope

PAGE_SIZE = 50
NOBODYS = Scope()
# of a finding of one text and of one across the case: made, and judged
APPEAL_KINDS = ("appeals", "appeal_answers", "case_appeals", "case_appeal_answers")


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
        icons |= {"disputes": "decisions", "complaints": "warning", "moves": "refer"}
        icons |= {"guarantees": "contacts", "closings": "denied", "searches": "search"}
        icons |= {"signing": "permitted", "agreements": "promises", "reliefs": "hold"}
        icons |= dict.fromkeys(APPEAL_KINDS, "warning")
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
_Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and where the next page begins; ``None`` at the end."""

    events: list[Event]
    after: Place | None


def timeline_page(
    account: Account,
    *,
    on: date,
    kinds: Sequence[str],
    after: Place | None = None,
    conduct: Scope = NOBODYS,
) -> Page:
    """Return the page of a timeline that follows ``after``, up to the day ``on``.

    ``conduct`` says about whom appeals are shown: of nobody if it is left out.
    """
    found = _spots(account, on, kinds, after, conduct)
    wanted: dict[str, list[int]] = defaultdict(list)
    for _moment, kind, pk in found[:PAGE_SIZE]:
        wanted[kind].append(pk)
    rows = {k: _SOURCES[k].read(ids) for k, ids in wanted.items() if k not in APPEAL_KINDS}
    rows |= _appeals(wanted)
    _with_calls(rows.get("contacts", {}))
    amounts = _amounts(wanted.get("money", ()))
    events = [
        Event(
            kind,
            moment.date(),
            None if _SOURCES[kind].is_day else moment,
            row,
            amounts.get(pk, 0) if kind == "money" else _amount(kind, row),
        )
        for moment, kind, pk in found[:PAGE_SIZE]
        # what was removed since it was found has no line
        if (row := rows[kind].get(pk)) is not None
    ]
    return Page(events, found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None)


@dataclass(frozen=True)
class _Source:
    """One kind of line: how its rows are read, and where and in which order they stand.

    ``home`` names the rows ``t`` and says whose they are; ``field`` is a moment, or a day, which
    stands for its first moment in UTC.
    """

    rows: Callable[[], QuerySet[Any]]
    home: str
    field: str
    is_day: bool = False

    @cached_property
    def _kept(self) -> Prepared[Any]:
        return Prepared(lambda: self.rows().filter(pk__one_of=Slot("ids")))

    def read(self, ids: Sequence[int]) -> dict[int, Any]:
        """Return the rows with these numbers that are still there."""
        return {row.pk: row for row in self._kept.all(ids=list(ids))}

    def sql(self, kind: str, after: Place | None, values: _Values) -> str:
        """Write the question for the places of at most one page of this kind after a place."""
        placed = f"(t.\"{self.field}\"::timestamp AT TIME ZONE 'UTC')"
        if not self.is_day:
            placed = f't."{self.field}"'
        upto = f' AND t."{self.field}" <= %(on)s' if self.is_day else ""
        return (
            f"(SELECT {placed} AS placed, '{kind}' AS kind, t.id FROM {self.home}{upto}"  # noqa: S608 - the names are ours
            f"{self._beyond(kind, after, values)}"
            f' ORDER BY t."{self.field}" DESC, t.id DESC LIMIT {PAGE_SIZE + 1})'
        )

    def _beyond(self, kind: str, after: Place | None, values: _Values) -> str:
        """Match the rows of a kind that stand after a place."""
        if after is None:
            return ""
        at, its_kind, pk = after
        at = at.astimezone(UTC)
        values |= {"at": at, "day": at.date(), "pk": pk}
        field, mark = f't."{self.field}"', "%(day)s" if self.is_day else "%(at)s"
        if self.is_day and at.time() != time.min:
            return f" AND {field} <= {mark}"
        if kind == its_kind:
            return f" AND ({field}, t.id) < ({mark}, %(pk)s)"
        return f" AND {field} {'<=' if kind < its_kind else '<'} {mark}"


def appeals_shown(account: Account, *, conduct: Scope) -> bool:
    """Whether there is any line about an appeal that may be shown."""
    return bool(_spots(account, date.max, APPEAL_KINDS, None, conduct))


def _spots(
    account: Account, on: date, kinds: Sequence[str], after: Place | None, conduct: Scope
) -> list[Place]:
    """Return the places of one page and of the line after it, the latest first."""
    values: _Values = {"account": account.pk, "person": account.person_id, "on": on}
    if set(kinds) & set(APPEAL_KINDS):
        values |= {
            "is_all": conduct.is_all,
            "me": conduct.collector,
            "teams": [team for team, _agency in conduct.teams],
            "of": [agency for _team, agency in conduct.teams],
            "agencies": list(conduct.agencies),
        }
    each = " UNION ALL ".join(_SOURCES[kind].sql(kind, after, values) for kind in kinds)
    return question(
        f"SELECT placed, kind, id FROM ({each}) AS found "  # noqa: S608 - the names are ours
        f'ORDER BY placed DESC, kind COLLATE "C" DESC, id DESC LIMIT {PAGE_SIZE + 1}',
        values,
    )


def _appeals(wanted: Mapping[str, Sequence[int]]) -> dict[str, dict[int, Any]]:
    """Return the appeals that stand on a page and their judgements, of a kind by one question."""
    rows: dict[str, dict[int, Any]] = {}
    for (made, judged), kept in _APPEALED.items():
        if made in wanted or judged in wanted:
            found = kept.all(ids=wanted.get(made, []), judged=wanted.get(judged, []))
            answers = [one.judgement for one in found if hasattr(one, "judgement")]
            rows[made] = {one.pk: one for one in found}
            rows[judged] = {one.pk: one for one in answers}
    return rows


def _with_judgements(kind: type[FindingAppeal | AcrossAppeal]) -> Prepared[Any]:
    meant = Q(pk__one_of=Slot("ids")) | Q(judgement__pk__one_of=Slot("judged"))
    return Prepared(lambda: kind.objects.select_related("judgement").filter(meant))


_APPEALED = {
    APPEAL_KINDS[:2]: _with_judgements(FindingAppeal),
    APPEAL_KINDS[2:]: _with_judgements(AcrossAppeal),
}


def _amounts(transaction_ids: Sequence[int]) -> Mapping[int, int]:
    """Return what each booking changed of what the cardholder owes."""
    if not transaction_ids:
        return {}
    sums = (
        Posting.objects.filter(transaction__in=transaction_ids, side="cardholder")
        .values_list("transaction_id")
        .annotate(total=Sum("amount_minor"))
    )
    return dict(sums)


def _amount(kind: str, row: Any) -> int:
    if kind == "promises":
        return int(row.amount_minor)
    return int(row.balance_minor) if kind == "statements" else 0


def _contacts() -> QuerySet[Contact]:
    return Contact.objects.select_related("contact_point", "permit__planned", "permit__line")


def _with_calls(rows: Mapping[int, Contact]) -> None:
    """Read along what was said in the calls among some contacts, and where recordings lie."""
    calls = [row for row in rows.values() if row.permit_id is not None]
    if calls:
        prefetch_related_objects(calls, "permit__steps", "permit__recordings")


# whose conduct may be seen: that of the text ``x``
_SEEN = """(
    %(is_all)s OR x.collector <> '' AND x.collector = %(me)s OR x.agency = ANY(%(agencies)s::text[])
    OR EXISTS (SELECT FROM unnest(%(teams)s::text[], %(of)s::text[]) AS o(team, agency)
               WHERE o.team = x.team AND o.agency = x.agency))"""
_OF_TEXT = (
    "JOIN store_textfinding f ON f.id = p.finding_id JOIN store_textaudit a ON a.id = f.audit_id"
    f" JOIN store_spokentext x ON x.id = a.text_id WHERE x.account_id = %(account)s AND {_SEEN}"
)
# an appeal of a finding across the case is of one whom it concerns, with all of their texts
_OF_CASE = (
    "JOIN store_acrossfinding f ON f.id = p.finding_id WHERE f.account_id = %(account)s"
    " AND EXISTS (SELECT FROM jsonb_array_elements(f.texts) AS k(key)"
    " JOIN store_spokentext x ON x.id = k.key::bigint WHERE x.collector = p.person"
    f" AND (p.person <> '' OR x.agency = p.agency) AND {_SEEN})"
)


def _appealed(kind: type[Model], whose: str) -> _Source:
    """Return the lines of appeals that were made."""
    home = f"(SELECT p.id, p.at FROM {kind._meta.db_table} p {whose}) AS t WHERE true"  # noqa: S608, SLF001 - the names are ours; Django's documented name
    return _Source(kind._default_manager.all, home, "at")  # noqa: SLF001 - the same


def _judged(kind: type[Model], of: type[Model], whose: str) -> _Source:
    """Return the lines of appeals that were judged."""
    joined = f"{kind._meta.db_table} j JOIN {of._meta.db_table} p ON p.id = j.appeal_id {whose}"  # noqa: SLF001 - the same
    home = f"(SELECT j.id, j.at FROM {joined}) AS t WHERE true"  # noqa: S608 - the same
    return _Source(kind._default_manager.all, home, "at")  # noqa: SLF001 - the same


_OF_ACCOUNT, _OF_PERSON = "t WHERE t.account_id = %(account)s", "t WHERE t.person_id = %(person)s"
_SOURCES: dict[str, _Source] = {
    "contacts": _Source(_contacts, f"store_contact {_OF_PERSON}", "at"),
    # messages that left are contacts; these did not, or nobody knows
    "messages": _Source(
        PlannedContact.objects.all,
        f"store_plannedcontact {_OF_PERSON} AND t.state_at IS NOT NULL"
        " AND t.state IN ('failed', 'refused', 'unknown')",
        "state_at",
    ),
    "money": _Source(
        LedgerTransaction.objects.all, f"store_ledgertransaction {_OF_ACCOUNT}", "on", is_day=True
    ),
    "debits": _Source(
        lambda: Debit.objects.select_related("failure"), f"store_debit {_OF_ACCOUNT}", "state_at"
    ),
    "promises": _Source(Promise.objects.all, f"store_promise {_OF_ACCOUNT}", "made_at"),
    "statements": _Source(
        HostStatement.objects.all, f"store_hoststatement {_OF_ACCOUNT}", "statement_on", is_day=True
    ),
    "decisions": _Source(Decision.objects.all, f"store_decision {_OF_ACCOUNT}", "on", is_day=True),
    "notes": _Source(CaseNote.objects.all, f"store_casenote {_OF_ACCOUNT}", "at"),
    "backs": _Source(
        lambda: CallBack.objects.select_related("contact_point"),
        f"store_callback {_OF_PERSON}",
        "asked_at",
    ),
    "disputes": _Source(
        lambda: DisputeStep.objects.select_related("dispute"),
        "store_disputestep t JOIN store_dispute d ON d.id = t.dispute_id"
        " WHERE d.account_id = %(account)s",
        "at",
    ),
    "complaints": _Source(
        lambda: ComplaintStep.objects.select_related("complaint"),
        "store_complaintstep t JOIN store_complaint c ON c.id = t.complaint_id"
        " WHERE c.account_id = %(account)s",
        "at",
    ),
    "moves": _Source(
        lambda: CaseMoved.objects.select_related("move"), f"store_casemoved {_OF_PERSON}", "at"
    ),
    "guarantees": _Source(
        lambda: GuaranteeStep.objects.select_related("guarantee", "contact_point"),
        f"store_guaranteestep {_OF_ACCOUNT}",
        "at",
    ),
    # what is closed is closed for every account of the cardholder
    "closings": _Source(
        lambda: PointClosing.objects.select_related("contact_point"),
        f"store_pointclosing {_OF_PERSON}",
        "at",
    ),
    "searches": _Source(
        SearchStep.objects.all,
        "store_searchstep t JOIN store_searchtask s ON s.id = t.task_id"
        " WHERE s.person_id = %(person)s",
        "at",
    ),
    "agreements": _Source(
        lambda: OfferStep.objects.select_related("offer"),
        "store_offerstep t JOIN store_offer o ON o.id = t.offer_id"
        " WHERE o.account_id = %(account)s",
        "at",
    ),
    # a breathing space is of the person, all other relief of an account
    "reliefs": _Source(
        Relief.objects.all,
        f"store_relief {_OF_PERSON} AND (t.account_id IS NULL OR t.account_id = %(account)s)",
        "at",
    ),
    "signing": _Source(
        lambda: SignStep.objects.select_related("link", "signed"),
        f"store_signstep {_OF_ACCOUNT}",
        "at",
    ),
    "appeals": _appealed(FindingAppeal, _OF_TEXT),
    "appeal_answers": _judged(AppealJudgement, FindingAppeal, _OF_TEXT),
    "case_appeals": _appealed(AcrossAppeal, _OF_CASE),
    "case_appeal_answers": _judged(AcrossJudgement, AcrossAppeal, _OF_CASE),
}
TIMELINE_KINDS = tuple(_SOURCES)
