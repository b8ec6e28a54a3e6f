"""A payment is divided without a rest, in the order that the law names."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.core.payments.allocation import allocated, ranked, waterfall

PARTS = [
    ("receivable", "interest", ""),
    ("receivable", "late_fee", ""),
    ("receivable", "principal", "cash_advance"),
    ("charge_off", "principal", "purchase"),
]
OWED = {
    "account_id": pl.Int64(),
    "book": pl.String(),
    "component": pl.String(),
    "lot": pl.String(),
    "owed_minor": pl.Int64(),
}
PAID = {"n": pl.Int64(), "account_id": pl.Int64(), "amount_minor": pl.Int64()}
Rows = list[tuple[int, int]]


def owed_frame(owed: dict[int, list[int]]) -> pl.DataFrame:
    rows = [
        (number, *part, minor)
        for number, amounts in owed.items()
        for part, minor in zip(PARTS, amounts, strict=True)
    ]
    return pl.DataFrame(rows, schema=OWED, orient="row")


def one_by_one(payments: Rows, owed: dict[int, list[int]], late: set[int]) -> list[tuple[int, ...]]:
    """Pay as people do: take the first that is open, and go on until the money is gone."""
    open_parts = {number: list(amounts) for number, amounts in owed.items()}
    known = {number for number, amounts in owed.items() if any(amounts)}
    found = []
    for n, (number, amount) in enumerate(payments):
        rest = amount
        order = [2, 3, 0, 1] if number in late else [0, 1, 2, 3]
        for place in order:
            taken = min(rest, open_parts.get(number, [0] * 4)[place])
            if taken:
                open_parts[number][place] -= taken
                rest -= taken
                found.append((n, number, *PARTS[place], taken))
        if rest:
            component = "credit" if number in known else "payment"
            found.append((n, number, "receivable", component, "", rest))
    return found


@settings(deadline=None)
@given(
    payments=st.lists(st.tuples(st.integers(1, 3), st.integers(1, 50)), min_size=1, max_size=8),
    owed=st.dictionaries(
        st.integers(1, 3), st.lists(st.integers(0, 40), min_size=4, max_size=4), max_size=3
    ),
    late=st.sets(st.integers(1, 3)),
)
def test_bulk_pays_as_people_do(payments: Rows, owed: dict[int, list[int]], late: set[int]) -> None:
    rows = [(n, number, amount) for n, (number, amount) in enumerate(payments)]
    found = allocated(
        pl.DataFrame(rows, schema=PAID, orient="row"),
        owed_frame(owed),
        pl.DataFrame({"account_id": sorted(late)}, schema={"account_id": pl.Int64()}),
    )
    assert sorted(found.rows()) == sorted(one_by_one(payments, owed, late))
    sums = found.group_by("n").agg(pl.col("taken_minor").sum()).sort("n")
    assert sums["taken_minor"].to_list() == [amount for _, amount in payments]


def test_very_late_principal_comes_first() -> None:
    owed = owed_frame({1: [1, 1, 1, 1], 2: [1, 1, 1, 1]})
    late = pl.DataFrame({"account_id": [2]})
    order = ranked(owed, late).sort("account_id", "rank").group_by("account_id").agg("component")
    by_account = dict(order.rows())
    assert by_account[1] == ["interest", "late_fee", "principal", "principal"]
    assert by_account[2] == ["principal", "principal", "interest", "late_fee"]


def test_nothing_is_taken_of_what_is_not_owed() -> None:
    payments = pl.DataFrame([(0, 1, 5)], schema=PAID, orient="row")
    parts = pl.DataFrame({"account_id": [1], "rank": [0], "owed_minor": [0]})
    assert waterfall(payments, parts).is_empty()
