"""Vectors of Britain, Australia, India, Europe and China whose answer is a day."""

from __future__ import annotations

from datetime import date

import pytest

from forbear.core.law.periods import Event, answer_period, in_force, limitation, window_covers
from forbear.packs import load_book
from tests.core.law.tables import rows

PERIODS = load_book().periods
EXAMPLES = """
# CCA s.88(2): fourteen clear days
UK-03 | uk-cca-default-notice-14d | default_notice_served=2026-11-02 | 2026-11-15 | no
UK-03b | uk-cca-default-notice-14d | default_notice_served=2026-11-02 | 2026-11-16 | no
UK-03c | uk-cca-default-notice-14d | default_notice_served=2026-11-02 | 2026-11-17 | yes
UK-04 | uk-cca-default-notice-14d | default_notice_served=2026-11-02 | 2026-11-12 | no
# DISP 1.5.1R: the third business day after the day of receipt
UK-10 | uk-disp-3bd | complaint=2026-11-02 | 2026-11-05 | yes
UK-10b | uk-disp-3bd | complaint=2026-11-02 | 2026-11-06 | no
# DISP 1.6.2R: eight weeks
UK-11 | uk-disp-8w | complaint=2026-11-02 | 2026-12-28 | yes
UK-11b | uk-disp-8w | complaint=2026-11-02 | 2026-12-29 | no
# SI 2020/1311: sixty days from the day after registration, reviewed on days 25 to 35
UK-bs | uk-breathing-space-60d | moratorium_registered=2026-05-01 | 2026-06-30 | yes
UK-bs-b | uk-breathing-space-60d | moratorium_registered=2026-05-01 | 2026-07-01 | no
UK-bs-25 | uk-breathing-space-review-from-25d | moratorium_registered=2026-05-01 | 2026-05-25 | no
UK-bs-26 | uk-breathing-space-review-from-25d | moratorium_registered=2026-05-01 | 2026-05-26 | yes
UK-bs-35 | uk-breathing-space-review-by-35d | moratorium_registered=2026-05-01 | 2026-06-05 | yes
UK-bs-36 | uk-breathing-space-review-by-35d | moratorium_registered=2026-05-01 | 2026-06-06 | no
# NCC s.89A: fourteen days, the first is the day of the refusal
AU-08 | au-ncc-refusal-14d | hardship_refusal=2026-11-20 | 2026-12-01 | no
AU-08b | au-ncc-refusal-14d | hardship_refusal=2026-11-20 | 2026-12-03 | no
AU-08c | au-ncc-refusal-14d | hardship_refusal=2026-11-20 | 2026-12-04 | yes
# NCC s.88: thirty days to remedy
AU-09 | au-ncc-default-30d | default_notice_served=2026-11-02 | 2026-12-01 | no
AU-09b | au-ncc-default-30d | default_notice_served=2026-11-02 | 2026-12-03 | yes
# RBI: seven days' notice before a report
IN-10 | in-card-cic-7d | reporting_notice=2026-11-02 | 2026-11-06 | no
IN-10b | in-card-cic-7d | reporting_notice=2026-11-02 | 2026-11-10 | yes
IN-07 | in-card-pastdue-3d | payment_due=2026-11-02 | 2026-11-04 | no
IN-07b | in-card-pastdue-3d | payment_due=2026-11-02 | 2026-11-06 | yes
# 法释〔2018〕19号第7条: two demands, thirty days apart
T25 | cn-effective-demand-30d | first_demand=2026-06-01 | 2026-06-20 | no
T25b | cn-effective-demand-30d | first_demand=2026-06-01 | 2026-07-02 | yes
T25c | cn-malicious-overdraft-3m | second_demand=2026-07-02 | 2026-10-02 | no
T25d | cn-malicious-overdraft-3m | second_demand=2026-07-02 | 2026-10-03 | yes
# 征信业管理条例第15条: notice comes before the report
T34b | cn-credit-notice-before | reporting_notice=2026-11-02 | 2026-11-01 | no
T34c | cn-credit-notice-before | reporting_notice=2026-11-02 | 2026-11-02 | yes
"""
SUITS = """
# 民法典第188、195条;法释〔2021〕10号第3条
T35 | CN | default=2022-05-30 demand=2025-03-01 | 2026-06-10 | in_time | 2028-03-01
T36 | CN | default=2022-05-30 unproven_demand=2025-03-01 | 2026-06-10 | barred | 2025-05-30
CN-late | CN | default=2022-05-30 demand=2025-05-31 | 2026-06-10 | barred | 2025-05-30
CN-last | CN | default=2022-05-30 demand=2025-05-30 | 2026-06-10 | in_time | 2028-05-30
# 第189条: one debt in instalments runs from the last one
CN-189 | CN | default=2022-05-30 last_instalment_due=2024-01-31 | 2026-06-10 | in_time | 2027-01-31
# 第192条: a new agreement after the end
CN-192 | CN | default=2022-05-30 new_agreement=2025-12-01 | 2026-06-10 | in_time | 2028-12-01
CN-192b | CN | default=2022-05-30 payment=2025-12-01 | 2026-06-10 | barred | 2025-05-30
# 第188条: twenty years and no more
CN-20y | CN | default=2004-01-01 new_agreement=2023-06-01 | 2023-12-31 | in_time | 2024-01-01
CN-20y-b | CN | default=2004-01-01 new_agreement=2024-06-01 | 2024-06-02 | barred | 2007-01-01
UK-08 | GB-ENG | default=2019-11-22 | 2026-11-22 | barred | 2025-11-22
UK-09 | GB-SCT | default=2021-01-01 | 2026-11-22 | barred | 2026-01-01
UK-09b | GB-ENG | default=2021-01-01 | 2026-11-22 | in_time | 2027-01-01
# Doyle v PRA: from the end of the default notice
GB | GB | default=2020-01-01 default_notice_expired=2020-12-01 | 2026-06-01 | in_time | 2026-12-01
AU-nt | AU-NT | default=2023-01-01 | 2026-11-22 | barred | 2026-01-01
AU-vic | AU-VIC | default=2023-01-01 | 2026-11-22 | in_time | 2029-01-01
IN-lim | IN | default=2023-11-21 | 2026-11-22 | barred | 2026-11-21
# BGB § 199: from the end of the year
DE | EU-DE | default=2023-02-01 | 2026-12-31 | in_time | 2026-12-31
DE-b | EU-DE | default=2023-02-01 | 2027-01-01 | barred | 2026-12-31
# an acknowledgment in the first year must not make it shorter
DE-c | EU-DE | default=2023-02-01 payment=2023-03-01 | 2026-12-31 | in_time | 2026-12-31
FR | EU-FR | default=2024-01-01 payment=2025-01-01 | 2026-01-02 | barred | 2026-01-01
EU | EU-SE | default=2026-01-01 | 2026-11-22 | unknown | -
"""


def day(text: str) -> date:
    return date.fromisoformat(text)


def happened(text: str) -> list[Event]:
    return [Event(kind, day(on)) for kind, on in (pair.split("=") for pair in text.split())]


@pytest.mark.parametrize(("vector", "rule_id", "event", "on", "is_met"), rows(EXAMPLES))
def test_an_act_keeps_its_period_or_not(
    vector: str, *, rule_id: str, event: str, on: str, is_met: str
) -> None:
    kind, _, begun = event.partition("=")
    answer = answer_period(PERIODS, rule_id, {kind: day(begun)}, on=day(on))
    assert answer.is_met(day(on)) == (is_met == "yes"), f"{vector}: last day {answer.last_day}"


@pytest.mark.parametrize("rule_id", ["cn-credit-notice-before", "in-card-cic-7d", "uk-disp-8w"])
def test_without_the_event_nothing_keeps_a_period(rule_id: str) -> None:
    # T34: no notice was given; IN-10: nor here
    answer = answer_period(PERIODS, rule_id, {}, on=day("2026-11-22"))
    assert answer.last_day is None
    assert not answer.is_met(day("2026-11-22"))
    assert not answer.is_met(day("2036-11-22"))


def test_a_plan_of_seventy_two_months_is_too_long() -> None:
    # T28, 信用卡办法第70条
    signed = {"plan_signed": day("2026-05-01")}
    plan = answer_period(PERIODS, "cn-art70-plan-5y", signed, on=day("2026-05-01"))
    assert plan.is_met(day("2031-05-01")), "sixty months"
    assert not plan.is_met(day("2032-05-01")), "seventy-two months"


@pytest.mark.parametrize(("vector", "place", "events", "on", "state", "ends"), rows(SUITS))
def test_the_last_day_to_sue(
    vector: str, *, place: str, events: str, on: str, state: str, ends: str
) -> None:
    answer = limitation(PERIODS, place, happened(events), on=day(on))
    assert answer.state == state, vector
    assert answer.ends_on == (None if ends == "-" else day(ends)), vector


@pytest.mark.parametrize(
    "place, is_gone", [("GB-SCT", True), ("GB-ENG", False), ("AU-NSW", True), ("AU-VIC", False)]
)
def test_where_the_debt_itself_ends(place: str, *, is_gone: bool) -> None:
    default = [Event("default", day("2018-01-01"))]
    answer = limitation(PERIODS, place, default, on=day("2026-11-22"))
    assert answer.is_barred
    assert answer.is_extinguished == is_gone


@pytest.mark.parametrize(
    "vector, on, happened_on, amount_minor, is_true",
    [
        ("T47", "2026-02-15", "2024-08-01", 800_000, True),
        ("T48", "2026-06-10", "2024-08-01", 800_000, False),
        ("the last day", "2026-03-31", "2024-08-01", 1_000_000, True),
        ("the day after", "2026-04-01", "2024-08-01", 1_000_000, False),
        ("too much", "2026-02-15", "2024-08-01", 1_000_001, False),
        ("too old", "2026-02-15", "2019-12-31", 800_000, False),
        ("too new", "2026-02-15", "2026-01-01", 800_000, False),
        ("unknown day", "2026-02-15", None, 800_000, False),
        ("unknown amount", "2026-02-15", "2024-08-01", None, False),
    ],
)
def test_an_offer_of_law_that_has_expired_is_no_longer_true(
    vector: str, on: str, happened_on: str | None, amount_minor: int | None, *, is_true: bool
) -> None:
    value = in_force(PERIODS, "cn-credit-oneoff-repair", day(on))
    assert value is not None
    found = window_covers(
        value,
        on=day(on),
        happened_on=day(happened_on) if happened_on else None,
        amount_minor=amount_minor,
        currency="CNY",
    )
    assert found == is_true, vector
