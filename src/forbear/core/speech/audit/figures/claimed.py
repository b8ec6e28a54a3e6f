"""The figures that a sentence states, each set against the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from forbear.core.speech.audit.figures.amounts import sums
from forbear.core.speech.audit.figures.dates import days
from forbear.core.speech.audit.figures.known import Known
from forbear.core.speech.audit.figures.numerals import HAN_NUMBER
from forbear.core.speech.audit.figures.rates import Rate, rates
from forbear.core.speech.audit.figures.stated import (
    CONSISTENT,
    CONTRADICTED,
    DENIED,
    NOT_ASSERTED,
    UNVERIFIABLE,
    Figure,
    Place,
)
from forbear.core.speech.audit.figures.stated_counts import counts_held
from forbear.core.speech.audit.figures.stated_days import Around, days_held
from forbear.core.speech.audit.figures.stated_sums import sum_held
from forbear.core.speech.audit.values import Facts

# Every figure has a digit, a numeral, or one of the words that stand for one; in two patterns,
# because a search for one of some signs, or of some words, is faster than one for either.
_MAY = re.compile(rf"[\d元块圆半]|{HAN_NUMBER}".replace("]|[", ""))
_MAY_SAY = re.compile(
    r"dollar|bucks|pound|quid|euro|yuan|rupee|grand|percent|per cent|pct|今天|今日|今晚|当天|明天|"
    r"明日|后天|月底|月末|周日|周天|期日|期天|拜日|拜天|day|tonight|tomorrow|month|week|fortnight|"
    r"instal|emi(?<=\bemi)|payment|equal"
)


def may_state(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text can state a figure at all."""
    return (
        _MAY.search(text, start, end) is not None or _MAY_SAY.search(text, start, end) is not None
    )


def figures(place: Place, facts: Facts, known: Known) -> Iterator[Figure]:
    """Yield the sums, rates, days and counts of one sentence."""
    sentence = place.text[place.start : place.end]
    floor = place.start
    names_least = False
    for item in sums(sentence, place.language):
        names_least |= item.minor == facts.min_payment_minor
        figure = sum_held(item, place, facts, known, floor)
        floor = figure.end
        yield figure
    for rate in rates(sentence):
        yield _rate(rate, place, facts, known)
    today = facts.time_local.date() if facts.time_local else None
    told = list(days(sentence, place.language, today, day_first=_is_day_first(facts)))
    named = frozenset(on for day in told for on in day.readings) if told else _NO_DAYS
    if told:
        around = Around(facts, known, named, names_least=names_least)
        yield from days_held(told, place, around)
    yield from counts_held(place, facts, known, named)


_NO_DAYS: frozenset[date] = frozenset()


def _is_day_first(facts: Facts) -> bool | None:
    """Whether 3/4 is the third of April where the account is kept; ``None``: it is not known."""
    if facts.jurisdiction is None:
        return None
    return facts.jurisdiction.split("-", maxsplit=1)[0] not in _MONTH_FIRST


# Of the countries of the packs, these write the month before the day.
_MONTH_FIRST = frozenset({"US", "CN"})
_DENIAL_REACH, _FAR = 48, 90
_FEE_RATE = re.compile(
    r"penalt|fees?\b|charge|fine|damages|collection cost|surcharge|commission|违约金|滞纳金|罚金|"
    r"手续费|催收费|律师费|服务费|费用|罚款|赔偿"
)
_INTEREST = re.compile(
    r"interest|apr\b|rate|finance charge|财务费用|利息|利率|罚息|年化|日息|月息|复利|计息"
)
# "You are charged 24.9% on purchases. We could bring that down to 9.9%."
_CHARGED = re.compile(r"\bcharg(?:ed|es?|ing)\b[^;]{0,12}\d%")
# "it drops to 9.9%, from 21.9%", "you pay 21.9% at the moment", 原来是21.9%
_CHANGED = re.compile(
    r"\b(?:drops?|falls?|goes|come|comes|bring|cut|lowered?) (?:[a-z]+ ){0,3}to $|%,? from $|"
    r"\byou(?:'re| are)?(?: currently| now)? (?:pay|paying|on) $|"
    r"降(?:低|息)?[到至为]$|原(?:来|先|本)?[是为]$|现(?:在|行)?[是为]$"
)
_OFFER_RATE = re.compile(
    r"discount|off\b|settle|of (?:the|your) (?:balance|debt|total)|waive|forgive|reduc|"
    r"优惠|减免|折|结清|减"
)


def _rate(item: Rate, place: Place, facts: Facts, known: Known) -> Figure:
    start, end = place.start + item.start, place.start + item.end
    near = place.text[max(place.start, start - 50) : min(place.end, end + 40)]
    role = "other"
    is_of_interest = item.period != "once" or _is_nearer(
        near[: start - max(place.start, start - 50)]
    )
    if _FEE_RATE.search(near) and not (is_of_interest and _INTEREST.search(near)):
        role = "fee"
    elif _INTEREST.search(near) or item.period != "once":
        role = "interest"
    elif _OFFER_RATE.search(near):
        role = "offer"
    elif _INTEREST.search(place.text, max(0, start - _FAR), start) or _CHARGED.search(
        place.text, max(0, start - _FAR), start
    ):
        # "Your APR is 21 %. The one we offer is 9 %."
        role = "interest"
    elif place.before(_CHANGED, start, _DENIAL_REACH) and not place.text.startswith(" of", end):
        role = "interest"
    verdict = _rate_verdict(item, role, facts, known)
    if verdict == CONTRADICTED and (
        place.is_set_apart or place.before(DENIED, start, _DENIAL_REACH)
    ):
        verdict = NOT_ASSERTED
    return Figure("rate", role, start, end, verdict, rate=item.rate, period=item.period)


def _is_nearer(before: str) -> bool:
    """Whether a word of interest stands nearer before a rate than one of a fee does."""
    interest, fee = (
        max((match.end() for match in words.finditer(before)), default=-1)
        for words in (_INTEREST, _FEE_RATE)
    )
    return interest > fee


def _rate_verdict(item: Rate, role: str, facts: Facts, known: Known) -> str:
    if role == "interest":
        periods = ("day", "month", "year") if item.period == "once" else (item.period,)
        true = any(_near(item.rate, rate) for rate, period in known.rates if period in periods)
        is_known = known.knows_rates
    elif role == "fee":
        true = _is_true_share(item, facts) or any(
            _near(item.rate, rate)
            # "we will charge you 9.9 %" is a rate of interest without its year
            and (item.period == period or (item.period == "once" and period == "year"))
            for rate, period in known.rates
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
