from __future__ import annotations

from pathlib import Path

import pytest

from forbear.core.agreements.rules import RulesFault
from forbear.packs.agreements import DEFAULT, load_agreement_rules

TEXT = DEFAULT.read_text(encoding="utf-8")


def test_the_rules_that_ship_can_be_read() -> None:
    rules = load_agreement_rules()
    assert [window.days for window in rules.windows] == [3, 2, 1, None]
    assert rules.months_most == 60
    living = rules.living_of("GB", "GBP")
    assert living
    assert living.floor_minor(2) == living.first_minor + living.further_minor
    assert rules.living_of("GB", "USD") is None
    assert {each.nation for each in rules.signposts_of("GB")} == {"GB"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("months_most = 60", "months_most = 61", "months_most"),
        ("months_most = 60", "", "'months_most' is missing"),
        ("{ broken = 0,", "{ broken = 1,", "begin with broken = 0"),
        ("broken = 1, days = 2", "broken = 1, days = 4", "must shrink"),
        ("grace_days = 10", "grace_days = -1", "below zero"),
        ('role = "collector"', 'rule = "collector"', "rule"),
        ('"fee_waiver", "payment_pause"', '"fee_waver"', "'fee_waver'"),
        ("[promises]", "[promises", "rules.toml"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "rules.toml"
    assert old in TEXT
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesFault, match=said):
        load_agreement_rules(path)
