"""What a rule's value asks, as a sentence: from its kind and its parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from forbear.core.law.history import Count
from forbear.core.law.kinds.cap import FrequencyCap, WaitAfter
from forbear.core.law.kinds.disclose import Disclose
from forbear.core.law.kinds.forbid import Forbid
from forbear.core.law.kinds.hours import Hours
from forbear.core.law.kinds.inconvenient import Inconvenient
from forbear.core.law.kinds.lapse import Lapse
from forbear.core.law.kinds.lost_contact import LostContact
from forbear.core.law.kinds.opt_out import OptOut
from forbear.core.law.saying import lists
from forbear.core.law.saying.facts import NAMES
from forbear.core.law.saying.joining import Said, listed, named, sentence
from forbear.core.tables import words as w

_WEEKDAYS = (
    ("Monday", "周一"),
    ("Tuesday", "周二"),
    ("Wednesday", "周三"),
    ("Thursday", "周四"),
    ("Friday", "周五"),
    ("Saturday", "周六"),
    ("Sunday", "周日"),
)
_PERIODS = {
    "day": ("a day", "每天"),
    "week": ("a calendar week", "每个自然周"),
    "month": ("a calendar month", "每个自然月"),
    "ever": ("in all", "总共"),
}
_SCOPES = {
    "account": ("per debt", "按每笔债务"),
    "person": ("per cardholder", "按每位持卡人"),
    "point": ("per number or address", "按每个号码或地址"),
}


def value_said(kind: object, *, question: str = "") -> Said:
    """Say what a value asks. A kind that has no words of its own is told by its question."""
    saying = SAYINGS.get(type(kind))
    return saying(kind) if saying is not None else (question, question)


def _hours(kind: Hours) -> Said:
    en = f"{_span(kind.opens, kind.closes)[0]} on their clock, in every zone that may be theirs"
    zh = f"对方当地时间 {_span(kind.opens, kind.closes)[1]}，须符合其可能所在的每个时区"
    for number, opens, closes in kind.weekly:
        day = _WEEKDAYS[number - 1]
        shown = ("closed", "不得联系") if opens >= closes else _span(opens, closes)
        en += f"; {day[0]}: {shown[0]}"
        zh += f"；{day[1]}：{shown[1]}"
    if kind.closed_on is not None:
        en += "; closed on public holidays there"
        zh += "；当地公众假日不得联系"
    if not kind.opening_is_open:
        en += f"; {kind.opens:%H:%M} itself is not yet allowed"
        zh += f"；{kind.opens:%H:%M} 整仍不可联系"
    return sentence((en, zh))


def _span(opens: time, closes: time) -> Said:
    return (f"{opens:%H:%M} to {closes:%H:%M}", f"{opens:%H:%M} 至 {closes:%H:%M}")


def _cap(kind: FrequencyCap) -> Said:
    count = kind.counted
    what = _what(count, many=kind.max > 1)
    if count.days is not None:
        window = (f"in {_days(count.days)[0]}", f"{_days(count.days)[1]}内")
    else:
        window = _PERIODS[count.period or "ever"]
    en = f"At most {kind.max} {what[0]} {window[0]}, {_whose(count)[0]}"
    zh = f"{window[1]}最多 {kind.max} 次{what[1]}，{_whose(count)[1]}"
    for more in (_outcomes(count), _consent(count)):
        en += more[0] and f"; {more[0]}"
        zh += more[1] and f"；{more[1]}"
    return sentence((en, zh))


def _wait(kind: WaitAfter) -> Said:
    count = kind.counted
    event = listed(named(count.outcomes, lists.OUTCOMES))
    what = _what(count, many=False)
    days = _days(count.days or 0)
    after = (f"{what[0]}: {event[0]}", f"{what[1]}（{event[1]}）") if event[0] else what
    en = f"{days[0]} of quiet after a {after[0]} (that day is day 1), {_whose(count)[0]}"
    zh = f"{after[1]}后静默 {days[1]}（当天为第 1 天），{_whose(count)[1]}"
    if "in" in count.directions:
        en += "; theirs start it too"
        zh += "；对方发起的也算"
    lifted = _consent(count)
    return sentence((en + (lifted[0] and f"; {lifted[0]}"), zh + (lifted[1] and f"；{lifted[1]}")))


def _days(days: int) -> Said:
    return (f"{days} day{'' if days == 1 else 's'}", f"{days} 天")


def _what(count: Count, *, many: bool) -> Said:
    if set(count.channels) == set(w.CHANNELS):
        return ("contacts of any kind" if many else "contact of any kind", "任何方式的联系")
    return listed(named(count.channels, lists.CHANNELS if many else lists.ONE_CHANNEL))


def _whose(count: Count) -> Said:
    en, zh = _SCOPES[count.per]
    if count.same_party:
        en, zh = f"{en}, for each person reached", f"{zh}、分别按每位被联系人计"
    if count.same_collector:
        return (f"{en}, this collector only", f"{zh}，仅计本催收方")
    return (f"{en}, all collectors together", f"{zh}，各催收方合计")


def _outcomes(count: Count) -> Said:
    # a permit that is not used yet counts everywhere, so naming it says nothing
    counted = named((o for o in count.outcomes if o != "pending"), lists.OUTCOMES)
    skipped = named(count.not_outcomes, lists.OUTCOMES)
    if counted:
        return (f"counted: {listed(counted)[0]}", f"计入：{listed(counted)[1]}")
    if skipped:
        return (f"not counted: {listed(skipped)[0]}", f"不计：{listed(skipped)[1]}")
    return ("", "")


def _consent(count: Count) -> Said:
    if count.consent is None:
        return ("", "")
    en, zh = "consent lifts it", "经同意可不受此限"
    ends = []
    if count.consent.days_max is not None:
        days = _days(count.consent.days_max)
        ends.append((f"for {days[0]} at most", f"最长 {days[1]}"))
    if count.consent.ends_on_conversation:
        ends.append(("until the next conversation", "至下次交谈为止"))
    shown = listed(ends, last=("and", "且"))
    return (f"{en} {shown[0]}".strip(), zh + (shown[1] and f"（{shown[1]}）"))


def _forbid(kind: Forbid) -> Said:
    en, zh = kind.words
    if not en:
        return ("Not allowed where its condition holds.", "符合条件时不得联系。")
    return sentence((f"Not allowed: {en}", f"不允许：{zh or en}"))


def _opt_out(kind: OptOut) -> Said:
    en = "No contact by a channel from which the cardholder opted out, until they consent again"
    zh = "持卡人退订某渠道后，不得再以该渠道联系，直至其再次同意"
    if kind.of_any_call_or_text:
        en = "A wish to stop any call or text stops them all, until the cardholder consents again"
        zh = "持卡人退订任一来电或短信即视为全部退订，直至其再次同意"
    spared = []
    if kind.one_confirmation:
        spared.append(("one confirmation of the wish", "一次退订确认"))
    if kind.one_reply:
        spared.append(("one reply to a later message of theirs", "对其此后来信的一次答复"))
    shown = listed(spared, last=("and", "和"))
    return sentence(
        (en + (shown[0] and f"; allowed: {shown[0]}"), zh + (shown[1] and f"；可：{shown[1]}"))
    )


def _inconvenient(kind: Inconvenient) -> Said:
    en = "No contact at a time or place that the cardholder called inconvenient"
    zh = "不得在持卡人表示不方便的时间或地点联系"
    if kind.one_reply:
        en += "; one reply to a message of theirs is allowed"
        zh += "；可对其来信答复一次"
    return sentence((en, zh))


def _lapse(kind: Lapse) -> Said:
    facts = listed([NAMES.get(fact, (fact, fact)) for fact in kind.of])
    days = _days(kind.days)
    en = f"Not allowed once the latest is more than {days[0]} back, or never was: {facts[0]}"
    zh = f"以下各项均未发生，或最近一次距今超过 {days[1]}，即不允许：{facts[1]}"
    return sentence((en, zh))


def _lost(kind: LostContact) -> Said:
    days = _days(kind.days)
    en = (
        f"Not allowed until the cardholder counts as lost: {kind.failed_calls} calls in a row "
        f"that failed, or {days[0]} in a row on which nobody was reached, or every number out of "
        "service"
    )
    zh = (
        f"持卡人被认定为失联之前不允许：连续 {kind.failed_calls} 次拨打失败，"
        f"或连续 {days[1]}拨打均无人应答，或所有号码均已停用"
    )
    return sentence((en, zh))


def _disclose(kind: Disclose) -> Said:
    said = named(kind.codes, lists.DISCLOSURES)
    en, zh = "; ".join(pair[0] for pair in said), "；".join(pair[1] for pair in said)
    return sentence((f"To be said: {en}", f"必须说明：{zh}"))


# each function takes the kind that is its key
SAYINGS: Mapping[type, Callable[[Any], Said]] = {
    Hours: _hours,
    FrequencyCap: _cap,
    WaitAfter: _wait,
    Forbid: _forbid,
    OptOut: _opt_out,
    Inconvenient: _inconvenient,
    Lapse: _lapse,
    LostContact: _lost,
    Disclose: _disclose,
}
