"""The numbers of a lead's pages are read whole or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from forbear.packs.lead import DEFAULT, LeadFault, load_lead_rules


def test_what_ships_is_read() -> None:
    rules = load_lead_rules()
    assert rules.case_minutes > 0
    assert 0 < rules.per_thousand <= 1000


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("case_minutes = 6", "case_minutes = 0"),
        ("case_minutes = 6", 'case_minutes = "6"'),
        ("case_minutes = 6", ""),
        ("case_minutes = 6", "case_minutes = true"),
        ("idle_minutes", "idle_mins"),
        ("[board]", "[board"),
    ],
)
def test_what_is_wrong_is_said_with_its_file(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(DEFAULT.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(LeadFault, match=r"rules\.toml"):
        load_lead_rules(file)
