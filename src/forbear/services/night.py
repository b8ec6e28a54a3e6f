"""The night: what every card account owes after a day, batch by batch, each all or nothing.

A batch locks its accounts, works the day out in columns, books what the day charged and deletes the
notes of what it took in, in one transaction. So a killed night goes on where it stopped, and one
that is run again finds nothing to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import polars as pl
from django.db import transaction

from forbear.core.law.charges import LawCharge
from forbear.core.ledger.booked import Booked, events_of
from forbear.core.ledger.bulk import EVENTS, ORDINARY, Day, age, coming, work_day
from forbear.core.ledger.events import Event
from forbear.core.ledger.terms import Terms
from forbear.services.audit import audit_write
from forbear.services.cards import against_law
from forbear.services.night_booking import Bookings, bookings
from forbear.store import nights
from forbear.store.books import books_compact, books_shared
from forbear.store.card_events import host_statements_take
from forbear.store.cards import past_of
from forbear.store.models import Account, CardState, NightWork
from forbear.store.selectors.ledger import first_open_day

BATCH = 20_000
_ONE_DAY = timedelta(days=1)
Products = Mapping[str, Sequence[Terms]]


@dataclass(slots=True)
class NightSummary:
    """What was done for a day, and for days before it that had been missed. Minor units."""

    days: list[date] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    charged: dict[str, Counter[str]] = field(default_factory=dict)
    told: list[dict[str, object]] = field(default_factory=list)

    def add(self, work: NightWork) -> None:
        """Count what a batch did."""
        if work.on not in self.days:
            self.days.append(work.on)
        for name in ("accounts", "events", "statements", "late_fees", "singles"):
            self.counts[name] += getattr(work, name)
        for currency, sums in work.charged.items():
            self.charged.setdefault(currency, Counter()).update(sums)
        self.told += work.told


def night_run(
    *,
    on: date,
    at: datetime,
    products: Products,
    charges: Sequence[LawCharge] = (),
    actor: str = "system",
    batch: int = BATCH,
    tell: Callable[[NightWork], None] | None = None,
) -> NightSummary:
    """Work out the day ``on``, and before it, in order, every day that was missed.

    ``products`` are the terms by name, ``charges`` is what the law says of them: a product that it
    forbids charges nothing. Accounts that cannot be worked out are left as they are and told.
    ``tell`` hears of each batch when it is committed.
    """
    books_compact()
    forbidden = _forbidden(on, products, charges)
    products = {name: terms for name, terms in products.items() if name not in forbidden}
    summary = NightSummary(told=_without_terms(on, products, forbidden))
    summary.told += _host_statements(on, products, at=at, actor=actor)
    day = nights.first_day(on, list(products))
    while day is not None and day <= on:
        after: int | None = 0
        while after is not None:
            after, work = _batch(
                day, after=after, many=batch, at=at, products=products, actor=actor
            )
            if work is not None:
                summary.add(work)
                if tell is not None:
                    tell(work)
        ahead = nights.first_day(on, list(products))
        # what was told stays behind; it does not hold the others up
        day = max(ahead, day + _ONE_DAY) if ahead is not None else None
    return summary


@transaction.atomic
def _batch(
    on: date, *, after: int, many: int, at: datetime, products: Products, actor: str
) -> tuple[int | None, NightWork | None]:
    """Work out the next accounts; return the last of them, and what was done."""
    account_ids = nights.batch_lock(on, list(products), after=after, many=many)
    if not account_ids:
        return None, None
    books_shared()
    states, dues = nights.states_read(account_ids)
    # an account that is further already is not taken back
    states = states.filter(pl.col("accrued_through") < on)
    dues = dues.join(states, on="account_id", how="semi")
    pending = nights.pending_read(states["account_id"].to_list(), on)
    taken = _Taken.of(pending, on)
    done = work_day(
        states,
        dues,
        taken.frame,
        on=on,
        products=products,
        others=taken.others,
        past=past_of,
        explain=False,
    )
    held = set(done.held["account_id"])
    absorbed = [one for one in pending if one.account_id not in held]
    if states.is_empty():
        return account_ids[-1], None
    booked = bookings(done, absorbed, on=on, open_on=first_open_day(on))
    told = taken.told + done.held.to_dicts() + _refused(done) + booked.told
    _write(done, booked, absorbed, on=on, at=at, products=products, actor=actor)
    return account_ids[-1], _note(done, booked, absorbed, told, on=on, at=at, actor=actor)


def _write(
    done: Day,
    booked: Bookings,
    absorbed: Sequence[Booked],
    *,
    on: date,
    at: datetime,
    products: Products,
    actor: str,
) -> None:
    # who was held stays where it is, to be looked at and tried again
    states = done.states.join(done.held, on="account_id", how="anti")
    dues = done.dues.join(done.held, on="account_id", how="anti")
    nexts = coming(states, on=on, products=products)
    nights.states_write(states.join(nexts, on="account_id"), dues)
    nights.statements_write(done.statements)
    nights.bookings_write(booked.heads, booked.legs, at=at, actor=actor)
    nights.pending_delete([one.transaction_id for one in absorbed])
    nights.snapshot_write(age(states, dues, on=on, products=products))


def _note(
    done: Day,
    booked: Bookings,
    absorbed: Sequence[Booked],
    told: list[dict[str, object]],
    *,
    on: date,
    at: datetime,
    actor: str,
) -> NightWork:
    touched = [*booked.charged["account_id"].to_list()]
    currencies = dict(Account.objects.filter(pk__in=touched).values_list("pk", "currency"))
    charged: dict[str, Counter[str]] = {}
    for row in booked.charged.iter_rows(named=True):
        sums = charged.setdefault(currencies[row["account_id"]], Counter())
        sums.update(interest=row["interest_minor"], fees=row["fees_minor"])
    work = NightWork.objects.create(
        on=on,
        at=at,
        accounts=done.touched,
        events=len(absorbed),
        statements=done.statements.height,
        late_fees=booked.late_fees,
        singles=done.singles.height,
        charged=charged,
        told=told,
    )
    audit_write(
        at=at,
        actor=actor,
        action="night.worked",
        subject="night_work",
        subject_id=work.pk,
        data={"on": on.isoformat(), "accounts": done.touched, "told": len(told)},
    )
    return work


@dataclass(slots=True)
class _Taken:
    """The events of a batch: the ordinary ones of the day as a frame, others by account."""

    frame: pl.DataFrame
    others: dict[int, list[Event]]
    told: list[dict[str, object]]

    @classmethod
    def of(cls, pending: Iterable[Booked], on: date) -> _Taken:
        """Sort what was booked. What is not understood is told."""
        events: dict[int, list[Event]] = {}
        told: list[dict[str, object]] = []
        for one in pending:
            found = events_of(one)
            events.setdefault(one.account_id, []).extend(found)
            if not found:
                why = f"transaction {one.transaction_id} ({one.kind}) is not understood"
                told.append({"account_id": one.account_id, "why": why})
        others = {
            account_id: of_account
            for account_id, of_account in events.items()
            if any(event.on != on or event.kind not in ORDINARY for event in of_account)
        }
        rows = [
            {name: getattr(event, name, None) for name in EVENTS}
            | {"account_id": account_id, "seq": seq}
            for account_id, of_account in events.items()
            if account_id not in others
            for seq, event in enumerate(of_account)
        ]
        return cls(pl.DataFrame(rows, schema=EVENTS), others, told)


def _forbidden(on: date, products: Products, charges: Sequence[LawCharge]) -> dict[str, str]:
    """Return the products that the law forbids where they are used, with the reason."""
    used = CardState.objects.values_list("product", "account__nation").distinct()
    tried = {
        (product, nation): against_law(products[product], nation, charges, on)
        for product, nation in (used if charges else ())
        if product in products
    }
    return {product: problem for (product, _), problem in tried.items() if problem is not None}


@transaction.atomic
def _host_statements(
    on: date, products: Products, *, at: datetime, actor: str
) -> list[dict[str, object]]:
    """Take in the host's statements of products that make none themselves; tell what cannot be."""
    by_host = [
        name for name, terms in products.items() if all(each.cycle is None for each in terms)
    ]
    if not by_host:
        return []
    books_shared()
    unusable = host_statements_take(on=on, products=by_host, at=at, actor=actor)
    why = "the host's statement of {} names no usable due day or minimum; import it again"
    return [{"account_id": number, "why": why.format(day)} for number, day in unusable]


def _without_terms(
    on: date, products: Products, forbidden: Mapping[str, str]
) -> list[dict[str, object]]:
    return [
        {
            "account_id": account_id,
            "why": forbidden.get(product, f"there are no terms of a product {product!r}"),
        }
        for account_id, product in nights.without_terms(on, list(products))
    ]


def _refused(done: Day) -> list[dict[str, object]]:
    return [
        {"account_id": account_id, "why": f"transaction {event_id}: {code}"}
        for account_id, event_id, code in done.refused.rows()
    ]
