"""Matching in bulk agrees with the plain one, whatever the texts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.core.payments.matching import matched
from forbear.core.payments.references import creditor_reference
from tests.core.payments.make import account, entries, index
from tests.reference.matching import candidates, letters

REFERENCES = ["CARD-1001", "card 1002", "4000 1234", "77", "A1B2", "10012026", "CARD1001"]
SCRAPS = [
    *REFERENCES, "CARD", "1001", "10", "01", "2026", "A1", "B2", "40001234", "RF", "RF00A1B2",
    *(creditor_reference(reference) for reference in REFERENCES), "7", "還", "DD-1",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(SCRAPS), max_size=4).flatmap(
    lambda parts: st.sampled_from([" ", "-", "/", ""]).map(lambda between: between.join(parts))
)
ENTRY = st.fixed_dictionaries(
    {
        "reference": TEXT,
        "remittance": TEXT,
        "end_to_end_id": st.sampled_from(["", "", "DD-1", "CARD/1002", "77"]),
    }
)


@settings(max_examples=300, deadline=None)
@given(
    given=st.lists(ENTRY, min_size=1, max_size=5),
    chosen=st.lists(st.sampled_from(REFERENCES), min_size=1, max_size=7, unique=True),
)
def test_bulk_agrees_with_the_plain_reference(
    given: list[dict[str, str]], chosen: list[str]
) -> None:
    accounts = [account(number, text) for number, text in enumerate(chosen, start=1)]
    found = matched(entries(*given), index(*accounts, debits=[("DD-1", 1)]))
    for row, entry in zip(found.iter_rows(named=True), given, strict=True):
        expected = candidates(entry, accounts, {"DD-1": 1})
        assert set(row["candidates"]) == expected, (
            entry,
            [letters(a["reference"]) for a in accounts],
        )
        assert row["account_id"] == (expected.pop() if len(expected) == 1 else None)
