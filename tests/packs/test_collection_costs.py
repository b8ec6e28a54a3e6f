"""The scales of collection costs: where and when one holds, and what cannot be one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forbear.packs.collection_costs import FILE, CostError, cost_scale_of, load_cost_scales

ON = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("nation", "region", "currency", "on", "holds"),
    [
        ("EU", "EU-NL", "EUR", ON, True),
        ("EU", "EU-NL", "EUR", date(2012, 6, 30), False),
        ("EU", "EU-NL", "USD", ON, False),
        ("EU", "EU-BE", "EUR", ON, False),
        ("EU", None, "EUR", ON, False),
        ("GB", None, "GBP", ON, False),
    ],
)
def test_a_scale_holds_in_its_place_and_currency(
    nation: str, region: str | None, currency: str, on: date, *, holds: bool
) -> None:
    assert (cost_scale_of(nation, region, currency=currency, on=on) is not None) == holds


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('cite = "Besluit', 'site = "Besluit', "cite is missing"),
        ("up_to_minor = 500000", "up_to_minor = 100", "the bands must rise"),
        ("{ rate = 50 }", "{ up_to_minor = 99000000, rate = 50 }", "the last be open"),
        ("at_most_minor = 677500", "at_most_minor = 3999", "the least sum"),
        ('confidence = "primary"', 'confidence = "sure"', "confidence is one of"),
        ("[[scales]]", "[[scales", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_one_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "costs.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CostError, match=said):
        load_cost_scales(file)
