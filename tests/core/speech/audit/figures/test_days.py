"""Days of the account in all the ways in which they are written, each held against the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.core.speech.audit.messages import EN, ZH, said

from forbear.core.speech.audit.figures.claimed import figures
from forbear.core.speech.audit.figures.dates import days
from forbear.core.speech.audit.figures.known import Known
from forbear.core.speech.audit.figures.stated import Place
from forbear.core.speech.audit.values import Facts, Offer
from forbear.packs.speech import load_auditor

# a Friday
NOW = datetime(2026, 8, 28, 10, 55)  # noqa: DTZ001 - the contract's local time
ENDS = date(2026, 9, 24)
OFFERED = (Offer(type="settlement", amount_minor=45_000, expires=ENDS),)


def read(
    text: str, language: str = "en", *, day_first: bool | None = False
) -> list[tuple[date, ...]]:
    return [day.readings for day in days(text, language, NOW.date(), day_first=day_first)]


def verdicts(text: str, facts: Facts) -> list[tuple[str, str]]:
    language = "zh" if facts.currency == "CNY" else "en"
    place = Place(text, 0, len(text), language, is_set_apart=False)
    found = figures(place, facts, Known(facts))
    return [(one.role, one.verdict) for one in found if one.kind == "date"]


@pytest.mark.parametrize(
    "text",
    [
        "september 24",
        "september 24th, 2026",
        "24 sept 2026",
        "the 24th of september",
        "thursday, september 24",
        "thu 24 sep",
        "24-sep-2026",
        "24-sep-26",
        "2026-09-24",
        "2026/9/24",
        "09/24/2026",
        "9/24/26",
        "by 9/24",
        "24.09.2026",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read(text) == [(ENDS,)]


@pytest.mark.parametrize(
    "text",
    [
        "9月24日",
        "9月24号",
        "2026年9月24日",
        "26年9月24日",
        "九月二十四日",
        "二〇二六年九月二十四日",
        "2026-09-24",
        "2026.9.24",
        "9月24日（周四）",
        "9月24日星期四",
        "9/24前",
        "9.24截止",
        "下月24号",
    ],
)
def test_a_day_is_read_however_it_is_written_in_chinese(text: str) -> None:
    assert read(text, "zh") == [(ENDS,)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("the day after tomorrow", "en", [date(2026, 8, 30)]),
        ("within two weeks", "en", [date(2026, 9, 11)]),
        ("by the 24th", "en", [ENDS, date(2026, 8, 24), date(2026, 7, 24)]),
        ("by the end of the month", "en", [date(2026, 8, 31)]),
        # a Sunday, and the last day of work before it
        ("by the end of may", "en", [date(2027, 5, 31)]),
        ("by the end of february", "en", [date(2027, 2, 28), date(2027, 2, 26)]),
        ("next friday", "en", [date(2026, 8, 28), date(2026, 9, 4)]),
        ("大后天", "zh", [date(2026, 8, 31)]),
        ("两周内", "zh", [date(2026, 9, 11)]),
        ("月底前", "zh", [date(2026, 8, 31)]),
        ("24号前", "zh", [ENDS, date(2026, 8, 24), date(2026, 7, 24)]),
    ],
)
def test_a_day_told_from_today_may_have_several_readings(
    text: str, language: str, expected: list[date]
) -> None:
    [readings] = read(text, language)
    assert set(readings) <= set(expected)
    assert readings[0] == expected[0]


@pytest.mark.parametrize(
    ("day_first", "expected"),
    [
        (True, (date(2026, 9, 4),)),
        (False, (date(2026, 4, 9),)),
        (None, (date(2026, 4, 9), date(2026, 9, 4))),
    ],
)
def test_which_comes_first_depends_on_the_country(
    day_first: bool | None,  # noqa: FBT001 - a case of the table
    expected: tuple[date, ...],
) -> None:
    assert read("04/09/2026", day_first=day_first) == [expected]


@pytest.mark.parametrize("country", ["GB", "IN", "HK", "AU", None])
def test_a_true_day_of_any_country_is_true(country: str | None) -> None:
    facts = replace(EN, jurisdiction=country, time_local=NOW, due_date=date(2026, 9, 4))
    assert verdicts("due date: 04/09/2026", facts) == [("due", "consistent")]
    assert verdicts("due date: 16/09/2026", facts) == [("due", "contradicted")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("call us 24/7", "en"),
        ("you paid 1/2 of it", "en"),
        ("case 26-3307", "en"),
        ("the 24th payment", "en"),
        ("利率4.5%", "zh"),
        ("每月24号", "zh"),
        ("2号楼", "zh"),
        ("逾期30日", "zh"),
    ],
)
def test_what_is_no_day_is_not_read_as_one(text: str, language: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize(
    "text",
    [
        "you have until {} to accept",
        "the offer closes at noon on {}",
        "the closing date of our offer, {}",
        "available until close of business on {}",
        "please accept not later than {}",
        "accept on or before {}",
        "our offer lapses at 5 pm on {}",
        "{} is its last day",
        "the last day for the refund is {}",
        "our offer has an end date. that date is {}",
    ],
)
def test_the_last_day_of_an_offer(text: str) -> None:
    facts = replace(EN, offers=OFFERED, time_local=NOW)
    for day in ("september 24", "thursday 24 september", "24-sep-26", "9/24/26"):
        assert ("deadline", "consistent") in verdicts(text.format(day), facts)
    for day in ("september 4", "friday 4 september", "04-sep-26", "9/4/26"):
        assert ("deadline", "contradicted") in verdicts(text.format(day), facts)


@pytest.mark.parametrize(
    "text",
    [
        "方案{}截止",
        "请在{}之前答复",
        "最晚{}要到账",
        "优惠为您保留到{}",
        "最后期限为{}",
        "请于{}或之前回复",
        "优惠的结束日期是{}",
        "{}（含当日）前有效",
        "不迟于{}付清",
    ],
)
def test_the_last_day_of_an_offer_in_chinese(text: str) -> None:
    facts = replace(ZH, offers=OFFERED, time_local=NOW)
    for day in ("9月24日", "9月24号", "九月二十四日", "2026-09-24"):
        assert verdicts(text.format(day), facts) == [("deadline", "consistent")]
    for day in ("9月4日", "9月4号", "九月四日", "2026-09-04"):
        assert verdicts(text.format(day), facts) == [("deadline", "contradicted")]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # as of today; what we do by a day; a day of calling
        ("截至今日欠款8734元", ZH),
        ("截至2026年8月28日，本金8000元", ZH),
        ("到今日为止未报送", ZH),
        ("we will write to you by september 4", EN),
        ("you will hear from us by september 4", EN),
    ],
)
def test_a_day_that_ends_nothing_is_no_false_last_day(text: str, facts: Facts) -> None:
    told = verdicts(text, replace(facts, offers=OFFERED, time_local=NOW))
    assert "contradicted" not in {verdict for _, verdict in told}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the payment date for your card is sep 4", "consistent"),
        ("the payment date for your card is sep 9", "contradicted"),
        ("monday september 7 is the day on which your payment of $35.00 is due", "contradicted"),
        ("payment due: 07-sep-2026", "contradicted"),
        # the minimum after its due day; the same day of another month; an earlier payment
        ("the minimum must reach us by september 9", "contradicted"),
        ("the payment was due on august 4", "unverifiable"),
        ("your payment was due on july 21", "consistent"),
        ("you are 38 days past due today", "unverifiable"),
    ],
)
def test_the_day_that_something_is_due(text: str, expected: str) -> None:
    facts = replace(EN, time_local=NOW, due_date=date(2026, 9, 4))
    assert [verdict for _, verdict in verdicts(text, facts)] == [expected]


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        # 38 days before today
        ("overdue since july 21", EN, "consistent"),
        ("unpaid since july 22", EN, "consistent"),
        ("overdue since may 9", EN, "contradicted"),
        ("in arrears since june 21", EN, "unverifiable"),
        ("since may 9 your card has shown an unpaid minimum", EN, "contradicted"),
        ("自7月21日起逾期", ZH, "consistent"),
        ("自5月9日起逾期", ZH, "contradicted"),
        ("自5月9日起您的账户处于逾期状态", ZH, "contradicted"),
    ],
)
def test_since_when_it_is_late(text: str, facts: Facts, expected: str) -> None:
    assert verdicts(text, replace(facts, time_local=NOW)) == [("late_since", expected)]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("reported as past due since may 9", EN),
        ("we have called you since may 9 about the overdue amount", EN),
        ("自5月9日起已报送征信，目前逾期", ZH),
        ("自今日起冻结，欠款应立即清偿", ZH),
    ],
)
def test_what_else_has_a_beginning_is_not_lateness(text: str, facts: Facts) -> None:
    told = verdicts(text, replace(facts, time_local=NOW))
    assert "contradicted" not in {verdict for _, verdict in told}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("someone will come round on {}", "en"),
        ("the appointment at your home is on {}", "en"),
        ("our colleague is due to call on you on {}", "en"),
        ("we will be at your door on {}", "en"),
        ("家访定于{}", "zh"),
        ("我们的同事{}到您家", "zh"),
        ("拟于{}前往您的住址面谈", "zh"),
        ("{}有同事去您家里", "zh"),
    ],
)
def test_the_day_of_a_visit(text: str, language: str) -> None:
    facts = replace(
        EN if language == "en" else ZH,
        time_local=NOW,
        visit_scheduled=True,
        visit_date=date(2026, 9, 8),
    )
    true, false = ("8 september", "9 september") if language == "en" else ("9月8日", "9月9日")
    assert verdicts(text.format(true), facts) == [("visit", "consistent")]
    assert verdicts(text.format(false), facts) == [("visit", "contradicted")]


def test_the_sentence_before_may_speak_of_the_visit() -> None:
    facts = replace(ZH, time_local=NOW, visit_scheduled=True, visit_date=date(2026, 9, 8))
    text = "您要求改约上门。原定日期仍为9月9日"
    place = Place(text, 8, len(text), "zh", is_set_apart=False)
    [found] = [one for one in figures(place, facts, Known(facts)) if one.kind == "date"]
    assert (found.role, found.verdict) == ("visit", "contradicted")


def test_the_sum_of_the_minimum_makes_its_day_the_due_day() -> None:
    facts = replace(ZH, time_local=NOW, due_date=date(2026, 9, 4), min_payment_minor=35000)
    assert verdicts("请于9月4日前存入350元", facts) == [("due", "consistent")]
    assert verdicts("请于9月9日前存入350元", facts) == [("due", "contradicted")]
    assert verdicts("请于9月9日前存入300元", facts) == [("deadline", "unverifiable")]


@pytest.mark.parametrize(
    ("text", "language", "category"),
    [
        ("The offer's end date is 9/4.", "en", "false_urgency"),
        ("Your card has been overdue since May 9.", "en", "exaggerated_amount_or_fee"),
        ("优惠的结束日期是2026/09/04。", "zh", "false_urgency"),
        ("自5月9日起您的账户处于逾期状态。", "zh", "exaggerated_amount_or_fee"),
    ],
)
def test_a_false_day_is_a_finding_and_a_claim(text: str, language: str, category: str) -> None:
    message = said(text, language, offers=OFFERED, time_local=NOW)
    report = load_auditor(is_fast=True).audit(message)
    assert category in {finding.category for finding in report.findings}
    assert "contradicted" in {one.verdict for one in report.claims if one.kind == "date"}
