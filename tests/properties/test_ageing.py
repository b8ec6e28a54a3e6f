"""Row and column agree on every account, and a payment never makes anyone later."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.delinquency import rolls, with_ageing
from forbear.core.tables import ACCOUNTS, DUES
from forbear.core.tables import words as w
from tests.reference import ageing

ON = date(2026, 3, 2)
DUE = st.builds(
    ageing.Due,
    due_on=st.integers(-400, 40).map(lambda days: ON + timedelta(days=days)),
    amount_minor=st.integers(0, 5_000),
    paid_minor=st.integers(0, 6_000),
)
DUES_OF_ONE = st.lists(DUE, min_size=1, max_size=8)
Aged = tuple[int, int, str]


def _aged(portfolio: list[list[ageing.Due]]) -> list[Aged]:
    accounts = ACCOUNTS.frame(
        [
            {
                "account_id": n,
                "person_id": n,
                "nation": "GB",
                "currency": "GBP",
                "balance_minor": 1,
            }
            for n in range(len(portfolio))
        ]
    )
    dues = DUES.frame(
        [
            {
                "account_id": n,
                "due_on": due.due_on,
                "amount_minor": due.amount_minor,
                "paid_minor": due.paid_minor,
            }
            for n, owned in enumerate(portfolio)
            for due in owned
        ]
    )
    frame = with_ageing(accounts.lazy(), dues.lazy(), on=ON).sort("account_id").collect()
    return frame.select("dpd", "missed_statements", "bucket").rows()


def _plain(dues: list[ageing.Due]) -> Aged:
    dpd = ageing.days_past_due(dues, on=ON)
    return dpd, ageing.missed_statements(dues, on=ON), ageing.bucket(dpd)


@given(portfolio=st.lists(DUES_OF_ONE, min_size=1, max_size=12))
def test_row_and_column_agree(portfolio: list[list[ageing.Due]]) -> None:
    assert _aged(portfolio) == [_plain(dues) for dues in portfolio]


@given(
    portfolio=st.lists(DUES_OF_ONE, min_size=1, max_size=12), amount_minor=st.integers(0, 20_000)
)
def test_a_payment_never_raises_days_statements_or_bucket(
    portfolio: list[list[ageing.Due]], amount_minor: int
) -> None:
    before = _aged(portfolio)
    after = _aged([ageing.pay(dues, amount_minor) for dues in portfolio])
    for (dpd, missed, band), (less_dpd, less_missed, less_band) in zip(before, after, strict=True):
        assert less_dpd <= dpd
        assert less_missed <= missed
        assert w.BUCKETS.index(less_band) <= w.BUCKETS.index(band)


BANDS = st.dictionaries(st.integers(1, 12), st.sampled_from(w.BUCKETS))


@given(before=BANDS, after=BANDS)
def test_moves_agree(before: dict[int, str], after: dict[int, str]) -> None:
    def frame(day: dict[int, str]) -> pl.LazyFrame:
        rows = {"account_id": list(day), "bucket": list(day.values())}
        return pl.LazyFrame(rows, schema={"account_id": pl.Int64, "bucket": w.words(w.BUCKETS)})

    moved = rolls(frame(before), frame(after)).collect()
    assert dict(moved.select("account_id", "move").rows()) == {
        key: ageing.move(before.get(key), after.get(key)) for key in before.keys() | after.keys()
    }
