"""What each sentence of a message says of a case, read by hand and asked of the plain facts.

It knows nothing of the conditions that templates name: it reads the finished words. A pattern that
meets a sentence says what must then be so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from forbear.core.speech.facts import MessageFacts

Asked = Callable[[MessageFacts], bool]


def positive(value: int | None) -> bool:
    return value is not None and value > 0


def ahead(facts: MessageFacts, name: str) -> bool:
    day = getattr(facts, name)
    return day is not None and facts.as_of is not None and day >= facts.as_of


def behind(facts: MessageFacts, name: str) -> bool:
    day = getattr(facts, name)
    return day is not None and facts.as_of is not None and day < facts.as_of


def stands(facts: MessageFacts, kind: str) -> bool:
    offer = facts.offer
    if offer is None or facts.as_of is None or offer.type != kind:
        return False
    return offer.expires is None or offer.expires >= facts.as_of


def adds_up(facts: MessageFacts) -> bool:
    more = (facts.itemised_interest_minor, facts.itemised_fees_minor)
    less = (facts.itemised_payments_minor, facts.itemised_credits_minor)
    pieces = (facts.itemised_minor, *more, *less, facts.itemised_now_minor)
    if any(piece is None for piece in pieces):
        return False
    then, interest, fees, payments, credits_, now = (int(piece or 0) for piece in pieces)
    return then + interest + fees == payments + credits_ + now


# sentence -> what must be so
SAYS: dict[str, Asked] = {
    r"[Pp]ast due|in arrears|had not been paid|have not been made|"
    r"逾期|拖欠|尚未归还|已过还款日": lambda f: positive(f.overdue_minor),
    r"at least two payments|至少有两期": lambda f: (f.missed_statements or 0) >= 2,
    r"payment .* is due |到期还款": lambda f: positive(f.minimum_minor) and ahead(f, "due_on"),
    r"paid in full|nothing more to pay|已全部还清|无需再还": lambda f: (
        f.balance_minor == 0 and f.status in {"open", "paid"}
    ),
    r"account ending in \d+ is settled|账户已结清": lambda f: f.status == "settled",
    r"charged off|呆账处理": lambda f: f.status == "charged_off",
    r"you would pay|you plan to pay|"
    r"This is only a reminder|您计划于|将于.*还款.*提前告知": lambda f: (
        positive(f.promise_minor) and f.promise_on is not None
    ),
    r"only a reminder|仅作提醒|提醒：您计划": lambda f: (
        f.promise_state == "open" and ahead(f, "promise_on")
    ),
    r"sum did not reach us|did not reach us in full|没有收到全部金额": lambda f: (
        f.promise_state in {"broken", "part_kept"} and behind(f, "promise_on")
    ),
    r"and you did|keeping your word|You paid the|您做到了|如约还款": lambda f: (
        f.promise_state == "kept"
    ),
    r"[Ww]e received .*\d|我们(已)?于.*收到": lambda f: (
        positive(f.payment_minor) and f.payment_on is not None
    ),
    r"returned by the bank|came back|银行退回": lambda f: (
        positive(f.returned_minor) and f.returned_on is not None
    ),
    r"monthly payments of|分\d+个月": lambda f: stands(f, "installment"),
    r"settles the account|即可结清": lambda f: stands(f, "settlement"),
    r"Your plan is on track|计划进展顺利": lambda f: f.plan == "kept",
    r"A payment of your plan|a payment of your plan|计划中有一笔款项": lambda f: (
        f.plan == "broken" or f.plan_state in {"missed", "broken"}
    ),
    r"[Yy]our plan has ended|还款计划已终止": lambda f: f.plan == "broken",
    r"next payment of your plan|还款计划下一期": lambda f: (
        f.plan == "kept" and positive(f.instalment_minor) and ahead(f, "instalment_on")
    ),
    r"did not pay our direct debit|自动扣款未成功|的自动扣款，银行未能": lambda f: (
        f.debit_failed_on is not None and f.as_of is not None and f.debit_failed_on <= f.as_of
    ),
    r"paper is ready for you|文件已准备好|文件待阅读签署|"
    r"Agreement on|还款协议|减免协议|利息协议": lambda f: ahead(f, "sign_until"),
    r"need not pay anything on this card until|无需就该信用卡支付": lambda f: (
        stands(f, "payment_pause") and ahead(f, "sign_until")
    ),
    r"Agreement on lower interest|降低利息协议": lambda f: stands(f, "rate_reduction"),
    r"Agreement on a waiver|费用减免协议": lambda f: stands(f, "fee_waiver"),
    r"could pay for you|wants to pay for you|代您付款": lambda f: bool(
        f.payer_reference and f.pay_url
    ),
    r"open to you|您(仍)?可选|可选方案": lambda f: (
        f.offer is not None
        and f.as_of is not None
        and (f.offer.expires is None or f.offer.expires >= f.as_of)
    ),
    r"Support is in place|support is in place|困难支持": lambda f: ahead(f, "hardship_until"),
    r"looking into (it|your dispute)|在核实过程中|正在核实": lambda f: f.dispute == "open",
    r"[Ww]e will call you on|我们将于.*致电": lambda f: (
        ahead(f, "call_back_on") and f.call_back_at is not None
    ),
    r"[Ww]e could call you on|我们可以在.*致电": lambda f: (
        ahead(f, "call_nearest_on") and f.call_nearest_at is not None
    ),
    r"would like to have from you|想请您提供": lambda f: (
        f.dispute == "open" and f.dispute_asked is not None
    ),
    r"We looked into your dispute|我们核实了您就": lambda f: f.dispute == "answered",
    r"We looked into your complaint|我们调查了您的投诉": lambda f: (
        f.complaint_answered_on is not None
    ),
    r"was due under your guarantee|保证项下到期金额": lambda f: (
        positive(f.guarantee_owed_minor) and f.guarantee_kind == "joint"
    ),
    r"the sum within your guarantee|保证范围内的金额": lambda f: (
        positive(f.guarantee_owed_minor) and f.guarantee_kind == "general"
    ),
    r"It reached us on|感谢您的投诉": lambda f: f.complaint_on is not None,
    r"by mistake|误发": lambda f: f.wrong_person is True,
    r"you asked us to stop|You asked us to stop|您?要求(停止|不再接收)": lambda f: (
        f.opted_out is True
    ),
    r"has asked .* to look after|已委托": lambda f: f.collector_kind == "agency",
    r"under a written authorisation, which|acts for .* under|持有.*书面授权": lambda f: (
        f.collector_authorised is True
    ),
    r"has sold|债权转让给": lambda f: f.collector_kind == "buyer",
    r"is a debt collector|债务催收机构": lambda f: f.collector_kind in {"agency", "buyer"},
    r"The table shows what was owed|下表列明": adds_up,
    r"On or before .* you may dispute|当日或之前书面对": lambda f: ahead(f, "validation_until"),
    r"What to do: pay|补救办法|Please pay by|之前还款，或告诉我们": lambda f: (
        f.remedy_by is not None
        and f.as_of is not None
        and f.remedy_by - f.as_of >= timedelta(days=30 if "AU" in (f.places or ()) else 14)
    ),
    r"collection costs of|催收费用": lambda f: positive(f.collection_cost_minor),
    r"intend to report|拟向信用信息公司": lambda f: (
        f.report_from is not None
        and f.as_of is not None
        and f.report_from > f.as_of
        and f.dispute != "open"
    ),
    r"we charged \S+ to your|收取了": lambda f: (
        positive(f.default_sum_minor)
        and f.default_sum_on is not None
        and f.as_of is not None
        and f.default_sum_on <= f.as_of
    ),
    r"sold the credit of|已于.*债权转让给": lambda f: (
        f.collector_kind == "buyer"
        and f.transferred_on is not None
        and f.as_of is not None
        and f.transferred_on <= f.as_of
    ),
    r"like to meet you on|与您面谈": lambda f: ahead(f, "visit_on"),
    r"will be collected from|we will collect|扣收": lambda f: (
        positive(f.debit_minor) and ahead(f, "debit_on")
    ),
    r"\bcourts?\b|lawsuit|\bsue\b|法院|起诉|诉讼": lambda f: (
        f.legal_status in {"suit_filed", "judgment"}
    ),
    r"credit (record|report|file)|征信": lambda f: f.credit_reported_since is not None,
    r"waive|forgiv|减免|免除": lambda f: stands(f, "fee_waiver"),
}


def untrue(sentence: str, facts: MessageFacts) -> list[str]:
    """Return the patterns of ``SAYS`` that a sentence meets while what they say is not so."""
    return [
        pattern
        for pattern, holds in SAYS.items()
        if re.search(pattern, sentence) and not holds(facts)
    ]


def claims(sentence: str) -> bool:
    """Whether a sentence says something of the case."""
    return any(re.search(pattern, sentence) for pattern in SAYS)
