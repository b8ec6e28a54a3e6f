"""American vectors whose answer is a day, as a reader of the law would write them."""

from __future__ import annotations

from datetime import date

import pytest

from forbear.core.law.periods import Event, PeriodAnswer, answer_period, limitation, strictest
from forbear.packs import load_book
from tests.core.law.tables import rows

PERIODS = load_book().periods
EXAMPLES = """
# 12 CFR 1006.6(d)(4)(ii)(C)(5): thirty-five days to opt out of e-mail
US-58 | us-regf-email-optout-35d | email_notice_sent=2026-10-01 | 2026-11-04 | no
US-59 | us-regf-email-optout-35d | email_notice_sent=2026-10-01 | 2026-11-05 | yes
# 1006.6(d)(5): day 60 is still in the safe harbour
US-56 | us-regf-text-60d | text_consent=2026-09-01 | 2026-11-10 | no
US-56b | us-regf-text-60d | text_consent=2026-09-01 | 2026-10-31 | yes
US-57 | us-regf-text-60d | number_checked=2026-11-09 | 2026-11-10 | yes
# 1006.34(a)(1)(i)(B): five days for the validation notice
US-77 | us-regf-validation-5d | initial_communication=2026-11-02 | 2026-11-07 | yes
US-78 | us-regf-validation-5d | initial_communication=2026-11-02 | 2026-11-09 | no
# 1006.34(b)(5): the end of the validation period that may be printed
US-79 | us-regf-validation-30d | validation_sent=2026-09-10 | 2026-10-16 | no
US-79b | us-regf-validation-30d | validation_sent=2026-09-10 | 2026-10-17 | yes
# 1006.30(a)(1), comment 2: fourteen days before a first report
US-88 | us-regf-passive-report-14d | debt_notice_sent=2026-11-10 | 2026-11-20 | no
US-88b | us-regf-passive-report-14d | debt_notice_sent=2026-11-10 | 2026-11-24 | no
US-89 | us-regf-passive-report-14d | debt_notice_sent=2026-11-10 | 2026-11-25 | yes
# 47 CFR 64.1200(a)(10): ten business days, Veterans Day left out
US-101 | us-tcpa-revoke-10bd | opt_out=2026-11-02 | 2026-11-17 | yes
US-101b | us-tcpa-revoke-10bd | opt_out=2026-11-02 | 2026-11-18 | no
# 23 NYCRR 1.4
NY-60 | us-ny-substantiation-60d | verification_request=2026-01-01 | 2026-03-02 | yes
NY-61 | us-ny-substantiation-60d | verification_request=2026-01-01 | 2026-03-03 | no
# 15 USC 1681c(c)(1): 180 days, then seven years
FCRA-7y | us-fcra-obsolete-7y | delinquency=2019-01-01 | 2026-06-30 | yes
FCRA-7y-b | us-fcra-obsolete-7y | delinquency=2019-01-01 | 2026-07-01 | no
"""
SUITS = """
# US-86: the last payment is all that is known
1 | US-TX | payment=2022-03-01 | 2026-11-22 | barred | 2026-03-01
2 | US-TX | payment=2022-03-01 | 2026-03-02 | barred | 2026-03-01
# nobody knows when she stopped paying: it can be barred, never in time
3 | US-TX | payment=2022-03-01 | 2026-03-01 | unknown | 2026-03-01
4 | US-TX | default=2022-03-01 | 2026-03-01 | in_time | 2026-03-01
5 | US-TX | default=2022-03-01 | 2026-03-02 | barred | 2026-03-01
# a payment before the end restarts the clock, one after it does not
6 | US-TX | default=2022-03-01 payment=2026-03-01 | 2026-11-22 | in_time | 2030-03-01
7 | US-TX | default=2022-03-01 payment=2026-03-02 | 2026-11-22 | barred | 2026-03-01
# New York: six years until CPLR 214-i, three from that day
8 | US-NY | default=2018-01-01 | 2022-04-06 | in_time | 2024-01-01
9 | US-NY | default=2018-01-01 | 2022-04-07 | barred | 2021-01-01
# a city has the law of its state
10 | US-NY-NYC | default=2024-01-01 | 2026-11-22 | in_time | 2027-01-01
# the shortest plausible length is shipped
11 | US-WA | default=2023-01-01 | 2026-11-22 | barred | 2026-01-01
# 29 February
12 | US-DE | default=2024-02-29 | 2027-02-28 | in_time | 2027-02-28
13 | US-DE | default=2024-02-29 | 2027-03-01 | barred | 2027-02-28
# no federal law of limitation, and nobody knows the state
14 | US | default=2026-01-01 | 2026-11-22 | unknown | -
15 | US-TX |  | 2026-11-22 | unknown | -
16 | US-TX | default=2027-01-01 | 2026-11-22 | unknown | -
"""


def day(text: str) -> date:
    return date.fromisoformat(text)


def asked(rule_id: str, event: str, on: str) -> PeriodAnswer:
    return answer_period(PERIODS, rule_id, {event: day(on)}, on=day("2026-11-22"))


@pytest.mark.parametrize(("vector", "rule_id", "event", "on", "is_met"), rows(EXAMPLES))
def test_an_act_keeps_its_period_or_not(
    vector: str, *, rule_id: str, event: str, on: str, is_met: str
) -> None:
    kind, _, begun = event.partition("=")
    answer = answer_period(PERIODS, rule_id, {kind: day(begun)}, on=day(on))
    assert answer.is_met(day(on)) == (is_met == "yes"), f"{vector}: last day {answer.last_day}"


@pytest.mark.parametrize(
    "vector, disputed, is_in_period",
    [("US-84", "2026-10-17", True), ("US-85", "2026-10-27", False)],
)
def test_a_dispute_stops_collection_within_the_validation_period(
    vector: str, disputed: str, *, is_in_period: bool
) -> None:
    answer = asked("us-regf-validation-30d", "validation_sent", "2026-09-10")
    assert answer.last_day == day("2026-10-17"), vector
    assert (day(disputed) <= answer.last_day) == is_in_period, vector


def test_receipt_is_assumed_only_where_nobody_knows_it() -> None:
    events = {"validation_sent": day("2026-09-10")}
    assumed = answer_period(PERIODS, "us-regf-validation-30d", events, on=day("2026-09-10"))
    assert (assumed.runs_from, assumed.is_assumed) == (day("2026-09-17"), True)
    events["validation_received"] = day("2026-09-14")
    known = answer_period(PERIODS, "us-regf-validation-30d", events, on=day("2026-09-10"))
    assert (known.last_day, known.is_assumed) == (day("2026-10-14"), False)


def test_of_two_proofs_of_a_number_the_later_counts() -> None:
    events = {"text_consent": day("2026-09-01"), "number_checked": day("2026-11-09")}
    answer = answer_period(PERIODS, "us-regf-text-60d", events, on=day("2026-11-10"))
    assert answer.event == "number_checked"
    assert answer.is_met(day("2026-11-10"))


@pytest.mark.parametrize(("vector", "place", "events", "on", "state", "ends"), rows(SUITS))
def test_the_last_day_to_sue(
    vector: str, *, place: str, events: str, on: str, state: str, ends: str
) -> None:
    answer = limitation(PERIODS, place, happened(events), on=day(on))
    assert answer.state == state, vector
    assert answer.ends_on == (None if ends == "-" else day(ends)), vector


def happened(text: str) -> list[Event]:
    return [Event(kind, day(on)) for kind, on in (pair.split("=") for pair in text.split())]


@pytest.mark.parametrize(
    "place, events, on, needs_review",
    [
        ("US-CA", "default=2024-11-22", "2026-11-21", False),
        ("US-CA", "default=2024-11-22", "2026-11-22", True),
        # in time only because of a payment
        ("US-TX", "default=2020-01-01 payment=2023-12-31", "2025-06-01", True),
        # Ohio: four years if the card is no written contract
        ("US-OH", "default=2022-11-22", "2026-11-23", True),
        ("US-TX", "", "2026-11-22", True),
    ],
)
def test_a_person_should_look(place: str, events: str, on: str, *, needs_review: bool) -> None:
    assert limitation(PERIODS, place, happened(events), on=day(on)).needs_review == needs_review


def test_in_some_states_the_debt_itself_ends() -> None:
    gone = limitation(PERIODS, "US-WI", happened("default=2018-01-01"), on=day("2026-11-22"))
    assert gone.is_extinguished
    left = limitation(PERIODS, "US-TX", happened("default=2018-01-01"), on=day("2026-11-22"))
    assert left.is_barred
    assert not left.is_extinguished


@pytest.mark.parametrize(
    "places, state, binding",
    [
        (("US-OH", "US-DE"), "barred", "US-DE"),
        (("US-OH", "US-TX"), "in_time", "US-TX"),
        (("US-OH", "US"), "unknown", "US"),
        (("US", "US-DE"), "barred", "US-DE"),
    ],
)
def test_of_several_laws_the_strictest_binds(
    places: tuple[str, ...], state: str, binding: str
) -> None:
    on = day("2026-11-22")
    answers = [limitation(PERIODS, p, happened("default=2023-06-01"), on=on) for p in places]
    assert (strictest(answers).state, strictest(answers).place) == (state, binding)
