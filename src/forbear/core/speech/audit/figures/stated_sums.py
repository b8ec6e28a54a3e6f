"""Sums of money, each set against the facts."""

from __future__ import annotations

import re

from forbear.core.speech.audit.figures.amounts import Sum
from forbear.core.speech.audit.figures.known import Known
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
    allowed = _allowed(role, known, is_near=is_near)
    if role == "cure":
        # "at least" says here how much to pay, not that more is owed
        role, before = "overdue", ""
    fits = _fits(item, before, after, allowed) or (
        role in ("fee", "late_fee") and _is_one_of(item, place, (start, end), allowed)
    )
    verdict = CONSISTENT if fits else _sum_verdict(item, role, facts, known)
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
    (start, end), text = at, place.text
    if _SUMMED.search(text[max(place.start, start - 24) : start]):
        return "balance"
    if _BEFORE.search(text[max(floor, start - 10) : start]) or _BASE.match(text[end : end + 8]):
        return "before"
    if _BOUGHT.search(text[max(floor, start - 14) : min(place.end, end + 6)]):
        return "purchase"
    if role == "paid" and (
        _UNPAID.search(text[max(place.start, start - 40) : start])
        or _WOULD.match(text[end : min(place.end, end + 40)])
    ):
        return "overdue"
    if role in _SOME and place.says(_AGREED) and not (role == "installment" and place.says(_CAN)):
        return "agreed"
    return _demanded(place, end) if role == "demand" else role


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
    r"wrote|wrong|typo|mistake|misread|misquot|in error|correct|should (?:be|have)|said|told|claim|"
    r"例如|举例|误|更正|口误|应为|说过|报过|where did|not \W{0,3}$|不是\W{0,3}$"
)
# what the cardholder has, earns, sent or bought is no figure of the ledger
_OWN_SUM = re.compile(
    r"income|earn|wage|salary|rent|budget|spend|spent|save[ds]?\b|sent|returning|refund|deposit|"
    r"you (?:have|had|get)|bonus|benefit|pension|bill\b|limit|per |a (?:day|week)|every\b|each\b|"
    r"收入|工资|房租|支出|退回|退还|结余|额度|押金|奖金|养老|一天|每天|每周|这笔|那笔|该笔"
)
# So far behind a sum it is said what paying it would do.
_ASKED = 120
# "pay $450 and we consider the account settled"
_SETTLES = re.compile(
    r"^[^.;!?]{0,40}\b(?:settle[sd]?|settlement|full and final|"
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
    r"\bcan (?:do|offer|accept|propose)\b|agreed to (?:offer|accept)|would accept|可提供|可以提供|"
    r"同意"
)
_AGREED = re.compile(
    r"agreed|promised|promise to pay|arranged|scheduled|purchase|spent|transaction|"
    r"disputed?\b|you said|you offered|"
    r"received|posted|thank|约定|答应|承诺还|消费|交易|争议|异议|(?<![未没有])入账|"
    r"(?<![未没有])到账|(?<![未没有])收到|感谢|(?<![跟和给对])您说|预约|自动扣款|刷了"
)
# "2,400 + 95 + 500 = 3,095": what stands behind the sign is the total.
_SUMMED = re.compile(r"\+[^=+]{1,20}=\s*$")
_BEFORE = re.compile(
    r"(?:入账|还款|付款|调整|更正)之?前|before (?:the|your|this) payment|账单(?:金额)?[为是]?\s*$|"
    r"每\s*$|(?<![可])[按以](?:照)?\s*$|\bon (?:an? |the |your )?(?:balance of )?$"
)
_BASE = re.compile(r"(?:的?本金)?(?:来|去)?(?:计)?算")
_BOUGHT = re.compile(
    r"purchases?|spent|transaction|disputed|advances?|withdrawals?|except|less the|少算|少付|省下?|"
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
