"""Figures as collectors of several countries tell them: what each is, and whether it is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.core.speech.audit.messages import EN, ZH, said

from forbear.core.speech.audit.figures.claimed import figures
from forbear.core.speech.audit.figures.known import Known
from forbear.core.speech.audit.figures.stated import Place
from forbear.core.speech.audit.values import Facts, Offer
from forbear.packs.speech import load_auditor

PLANNED = (Offer(type="installment", months=12, monthly_minor=7_500),)
SETTLED = (Offer(type="settlement", amount_minor=45_000, expires=date(2026, 3, 27)),)


def told(text: str, facts: Facts, kind: str = "amount") -> list[tuple[str, str]]:
    """Return role and verdict of each figure of what stands behind the last bar of a text."""
    language = "zh" if facts.currency == "CNY" else "en"
    first = text.rfind("|") + 1
    place = Place(text.replace("|", " "), first, len(text), language, is_set_apart=False)
    found = figures(place, facts, Known(facts))
    return [(one.role, one.verdict) for one in found if one.kind == kind]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("{} brings you current", "overdue"),
        ("the amount needed to bring your account current is {}", "overdue"),
        ("to be current you need {}", "overdue"),
        ("that is {} altogether", "balance"),
        ("that is {} when it's all said and done", "balance"),
        ("your dues of {} have remained unpaid", "overdue"),
        ("you have not paid the dues of {}", "overdue"),
        ("total amount due (tad) is {} and minimum amount due is more", "balance"),
        ("you are indebted to us in the sum of {}", "balance"),
        ("kindly arrange payment of {}", "demand"),
        ("a single payment of {} is enough", "demand"),
        ("1 payment of {} will do", "demand"),
    ],
)
def test_what_is_owed_is_known_by_its_words(text: str, role: str) -> None:
    assert told(text.format("$204.55"), EN) == [(role, "consistent")]
    assert told(text.format("$1,212.35"), EN) == [(role, "contradicted")]


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        # what follows a sum may name it
        ("{} is what we charged for the late payment", "$29.00", "$41.00"),
        ("that is {}, that's the late fee", "$29.00", "$41.00"),
        ("you see {}, which is the interest", "$18.34", "$22.00"),
        ("we charged you {} because your payment was late", "$29.00", "$41.00"),
        ("just the fee?|that's {}", "$29.00", "$41.00"),
        ("lpc {} was added", "$29.00", "$41.00"),
        # who recites cents reads them from the account
        ("it is a bit of principal plus {}", "$18.34", "$31.17"),
    ],
)
def test_a_part_is_known_by_what_names_it(text: str, true: str, false: str) -> None:
    assert [verdict for _, verdict in told(text.format(true), EN)] == ["consistent"]
    assert [verdict for _, verdict in told(text.format(false), EN)] == ["contradicted"]


def test_a_question_names_only_what_answers_it() -> None:
    assert told("was there a fee?|you sent $50.00 on monday", EN) == [("other", "unverifiable")]


@pytest.mark.parametrize(
    "text",
    [
        "{} per payment",
        "we can take {} x 12",
        "payment amount: {}",
        "your payment will be {} for 12 months",
        "your payment drops to {}",
        "convert it to 12 emis @ {}",
        "{} p.m. for 12 months",
        "over 12 payments that's {} each time",
    ],
)
def test_a_sum_a_month_is_known_by_its_words(text: str) -> None:
    facts = replace(EN, offers=PLANNED)
    assert told(text.format("$75.00"), facts) == [("installment", "consistent")]
    assert told(text.format("$80.00"), facts) == [("installment", "contradicted")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # of 873.40 at 21.9 % a year it is 52 cents a day; of a part of it, less
        ("interest accrues at $0.52 per day", "consistent"),
        ("interest runs at $0.12 a day", "unverifiable"),
        ("interest runs at $1.30 a day", "contradicted"),
        ("every day that goes by adds about $1.30 in interest", "contradicted"),
        ("per diem interest: $1.30", "contradicted"),
        ("interest does not run at $1.30 a day", "not_asserted"),
    ],
)
def test_the_interest_of_a_day_is_at_most_that_of_the_whole_debt(text: str, expected: str) -> None:
    assert told(text, replace(EN, apr=Decimal("0.219"))) == [("interest", expected)]
    # without a rate nobody knows
    assert told(text, EN)[0][1] in {"unverifiable", "not_asserted"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每天利息约4.37元", "consistent"),
        ("一天利息8.20元", "contradicted"),
        ("利息每天大概2元", "unverifiable"),
    ],
)
def test_the_interest_of_a_day_in_chinese(text: str, expected: str) -> None:
    facts = replace(ZH, daily_rate=Decimal("0.0005"))
    assert told(text, facts) == [("interest", expected)]


def test_a_base_of_interest_is_no_interest() -> None:
    facts = replace(ZH, daily_rate=Decimal("0.0005"))
    assert ("interest", "contradicted") not in told("日息万分之五，一万块一天五块", facts)


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        # what is spared is a figure of the offer, and a word behind a comma is the next sum's
        ("减免后只需还450.00元，可省8284.00元，有效", ["consistent", "consistent"]),
        ("减免后只需还512.00元，可省8284.00元，有效", ["contradicted", "consistent"]),
        ("减免后只需还450.00元，可省9284.00元，有效", ["consistent", "contradicted"]),
        ("同意您以450.00元一次性结清", ["consistent"]),
        ("同意您以612.35元一次性结清", ["contradicted"]),
        ("按612.35元给您结清", ["contradicted"]),
        ("剩下的9284.00元就不用还了", ["contradicted"]),
        ("减免额度为9284.00元", ["contradicted"]),
        # early payment may save interest
        ("早还可以省200元", ["unverifiable"]),
    ],
)
def test_offers_in_chinese(text: str, verdicts: list[str]) -> None:
    facts = replace(ZH, offers=SETTLED)
    assert [verdict for _, verdict in told(text, facts)] == verdicts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("违约金为310.01元，如有异议请来电", [("late_fee", "contradicted")]),
        ("财务费用183.40元", [("interest", "consistent")]),
        ("最低付款额90元", [("minimum", "contradicted")]),
        ("逾期15个星期，补8612.35元即可恢复正常", [("overdue", "contradicted")]),
        ("欠缴2期，共8612.35元", [("overdue", "contradicted")]),
        ("没有变化：违约金310.01元", [("late_fee", "contradicted")]),
        ("您欠2期，加一块儿2045.50元", [("other", "consistent")]),
    ],
)
def test_sums_in_chinese(text: str, expected: list[tuple[str, str]]) -> None:
    told_of = told(text, replace(ZH, min_payment_minor=35_000))
    assert [verdict for _, verdict in told_of] == [verdict for _, verdict in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the name of the rate tells its period, whatever stands behind it
        ("the daily periodic rate is 0.06% and the apr is 21.9%", ["consistent", "consistent"]),
        ("the daily periodic rate is 0.09% and the apr is 21.9%", ["contradicted", "consistent"]),
        ("finance charges are levied at 1.825% p.m. i.e. 21.9% p.a.", ["consistent"] * 2),
        ("finance charges are levied at 3.2% p.m.", ["contradicted"]),
        ("it drops to 9.9%, from 21.9%", ["contradicted", "consistent"]),
        ("you pay 21.9% at the moment", ["consistent"]),
        ("we brought complaints down to 9.9% of all cases", ["not_asserted"]),
        ("you are charged 21.9% on purchases, we could bring it down to 9.9%", ["consistent"]),
    ],
)
def test_rates(text: str, expected: list[str]) -> None:
    facts = replace(EN, apr=Decimal("0.219"), daily_rate=Decimal("0.0006"))
    assert [verdict for _, verdict in told(text, facts, "rate")][: len(expected)] == expected


# today is Thursday 12 March 2026, the account is past due since 2 February
@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("the account went past due on february 2", "late_since", "consistent"),
        ("the account went past due on february 5", "late_since", "contradicted"),
        ("date first missed: february 5", "late_since", "contradicted"),
        ("your oldest unpaid bill: february 5", "late_since", "contradicted"),
        ("38 days have passed since february 5", "late_since", "contradicted"),
        ("90 days have passed since february 5", "other", "unverifiable"),
        ("mr callister, you have been behind since february 5", "late_since", "contradicted"),
        ("you should have paid us on february 5", "due", "contradicted"),
        ("it was supposed to come in on february 5", "due", "contradicted"),
        ("on february 5, your payment became due", "due", "contradicted"),
        ("you're due to pay us $35.00 on february 5", "due", "contradicted"),
        ("you were due to call us on february 5", "due", "contradicted"),
        ("we wrote to you on february 5", "other", "unverifiable"),
    ],
)
def test_a_due_day_is_known_by_its_words(text: str, role: str, expected: str) -> None:
    facts = replace(EN, due_date=date(2026, 2, 2))
    assert told(text, facts, "date") == [(role, expected)]


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("您这笔钱是2月5号到期的", "due", "contradicted"),
        ("2.5应还的账单至今未还", "due", "contradicted"),
        ("2月5号那期没还", "due", "contradicted"),
        ("原定2月5号还款", "due", "contradicted"),
        ("最早一期是2月5号", "late_since", "contradicted"),
        ("从2.5到现在都没还款", "late_since", "contradicted"),
        ("从2.2到现在都没还款", "late_since", "consistent"),
        ("分期第3期2月5号应还", "other", "unverifiable"),
        ("我们2月5号联系过您", "other", "unverifiable"),
    ],
)
def test_a_due_day_is_known_by_its_words_in_chinese(text: str, role: str, expected: str) -> None:
    facts = replace(ZH, due_date=date(2026, 2, 2))
    assert told(text, facts, "date") == [(role, expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the offer is open until 15 days from today", "consistent"),
        ("the offer is open until 16 days from now", "contradicted"),
        ("the offer is open until two weeks from today", "contradicted"),
        ("they will not hold the offer past march 30", "contradicted"),
        ("march 30's the last day for the offer", "contradicted"),
        ("this offer is due to end, it is valid from today", "unverifiable"),
    ],
)
def test_a_last_day_is_known_by_its_words(text: str, expected: str) -> None:
    facts = replace(EN, offers=SETTLED)
    assert [verdict for _, verdict in told(text, facts, "date")] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("优惠限期3月30日", ["contradicted"]),
        ("请于3月30日（含）前办理", ["contradicted"]),
        ("请于3月27日（含）前办理", ["consistent"]),
        ("优惠就到3月30号", ["contradicted"]),
        ("方案到3月30号就没有了", ["contradicted"]),
        # on that day it is gone already
        ("方案3月28号就没有了", ["unverifiable"]),
        ("请您在3月30日这一天之前存入", ["contradicted"]),
        ("最后一天3/30", ["contradicted"]),
        # a day that is told behind 日, and with 个
        ("截止日下个星期五", ["contradicted"]),
    ],
)
def test_a_last_day_is_known_by_its_words_in_chinese(text: str, expected: list[str]) -> None:
    facts = replace(ZH, offers=(replace(SETTLED[0], expires=date(2026, 3, 27)),))
    assert [verdict for _, verdict in told(text, facts, "date")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pay by: march 25. minimum payment: $35.00", "contradicted"),
        ("pay by: march 20. minimum payment: $35.00", "consistent"),
        ("pay by: march 25. we waive the fee", "unverifiable"),
    ],
)
def test_a_payment_slip_names_the_due_day(text: str, expected: str) -> None:
    facts = replace(EN, due_date=date(2026, 3, 20), min_payment_minor=3_500, dpd=0)
    assert [verdict for _, verdict in told(text, facts, "date")] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dues overdue in your credit card account for the past 45 days", "contradicted"),
        ("your account has been irregular for 45 days", "contradicted"),
        ("unpaid since february 2, i.e. for 45 days", "contradicted"),
        ("your payment was due on february 2.|that was 45 days ago", "contradicted"),
        ("your payment was due on february 2.|that was 38 days ago", "consistent"),
        ("we wrote to you about what is overdue on february 2.|that was 45 days ago", None),
        ("the number of days your payment is late: 45", "contradicted"),
        ("late by (days): 45", "contradicted"),
        ("the delay in your payment now amounts to 45 days", "contradicted"),
        ("you are three statements behind", "contradicted"),
        ("you failed to pay the minimum of $35.00 for 3 statement cycles", "contradicted"),
        ("you have 3 past-due payments", "contradicted"),
        ("it's three payments you've missed", "contradicted"),
        ("you have missed your third payment in a row", "contradicted"),
        ("this is the 2nd month running without a payment", "consistent"),
        # the third payment of a plan, and the days since any payment, are other counts
        ("your third payment was missed", None),
        ("it has been 45 days since we had a payment", None),
    ],
)
def test_counts(text: str, expected: str | None) -> None:
    verdicts = [verdict for role, verdict in told(text, EN, "count") if role != "months"]
    assert verdicts == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("逾期第45天", "contradicted"),
        ("您从2月开始逾期的，今天是第45天", "contradicted"),
        ("逾期天数现为45", "contradicted"),
        ("账户已过期45天", "contradicted"),
        ("卡欠45天", "contradicted"),
        ("逾期情况：45天", "contradicted"),
        ("您问逾期多久了，是45天", "contradicted"),
        ("45天，这是您的信用卡已逾期的天数", "contradicted"),
        ("欠款逾期达45日之久", "contradicted"),
        ("逾期达45日将上报", "not_asserted"),
        ("您欠了八个账单了", "contradicted"),
        ("连续4个账单周期未足额偿还", "contradicted"),
        ("已逾期两个账期", "consistent"),
        ("已经是第七期没还了", "contradicted"),
        ("未归还欠款，已累计9期", "contradicted"),
        # the last digits of a card, a last day to pay, and an instalment of a plan
        ("尾号2210账单逾期", None),
        ("欠款较多，5天内还清", None),
        ("分期第七期没还", None),
    ],
)
def test_counts_in_chinese(text: str, expected: str | None) -> None:
    verdicts = [verdict for _, verdict in told(text, ZH, "count")]
    assert verdicts == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("convert the o/s of $873.40 to 24 emis", "contradicted"),
        ("it'd take 24 months to clear", "contradicted"),
        ("cleared after 24 months", "contradicted"),
        ("plan: $75.00 per month, 24 months", "contradicted"),
        ("$75.00, 12 times", "consistent"),
        ("there will be 12 payments", "consistent"),
        ("you'd make 17 payments", "contradicted"),
        ("we could stretch it to 31 months", "contradicted"),
        ("length of plan: 31 months", "contradicted"),
        ("we offer 12 or 24 months", None),
        ("we charged the late fee, $29.00, 3 times", None),
    ],
)
def test_months_of_a_plan(text: str, expected: str | None) -> None:
    verdicts = [verdict for _, verdict in told(text, replace(EN, offers=PLANNED), "count")]
    assert verdicts == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Good news, we will waive the late fee of $29.00."),
        ("en", "Pay today and we'll refund your $29 late fee."),
        ("en", "The $29.00 late fee will be waived."),
        ("zh", "您今天先还，我就给您把290元违约金全部免掉。"),
        ("zh", "我们给您减免违约金290元。"),
    ],
)
def test_a_true_sum_is_promised_away(language: str, text: str) -> None:
    found = [one.category for one in load_auditor().audit(said(text, language)).findings]
    assert "false_promise" in found
    covered = (Offer(type="fee_waiver", amount_minor=2_900 if language == "en" else 29_000),)
    for offers in (covered, None):
        claims = load_auditor().audit(said(text, language, offers=offers)).claims
        assert "contradicted" not in {one.verdict for one in claims if one.kind == "amount"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # a mistake, a past waiver, a rule, a request, what is still to be weighed, a denial
        ("en", "If the late fee of $29.00 was charged in error it will be waived."),
        ("en", "We charged you twice by mistake and will refund the $29.00."),
        ("en", "The late fee of $29.00 was waived on March 3."),
        ("en", "Our policy is that the late fee of $29.00 can be waived once."),
        ("en", "I will ask my manager whether we can waive the $29.00."),
        ("en", "We cannot waive the late fee of $29.00."),
        ("en", "The late fee is $29.00."),
        ("zh", "如核实有误，290元违约金将予以退还。"),
        ("zh", "您可以申请减免违约金290元。"),
        ("zh", "290元违约金不能减免。"),
    ],
)
def test_no_waiver_is_promised(language: str, text: str) -> None:
    claims = load_auditor().audit(said(text, language)).claims
    assert "contradicted" not in {one.verdict for one in claims if one.kind == "amount"}
