"""Days, each set against the facts: last days, due days, days of a visit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from forbear.core.speech.audit.dates import Day
from forbear.core.speech.audit.known import Known
from forbear.core.speech.audit.stated import (
    CONSISTENT,
    CONTRADICTED,
    NOT_ASSERTED,
    UNVERIFIABLE,
    Figure,
    Place,
)
from forbear.core.speech.audit.values import Facts

_DEADLINE = re.compile(
    r"expire|valid|deadline|last day|final day|offer|until|cut-?off|"
    r"截止|有效期|到期|最后|期限|止|过期"
)
_DUE = re.compile(r"due (?:on|date|by)|was due|is due|还款日|到期还款日|最后还款日|应于")
_VISIT = re.compile(r"visit|come to|call at your|上门|外访|走访|登门|拜访|到访")
_BY = re.compile(
    r"(?:\bby|before|no later than|until|through|within|deadline is|expires?(?: on)?|"
    r"ends?(?: on)?)\s*(?:the )?"
    r"(?:(?:noon|midnight|close of business|the end of|end of|"
    r"\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?),? ?"
    r"(?:on |of )?(?:today,? )?)?$"
)
# "the offer closes on 4 June", "a due date of 4 June", "4 June is its due date"
_ENDS = re.compile(
    r"(?:clos(?:es|ing)|lapses|runs? (?:out|to|until)|open (?:to|until|till)|up to|till|"
    r"not later than|good (?:to|through)|stands (?:to|until)|holds (?:to|until)|end date is)\s*"
    r"(?:on |the )*$|(?:最后一天|截止日?期?|有效期?至?|到期|止于|为止)[为是于在至到:：]*\s*$"
)
_ENDS_AFTER = re.compile(
    r"^ ?(?:is|being|as) (?:the|its|their|your) (?:last day|end|deadline|closing)|"
    r"^(?:结束|到期|失效|过期|终止|为止|是最后一天|是截止)"
)
_DUE_BOUND = re.compile(r"due date(?: is| of| on that is|:|,)?\s*$|还款日[为是:：]*\s*$")
_DUE_AFTER = re.compile(
    r"^ ?(?:is|as) (?:the|its|their|your) due date|^ ?是您?的?(?:到期|最后)?还款日"
)
# "Monday through Friday" are days of work
_DAY_TO = re.compile(r"(?:mon|tues|wednes|thurs|fri)day (?:through|until) $")
_BY_ZH = re.compile(r"^(?:下班|中午|晚上?)?(?:[\d:：点时前之]{0,6})(?:前|之前|截止|止|内|以前)")
# "The minimum must reach us by noon today": a day for what is due, not for an offer.
_LEAST_DUE = re.compile(r"minimum|最低还款|最低应还|应还款")
_WE_VISIT = re.compile(
    r"(?:will|shall|to|are|is|be|going to|plans? to)\b[^.;]{0,30}"
    r"\b(?:visit(?:ing)?\b(?! (?:our|us|a|any|the))|"
    r"call(?:ing)? (?:at|on) your|com(?:e|ing) (?:to|by) your)|"
    r"(?:将|会|定于|定在|计划|安排|派|要)[^。；，]{0,24}(?:上门|外访|走访|登门|拜访|到访)"
)
_NO_VISIT = re.compile(
    r"\b(?:not|never|no|won't|cancel\w*|branch|if|would|unless)\b|"
    r"不会|不再|没有|取消|并未|如果|若|网点|营业"
)


@dataclass(frozen=True, slots=True)
class _Around:
    """What a day is held against; ``named``: all days of its sentence."""

    facts: Facts
    known: Known
    named: frozenset[date]


def days_held(told: Sequence[Day], place: Place, facts: Facts, known: Known) -> Iterator[Figure]:
    """Set the days of a sentence against the facts; what is not known as a day is left out."""
    named = frozenset(day.on for day in told if day.on is not None)
    for day in told:
        if day.on is not None:
            yield _held(day, day.on, place, _Around(facts, known, named))


def _held(day: Day, on: date, place: Place, around: _Around) -> Figure:
    facts, known, named = around.facts, around.known, around.named
    start, end = place.start + day.start, place.start + day.end
    before = place.text[max(place.start, start - 22) : start]
    after = place.text[end : end + 20]
    is_deadline = bool(
        (_BY.search(before) and not _DAY_TO.search(before))
        or _BY_ZH.match(after[:10])
        or _ENDS.search(before)
        or _ENDS_AFTER.match(after)
    )
    is_due = bool(_DUE_BOUND.search(before) or _DUE_AFTER.match(after))
    role, true = "other", known.days | known.deadlines
    if place.says(_VISIT) and not is_deadline:
        role, true = "visit", frozenset({facts.visit_date} if facts.visit_date else ())
    elif is_due or place.says(_DUE) or (is_deadline and place.says(_LEAST_DUE)):
        role, true = "due", known.days | known.deadlines
    elif place.says(_DEADLINE) or is_deadline:
        role, true = "deadline", known.deadlines | known.days
    if on in true or on in known.deadlines:
        verdict = CONSISTENT
    elif place.is_set_apart:
        verdict = NOT_ASSERTED
    elif role == "visit" and facts.visit_scheduled is False and place.says(_WE_VISIT):
        verdict = NOT_ASSERTED if place.says(_NO_VISIT) else CONTRADICTED
    elif (
        not true
        or role == "other"
        # beside the true day another one is a day of something else
        or bool(named & true)
        or (role == "deadline" and not known.deadlines)
        or (role == "due" and not (is_due or _is_hurried(on, facts)))
    ):
        verdict = UNVERIFIABLE
    else:
        verdict = CONTRADICTED
    return Figure("date", role, start, end, verdict, on=on, is_deadline=is_deadline or is_due)


def _is_hurried(on: date, facts: Facts) -> bool:
    """Whether a day is named as the last one that comes before what is really due."""
    today = facts.time_local.date() if facts.time_local else None
    due = facts.due_date
    return due is not None and today is not None and today <= on < due
