"""The books as a whole: what stands in each, and what a day changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from forbear.store.models import BankFile, DayRun, ImportBatch, NightWork, PeriodLock


@dataclass(frozen=True, slots=True)
class BookLine:
    """One book in one currency over a day: opening + movements = closing. Minor units."""

    book: str
    currency: str
    opening_minor: int
    debit_minor: int
    credit_minor: int
    closing_minor: int
    many: int


@dataclass(frozen=True, slots=True)
class KindLine:
    """What one kind of transaction changed on a day, in one currency."""

    kind: str
    currency: str
    many: int
    owed_minor: int


def trial_balance(*, since: date, until: date) -> list[BookLine]:
    """List every book and currency from ``since`` to ``until``, both included, and what it held.

    For one day give it twice. In each currency the closing of all books sums to zero.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT book, currency,"
            ' coalesce(sum(debit_minor + credit_minor) FILTER (WHERE "on" < %(since)s), 0)::bigint,'
            ' coalesce(sum(debit_minor) FILTER (WHERE "on" >= %(since)s), 0)::bigint,'
            ' coalesce(sum(credit_minor) FILTER (WHERE "on" >= %(since)s), 0)::bigint,'
            " sum(debit_minor + credit_minor)::bigint,"
            ' coalesce(sum(many) FILTER (WHERE "on" >= %(since)s), 0)::bigint'
            ' FROM store_booksum WHERE "on" <= %(until)s GROUP BY 1, 2 ORDER BY 2, 1',
            {"since": since, "until": until},
        )
        return [BookLine(*row) for row in cursor.fetchall()]


def kind_list(*, on: date) -> list[KindLine]:
    """List what was booked on a day, by kind and currency: how many, and what was owed more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.kind, t.currency, count(*), coalesce(sum(p.owed), 0)::bigint"
            " FROM store_ledgertransaction t CROSS JOIN LATERAL ("
            "  SELECT sum(amount_minor) AS owed FROM store_posting"
            "  WHERE transaction_id = t.id AND side = 'cardholder') p"
            ' WHERE t."on" = %s GROUP BY 1, 2 ORDER BY 2, 1',
            [on],
        )
        return [KindLine(*row) for row in cursor.fetchall()]


def lock_list(*, limit: int = 10) -> list[PeriodLock]:
    """List the period locks, the one in force first."""
    return list(PeriodLock.objects.order_by("-pk")[:limit])


def files_in(*, on: date) -> list[ImportBatch]:
    """List the files taken in on a day, by the clock of UTC, the latest first."""
    start = datetime.combine(on, time.min, tzinfo=UTC)
    found = ImportBatch.objects.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return list(found.order_by("-pk"))


def bank_files_in(*, on: date) -> list[BankFile]:
    """List the bank's files taken in on a day, by the clock of UTC, the latest first."""
    start = datetime.combine(on, time.min, tzinfo=UTC)
    found = BankFile.objects.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return list(found.order_by("-pk"))


def days_decided(*, on: date) -> list[DayRun]:
    """List the runs that decided a day."""
    return list(DayRun.objects.filter(on=on))


@dataclass(frozen=True, slots=True)
class Night:
    """What the nights that worked out a day did: accounts, statements, late fees, and what is told.

    ``many`` is the number of batches, ``told`` that of accounts left alone or off their ledger.
    """

    many: int
    at: datetime
    accounts: int
    statements: int
    late_fees: int
    told: int


def night_of(*, on: date) -> Night | None:
    """Sum up the night of a day; ``None`` if there was none."""
    works = list(NightWork.objects.filter(on=on))
    if not works:
        return None
    return Night(
        many=len(works),
        at=max(work.at for work in works),
        accounts=sum(work.accounts for work in works),
        statements=sum(work.statements for work in works),
        late_fees=sum(work.late_fees for work in works),
        told=sum(len(work.told) for work in works),
    )
