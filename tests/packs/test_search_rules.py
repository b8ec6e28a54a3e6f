from __future__ import annotations

from pathlib import Path

import pytest

from forbear.core.search.sources import SearchFault
from forbear.packs.search import load_search_rules

RULES = load_search_rules()
NATIONS = ("CN", "US", "GB", "AU", "IN", "EU")
# REQUIREMENTS F1 and K11: these are never asked, anywhere
NEVER = {
    "police",
    "household_register",
    "social_insurance",
    "address_book",
    "social_media",
    "bought_data",
    "hacked",
}


@pytest.mark.parametrize("nation", NATIONS)
def test_what_is_refused_is_refused_everywhere_with_the_law_in_both_languages(nation: str) -> None:
    refused = RULES.refused_of(nation)
    assert {each.code for each in refused} == NEVER
    for each in refused:
        assert all((each.because, each.because_zh, each.cite, each.cite_zh, each.name_zh))


def test_china_names_its_own_law() -> None:
    assert all(
        "253" in each.cite
        for code in ("police", "household_register", "social_insurance")
        if (each := RULES.refusal_of(code, "CN"))
    )


@pytest.mark.parametrize("nation", NATIONS)
def test_the_cases_own_data_comes_first_and_people_last(nation: str) -> None:
    kinds = [each.kind for each in RULES.sources_of(nation)]
    assert kinds[:4] == ["own"] * 4
    assert "own" not in kinds[4:]
    assert "contact" not in kinds[:-1]


def test_where_the_law_lets_nobody_be_asked_nobody_is() -> None:
    # the RBI circular of 2022 forbids intruding on referees and family
    assert "contact" not in {each.kind for each in RULES.sources_of("IN")}


def test_no_source_is_both_asked_and_refused() -> None:
    assert not {each.code for each in RULES.sources} & NEVER


def test_a_file_that_is_no_toml_is_told_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[", encoding="utf-8")
    with pytest.raises(SearchFault, match=r"mine\.toml"):
        load_search_rules(path)
