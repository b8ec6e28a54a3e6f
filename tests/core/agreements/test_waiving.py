from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forbear.core.agreements.waiving import ALL, FEES, waiver_parts

places = st.tuples(
    st.sampled_from(["receivable", "charge_off"]),
    st.sampled_from([*ALL, "payment", "credit"]),
    st.sampled_from(["", "purchase"]),
)


@given(
    st.dictionaries(places, st.integers(-500, 500), max_size=8),
    st.integers(0, 3000),
    st.sampled_from([ALL, FEES]),
)
def test_the_parts_sum_to_the_whole_and_never_exceed_what_is_owed(
    owed: dict[tuple[str, str, str], int], amount: int, order: tuple[str, ...]
) -> None:
    parts = waiver_parts(owed, amount, order)
    waivable = sum(max(minor, 0) for place, minor in owed.items() if place[1] in order)
    assert sum(parts.values()) == min(amount, waivable, max(sum(owed.values()), 0))
    assert all(0 < part <= owed[place] for place, part in parts.items())


def test_what_was_charged_goes_before_what_was_spent() -> None:
    owed = {("receivable", "principal", "purchase"): 100, ("receivable", "late_fee", ""): 10}
    assert waiver_parts(owed, 30, ALL) == {
        ("receivable", "late_fee", ""): 10,
        ("receivable", "principal", "purchase"): 20,
    }
