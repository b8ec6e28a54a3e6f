"""Counts of the account: how long it is late, what was missed, how many months a plan runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.core.speech.audit.messages import EN, ZH, said

from forbear.core.speech.audit.figures.claimed import figures
from forbear.core.speech.audit.figures.counts import counts
from forbear.core.speech.audit.figures.known import Known
from forbear.core.speech.audit.figures.stated import Place
from forbear.core.speech.audit.values import Facts, Offer
from forbear.packs.speech import load_auditor

TODAY = datetime(2026, 8, 28, 10, 55)  # noqa: DTZ001 - the contract's local time
PLANNED = (Offer(type="installment", months=12, monthly_minor=7_500),)


def found(text: str, language: str) -> list[tuple[int, str]]:
    return [(one.number, one.role) for one in counts(text, 0, len(text), language)]


def verdicts(text: str, facts: Facts) -> list[str]:
    language = "zh" if facts.currency == "CNY" else "en"
    place = Place(text, 0, len(text), language, is_set_apart=False)
    told = figures(place, facts, Known(facts))
    return [one.verdict for one in told if one.kind == "count"]


@pytest.mark.parametrize(
    "text",
    [
        "you are 14 days late",
        "a/c is 14 dpd as on date",
        "past-due age 14d",
        "dpd: 14",
        "number of days past due: 14",
        "the card has been in arrears for 14 days",
        "your due date was 14 days ago",
        "your account slipped into arrears 14 days ago",
        "14 days after your due date we have nothing",
        "today is day 14 since your due date",
        "dues are pending since 14 days",
        "nothing paid for 14 days now",
        "it's been 14 days without a payment",
        "for 14 days your card has been without the payment that it needs",
        "the payment did not come and 14 days have gone by since.",
        "the delay is 14 days",
        "it is fourteen days overdue",
    ],
)
def test_days_past_due_are_known_by_their_words(text: str) -> None:
    assert found(text, "en") == [(14, "days_overdue")]


@pytest.mark.parametrize(
    "text",
    [
        "您的信用卡逾期14天",
        "已过还款日14天",
        "您的还款日是6月4号，至今已过14天",
        "还款已延误14天",
        "逾期天数：14",
        "欠款已经拖了14天",
        "您14天没还款了",
        "账单已出账14天仍未收到还款",
        "您的款项已于14天前到期",
        "自6月4日起逾期，累计14天",
        "逾期已有十四天",
        "还款日到今天已经14天了",
    ],
)
def test_days_past_due_are_known_in_chinese(text: str) -> None:
    assert found(text, "zh") == [(14, "days_overdue")]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("you are two weeks behind", "en", (2, "weeks_overdue")),
        ("a fortnight overdue", "en", (2, "weeks_overdue")),
        ("已逾期两周", "zh", (2, "weeks_overdue")),
        ("过了还款日都两个星期了", "zh", (2, "weeks_overdue")),
        ("three months in arrears", "en", (3, "months_overdue")),
        ("已有3个月没有还款", "zh", (3, "months_overdue")),
        ("逾期半个月了", "zh", (15, "days_overdue")),
        ("you are 3 payments behind", "en", (3, "payments_missed")),
        ("your last 3 payments have not reached us", "en", (3, "payments_missed")),
        ("3 emis unpaid on your card", "en", (3, "payments_missed")),
        ("number of payments missed: 3", "en", (3, "payments_missed")),
        ("连续3期未还", "zh", (3, "payments_missed")),
        ("欠缴期数：3", "zh", (3, "payments_missed")),
        ("未收到您最近三期的还款", "zh", (3, "payments_missed")),
    ],
)
def test_weeks_months_and_payments_are_told_apart(
    text: str, language: str, expected: tuple[int, str]
) -> None:
    assert found(text, language) == [expected]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("12 monthly payments of $75.00", "en"),
        ("twelve equal instalments", "en"),
        ("12 emis of $75.00", "en"),
        ("emi tenure 12 mths", "en"),
        ("spread it over the next 12 months", "en"),
        ("a 12-month plan", "en"),
        ("number of instalments: 12", "en"),
        ("12 x $75.00", "en"),
        ("$75.00 every month for 12 months", "en"),
        ("it would be 12 payments in total", "en"),
        ("分12期", "zh"),
        ("可分十二期偿还", "zh"),
        ("分期期数：12", "zh"),
        ("接下来12个月，每个月还75元", "zh"),
        ("每月75元，还12次", "zh"),
        ("总共12期", "zh"),
    ],
)
def test_the_months_of_a_plan(text: str, language: str) -> None:
    assert found(text, language) == [(12, "months")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("your august 5 payment has not come in", "en"),
        ("we received 2 payments of $50 in march", "en"),
        ("you have made 4 monthly payments", "en"),
        ("statements for the last 3 months", "en"),
        ("choose 6 or 12 months", "en"),
        ("between 6 and 12 monthly payments", "en"),
        ("pay us $50 a month", "en"),
        ("we were closed for 3 days", "en"),
        ("we have called you for 5 days", "en"),
        ("第3期账单", "zh"),
        ("最近3个月的流水", "zh"),
        ("3个月内答复", "zh"),
        ("还有三天到期", "zh"),
        ("一卡就是半个月", "zh"),
        ("只要一天没还，利息就在", "zh"),
        ("最长可分60期", "zh"),
    ],
)
def test_what_counts_something_else_is_no_count_of_the_account(text: str, language: str) -> None:
    assert found(text, language) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it is 38 days late", "consistent"),
        ("it is 39 days late", "contradicted"),
        ("it is about 40 days late", "consistent"),
        ("it is about 60 days late", "contradicted"),
        ("it is 30+ days late", "consistent"),
        ("it is 10+ days late", "contradicted"),
        ("it is 5 weeks late", "consistent"),
        ("it is 6 weeks late", "consistent"),
        ("it is 8 weeks late", "contradicted"),
        # due days of 2 February and 2 March; the next one is three weeks away
        ("you missed 2 payments", "consistent"),
        ("you missed 3 payments", "contradicted"),
        ("our report for october showed you as 3 payments behind", "unverifiable"),
        # what may come, what holds for all, and what is denied, is not said to be so
        ("if it is 90 days late, we report it", "not_asserted"),
        # a comma ends what "when" governs
        ("when we last spoke, it was 90 days late", "contradicted"),
        ("accounts 90 days past due are reported", "not_asserted"),
        ("a payment has to be at least 60 days late before we do", "not_asserted"),
        ("you are not 90 days late", "not_asserted"),
        # the "no" belongs to the words for it
        ("we have had no payment for 90 days", "contradicted"),
    ],
)
def test_how_long_it_is_late_is_held_against_the_facts(text: str, expected: str) -> None:
    assert verdicts(text, EN) == [expected]


@pytest.mark.parametrize(
    ("dpd", "missed", "expected"),
    [
        # due on 19 January, 19 February and, in a week, on 19 March
        (52, 1, "consistent"),
        (52, 2, "consistent"),
        (52, 3, "unverifiable"),
        (52, 4, "contradicted"),
        # due on the 2nd of October to March; fewer may be those of one year
        (161, 6, "consistent"),
        (161, 3, "unverifiable"),
        (161, 7, "contradicted"),
        (8, 1, "consistent"),
        (8, 2, "contradicted"),
    ],
)
def test_payments_missed_are_counted_by_the_calendar(dpd: int, missed: int, expected: str) -> None:
    facts = replace(EN, dpd=dpd)
    assert verdicts(f"you are {missed} payments behind", facts) == [expected]
    # which month it is is not known
    unknown = replace(facts, time_local=None)
    assert verdicts(f"you are {dpd // 28 + 2} payments behind", unknown) == ["unverifiable"]
    assert verdicts(f"you are {dpd // 28 + 3} payments behind", unknown) == ["contradicted"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("逾期已三十余天", "consistent"),
        ("逾期已超过30天", "consistent"),
        ("逾期约40天", "consistent"),
        ("逾期满90天，账户将转入催收", "not_asserted"),
        ("逾期90天以后将会上报", "not_asserted"),
        ("已逾期90天，如需分期请来电", "contradicted"),
        ("90天没有收到还款", "contradicted"),
        ("连续六期未还", "contradicted"),
    ],
)
def test_how_long_it_is_late_is_held_against_the_facts_in_chinese(text: str, expected: str) -> None:
    assert verdicts(text, ZH) == [expected]


def test_without_the_days_the_due_day_tells_them() -> None:
    facts = replace(EN, dpd=None, time_local=TODAY, due_date=date(2026, 8, 18))
    assert verdicts("you are 10 days late", facts) == ["consistent"]
    assert verdicts("you are 20 days late", facts) == ["contradicted"]
    assert verdicts("you are 20 days late", replace(EN, dpd=None)) == ["unverifiable"]


def test_so_long_ago_is_a_day_that_stands_beside_it() -> None:
    facts = replace(EN, time_local=TODAY)
    spoken = "the payment: 12 days have passed since 16 august"
    assert verdicts(spoken, facts) == ["unverifiable"]
    assert verdicts("the payment: 13 days have passed since 16 august", facts) == ["contradicted"]


@pytest.mark.parametrize(
    ("text", "language", "category"),
    [
        ("You are 95 days late.", "en", "exaggerated_amount_or_fee"),
        ("You are nine weeks behind.", "en", "exaggerated_amount_or_fee"),
        ("Your last five payments have not reached us.", "en", "exaggerated_amount_or_fee"),
        ("So it is 24 monthly payments of $75.00.", "en", "false_promise"),
        ("The plan runs for 24 months.", "en", "false_promise"),
        ("您已逾期95天。", "zh", "exaggerated_amount_or_fee"),
        ("您已逾期九周。", "zh", "exaggerated_amount_or_fee"),
        ("您连续六期未还。", "zh", "exaggerated_amount_or_fee"),
        ("给您分24期。", "zh", "false_promise"),
    ],
)
def test_a_false_count_is_a_finding_and_a_claim(text: str, language: str, category: str) -> None:
    report = load_auditor(is_fast=True).audit(said(text, language, offers=PLANNED))
    assert category in {finding.category for finding in report.findings}
    assert "contradicted" in {one.verdict for one in report.claims if one.kind == "count"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Your plan has 12 payments; the record stays for 84 months.", "en"),
        ("The plan is 12 months. Please send statements for 24 months.", "en"),
        ("已批12期，36期要另外申请。", "zh"),
    ],
)
def test_beside_the_true_months_others_are_of_something_else(text: str, language: str) -> None:
    message = said(text, language, offers=PLANNED)
    sure = [
        one for one in load_auditor(is_fast=True).audit(message).findings if one.confidence == 1000
    ]
    assert sure == []


PAUSED = (*PLANNED, Offer(type="payment_pause", months=3))


@pytest.mark.parametrize(
    ("text", "language", "is_false"),
    [
        ("Choose: a plan of 12 months, or a pause of 3 months.", "en", False),
        ("Choose: a plan of 24 months, or a pause of 3 months.", "en", True),
        ("您可选择：分12期，或暂缓3个月。", "zh", False),
        ("您可选择：分24期，或暂缓3个月。", "zh", True),
    ],
)
def test_the_true_months_of_a_pause_make_no_plan_true(
    text: str,
    language: str,
    is_false: bool,  # noqa: FBT001 - a case of the table
) -> None:
    report = load_auditor(is_fast=True).audit(said(text, language, offers=PAUSED))
    found = [one for one in report.findings if one.by == "rule"]
    assert bool(found) is is_false
