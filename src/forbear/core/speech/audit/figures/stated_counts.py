"""Counts, each set against the facts: how long past due, what was missed, the months of a plan."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from forbear.core.speech.audit.figures.counts import Count, counts
from forbear.core.speech.audit.figures.known import Known
from forbear.core.speech.audit.figures.stated import (
    CONSISTENT,
    CONTRADICTED,
    DENIED,
    NOT_ASSERTED,
    UNVERIFIABLE,
    Figure,
    Place,
)
from forbear.core.speech.audit.values import Facts

# what may come is not said to be so; a comma ends what "if" governs
_IF = re.compile(
    r"(?:\b(?:if|when|once|until|after|reaches?|stays?|becomes?|before)\b|"
    r"\b(?:report|charge|refer|escalat|mark|list|pass|send|sell|sold|sent|close|block|suspend)\w*\b"
    r"[^.;]{0,30}\bat\b|"
    r"如果|如(?!期|今|实|下|约|数|已|有|何|需)|若|一旦|超过.{0,4}天后|每逾期|凡)[^,;:，；：]{0,80}$"
)
_IF_AFTER = re.compile(r" ?(?:if|when|once|until|before)\b")
_IF_REACH = 96
# a rule for all accounts is said of none
_OF_ALL = re.compile(
    r"\b(?:accounts|customers|usually|typically|normally|generally|as a rule|"
    r"an? (?:payment|account) (?:has|is|that|which)|any (?:account|payment|card|customer)|"
    r"(?:has|have|needs?) to be|must be)\b|"
    r"通常|凡是|一般(?:情况|来说|会|而言)|所有客户"
)
# "逾期满90天后": a threshold
_FROM_THEN = re.compile(
    r"(?:以上)?(?:之?后|以后|时|的(?:账户|客户|持卡人|，)|才|将|会被|就会)|[^.;,]{0,8}\b(?:before|"
    r"until) we\b"
)
_FULL = re.compile(r"(?<!已)(?<!已经)(?:满|达到?)$")
# "our report for October showed you as two payments behind"
_ONCE = re.compile(
    r"\b(?:showed|shown|report(?:ed)? (?:for|in|of)|used to|at the time|back then)\b|当时|曾"
)
_SO_LONG = re.compile(r"之久|了")
_DENIAL_REACH, _INTO, _NEAR = 48, 12, 40
_WEEK = 7
# A month of the calendar has so many days.
_MONTH_LEAST, _MONTH_MOST = 28, 31


def counts_held(
    place: Place, facts: Facts, known: Known, named: frozenset[date]
) -> Iterator[Figure]:
    """Set the counts of a sentence against the facts; ``named``: the days that it names."""
    late: _Late | None = None
    for count in counts(place.text, place.start, place.end, place.language):
        late = late or _late(facts, named)
        verdict = _of_plan(count, known) if count.role == "months" else late.verdict(count)
        if (
            place.is_set_apart
            or place.before(DENIED, count.said_from, _DENIAL_REACH)
            or (count.role != "months" and _is_supposed(place, count))
            or (verdict == CONTRADICTED and late.is_ahead(count) and _is_full(place, count))
        ):
            verdict = NOT_ASSERTED
        if verdict == CONTRADICTED and count.role == "payments_missed" and place.says(_ONCE):
            verdict = UNVERIFIABLE
        yield Figure(
            "count",
            count.role,
            count.start,
            count.end,
            verdict,
            count=count.number,
            is_bound=count.is_bound,
        )


def _is_supposed(place: Place, count: Count) -> bool:
    """Whether days past due are spoken of as something that may come, or of accounts at large."""
    return bool(
        place.before(_IF, count.start, _IF_REACH)
        or _IF_AFTER.match(place.text, count.end, place.end)
        or place.before(_OF_ALL, count.start, _NEAR)
        or _FROM_THEN.match(place.text, count.end, place.end)
    )


def _is_full(place: Place, count: Count) -> bool:
    """Whether so many days are a threshold, as in 逾期满九十天."""
    is_past = _SO_LONG.match(place.text, count.end, place.end) is not None
    return not is_past and place.before(_FULL, count.start, _INTO) is not None


def _of_plan(count: Count, known: Known) -> str:
    if count.number in known.months:
        return CONSISTENT
    return CONTRADICTED if known.months else UNVERIFIABLE


@dataclass(frozen=True, slots=True)
class _Late:
    """How long the account is past due; ``days``: by each fact that says so."""

    days: frozenset[int]
    # how long ago the days are that the sentence names
    ago: frozenset[int]
    # how many payments can have been due by today, or shortly will be; ``None``: not known
    most_missed: int | None = None

    def is_ahead(self, count: Count) -> bool:
        """Whether the account has not been past due for so long yet."""
        return count.role == "days_overdue" and all(count.number > dpd for dpd in self.days)

    def verdict(self, count: Count) -> str:
        """Say of a count of days, weeks, months or payments whether the facts bear it out."""
        if not self.days:
            return UNVERIFIABLE
        if any(_is_borne_out(count, dpd) for dpd in self.days):
            return CONSISTENT
        if count.role == "payments_missed" and self.most_missed is not None:
            # fewer than were due may be those of one year; one more may be due shortly
            return UNVERIFIABLE if count.number <= self.most_missed else CONTRADICTED
        if not count.is_bound and count.number in self.ago:
            # so long ago is a day that is named beside it, whatever happened then
            return UNVERIFIABLE
        if count.role == "payments_missed" and count.number <= max(self.days) // _MONTH_LEAST + 2:
            return UNVERIFIABLE
        return CONTRADICTED


def _late(facts: Facts, named: frozenset[date]) -> _Late:
    today = facts.time_local.date() if facts.time_local else None
    days = set() if facts.dpd is None else {facts.dpd}
    if today is not None and facts.due_date is not None and facts.due_date < today:
        days.add((today - facts.due_date).days)
    ago = () if today is None else ((today - day).days for day in named)
    most = None
    if today is not None and days:
        most = max(_due_since(today - timedelta(days=dpd), today + _SHORTLY) for dpd in days)
    return _Late(frozenset(days), frozenset(ago), most)


def _due_since(first: date, last: date) -> int:
    """How many monthly due days lie from the first to the last day.

    >>> _due_since(date(2026, 1, 31), date(2026, 3, 1))
    2
    >>> _due_since(date(2026, 1, 5), date(2026, 3, 5))
    3
    """
    months = (last.year - first.year) * 12 + last.month - first.month
    length = monthrange(last.year, last.month)[1]
    return months + (last.day >= min(first.day, length))


# a payment that is due so soon may be counted in
_SHORTLY = timedelta(days=10)


def _is_borne_out(count: Count, dpd: int) -> bool:
    said, role = count.number, count.role
    if role == "payments_missed":
        return dpd // _MONTH_MOST <= said <= dpd // _MONTH_LEAST + 1
    if role == "months_overdue":
        least, most = dpd // _MONTH_MOST - 1, dpd // _MONTH_LEAST + 1
        return least <= said <= most
    unit = _WEEK if role == "weeks_overdue" else 1
    if count.is_over and said * unit < dpd:
        return dpd <= said * unit * 2
    if count.is_rough:
        return abs(said * unit - dpd) * 10 <= max(dpd, _MONTH_MOST)
    return abs(said * unit - dpd) < unit
