"""Conditions of the notices that a law asks for: their items, their days, their sums."""

from __future__ import annotations

from datetime import date

from forbear.core.speech.asking import (
    above,
    all_of,
    among,
    from_today,
    itemised,
    not_ahead,
    remedy_ahead,
    report_ahead,
)
from forbear.core.speech.condition import Condition

_ITEMS = {
    "itemised_on": date(2026, 1, 31),
    "itemised_minor": 530000,
    "itemised_interest_minor": 12500,
    "itemised_fees_minor": 2500,
    "itemised_payments_minor": 4000,
    "itemised_credits_minor": 1000,
    "itemised_now_minor": 540000,
}

NOTICES = (
    Condition(
        "itemised", "the itemization is known and adds up", "欠款明细已知且相符", itemised, _ITEMS
    ),
    Condition(
        "validation_open",
        "the period to dispute is ahead",
        "异议期尚未届满",
        from_today("validation_until"),
        {"validation_until": date(2026, 4, 18)},
    ),
    Condition(
        "remedy_open",
        "the day of remedy is as far ahead as the law asks: 14 days, 30 in Australia",
        "补救日期符合法定期限：至少14天，澳大利亚至少30天",
        remedy_ahead,
        {"remedy_by": date(2026, 4, 18)},
    ),
    Condition(
        "collection_cost",
        "the sum that the law lets be charged for collecting is known",
        "法定催收费用金额已知",
        above("collection_cost_minor"),
        {"collection_cost_minor": 18007},
    ),
    Condition(
        "report_ahead",
        "a report to a credit bureau may follow on a day that is ahead, and nothing is disputed",
        "可于将来某日报送信用信息，且无异议",
        report_ahead,
        {"report_from": date(2026, 3, 26), "dispute": "none"},
    ),
    Condition(
        "default_sum",
        "a fee for being late was charged",
        "已收取逾期费用",
        all_of(above("default_sum_minor"), not_ahead("default_sum_on")),
        {"default_sum_minor": 1200, "default_sum_on": date(2026, 3, 2)},
    ),
    Condition(
        "transferred",
        "the debt was transferred on a known day",
        "债权已于某日转让",
        all_of(among("collector_kind", "buyer"), not_ahead("transferred_on")),
        {"collector_kind": "buyer", "transferred_on": date(2026, 2, 20)},
    ),
)
