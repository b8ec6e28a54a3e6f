"""Figures set against the facts: what is borne out, what is denied, what nobody can check."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.core.speech.audit.messages import EN, ZH

from forbear.core.speech.audit.figures.claimed import figures, may_state
from forbear.core.speech.audit.figures.known import Known
from forbear.core.speech.audit.figures.stated import Place
from forbear.core.speech.audit.values import Facts, Offer

TODAY = datetime(2026, 8, 28, 10, 55)  # noqa: DTZ001 - the contract's local time
OFFERED = (Offer(type="settlement", amount_minor=45_000, expires=date(2026, 10, 31)),)
PLANNED = (Offer(type="installment", months=12, monthly_minor=7_500),)


def verdicts(text: str, facts: Facts, kind: str) -> list[tuple[str, str]]:
    language = "zh" if facts.currency == "CNY" else "en"
    place = Place(text, 0, len(text), language, is_set_apart=False)
    found = figures(place, facts, Known(facts))
    return [(one.role, one.verdict) for one in found if one.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # each fee of several is no false fee
        ("the late fees (two at $14.50) come to $29.00", ["consistent", "consistent"]),
        ("a late fee of $14.50 each, $29.00 in all", ["consistent", "consistent"]),
        ("a late fee of $13.00", ["contradicted"]),
        ("a late fee of $13.00 each, twice", ["contradicted"]),
        # the word behind a number belongs to it, the word behind a comma to the next
        ("$18.34 interest, $29.00 late fee", ["consistent", "consistent"]),
        ("late fees come to $29.00, interest to $18.34", ["consistent", "consistent"]),
        ("interest is about 54p a day on $900.00", ["unverifiable"]),
        # what is said to be unpaid is the debt, wherever the word stands
        ("the full amount, $87.34, remains unpaid", ["contradicted"]),
        ("as it stands, $873.40 is due on your card", ["consistent"]),
        ("as it stands, $878.40 is due on your card", ["contradicted"]),
        # some money may be asked for at any time; what cures or ends the debt is a figure of ours
        ("please pay $50.00", ["unverifiable"]),
        ("pay at least $50.00 to bring the account up to date", ["contradicted"]),
        ("pay at least $157.21 to bring the account up to date", ["consistent"]),
        ("if you pay $400.00, we will consider the account settled", ["contradicted"]),
        ("everything except the $412.00 is still owed", ["unverifiable"]),
        # a tail of cents is spoken without its name
        ("you owe eight hundred seventy-three dollars forty", ["consistent"]),
        ("you owe eight hundred seventy-three dollars thirty days overdue", ["contradicted"]),
        # what is not paid yet, and what paying it would do, is what is owed
        ("until you have paid the $412.35 your card is on hold", ["contradicted"]),
        ("a payment of $412.35 will lift this", ["contradicted"]),
        ("thank you for your payment of $412.35", ["unverifiable"]),
        # people propose round sums and recite odd ones
        ("could you pay $400.00", ["unverifiable"]),
        ("could you pay $412.35", ["contradicted"]),
        ("no fee other than $95.00", ["contradicted"]),
        # without a plan in the facts a sum a month is a proposal
        ("i can take $50 a month", ["unverifiable"]),
    ],
)
def test_sums(text: str, expected: list[str]) -> None:
    assert [verdict for _, verdict in verdicts(text, EN, "amount")] == expected


def test_a_sum_a_month_is_held_against_the_plan() -> None:
    facts = replace(EN, offers=PLANNED)
    assert verdicts("$75.00 a month", facts, "amount") == [("installment", "consistent")]
    assert verdicts("$70.00 a month", facts, "amount") == [("installment", "contradicted")]
    proposed = "you could pay $70.00 a month"
    assert verdicts(proposed, facts, "amount") == [("installment", "not_asserted")]
    over = f"{proposed} over 12 months"
    assert verdicts(over, facts, "amount") == [("installment", "contradicted")]


@pytest.mark.parametrize(
    "text",
    [
        "twelve payments, {} each",
        "12 monthly payments, each of {}",
        "12 instalments; each one would be {}",
        "36 payments of {}",
    ],
)
def test_each_of_several_payments_is_a_sum_a_month(text: str) -> None:
    facts = replace(EN, offers=PLANNED)
    assert verdicts(text.format("$75.00"), facts, "amount") == [("installment", "consistent")]
    assert verdicts(text.format("$70.00"), facts, "amount") == [("installment", "contradicted")]


RATED = replace(
    EN,
    apr=Decimal("0.2199"),
    offers=(Offer(type="rate_reduction", apr=Decimal("0.099")),),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we cut your rate from 21.99% to 9.9%", ["consistent", "consistent"]),
        ("we cut your rate from 21.99% to 8.9%", ["consistent", "contradicted"]),
        ("利率由21.99%至8.9%", ["consistent", "contradicted"]),
        ("your apr is 21.99%. the one we offer is 9.9%", ["consistent", "consistent"]),
        ("your apr is 21.99%. the one we offer is 8.9%", ["consistent", "contradicted"]),
        ("we will charge you 9.9% instead of 21.99%", ["consistent", "consistent"]),
        ("we will charge you 9.9% instead of 25.99%", ["consistent", "contradicted"]),
    ],
)
def test_a_rate_before_and_one_after_are_both_held(text: str, expected: list[str]) -> None:
    assert [verdict for _, verdict in verdicts(text, RATED, "rate")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总欠款为rmb 8734.00", [("balance", "consistent")]),
        ("总欠款为rmb8,743.00", [("balance", "contradicted")]),
        ("还欠8743元", [("balance", "contradicted")]),
        ("请先还3000元", [("demand", "unverifiable")]),
        ("请至少先还3000元，账户即可恢复正常", [("overdue", "contradicted")]),
        ("一次性还3000元即可结清", [("offer", "contradicted")]),
        # the rest of a division is no instalment
        ("尾差6元末期扣减", [("other", "unverifiable")]),
        ("未还部分每1万元一天5元", [("before", "unverifiable"), ("other", "unverifiable")]),
    ],
)
def test_sums_in_chinese(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(text, ZH, "amount") == expected


def test_what_is_left_without_fees_and_interest_is_the_principal() -> None:
    facts = replace(ZH, overdue_principal_minor=None)
    whole = "本金8260.60元，利息183.40元，违约金290元，合计8734元"
    assert [verdict for _, verdict in verdicts(whole, facts, "amount")] == ["consistent"] * 4
    assert verdicts("本金9000元", facts, "amount") == [("principal", "contradicted")]
    assert verdicts("以本金1000元算", facts, "amount")[0][1] != "contradicted"


@pytest.mark.parametrize(
    ("text", "offers", "expected"),
    [
        ("the offer runs through august 31st", OFFERED, [("deadline", "contradicted")]),
        ("the offer runs through october 31st", OFFERED, [("deadline", "consistent")]),
        ("the minimum must reach us by noon today", (), [("due", "contradicted")]),
        ("the minimum must reach us by 4 september", (), [("due", "consistent")]),
        ("the minimum was due by 1 august", (), [("due", "unverifiable")]),
    ],
)
def test_last_days(text: str, offers: tuple[Offer, ...], expected: list[tuple[str, str]]) -> None:
    facts = replace(EN, offers=offers, time_local=TODAY, due_date=date(2026, 9, 4))
    assert verdicts(text, facts, "date") == expected


@pytest.mark.parametrize(
    ("text", "visit_on", "expected"),
    [
        # a day told twice is one day
        ("mr hale will visit on tuesday 8 september", date(2026, 9, 8), ["consistent"]),
        ("mr hale will visit on tuesday 8 september", date(2026, 9, 9), ["contradicted"]),
        ("our agent will visit you on 8 september", None, ["contradicted"]),
        ("our agent will not visit you on 8 september", None, ["not_asserted"]),
        ("visit our branch on 8 september", None, ["unverifiable"]),
    ],
)
def test_visits(text: str, visit_on: date | None, expected: list[str]) -> None:
    facts = replace(EN, time_local=TODAY, visit_scheduled=bool(visit_on), visit_date=visit_on)
    assert [verdict for _, verdict in verdicts(text, facts, "date")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按8月30日电话约定，我们将于9月8日上午拜访您", ["unverifiable", "consistent"]),
        ("计划9月8日（周二）下午到您家拜访", ["consistent"]),
        ("计划9月9日下午到您家拜访", ["contradicted"]),
    ],
)
def test_visits_in_chinese(text: str, expected: list[str]) -> None:
    facts = replace(ZH, time_local=TODAY, visit_scheduled=True, visit_date=date(2026, 9, 8))
    assert [verdict for _, verdict in verdicts(text, facts, "date")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("you are 38 days past due", [("days_overdue", "consistent")]),
        ("you are 60 days past due", [("days_overdue", "contradicted")]),
        ("it is now more than 30 days late", [("days_overdue", "consistent")]),
        ("the payment came nine days late", []),
        ("a 30-day late mark was sent", []),
    ],
)
def test_days_past_due(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(text, EN, "count") == expected


def test_beside_the_true_day_another_is_of_something_else() -> None:
    facts = replace(ZH, time_local=TODAY, due_date=date(2026, 9, 4))
    text = "最低还款额350元，到期还款日2026年9月4日，当天24点前有效"
    assert [verdict for _, verdict in verdicts(text, facts, "date")] == [
        "consistent",
        "unverifiable",
    ]


def test_the_fourth_instalment_is_no_plan_of_four() -> None:
    facts = replace(ZH, offers=PLANNED)
    assert verdicts("第4期75元", facts, "count") == []
    assert verdicts("分12期", facts, "count") == [("months", "consistent")]
    assert verdicts("分24期", facts, "count") == [("months", "contradicted")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_where_no_figure_may_be_none_is_found(language: str) -> None:
    for name in ("eval", "more", "plain", "lawful", "tune"):
        path = Path(__file__).parents[4] / "cases" / "speech" / f"{name}_{language}.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            text = str(json.loads(line)["t"]).lower()
            for start in range(0, len(text), 25):
                place = Place(text, start, min(len(text), start + 60), language, is_set_apart=False)
                if not may_state(text, place.start, place.end):
                    assert not list(figures(place, ZH, Known(ZH)))
