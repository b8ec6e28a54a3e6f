"""The clocks of the packs against a plain calendar."""

from __future__ import annotations

from datetime import date

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.core.cases.clocks import ClockRule, Place, clocks_of, due_on
from forbear.core.cases.rules import CaseRulesFault, read_case_rules, unknown_clocks
from forbear.packs import load_book
from forbear.packs.cases import load_case_rules
from tests.reference.case_clocks import complaint_acknowledge_by, complaint_answer_by

BOOK = load_book()
RULES = load_case_rules()
CAUSES = ("manner", "payment_service", "hardship_refused", "default_notice", "other")
FREE = {
    "GB": frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2022, 2031))),
    "AU": frozenset(holidays.country_holidays("AU", years=range(2022, 2031))),
}


@settings(max_examples=300)
@given(
    st.sampled_from(("GB", "AU", "CN", "IN", "US", "EU")),
    st.sampled_from(CAUSES),
    st.dates(date(2022, 1, 1), date(2029, 12, 31)),
)
def test_a_complaint_is_due_when_a_calendar_says_so(nation: str, cause: str, day: date) -> None:
    place = Place(nation, None, None, "creditor", cause, "call")
    found = clocks_of(RULES.clocks, BOOK.periods, "complaint", place, {"complaint": day}, on=day)
    free = FREE.get(nation, frozenset())
    assert due_on(found, "answer") == complaint_answer_by(nation, cause, day, free)
    assert due_on(found, "acknowledge") == complaint_acknowledge_by(nation, day, free)
    assert [each.ends_on for each in found] == sorted(each.ends_on for each in found)


def dispute_rules(nation: str, collector: str, ground: str, **more: str) -> set[str]:
    day = date(2026, 11, 23)
    place = Place(
        nation, more.get("region"), None, collector, ground, "letter", more.get("status", "open")
    )
    events = {"dispute": day, "billing_error": day, "verification_request": day}
    found = clocks_of(RULES.clocks, BOOK.periods, "dispute", place, events, on=day)
    return {each.rule_id for each in found}


@pytest.mark.parametrize(
    ("collector", "ground", "status", "rules"),
    [
        (
            "creditor",
            "amount",
            "open",
            {
                "us-regz-acknowledge-30d",
                "us-regz-resolve-90d",
                "us-fcra-direct-30d",
                "us-fcra-dispute-45d",
            },
        ),
        (
            "creditor",
            "not_mine",
            "open",
            {"house-dispute-acknowledge-5d", "us-fcra-direct-30d", "us-fcra-dispute-45d"},
        ),
        (
            "agency",
            "amount",
            "charged_off",
            {
                "house-dispute-acknowledge-5d",
                "us-fcra-direct-30d",
                "us-fcra-dispute-45d",
                "us-ny-substantiation-60d",
            },
        ),
    ],
)
def test_in_new_york_who_collects_and_what_is_disputed_decide(
    collector: str, ground: str, status: str, rules: set[str]
) -> None:
    assert dispute_rules("US", collector, ground, region="US-NY", status=status) == rules


@pytest.mark.parametrize("nation", ["CN", "GB", "AU", "IN", "EU"])
def test_where_no_law_names_a_day_the_house_does(nation: str) -> None:
    assert dispute_rules(nation, "creditor", "amount") == {
        "house-dispute-acknowledge-5d",
        "house-dispute-answer-30d",
    }


def test_a_clock_whose_event_is_not_known_does_not_run() -> None:
    place = Place("GB", None, None, "creditor", "manner", "call")
    day = date(2026, 11, 23)
    found = clocks_of(RULES.clocks, BOOK.periods, "complaint", place, {"complaint": day}, on=day)
    assert due_on(found, "escalate") is None
    later = {"complaint": day, "final_response": date(2026, 12, 1)}
    found = clocks_of(RULES.clocks, BOOK.periods, "complaint", place, later, on=day)
    assert due_on(found, "escalate") == date(2027, 6, 1)


def test_the_packs_hold_every_clock_and_each_nation_says_where_else_to_turn() -> None:
    assert unknown_clocks(RULES, [period.rule_id for period in BOOK.periods]) == []
    ghost = read_case_rules({**_document(), "clocks": [*_document()["clocks"], _GHOST]}, file="t")
    assert unknown_clocks(ghost, [period.rule_id for period in BOOK.periods]) == ["no-such-1d"]
    for nation in ("CN", "US", "GB", "AU", "IN", "EU"):
        above = RULES.above_of(nation)
        assert above is not None
        assert above.en
        assert above.zh
        mark = RULES.mark_of(nation, "open")
        assert mark is not None


_GHOST = {"subject": "dispute", "what": "answer", "rule_id": "no-such-1d"}


def _document() -> dict[str, object]:
    from tomllib import loads

    from forbear.packs.cases import DEFAULT

    return loads(DEFAULT.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"causes": []}, "each code stands once"),
        ({"files": {"bytes_max": 0, "count_max": 1}}, "must be above zero"),
        (
            {"clocks": [{"subject": "row", "what": "answer", "rule_id": "x"}]},
            "dispute or complaint",
        ),
        ({"clocks": [_GHOST]}, "is_last_resort"),
        ({"clocks": [{"subject": "dispute"}]}, "required positional"),
        ({"above": [{"nation": "GB"}]}, "required positional"),
        ({"validation": {}}, "required positional"),
    ],
)
def test_rules_that_cannot_be_used_are_refused(change: dict[str, object], says: str) -> None:
    with pytest.raises(CaseRulesFault, match=says):
        read_case_rules({**_document(), **change}, file="t")
    without = _document()
    del without["marks"]
    with pytest.raises(CaseRulesFault, match="marks"):
        read_case_rules(without, file="t")


def test_a_rule_of_another_ground_or_channel_binds_nothing() -> None:
    rule = ClockRule("complaint", "answer", "uk-disp-8w", grounds=("data",), channels=("letter",))
    day = date(2026, 11, 23)
    for ground, channel, many in (("data", "letter", 1), ("data", "call", 0), ("x", "letter", 0)):
        place = Place("GB", None, None, "creditor", ground, channel)
        found = clocks_of([rule], BOOK.periods, "complaint", place, {"complaint": day}, on=day)
        assert len(found) == many
