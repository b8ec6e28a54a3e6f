"""What must be true of a case before a sentence about it may be said.

A template names conditions in ``requires``. Each is asked when the text is made, with the facts of
that moment. ``None`` means that it is not known, and what is not known is not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from forbear.core.speech.asking import (
    above,
    all_of,
    among,
    from_today,
    known,
    not_ahead,
    offer_stands,
    past,
    plan_missed,
)
from forbear.core.speech.audit.values import Offer
from forbear.core.speech.condition import Condition
from forbear.core.speech.notice_conditions import NOTICES


def _offer(kind: str, **given: object) -> Mapping[str, object]:
    until = date(2026, 4, 30)
    return {"offer": replace(Offer(kind, expires=until), **given), "offer_until": until}  # type: ignore[arg-type]


_ON, _BY = date(2026, 3, 9), date(2026, 4, 8)
_PROMISE = {"promise_minor": 20000, "promise_on": date(2026, 3, 20), "promise_state": "open"}
_SIGNING = {
    "sign_url": "https://pay.example.com/s/317.dBjftJeZ4CVPmBjy7fN0KE/",
    "sign_until": date(2026, 3, 26),
    "agreed_pay_by": date(2026, 4, 30),
    "agreed_grace": 10,
    "agreed_interest": "No late fees are added.",
    "agreed_terms": "We waive the sum listed below.",
    "agreed_until": date(2026, 4, 30),
}
_GUARANTEE = {
    "guarantor_name": "Maria Lind",
    "guarantee_signed_on": date(2025, 1, 2),
    "guarantee_until": date(2026, 12, 31),
}

_ALL = (
    Condition(
        "overdue",
        "something is past due",
        "有逾期款项",
        above("overdue_minor"),
        {"overdue_minor": 120050, "oldest_due_on": date(2026, 1, 26), "dpd": 45},
        because_nothing_due=True,
    ),
    Condition(
        "up_to_date",
        "nothing is past due",
        "没有逾期款项",
        among("overdue_minor", 0),
        {"overdue_minor": 0, "oldest_due_on": None, "dpd": None},
    ),
    Condition(
        "due_ahead",
        "a payment is due today or later",
        "有即将到期的款项",
        all_of(above("minimum_minor"), from_today("due_on")),
        {"minimum_minor": 3500, "due_on": date(2026, 3, 26)},
        because_nothing_due=True,
    ),
    Condition(
        "two_missed",
        "at least two statements are not paid",
        "至少两期账单未还",
        lambda facts: None if facts.missed_statements is None else facts.missed_statements > 1,
        {"missed_statements": 2},
    ),
    Condition(
        "paid_in_full",
        "the whole balance is paid",
        "全部欠款已还清",
        all_of(among("balance_minor", 0), among("status", "open", "paid")),
        {
            "balance_minor": 0,
            "overdue_minor": 0,
            "minimum_minor": None,
            "status": "paid",
            "oldest_due_on": None,
            "dpd": None,
        },
    ),
    Condition(
        "settled",
        "the account is settled by agreement",
        "账户已协商结清",
        among("status", "settled"),
        {"status": "settled"},
    ),
    Condition(
        "charged_off",
        "the account was charged off",
        "账户已核销",
        among("status", "charged_off"),
        {"status": "charged_off"},
    ),
    Condition(
        "pre_legal",
        "legal steps are being reviewed",
        "正在进行诉前审查",
        among("legal_status", "pre_legal"),
        {"legal_status": "pre_legal"},
    ),
    Condition(
        "suit_filed",
        "a suit was filed",
        "已提起诉讼",
        among("legal_status", "suit_filed", "judgment"),
        {"legal_status": "suit_filed"},
    ),
    Condition(
        "judgment",
        "there is a judgment",
        "已有判决",
        among("legal_status", "judgment"),
        {"legal_status": "judgment"},
    ),
    Condition(
        "no_court",
        "nothing was taken to court",
        "未进入法律程序",
        among("legal_status", "none"),
        {"legal_status": "none"},
    ),
    Condition(
        "time_barred",
        "the time to sue has passed",
        "诉讼时效已届满",
        among("time_barred", True),
        {"time_barred": True},
    ),
    Condition(
        "visit_planned",
        "a visit is planned",
        "已安排拜访",
        all_of(from_today("visit_on"), lambda facts: bool(facts.visitor_names) or None),
        {"visit_on": date(2026, 3, 20)},
    ),
    Condition(
        "credit_reported",
        "the debt was reported to a credit bureau",
        "已报送征信",
        not_ahead("credit_reported_since"),
        {"credit_reported_since": date(2026, 2, 26)},
    ),
    Condition(
        "signing_open",
        "an offer waits for a signature",
        "有方案待签署",
        from_today("sign_until"),
        _SIGNING,
    ),
    Condition(
        "payer_reference",
        "a reference for other payers is given",
        "已提供代付编号",
        all_of(known("payer_reference"), known("pay_url")),
        {
            "payer_reference": "RF43 38VT QM8F C",
            "pay_url": "https://pay.example.com/pay/317.dBjftJeZ4CVPmBjy7fN0KE/",
        },
    ),
    Condition(
        "offer_open",
        "an offer stands",
        "有有效的方案",
        offer_stands(),
        _offer("installment", months=12, monthly_minor=10000),
    ),
    Condition(
        "waiver_offer",
        "an offer to take off fees stands",
        "有有效的费用减免方案",
        offer_stands("fee_waiver"),
        _offer("fee_waiver", amount_minor=2500),
    ),
    Condition(
        "settlement_offer",
        "an offer to settle stands",
        "有有效的结清方案",
        offer_stands("settlement"),
        _offer("settlement", amount_minor=300000),
    ),
    Condition(
        "plan_offer",
        "an offer of instalments stands",
        "有有效的分期方案",
        offer_stands("installment"),
        _offer("installment", months=12, monthly_minor=10000),
    ),
    Condition(
        "pause_offer",
        "an offer of a payment pause stands",
        "有有效的暂停还款方案",
        offer_stands("payment_pause"),
        _offer("payment_pause", months=2),
    ),
    Condition(
        "rate_offer",
        "an offer of lower interest stands",
        "有有效的利息减免方案",
        offer_stands("rate_reduction"),
        _offer("rate_reduction", apr=Decimal(6)),
    ),
    Condition(
        "plan_kept",
        "a plan is kept",
        "还款计划正在履行",
        among("plan", "kept"),
        {"plan": "kept"},
    ),
    Condition(
        "plan_missed",
        "a payment of a plan was missed",
        "还款计划未按期履行",
        plan_missed,
        {"plan": "kept", "plan_state": "missed"},
    ),
    Condition(
        "plan_ended",
        "a plan came to its end without being kept",
        "还款计划已因未履行而终止",
        among("plan", "broken"),
        {"plan": "broken", "plan_state": "broken"},
    ),
    Condition(
        "instalment_ahead",
        "a payment of a plan is due today or later",
        "还款计划有一期款项即将到期",
        all_of(
            among("plan", "kept"),
            among("plan_state", "kept", "missed"),
            above("instalment_minor"),
            from_today("instalment_on"),
        ),
        {
            "plan": "kept",
            "plan_state": "kept",
            "instalment_minor": 10000,
            "instalment_on": date(2026, 3, 15),
        },
        because_nothing_due=True,
    ),
    Condition(
        "debit_failed",
        "the bank did not pay a debit",
        "银行扣款未成功",
        not_ahead("debit_failed_on"),
        {"debit_failed_on": date(2026, 3, 10)},
    ),
    Condition(
        "hardship",
        "support in hardship is in place",
        "困难支持正在生效",
        from_today("hardship_until"),
        {"hardship_until": date(2026, 6, 30)},
    ),
    Condition(
        "dispute_open",
        "a dispute is open",
        "异议正在处理",
        among("dispute", "open"),
        {"dispute": "open", "dispute_reference": "D-000001", "dispute_answer_by": _BY},
    ),
    Condition(
        "dispute_answered",
        "a dispute was answered",
        "异议已答复",
        among("dispute", "answered"),
        {
            "dispute": "answered",
            "dispute_reference": "D-000001",
            "dispute_outcome": "We uphold your dispute.",
            "dispute_reasons": "The line was charged twice.",
        },
    ),
    Condition(
        "guarantee_joint",
        "the reader owes beside the cardholder, as signed",
        "收信人依约承担连带责任保证",
        among("guarantee_kind", "joint"),
        {"guarantee_kind": "joint", **_GUARANTEE},
    ),
    Condition(
        "guarantee_general",
        "the reader owes once the cardholder was sued in vain, as signed",
        "收信人依约承担一般保证",
        among("guarantee_kind", "general"),
        {"guarantee_kind": "general", **_GUARANTEE},
    ),
    Condition(
        "guarantee_owed",
        "something is due under the guarantee",
        "保证项下有到期款项",
        all_of(above("guarantee_owed_minor"), above("guarantee_limit_minor")),
        {"guarantee_owed_minor": 120050, "guarantee_limit_minor": 500000},
        because_nothing_due=True,
    ),
    Condition(
        "evidence_asked",
        "papers were asked for in a dispute that is open",
        "异议处理中，已请对方补充材料",
        all_of(among("dispute", "open"), known("dispute_asked")),
        {
            "dispute": "open",
            "dispute_reference": "D-000001",
            "dispute_answer_by": _BY,
            "dispute_asked": "A receipt of the payment, or the date on which you paid.",
        },
    ),
    Condition(
        "promise_open",
        "a promise waits for its day",
        "有待履行的还款约定",
        all_of(among("promise_state", "open"), from_today("promise_on"), above("promise_minor")),
        _PROMISE,
    ),
    Condition(
        "promise_kept",
        "the promise was kept",
        "还款约定已履行",
        all_of(among("promise_state", "kept"), above("promise_minor")),
        {**_PROMISE, "promise_state": "kept", "promise_on": date(2026, 3, 10)},
    ),
    Condition(
        "promise_broken",
        "the promised day passed without the whole sum",
        "约定日已过而未全额还款",
        all_of(
            among("promise_state", "broken", "part_kept"),
            past("promise_on"),
            above("promise_minor"),
        ),
        {**_PROMISE, "promise_state": "broken", "promise_on": date(2026, 3, 10)},
    ),
    Condition(
        "payment_received",
        "a payment arrived",
        "已收到还款",
        all_of(above("payment_minor"), lambda facts: facts.payment_on is not None or None),
        {"payment_minor": 30000, "payment_on": date(2026, 3, 9)},
    ),
    Condition(
        "payment_returned",
        "a payment came back",
        "还款被退回",
        all_of(above("returned_minor"), lambda facts: facts.returned_on is not None or None),
        {"returned_minor": 25000, "returned_on": date(2026, 3, 9)},
    ),
    Condition(
        "with_agency",
        "an agency collects for the issuer",
        "由受托机构催收",
        among("collector_kind", "agency"),
        {"collector_kind": "agency"},
    ),
    Condition(
        "with_buyer",
        "the debt was sold to whoever writes",
        "债权已转让给来信方",
        among("collector_kind", "buyer"),
        {"collector_kind": "buyer"},
    ),
    Condition(
        "debt_collector",
        "an agency or a buyer collects",
        "由受托机构或受让方催收",
        among("collector_kind", "agency", "buyer"),
        {"collector_kind": "agency"},
    ),
    Condition(
        "authorised",
        "whoever collects holds a written authorisation",
        "催收方持有书面授权",
        among("collector_authorised", True),
        {"collector_authorised": True},
    ),
    Condition(
        "opted_out",
        "the reader asked for no more messages here",
        "收件人已退订",
        among("opted_out", True),
        {"opted_out": True},
    ),
    Condition(
        "wrong_person",
        "the reader is not the one we look for",
        "收件人并非要找的人",
        among("wrong_person", True),
        {"wrong_person": True},
    ),
    Condition(
        "complaint_open",
        "a complaint is open",
        "有未处理完的投诉",
        not_ahead("complaint_on"),
        {"complaint_on": _ON, "complaint_reference": "C-000001", "complaint_answer_by": _BY},
    ),
    Condition(
        "complaint_answered",
        "a complaint was answered",
        "投诉已答复",
        all_of(not_ahead("complaint_answered_on"), known("complaint_outcome")),
        {
            "complaint_answered_on": date(2026, 3, 9),
            "complaint_outcome": "We uphold your complaint.",
            "complaint_reference": "C-000001",
            "complaint_reasons": "Two calls came on one day.",
            "ombudsman_way": "If you are not satisfied, you may turn to the ombudsman.",
        },
    ),
    Condition(
        "call_back_open",
        "a call that was asked for is to come",
        "已约定的来电尚未进行",
        all_of(from_today("call_back_on"), known("call_back_at")),
        {"call_back_on": date(2026, 3, 13), "call_back_at": "18:00"},
    ),
    Condition(
        "call_not_then",
        "no call may be made at the time that was asked for, and a later one is known",
        "对方要求的时间不能致电，且已知可致电的时间",
        all_of(from_today("call_nearest_on"), known("call_nearest_at")),
        {"call_nearest_on": date(2026, 3, 13), "call_nearest_at": "08:30"},
    ),
    Condition(
        "redress_given",
        "an amount was given for a complaint",
        "已因投诉给予补偿",
        above("redress_minor"),
        {"redress_minor": 2500},
    ),
    Condition(
        "dispute_corrected",
        "an amount was taken off for a dispute",
        "已因异议更正金额",
        above("dispute_corrected_minor"),
        {"dispute_corrected_minor": 2500},
    ),
    Condition(
        "debit_planned",
        "a debit is planned",
        "已安排扣款",
        all_of(above("debit_minor"), from_today("debit_on")),
        {"debit_minor": 12000, "debit_on": date(2026, 3, 26)},
        because_nothing_due=True,
    ),
    *NOTICES,
)
CONDITIONS: Mapping[str, Condition] = MappingProxyType({one.name: one for one in _ALL})
