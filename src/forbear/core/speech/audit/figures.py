"""The figures that a sentence states, each set against the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from forbear.core.speech.audit.amounts import Sum, sums
from forbear.core.speech.audit.counts import counts
from forbear.core.speech.audit.dates import Day, days
from forbear.core.speech.audit.known import Known
from forbear.core.speech.audit.rates import Rate, rates
from forbear.core.speech.audit.roles import role_of
from forbear.core.speech.audit.values import Facts

CONSISTENT, CONTRADICTED = "consistent", "contradicted"
UNVERIFIABLE, NOT_ASSERTED = "unverifiable", "not_asserted"
_ABOUT = re.compile(
    r"(?:about|around|approximately|approx\.?|roughly|nearly|almost|close to|some|约|大约|"
    r"大概|近|将近|接近|差不多|左右)\s*$"
)
_OVER = re.compile(
    r"(?:over|more than|above|at least|in excess of|"
    r"exceeds?|超过|多达|至少|不少于|不止|高于|超)\s*$"
)
_UNDER = re.compile(
    r"(?:under|less than|below|up to|at most|no more than|不到|不足|最多|不超过|低于)\s*$"
)
_AROUND_AFTER = re.compile(r"^\s*(?:or so|左右|上下)")
_OVER_AFTER = re.compile(r"^\s*(?:以上|多)")
_PROPOSED = re.compile(
    r"\bcould you|\bcan you|would you be able|are you able|if you can|you could|"
    r"whatever you can|any amount|"
    r"as little as|even \$?|how about|for example|e\.g\.|such as|would \$|manage|afford|"
    r"can afford|suggest|"
    r"能先还|能还|可以先还|先还一部分|哪怕|比如|例如|能不能先|是否可以先|您看|您能|还一点|部分还款|吗"
)
_DENIED = re.compile(
    r"\b(?:not|never|no|don't|doesn't|isn't|won't|without)\b(?:(?!until|unless|before)[^,.;]){0,30}$|(?:不是|并非|不会|无需|不用|没有|不收|不欠|不需要|无须|不存在)[^，。；]{0,10}$"
)
_OWED = frozenset({"balance", "overdue", "principal", "late_fee", "interest", "minimum", "fee"})
_OFFERED = frozenset({"offer", "waiver", "installment"})
_DEADLINE = re.compile(
    r"expire|valid|deadline|last day|final day|offer|until|cut-?off|"
    r"截止|有效期|到期|最后|期限|止|过期"
)
_DUE = re.compile(r"due (?:on|date|by)|was due|is due|还款日|到期还款日|最后还款日|应于")
_VISIT = re.compile(r"visit|come to|call at your|上门|外访|走访|登门|拜访")
_BY = re.compile(
    r"(?:\bby|before|no later than|until|through|within|deadline is|expires?(?: on)?|"
    r"ends?(?: on)?)\s*(?:the )?$"
)
_BY_ZH = re.compile(r"^(?:[\d:：点时前之]{0,6})(?:前|之前|截止|止|内|以前)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the text, in normalised places, with its verdict."""

    kind: str
    role: str
    start: int
    end: int
    verdict: str
    minor: int | None = None
    currency: str | None = None
    rate: Decimal | None = None
    period: str | None = None
    on: date | None = None
    count: int | None = None
    is_deadline: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where figures are looked for: a sentence of a text, and how it is said."""

    text: str
    start: int
    end: int
    language: str
    is_set_apart: bool


def figures(place: Place, facts: Facts, known: Known) -> Iterator[Figure]:
    """Yield the sums, rates, days and counts of one sentence."""
    sentence = place.text[place.start : place.end]
    floor = place.start
    for item in sums(sentence, place.language):
        figure = _sum(item, place, facts, known, floor)
        floor = figure.end
        yield figure
    for rate in rates(sentence):
        yield _rate(rate, place, facts, known)
    today = facts.time_local.date() if facts.time_local else None
    for day in days(sentence, place.language, today, day_first=facts.jurisdiction == "GB"):
        if day.on is not None:
            yield _day(day, day.on, place, facts, known)
    for count in counts(sentence, place.language):
        start, end = place.start + count.start, place.start + count.end
        is_over = bool(_MORE.search(place.text[start:end].rstrip("天日0123456789")))
        verdict = _count_verdict(count.role, count.number, facts, known, is_over=is_over)
        head = place.text[place.start : start + 12]
        if place.is_set_apart or _DENIED.search(head[:-12]) or _is_supposed(count.role, head):
            verdict = NOT_ASSERTED
        yield Figure("count", count.role, start, end, verdict, count=count.number)


def _sum(item: Sum, place: Place, facts: Facts, known: Known, floor: int) -> Figure:
    start, end = place.start + item.start, place.start + item.end
    role, is_near = role_of(place.text, (start, end), (floor, place.end), place.language)
    before = place.text[max(floor, start - 24) : start]
    after = place.text[end : min(place.end, end + 8)]
    currency = item.currency or facts.currency
    if place.language == "en" and item.currency is None and facts.currency is None:
        currency = "USD"
    sentence = place.text[place.start : place.end]
    if _SUMMED.search(place.text[max(place.start, start - 24) : start]):
        role = "balance"
    elif _BEFORE.search(place.text[max(floor, start - 10) : start]) or _BASE.match(after):
        role = "before"
    elif _BOUGHT.search(place.text[max(floor, start - 14) : min(place.end, end + 6)]):
        role = "purchase"
    elif role in ("demand", "paid", "other", "overdue", "offer", "installment") and _AGREED.search(
        sentence
    ):
        role = "agreed"
    fits = _fits(item, before, after, _allowed(role, known, is_near=is_near))
    verdict = CONSISTENT if fits else _sum_verdict(item, role, facts, known)
    if role == "demand" and verdict == CONTRADICTED and not _MUST.search(sentence):
        verdict = CONTRADICTED if _exceeds(item, facts) else UNVERIFIABLE
    if verdict == CONTRADICTED and _is_only_said(place, start, before, role):
        verdict = NOT_ASSERTED
    if (
        item.currency
        and facts.currency
        and item.currency != facts.currency
        and verdict == CONSISTENT
    ):
        verdict = CONTRADICTED
    return Figure("amount", role, start, end, verdict, minor=item.minor, currency=currency)


_AGREED = re.compile(
    r"agreed|promised|promise to pay|arranged|scheduled|purchase|spent|transaction|"
    r"disputed?\b|you said|you offered|"
    r"received|posted|thank|约定|答应|承诺还|消费|交易|争议|异议|入账|到账|已收到|收到|感谢|您说|预约|自动扣款|刷了"
)
# "2,400 + 95 + 500 = 3,095": what stands behind the sign is the total.
_SUMMED = re.compile(r"\+[^=+]{1,20}=\s*$")
_BEFORE = re.compile(
    r"(?:入账|还款|付款|调整|更正)之?前|before (?:the|your|this) payment|账单(?:金额)?[为是]?\s*$"
)
_BASE = re.compile(r"(?:计)?算")
_BOUGHT = re.compile(
    r"purchases?|spent|transaction|disputed|advances?|withdrawals?|消费|取现|刷卡|交易|争议|异议"
)
_IF = re.compile(
    r"\b(?:if|when|once|until|after|reaches?|stays?|becomes?|before|at)\b|如果|如|若|达到|满|超过.{0,4}天后|持续|一旦|之后|以后"
)
_MUST = re.compile(
    r"must|need to|have to|required|immediately|or else|at once|必须|务必|立即|马上|立刻|否则|不然"
)


def _is_only_said(place: Place, start: int, before: str, role: str) -> bool:
    if place.is_set_apart or _DENIED.search(before):
        return True
    if role in ("fee", "late_fee", "interest", "minimum"):
        return False
    head = place.text[place.start : start]
    return bool(_PROPOSED.search(head[-60:])) and role not in ("balance", "overdue")


def _allowed(role: str, known: Known, *, is_near: bool) -> frozenset[int]:
    """Return the sums that a role may truly have; all, where the word stands far off."""
    if not is_near:
        return known.every
    if role == "fee":
        return known.sums["late_fee"] | known.sums["offer"] | known.whole
    if role in ("late_fee", "interest"):
        return known.sums[role] | known.sums["offer"] | _with(known, role)
    return known.sums["minimum"] if role == "minimum" else known.every


def _sum_verdict(item: Sum, role: str, facts: Facts, known: Known) -> str:
    if role == "balance" and facts.balance_minor == item.minor:
        return CONSISTENT
    is_known = known.knows_offers if role in _OFFERED else known.knows_sums
    if role in _OWED or role in _OFFERED or role == "demand":
        return CONTRADICTED if is_known else UNVERIFIABLE
    return UNVERIFIABLE


def _is_supposed(role: str, head: str) -> bool:
    """Whether days past due are spoken of as something that may come."""
    return role != "months" and bool(_IF.search(head))


def _exceeds(item: Sum, facts: Facts) -> bool:
    return facts.balance_minor is not None and item.minor > facts.balance_minor


def _with(known: Known, role: str) -> frozenset[int]:
    """Return the sums that a part of the arrears belongs to."""
    part = known.sums[role]
    return frozenset(total for total in known.sums["overdue"] if any(total > one for one in part))


def _fits(item: Sum, before: str, after: str, allowed: frozenset[int]) -> bool:
    said = item.minor
    if said in allowed:
        return True
    if _ABOUT.search(before) or _AROUND_AFTER.match(after):
        return any(abs(said - true) * 10 <= true for true in allowed if true > 0)
    if item.is_rough or _OVER.search(before) or _OVER_AFTER.match(after):
        return any(said <= true <= said * 2 for true in allowed if true > 0)
    if _UNDER.search(before):
        return any(true <= said <= true * 2 for true in allowed if true > 0)
    return False


_FEE_RATE = re.compile(
    r"penalt|fees?\b|charge|fine|damages|collection cost|surcharge|commission|违约金|滞纳金|罚金|"
    r"手续费|催收费|律师费|服务费|费用|罚款|赔偿"
)
_INTEREST = re.compile(r"interest|apr\b|rate|利息|利率|罚息|年化|日息|月息|复利|计息")
_OFFER_RATE = re.compile(
    r"discount|off\b|settle|of (?:the|your) (?:balance|debt|total)|waive|forgive|reduc|"
    r"优惠|减免|折|结清|减"
)


def _rate(item: Rate, place: Place, facts: Facts, known: Known) -> Figure:
    start, end = place.start + item.start, place.start + item.end
    near = place.text[max(place.start, start - 50) : min(place.end, end + 40)]
    role = "other"
    if _FEE_RATE.search(near) and not (item.period != "once" and _INTEREST.search(near)):
        role = "fee"
    elif _INTEREST.search(near) or item.period != "once":
        role = "interest"
    elif _OFFER_RATE.search(near):
        role = "offer"
    verdict = _rate_verdict(item, role, facts, known)
    if verdict == CONTRADICTED and (
        place.is_set_apart or _DENIED.search(place.text[place.start : start])
    ):
        verdict = NOT_ASSERTED
    return Figure("rate", role, start, end, verdict, rate=item.rate, period=item.period)


def _rate_verdict(item: Rate, role: str, facts: Facts, known: Known) -> str:
    if role == "interest":
        periods = ("day", "month", "year") if item.period == "once" else (item.period,)
        true = any(_near(item.rate, rate) for rate, period in known.rates if period in periods)
        is_known = known.knows_rates
    elif role == "fee":
        true = _is_true_share(item, facts) or any(
            _near(item.rate, rate) and item.period == period for rate, period in known.rates
        )
        is_known = known.knows_sums
    elif role == "offer":
        true = any(abs(Fraction(item.rate) - share) <= _ROUNDED for share in known.shares) or any(
            _near(item.rate, rate) for rate, _ in known.rates
        )
        is_known = known.knows_offers
    else:
        return NOT_ASSERTED
    if true:
        return CONSISTENT
    return CONTRADICTED if is_known else UNVERIFIABLE


def _is_true_share(item: Rate, facts: Facts) -> bool:
    if facts.late_fee_minor is None or item.upper is not None:
        return False
    bases = (facts.balance_minor, facts.overdue_principal_minor, facts.min_payment_minor)
    return any(base and abs(base * item.rate - facts.late_fee_minor) <= 1 for base in bases)


# "48 percent off" is said of 48.4 and of 47.6.
_ROUNDED = Fraction(6, 1000)


def _near(said: Decimal, true: Decimal, within: Decimal = Decimal("0.00005")) -> bool:
    return abs(said - true) <= max(within, abs(true) / 200)


def _day(day: Day, on: date, place: Place, facts: Facts, known: Known) -> Figure:
    start, end = place.start + day.start, place.start + day.end
    sentence = place.text[place.start : place.end]
    before = place.text[max(place.start, start - 22) : start]
    is_deadline = bool(_BY.search(before) or _BY_ZH.match(place.text[end : end + 10]))
    role, true = "other", known.days | known.deadlines
    if _VISIT.search(sentence):
        role, true = "visit", frozenset({facts.visit_date} if facts.visit_date else ())
    elif _DUE.search(sentence):
        role, true = "due", known.days | known.deadlines
    elif _DEADLINE.search(sentence) or is_deadline:
        role, true = "deadline", known.deadlines | known.days
    if on in true or on in known.deadlines:
        verdict = CONSISTENT
    elif place.is_set_apart:
        verdict = NOT_ASSERTED
    elif (
        not true
        or role == "other"
        or (role == "deadline" and not known.deadlines)
        or (role == "due" and facts.due_date is None)
    ):
        verdict = UNVERIFIABLE
    else:
        verdict = CONTRADICTED
    return Figure("date", role, start, end, verdict, on=on, is_deadline=is_deadline)


_MORE = re.compile(r"(?:超过|已超|多于|大于|more than|over)\s*$|多(?:天|日)")


def _count_verdict(
    role: str, number: int, facts: Facts, known: Known, *, is_over: bool = False
) -> str:
    if is_over and facts.dpd is not None and role == "days_overdue" and number < facts.dpd:
        return CONSISTENT if facts.dpd <= number * 2 else CONTRADICTED
    if role in ("days_overdue", "months_overdue"):
        if facts.dpd is None:
            return UNVERIFIABLE
        if role == "days_overdue":
            return CONSISTENT if number == facts.dpd else CONTRADICTED
        return CONSISTENT if facts.dpd // 31 - 1 <= number <= facts.dpd // 28 + 1 else CONTRADICTED
    if number in known.months:
        return CONSISTENT
    return CONTRADICTED if known.months else UNVERIFIABLE
