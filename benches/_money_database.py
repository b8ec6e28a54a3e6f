"""A whole night through PostgreSQL, and what one account owes from five years of postings.

``python -m benches._money_database FOLDER SIZE`` makes a database below ``FOLDER``, fills it with
the accounts of ``_money_night``, and prints JSON. Every payment of the night is booked before, as
credit; the night allots it. The balance is asked of an account with ten bookings a month.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benches._money_night import ON, products, shard
from benches._own_database import own_database

AT = datetime(2026, 11, 21, 1, tzinfo=UTC)
YEARS, A_MONTH = 5, 10
_BOOK = """
WITH made AS (
    INSERT INTO store_ledgertransaction (account_id, kind, "on", value_on, currency,
        idempotency_key, request_hash, posted_at, actor, note)
    SELECT account_id, kind, "on", "on", 'CNY', key, '', %s, 'bench', '' FROM bench_booked
    RETURNING id, account_id, "on", idempotency_key)
INSERT INTO store_posting (transaction_id, account_id, "on", book, side, component, lot, currency,
    amount_minor)
SELECT m.id, m.account_id, m."on", s.book, s.side, b.component, '', 'CNY', s.sign * b.amount
FROM made m JOIN bench_booked b ON b.key = m.idempotency_key
CROSS JOIN (VALUES ('receivable', 'cardholder', 1), ('cash', 'issuer', -1)) s(book, side, sign)"""


def fill(size: int) -> int:
    """Put the accounts of a shard into the database; return how many payments were booked."""
    import polars as pl  # noqa: PLC0415 - after the arguments
    from django.db import connection, transaction  # noqa: PLC0415

    from forbear.core.ledger.bulk import coming  # noqa: PLC0415
    from forbear.store import nights  # noqa: PLC0415
    from forbear.store.models import Account, CardState, Person  # noqa: PLC0415

    Person.objects.bulk_create(
        (Person(reference=f"P{n}", name=f"Cardholder {n}") for n in range(1, size + 1)),
        batch_size=10_000,
    )
    persons = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    Account.objects.bulk_create(
        (
            Account(
                pk=n,
                reference=f"A{n}",
                person_id=person,
                nation="CN",
                currency="CNY",
                balance_minor=0,
            )
            for n, person in enumerate(persons, 1)
        ),
        batch_size=10_000,
    )
    terms = products()
    states, dues, payments = shard(1, size, terms)
    CardState.objects.bulk_create(
        (
            CardState(
                account_id=account_id,
                product=product,
                accrued_through=accrued,
                opened_on=accrued,
                opened_with={},
                opened_after_id=0,
            )
            for account_id, product, accrued in states.select(
                "account_id", "product", "accrued_through"
            ).rows()
        ),
        batch_size=10_000,
    )
    before = ON - timedelta(days=1)
    nexts = coming(states, on=before, products=terms)
    with transaction.atomic():
        nights.states_write(states.join(nexts, on="account_id"), dues)
    day = pl.lit(ON).alias("on")
    paid = payments.select(
        "account_id", day, kind="kind", component=pl.lit("credit"), amount=-pl.col("amount_minor")
    ).with_columns(key=pl.format("payment-{}", "account_id"))
    _book(paid)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return payments.height


def _book(rows: object) -> None:
    import polars as pl  # noqa: PLC0415 - after the arguments
    from django.db import connection, transaction  # noqa: PLC0415

    assert isinstance(rows, pl.DataFrame)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bench_booked (account_id bigint, kind text, key text,"
            ' component text, amount bigint, "on" date) ON COMMIT DROP'
        )
        listed = '(account_id, kind, key, component, amount, "on")'
        with cursor.copy(f"COPY bench_booked {listed} FROM STDIN (FORMAT csv)") as copy:
            columns = ["account_id", "kind", "key", "component", "amount", "on"]
            copy.write(rows.select(columns).write_csv(include_header=False))
        cursor.execute(_BOOK, [AT])


def balances(account_id: int) -> float:
    """Return the median of the seconds that a balance takes, of five years of postings."""
    import polars as pl  # noqa: PLC0415 - after the arguments

    from forbear.store.selectors.ledger import balance_list  # noqa: PLC0415

    many = YEARS * 12 * A_MONTH
    number = pl.int_range(many, eager=True)
    rows = pl.DataFrame({"n": number}).select(
        pl.lit(account_id).alias("account_id"),
        (pl.lit(ON) - pl.duration(days=(pl.col("n") * 365 * YEARS) // many))
        .cast(pl.Date)
        .alias("on"),
        kind=pl.lit("purchase"),
        component=pl.lit("principal"),
        amount=pl.col("n") + 100,
        key=pl.format("old-{}", "n"),
    )
    _book(rows)
    taken = []
    for _ in range(200):
        begin = time.perf_counter()
        owed = balance_list(as_of=ON, account_ids=[account_id])
        taken.append(time.perf_counter() - begin)
        assert owed
    return median(taken)


def main(folder: str, size: str) -> None:
    with own_database(Path(folder)):
        from forbear.services.night import night_run  # noqa: PLC0415

        payments = fill(int(size))
        begin = time.perf_counter()
        summary = night_run(on=ON, at=AT, products=products(), actor="bench")
        seconds = time.perf_counter() - begin
        assert not summary.told, summary.told[:3]
        assert summary.counts["statements"] > int(size) // 40
        again = night_run(on=ON, at=AT, products=products(), actor="bench")
        assert not again.days, "a second run finds nothing to do"
        print(
            json.dumps(
                {
                    "seconds": seconds,
                    "accounts": int(size),
                    "payments": payments,
                    **summary.counts,
                    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
                    "balance": balances(1),
                }
            )
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
