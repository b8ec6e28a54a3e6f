"""What must be true of a case before a sentence about it may be said.

A template names conditions in ``requires``. Each is asked when the text is made, with the facts of
that moment. ``None`` means that it is not known, and what is not known is not said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from forbear.core.speech.audit.values import Offer
from forbear.core.speech.facts import MessageFacts

Holds = Callable[[MessageFacts], bool | None]

# Consumer Credit Act 1974 s.88(2): not less than fourteen days after service.
_REMEDY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its name, what it says in both languages, and how it is asked.

    ``example`` are facts by which it holds; texts are tried with them when they are saved.
    ``because_nothing_due`` marks what ends by itself when the cardholder pays.
    """

    name: str
    says: str
    says_zh: str
    holds: Holds
    example: Mapping[str, object]
    because_nothing_due: bool = False


def _above(name: str) -> Holds:
    return lambda facts: None if (got := getattr(facts, name)) is None else got > 0


def _is(name: str, *words: object) -> Holds:
    return lambda facts: None if (got := getattr(facts, name)) is None else got in words


def _from_today(name: str) -> Holds:
    """Ask whether a day is still ahead or is today."""

    def holds(facts: MessageFacts) -> bool | None:
        on = getattr(facts, name)
        return None if on is None or facts.as_of is None else on >= facts.as_of

    return holds


def _all(*asked: Holds) -> Holds:
    """Join questions: false if one is, not known if one is not known, else true."""

    def holds(facts: MessageFacts) -> bool | None:
        answers = [one(facts) for one in asked]
        if False in answers:
            return False
        return None if None in answers else True

    return holds


def _offers(*kinds: str) -> Holds:
    def holds(facts: MessageFacts) -> bool | None:
        offer = facts.offer
        if offer is None or facts.as_of is None:
            return None
        is_open = offer.expires is None or offer.expires >= facts.as_of
        return is_open and (not kinds or offer.type in kinds)

    return holds


def _not_ahead(name: str) -> Holds:
    def holds(facts: MessageFacts) -> bool | None:
        on = getattr(facts, name)
        return None if on is None or facts.as_of is None else on <= facts.as_of

    return holds


def _itemised(facts: MessageFacts) -> bool | None:
    """Ask whether the itemization adds up: it would be untrue in a way that nobody notices."""
    pieces = (
        facts.itemised_minor,
        facts.itemised_interest_minor,
        facts.itemised_fees_minor,
        facts.itemised_payments_minor,
        facts.itemised_credits_minor,
        facts.itemised_now_minor,
    )
    if None in pieces or facts.itemised_on is None or facts.as_of is None:
        return None
    then, interest, fees, payments, credits_, now = (piece or 0 for piece in pieces)
    return now == then + interest + fees - payments - credits_ and facts.itemised_on <= facts.as_of


def _known(name: str) -> Holds:
    return lambda facts: True if getattr(facts, name) is not None else None


def _remedy(facts: MessageFacts) -> bool | None:
    if facts.remedy_by is None or facts.as_of is None:
        return None
    return facts.remedy_by >= facts.as_of + _REMEDY


def _plan_missed(facts: MessageFacts) -> bool | None:
    """Ask whether a payment of a plan is missing, whether or not the plan still stands."""
    if facts.plan_state in {"missed", "broken"} or facts.plan == "broken":
        return True
    return None if facts.plan is None else False


def _past(name: str) -> Holds:
    def holds(facts: MessageFacts) -> bool | None:
        on = getattr(facts, name)
        return None if on is None or facts.as_of is None else on < facts.as_of

    return holds


def _offer(kind: str, **given: object) -> Mapping[str, object]:
    until = date(2026, 4, 30)
    return {"offer": replace(Offer(kind, expires=until), **given), "offer_until": until}  # type: ignore[arg-type]


_PROMISE = {"promise_minor": 20000, "promise_on": date(2026, 3, 20), "promise_state": "open"}
_ITEMS = {
    "itemised_on": date(2026, 1, 31),
    "itemised_minor": 530000,
    "itemised_interest_minor": 12500,
    "itemised_fees_minor": 2500,
    "itemised_payments_minor": 4000,
    "itemised_credits_minor": 1000,
    "itemised_now_minor": 540000,
}

_ALL = (
    Condition(
        "overdue",
        "something is past due",
        "有逾期款项",
        _above("overdue_minor"),
        {"overdue_minor": 120050, "oldest_due_on": date(2026, 1, 26), "dpd": 45},
        because_nothing_due=True,
    ),
    Condition(
        "up_to_date",
        "nothing is past due",
        "没有逾期款项",
        _is("overdue_minor", 0),
        {"overdue_minor": 0, "oldest_due_on": None, "dpd": None},
    ),
    Condition(
        "due_ahead",
        "a payment is due today or later",
        "有即将到期的款项",
        _all(_above("minimum_minor"), _from_today("due_on")),
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
        _all(_is("balance_minor", 0), _is("status", "open", "paid")),
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
        _is("status", "settled"),
        {"status": "settled"},
    ),
    Condition(
        "charged_off",
        "the account was charged off",
        "账户已核销",
        _is("status", "charged_off"),
        {"status": "charged_off"},
    ),
    Condition(
        "pre_legal",
        "legal steps are being reviewed",
        "正在进行诉前审查",
        _is("legal_status", "pre_legal"),
        {"legal_status": "pre_legal"},
    ),
    Condition(
        "suit_filed",
        "a suit was filed",
        "已提起诉讼",
        _is("legal_status", "suit_filed", "judgment"),
        {"legal_status": "suit_filed"},
    ),
    Condition(
        "judgment",
        "there is a judgment",
        "已有判决",
        _is("legal_status", "judgment"),
        {"legal_status": "judgment"},
    ),
    Condition(
        "no_court",
        "nothing was taken to court",
        "未进入法律程序",
        _is("legal_status", "none"),
        {"legal_status": "none"},
    ),
    Condition(
        "time_barred",
        "the time to sue has passed",
        "诉讼时效已届满",
        _is("time_barred", True),
        {"time_barred": True},
    ),
    Condition(
        "visit_planned",
        "a visit is planned",
        "已安排拜访",
        _all(_from_today("visit_on"), lambda facts: bool(facts.visitor_names) or None),
        {"visit_on": date(2026, 3, 20)},
    ),
    Condition(
        "credit_reported",
        "the debt was reported to a credit bureau",
        "已报送征信",
        _not_ahead("credit_reported_since"),
        {"credit_reported_since": date(2026, 2, 26)},
    ),
    Condition(
        "offer_open",
        "an offer stands",
        "有有效的方案",
        _offers(),
        _offer("installment", months=12, monthly_minor=10000),
    ),
    Condition(
        "waiver_offer",
        "an offer to take off fees stands",
        "有有效的费用减免方案",
        _offers("fee_waiver"),
        _offer("fee_waiver", amount_minor=2500),
    ),
    Condition(
        "settlement_offer",
        "an offer to settle stands",
        "有有效的结清方案",
        _offers("settlement"),
        _offer("settlement", amount_minor=300000),
    ),
    Condition(
        "plan_offer",
        "an offer of instalments stands",
        "有有效的分期方案",
        _offers("installment"),
        _offer("installment", months=12, monthly_minor=10000),
    ),
    Condition(
        "plan_kept", "a plan is kept", "还款计划正在履行", _is("plan", "kept"), {"plan": "kept"}
    ),
    Condition(
        "plan_missed",
        "a payment of a plan was missed",
        "还款计划未按期履行",
        _plan_missed,
        {"plan": "kept", "plan_state": "missed"},
    ),
    Condition(
        "plan_ended",
        "a plan came to its end without being kept",
        "还款计划已因未履行而终止",
        _is("plan", "broken"),
        {"plan": "broken", "plan_state": "broken"},
    ),
    Condition(
        "instalment_ahead",
        "a payment of a plan is due today or later",
        "还款计划有一期款项即将到期",
        _all(
            _is("plan", "kept"),
            _is("plan_state", "kept", "missed"),
            _above("instalment_minor"),
            _from_today("instalment_on"),
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
        _not_ahead("debit_failed_on"),
        {"debit_failed_on": date(2026, 3, 10)},
    ),
    Condition(
        "hardship",
        "support in hardship is in place",
        "困难支持正在生效",
        _from_today("hardship_until"),
        {"hardship_until": date(2026, 6, 30)},
    ),
    Condition(
        "dispute_open",
        "a dispute is open",
        "异议正在处理",
        _is("dispute", "open"),
        {
            "dispute": "open",
            "dispute_reference": "D-000001",
            "dispute_answer_by": date(2026, 4, 8),
        },
    ),
    Condition(
        "dispute_answered",
        "a dispute was answered",
        "异议已答复",
        _is("dispute", "answered"),
        {
            "dispute": "answered",
            "dispute_reference": "D-000001",
            "dispute_outcome": "We uphold your dispute.",
            "dispute_reasons": "The line was charged twice.",
        },
    ),
    Condition(
        "promise_open",
        "a promise waits for its day",
        "有待履行的还款约定",
        _all(_is("promise_state", "open"), _from_today("promise_on"), _above("promise_minor")),
        _PROMISE,
    ),
    Condition(
        "promise_kept",
        "the promise was kept",
        "还款约定已履行",
        _all(_is("promise_state", "kept"), _above("promise_minor")),
        {**_PROMISE, "promise_state": "kept", "promise_on": date(2026, 3, 10)},
    ),
    Condition(
        "promise_broken",
        "the promised day passed without the whole sum",
        "约定日已过而未全额还款",
        _all(
            _is("promise_state", "broken", "part_kept"),
            _past("promise_on"),
            _above("promise_minor"),
        ),
        {**_PROMISE, "promise_state": "broken", "promise_on": date(2026, 3, 10)},
    ),
    Condition(
        "payment_received",
        "a payment arrived",
        "已收到还款",
        _all(_above("payment_minor"), lambda facts: facts.payment_on is not None or None),
        {"payment_minor": 30000, "payment_on": date(2026, 3, 9)},
    ),
    Condition(
        "payment_returned",
        "a payment came back",
        "还款被退回",
        _all(_above("returned_minor"), lambda facts: facts.returned_on is not None or None),
        {"returned_minor": 25000, "returned_on": date(2026, 3, 9)},
    ),
    Condition(
        "with_agency",
        "an agency collects for the issuer",
        "由受托机构催收",
        _is("collector_kind", "agency"),
        {"collector_kind": "agency"},
    ),
    Condition(
        "with_buyer",
        "the debt was sold to whoever writes",
        "债权已转让给来信方",
        _is("collector_kind", "buyer"),
        {"collector_kind": "buyer"},
    ),
    Condition(
        "debt_collector",
        "an agency or a buyer collects",
        "由受托机构或受让方催收",
        _is("collector_kind", "agency", "buyer"),
        {"collector_kind": "agency"},
    ),
    Condition(
        "authorised",
        "whoever collects holds a written authorisation",
        "催收方持有书面授权",
        _is("collector_authorised", True),
        {"collector_authorised": True},
    ),
    Condition(
        "opted_out",
        "the reader asked for no more messages here",
        "收件人已退订",
        _is("opted_out", True),
        {"opted_out": True},
    ),
    Condition(
        "wrong_person",
        "the reader is not the one we look for",
        "收件人并非要找的人",
        _is("wrong_person", True),
        {"wrong_person": True},
    ),
    Condition(
        "complaint_open",
        "a complaint is open",
        "有未处理完的投诉",
        _not_ahead("complaint_on"),
        {
            "complaint_on": date(2026, 3, 9),
            "complaint_reference": "C-000001",
            "complaint_answer_by": date(2026, 4, 8),
        },
    ),
    Condition(
        "complaint_answered",
        "a complaint was answered",
        "投诉已答复",
        _all(_not_ahead("complaint_answered_on"), _known("complaint_outcome")),
        {
            "complaint_answered_on": date(2026, 3, 9),
            "complaint_outcome": "We uphold your complaint.",
            "complaint_reference": "C-000001",
            "complaint_reasons": "Two calls came on one day.",
            "ombudsman_way": "If you are not satisfied, you may turn to the ombudsman.",
        },
    ),
    Condition(
        "redress_given",
        "an amount was given for a complaint",
        "已因投诉给予补偿",
        _above("redress_minor"),
        {"redress_minor": 2500},
    ),
    Condition(
        "dispute_corrected",
        "an amount was taken off for a dispute",
        "已因异议更正金额",
        _above("dispute_corrected_minor"),
        {"dispute_corrected_minor": 2500},
    ),
    Condition(
        "debit_planned",
        "a debit is planned",
        "已安排扣款",
        _all(_above("debit_minor"), _from_today("debit_on")),
        {"debit_minor": 12000, "debit_on": date(2026, 3, 26)},
        because_nothing_due=True,
    ),
    Condition(
        "itemised", "the itemization is known and adds up", "欠款明细已知且相符", _itemised, _ITEMS
    ),
    Condition(
        "validation_open",
        "the period to dispute is ahead",
        "异议期尚未届满",
        _from_today("validation_until"),
        {"validation_until": date(2026, 4, 18)},
    ),
    Condition(
        "remedy_open",
        "the day of remedy is at least 14 days ahead",
        "补救期至少还有14天",
        _remedy,
        {"remedy_by": date(2026, 3, 31)},
    ),
)
CONDITIONS: Mapping[str, Condition] = MappingProxyType({one.name: one for one in _ALL})


def specimen(facts: MessageFacts, requires: frozenset[str]) -> MessageFacts:
    """Return ``facts`` changed so that ``requires`` hold, as far as they can hold together."""
    for name in CONDITIONS:
        if name in requires:
            facts = replace(facts, **CONDITIONS[name].example)  # type: ignore[arg-type]
    return facts
