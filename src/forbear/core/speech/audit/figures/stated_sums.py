"""Sums of money, each set against the facts."""

from __future__ import annotations

import re

from forbear.core.speech.audit.figures.amounts import Sum
from forbear.core.speech.audit.figures.known import Known
from forbear.core.speech.audit.figures.promised import is_promised_away
from forbear.core.speech.audit.figures.roles import role_of
from forbear.core.speech.audit.figures.stated import (
    CONSISTENT,
    CONTRADICTED,
    DENIED,
    NOT_ASSERTED,
    UNVERIFIABLE,
    Figure,
    Place,
    is_odd,
)
from forbear.core.speech.audit.values import Facts

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
    r"能先还|能还|可以先还|先还一部分|哪怕|比如|例如|能不能先|是否可以先|您看|您能|还一点|部分还款|"
    r"吗"
)
_OWED = frozenset({"balance", "overdue", "principal", "late_fee", "interest", "minimum", "fee"})
_OFFERED = frozenset({"offer", "waiver", "installment"})


def sum_held(item: Sum, place: Place, facts: Facts, known: Known, floor: int) -> Figure:
    """Set a sum against the facts; ``floor``: where the figure before it ends."""
    start, end = place.start + item.start, place.start + item.end
    role, is_near = role_of(place.text, (start, end), (floor, place.end), place.language)
    before = place.text[max(floor, start - 24) : start]
    after = place.text[end : min(place.end, end + 8)]
    currency = item.currency or facts.currency
    if place.language == "en" and item.currency is None and facts.currency is None:
        currency = "USD"
    role = _meant(role, place, (start, end), floor)
    if role in _MAY_ACCRUE and _is_per_day(place, (start, end), role):
        is_example = _is_example(place, (start, end))
        verdict = UNVERIFIABLE if is_example else _accrual(item.minor, known)
        if verdict == CONTRADICTED and (place.is_set_apart or DENIED.search(before)):
            verdict = NOT_ASSERTED
        return Figure(
            "amount", "interest", start, end, verdict, minor=item.minor, currency=currency
        )
    allowed = _allowed(role, known, is_near=is_near)
    if role == "cure":
        # "at least" says here how much to pay, not that more is owed
        role, before = "overdue", ""
    fits = _fits(item, before, after, allowed) or (
        role in ("fee", "late_fee") and _is_one_of(item, place, (start, end), allowed)
    )
    verdict = CONSISTENT if fits else _sum_verdict(item, role, facts, known)
    if fits and role in _WAIVABLE and is_promised_away(place, (start, end), floor, facts):
        role, verdict = "waiver", CONTRADICTED
    if role == "demand" and verdict == CONTRADICTED and not place.says(_MUST):
        verdict = CONTRADICTED if _exceeds(item, facts) else UNVERIFIABLE
    if verdict == UNVERIFIABLE and role in ("other", "demand"):
        verdict = _unfounded(item, place, (start, end), known)
    if verdict == CONTRADICTED and _is_only_said(item, place, before, role, known):
        verdict = NOT_ASSERTED
    if (
        item.currency
        and facts.currency
        and item.currency != facts.currency
        and verdict == CONSISTENT
    ):
        verdict = CONTRADICTED
    return Figure("amount", role, start, end, verdict, minor=item.minor, currency=currency)


def _meant(role: str, place: Place, at: tuple[int, int], floor: int) -> str:
    """Return the role of a sum by what stands around it; ``role``: that of the nearest word."""
    if (said := _said_beside(role, place, at, floor)) is not None:
        return said
    (start, end), text = at, place.text
    if role == "paid" and (
        _UNPAID.search(text[max(place.start, start - 40) : start])
        or _WOULD.match(text[end : min(place.end, end + 40)])
    ):
        return "overdue"
    if role in _SOME and place.says(_AGREED) and not (role in _MAY_OFFER and place.says(_CAN)):
        return "agreed"
    return _demanded(place, end) if role == "demand" else role


def _said_beside(role: str, place: Place, at: tuple[int, int], floor: int) -> str | None:
    """Return what the words right beside a sum say, which its role words do not tell."""
    (start, end), text = at, place.text
    if _SUMMED.search(text[max(place.start, start - 24) : start]):
        return "balance"
    if (
        _BEFORE.search(text[max(floor, start - 10) : start])
        and not _PAID_OFF.match(text[end : end + 8])
    ) or (role != "installment" and _BASE.match(text[end : end + 8])):
        return "before"
    before, after = text[max(floor, start - 40) : start], text[end : min(place.end, end + 40)]
    if _BOUGHT.search(before[-14:]) or _BOUGHT.search(_STOP.split(after[:6], maxsplit=1)[0]):
        return "purchase"
    told = _told_zh if place.language == "zh" else _told_en
    said = told(role, place, before, after)
    return _asked(place, start) if said is None and role == "other" else said


def _told_en(role: str, _: Place, before: str, after: str) -> str | None:
    """What the words around an English sum say that its role words do not; ``None``: nothing."""
    if _TAKEN_OFF.match(after) and _TAKE.search(before):
        return "waiver"
    if role in ("paid", "other", "overdue") and _CHARGED.search(before) and _LATE.search(after):
        return "late_fee"
    return None


def _told_zh(role: str, place: Place, before: str, after: str) -> str | None:
    """What the words around a Chinese sum say that its role words do not; ``None``: nothing."""
    if _SPARED.search(before[-14:]):
        return "offer" if place.says(_SETTLING) else "purchase"
    if _NOT_TO_PAY.match(after):
        return "waiver"
    if role == "installment" and _MISSED.search(before[-14:]):
        return "overdue"
    return None


def _asked(place: Place, start: int) -> str | None:
    """Return what the question before asks for, where the sentence answers with the sum alone."""
    text = place.text
    if start - place.start > _REACH or not _ANSWER.match(text[place.start : start]):
        return None
    question = text[max(0, place.start - 40) : place.start].rstrip()
    if not question.endswith(("?", "？")):
        return None
    role = role_of(question, (len(question), len(question)), (0, len(question)), place.language)[0]
    return role if role in {"late_fee", "fee", "interest", "minimum"} else None


def _is_per_day(place: Place, at: tuple[int, int], role: str) -> bool:
    """Whether a sum is the interest of one day."""
    (start, end), text = at, place.text
    is_daily = _DAILY.search(text[max(place.start, start - 48) : start]) or _DAILY_AFTER.match(
        text[end : min(place.end, end + 26)]
    )
    return bool(is_daily) and (role == "interest" or place.says(_ACCRUES))


def _is_example(place: Place, at: tuple[int, int]) -> bool:
    """Whether interest is told of a sum that is named for the purpose: "$5 a day on $10,000"."""
    start, end = at
    return bool(
        place.before(_BASE_BEFORE, start, _REACH)
        or _BASE_AFTER.match(place.text, end, min(place.end, end + _ASKED))
    )


def _accrual(minor: int, known: Known) -> str:
    """Say whether a debt can earn so much interest a day; which part of it does is not known."""
    balance = known.facts.balance_minor
    daily = [rate for rate, period in known.rates if period == "day"]
    if balance is None or not daily:
        return UNVERIFIABLE
    most = int(balance * max(daily)) + 1
    # interest upon interest
    if minor > most + most // _FIFTIETH:
        return CONTRADICTED
    return CONSISTENT if any(abs(minor - balance * rate) <= 1 for rate in daily) else UNVERIFIABLE


_WAIVABLE = frozenset({"waiver", "late_fee", "fee", "interest", "other", "offer"})
_FIFTIETH, _REACH = 50, 16
_MAY_ACCRUE = frozenset({"interest", "other", "demand", "balance", "paid", "purchase", "before"})
_DAILY = re.compile(
    r"(?:per diem|daily|each day|every day|每天|每日|一天|日息|日均)[^\d，。,;]{0,32}$"
)
_DAILY_AFTER = re.compile(
    r"^ ?(?:in interest |of interest |interest )?(?:per day|a day|each day|every day|daily|"
    r"per diem|"
    r"/day|/[天日]|[一每][天日](?![^，。；]{0,4}[\d一二三四五六七八九十]+[多余]?[元块毛角分]))"
)
_BASE_BEFORE = re.compile(r"[元块万千](?:一天|每天|每日|一日)[^\d，。]{0,4}$")
_BASE_AFTER = re.compile(r"[^.;!?，。]{0,24}\b(?:on|for|per) (?:every |each |an? )?[$£€¥₹\d]")
_ACCRUES = re.compile(r"interest|accru|per diem|利息|息|计收")
# "How much is the fee? That's $29."
_ANSWER = re.compile(r"^(?:\s|,|:|-|that's|that is|it's|it is|so far|just|only|yes|right now)*$")
# what is not paid under an offer: 省下, and "the rest of $120 you need not pay"
_SPARED = re.compile(r"(?:少算|少付|省)[^，。,;；]{0,8}$")
_SETTLING = re.compile(r"结清|减免|优惠|方案|了结|一次性|立减|截止|有效|就行|只[要需]")
_NOT_TO_PAY = re.compile(r"^[^，。,;]{0,3}(?:不用|无需|不必|无须)(?:再)?(?:还|付|缴|支付|偿还)了?")
_TAKE = re.compile(r"\b(?:take|taking|took|knock|cut|strike|shave|wipe|get)\b[^.;]{0,16}$|^\W*$")
_TAKEN_OFF = re.compile(r"^ (?:right )?off\b(?! (?:on|in|work|each|every)\b)")
_CHARGED = re.compile(r"\bcharged (?:you )?$")
_LATE = re.compile(r"^[^.;]{0,30}\b(?:late|missed)\b")
_MISSED = re.compile(r"(?:欠缴?|逾期|未还|没还|拖欠|未缴|未付)[^，。；]{0,6}期[^。；\d]{0,6}$")
_STOP = re.compile(r"[，。,;；.]")
_MAY_OFFER = frozenset({"installment", "offer"})
_SOME = frozenset({"demand", "paid", "other", "overdue", "offer", "installment"})


def _demanded(place: Place, end: int) -> str:
    """What is asked for: the end of the debt, what cures the account, or just some money."""
    after = place.text[end : min(place.end, end + _ASKED)]
    if _SETTLES.search(after):
        return "offer"
    if place.says(_LEAST_PAID) and _CURES.search(after):
        return "cure"
    return "demand"


def _unfounded(item: Sum, place: Place, at: tuple[int, int], known: Known) -> str:
    """Deny a sum to the last unit that is none of the ledger's, nor what a payment leaves of one.

    People propose round sums and recite odd ones: an odd one claims to be read from the account.
    """
    if not known.knows_sums or item.is_rough or not is_odd(item.minor):
        return UNVERIFIABLE
    (start, end), text = at, place.text
    if _PUT_RIGHT.search(text[max(0, start - 90) : end + 60]) or _OWN_SUM.search(
        text[max(place.start, start - 30) : min(place.end, end + 20)]
    ):
        return UNVERIFIABLE
    # a round sum of the text that a payment would add to it, or has taken from it
    if any(abs(true - item.minor) in place.round_sums for true in known.every):
        return UNVERIFIABLE
    return CONTRADICTED


_PUT_RIGHT = re.compile(
    r"wrote|wrong|typo|mistake|misread|misquot|in error|correct|should (?:be|have)|"
    r"\b(?:said|told|claim(?:ed)?)\b(?=[^.;]{0,40}$|[^.;]{0,40}[$£€¥₹\d])|"
    r"例如|举例|误|更正|口误|应为|说过|报过|where did|not \W{0,3}$|不是\W{0,3}$"
)
# what the cardholder has, earns, sent or bought is no figure of the ledger
_OWN_SUM = re.compile(
    r"income|earn|wage|salary|rent|budget|spend|spent|save[ds]?\b|\bsent\b(?! over)|"
    r"returning|refund|"
    r"deposit|"
    r"you (?:have|had)|bonus|benefit|pension|bill\b|limit|per |a (?:day|week)|every\b|each\b|"
    r"收入|工资|房租|支出|退回|退还|结余|额度|押金|奖金|养老|一天|每天|每周|这笔|那笔|该笔"
)
# So far behind a sum it is said what paying it would do.
_ASKED = 120
# "pay $450 and we consider the account settled"
_SETTLES = re.compile(
    r"^[^.;!?]{0,60}\b(?:settle[sd]?|settlement|full and final|"
    r"close[sd]? (?:the|your|this) (?:account|matter|case|file))\b|"
    r"^[^。；！？]{0,12}(?:即可结清|就(?:能|可以)?结清|视为结清|结案|了结)"
)
# "pay at least $29 to bring the account up to date"
_LEAST_PAID = re.compile(r"\bat least\b|\bno less than\b|至少|最少|不少于")
_CURES = re.compile(
    r"^[^.;!?]{0,30}\b(?:up to date|current|good standing|out of arrears)\b|"
    r"^[^。；！？]{0,10}(?:恢复正常|不再逾期|消除逾期)"
)
# what is not paid yet, and what paying it would do
_UNPAID = re.compile(
    r"\b(?:until|unless|once|when|after|if) (?:you(?:'ve| have)? )?(?:have |"
    r"been )?paid\b[^,;.\d]{0,12}$|"
    r"(?:\bnot|n't) (?:yet )?(?:been )?(?:paid|received)\b[^,;.\d]{0,20}$"
)
_WOULD = re.compile(
    r" (?:should|must|has to|needs to|is due|was due|fell due)\b|"
    r" (?:will|would|is enough to|is what)? ?(?:lifts?|brings?|clears?|stops?|puts?|restores?|"
    r"cures?|"
    r"catch(?:es)? up|fix(?:es)?|keeps?)\b"
)
# a plan that is offered now, whatever was said before
_CAN = re.compile(
    r"\bcan (?:do|offer|accept|propose)\b|agreed to (?:offer|accept)|(?:\bhas|(?<!you )"
    r"\bhave) agreed to (?!pay)|would accept|可提供|可以提供|"
    r"同意"
)
_AGREED = re.compile(
    r"agreed|promised|promise to pay|arranged|scheduled|purchase|spent|transaction|"
    r"disputed?\b|you said|you offered|"
    r"received|posted|thank|约定|答应|承诺还|消费|交易|争议|异议|(?<![未没有])入账|"
    r"(?<![未没有])到账(?!有效|即|后)|(?<![未没有])收到|感谢|(?<![跟和给对])您说|预约|自动扣款|刷了"
)
# "2,400 + 95 + 500 = 3,095": what stands behind the sign is the total.
_SUMMED = re.compile(r"\+[^=+]{1,20}=\s*$")
_BEFORE = re.compile(
    r"(?:入账|还款|付款|调整|更正)之?前|before (?:the|your|this) payment|账单(?:金额)?[为是]?\s*$|"
    r"每\s*$|(?<![可])按(?:照)?\s*$|\bon (?:an? |the |your )?(?:balance of )?$"
)
_PAID_OFF = re.compile(r"元?[给为帮]?您?(?:一次性?)?(?:结清|了结|还清|结案)")
_BASE = re.compile(r"(?:的?本金)?(?:来|去)?(?:计)?算")
_BOUGHT = re.compile(
    r"purchases?|spent|transaction|disputed|advances?|withdrawals?|except|less the|"
    r"消费|取现|刷卡|交易|争议|异议"
)

# a plan of so many months is no idle "what could you pay?"
_OVER_MONTHS = re.compile(
    r"\b(?:over|for|in|across) (?:\d+|[a-z-]+) (?:months|monthly|instal?l?ments)|"
    r"分[\d一二三四五六七八九十]+[期个]"
)

_MUST = re.compile(
    r"must|need to|have to|required|immediately|or else|at once|必须|务必|立即|马上|立刻|否则|不然"
)


# "two at £12.00", "£12 each": one of several that come to a true sum.
_EACH_BEFORE = re.compile(
    r"\b(?:two|three|four|five|six|[2-6])(?: (?:[a-z]+ )?(?:charges|fees))?(?: at| of| x)? ?$|"
    r"(?:每笔|每次|每期|各|[两二三四五六2-6][笔次期]，?(?:每笔|每次|每期)?)(?:违约金|收取?|为)?$"
)
_EACH_AFTER = re.compile(r"^ ?(?:each|apiece|per |for each|a (?:time|month)|[一/]?(?:笔|次|每))")
_SEVERAL = range(2, 7)


def _is_one_of(item: Sum, place: Place, at: tuple[int, int], allowed: frozenset[int]) -> bool:
    start, end = at
    if not (
        _EACH_BEFORE.search(place.text[max(place.start, start - 28) : start])
        or _EACH_AFTER.match(place.text[end : min(place.end, end + 12)])
    ):
        return False
    return any(item.minor * many in allowed for many in _SEVERAL)


def _is_only_said(item: Sum, place: Place, before: str, role: str, known: Known) -> bool:
    start = place.start + item.start
    if place.is_set_apart or DENIED.search(before):
        return True
    if role == "installment" and place.says(_OVER_MONTHS):
        return False
    if role in ("fee", "late_fee", "interest", "minimum"):
        return False
    head = place.text[max(place.start, start - 60) : start]
    return (
        role not in ("balance", "overdue")
        and _PROPOSED.search(head) is not None
        # who proposes a sum proposes a round one
        and _unfounded(item, place, (start, start + item.end - item.start), known) != CONTRADICTED
    )


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
    if role == "installment" and not known.months:
        return UNVERIFIABLE
    if role == "principal" and facts.overdue_principal_minor is None:
        return CONTRADICTED if _exceeds(item, facts) else UNVERIFIABLE
    if role in _OWED or role in _OFFERED or role == "demand":
        return CONTRADICTED if is_known else UNVERIFIABLE
    return UNVERIFIABLE


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
