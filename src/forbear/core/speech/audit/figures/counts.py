"""Counts in a text: how long something is past due, what was missed, how long a plan runs.

A count is a number with a unit. What it counts is told by the words right before and behind it; a
number beside no such word is no count of the account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from forbear.core.speech.audit.figures.counts_en import WORDS as EN
from forbear.core.speech.audit.figures.counts_words import Words
from forbear.core.speech.audit.figures.counts_zh import WORDS as ZH
from forbear.core.speech.audit.figures.numerals import chinese, english

# So many characters beside a count are looked at, so that no text takes quadratic time.
_REACH = 72
_OVERDUE = {"d": "days_overdue", "w": "weeks_overdue", "f": "weeks_overdue", "m": "months_overdue"}
_MISSED = re.compile(r"missed|unpaid|overdue|outstanding|skipped|late|past[ -]due")
_OF_PLAN = re.compile(r"equal|equated|monthly|consecutive|successive|level|instal|emi")
_PER_MONTH = re.compile(
    r"monthly|a month|per month|each month|every month|instal|每月|每期|月供|一期|月还"
)
_SUM_BEFORE = re.compile(r"(?:[$£€¥₹]|usd |gbp |hkd |rs\.? ?)\d[\d,.]*\d,? $")
_CHARGE = re.compile(r"charge|fee|interest|paid|费|息")
_IN_ALL = re.compile(r" (?:in total|in all|altogether)\b")
_LATE = re.compile(r"past[ -]due|over-?due|late\b|in arrears|逾期|拖欠")
_ONE = frozenset({"a", "an", "一"})
_SPOKEN = {"a": 1, "an": 1, "a couple of": 2}
_HALF, _FORTNIGHT, _HALF_MONTH = "半", 2, 15
_UNITS = ("d", "w", "f", "m", "p")
_LABELS = {"d": "days_overdue", "p": "payments_missed", "m": "months"}


@dataclass(frozen=True, slots=True)
class Count:
    """A count, what is counted, and where it stands. Weeks and months are told as such.

    ``is_rough``: about so many. ``is_over``: so many or more. ``is_bound``: a word right beside it
    says what is counted, so that it can count nothing else. ``told_from``: where the words begin
    that say so, if they stand before it.
    """

    start: int
    end: int
    number: int
    role: str
    is_rough: bool = False
    is_over: bool = False
    is_bound: bool = False
    told_from: int | None = None

    @property
    def said_from(self) -> int:
        """Where the count and the words that name it begin."""
        return self.start if self.told_from is None else self.told_from


def counts(text: str, start: int, end: int, language: str) -> Iterator[Count]:
    """Yield the counts between two places of a text, in order."""
    words = EN if language == "en" else ZH
    if words.hint.search(text, start, end) is None:
        return
    found = [
        *_spans(text, start, end, words),
        *_labelled(text, start, end, words),
        *_rows(text, start, end, words),
    ]
    last = -1
    for count in sorted(found, key=lambda one: (one.start, -one.end)):
        if count.start >= last:
            last = count.end
            yield count


def _spans(text: str, start: int, end: int, words: Words) -> Iterator[Count]:
    """Yield the numbers with a unit that count something of the account."""
    for match in words.span.finditer(text, start, end):
        beside = _Beside(
            text[max(start, match.start() - _REACH) : match.start()],
            text[match.end() : min(end, match.end() + _REACH)],
            words,
        )
        number = _number(match["n"])
        if number is None or beside.is_choice:
            continue
        unit = next(name for name in _UNITS if match[name])
        told = beside.told(match, unit)
        if told is None and unit in ("d", "w") and beside.is_so_long(text, start):
            told = _Told(_OVERDUE[unit], 0, is_bound=False)
        if told is None or (match["n"] == _HALF and told.role != _OVERDUE["m"]):
            continue
        role = told.role
        if match["n"] == _HALF:
            number, role = _HALF_MONTH, _OVERDUE["d"]
        yield Count(
            match.start(),
            match.end(),
            number * (_FORTNIGHT if unit == "f" else 1),
            role,
            is_rough=match["n"] == _HALF or words.rough_before.search(beside.before) is not None,
            is_over=beside.is_over(match),
            is_bound=told.is_bound,
            told_from=match.start() - told.ahead,
        )


def _labelled(text: str, start: int, end: int, words: Words) -> Iterator[Count]:
    """Yield the numbers without a unit: behind their label, and those that multiply a sum."""
    for match in words.bare.finditer(text, start, end):
        first, last = match.span()
        before = text[max(start, first - _REACH) : first]
        if label := words.label_before.search(before):
            name = str(label.lastgroup)
            role, is_bound = _LABELS[name], name == "m"
            first -= len(before) - label.start()
        elif words.days_before.match(before) and _LATE.search(text, max(0, first - _REACH), first):
            role, is_bound = _OVERDUE["d"], True
        elif words.times_before.search(before) or words.times_after.match(text, last, end):
            role, is_bound = "months", False
        elif words.dpd_after.match(text, last, end) or (
            words.nth_before.search(before) and words.nth_after.match(text, last, end)
        ):
            role, is_bound = "days_overdue", True
        else:
            continue
        yield Count(first, last, int(match.group()), role, is_bound=is_bound)


def _rows(text: str, start: int, end: int, words: Words) -> Iterator[Count]:
    """Yield which one in a row was missed: "the fourth month running without a payment"."""
    for match in words.row.finditer(text, start, end):
        if _SKIPPED.search(
            text, max(start, match.start() - _REACH), min(end, match.end() + _REACH)
        ):
            said = match["n"]
            number = _NTH.get(said) or _number(said)
            if number is not None:
                yield Count(*match.span(), number, _LABELS["p"], is_bound=True)


_SKIPPED = re.compile(
    r"\bmiss|\bnot\b|n't\b|\bwithout\b|\bno (?:payment|\w+ payment)|unpaid|\blate\b|没|未"
)
_NTH = dict(
    zip(
        (
            *("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
            *("tenth", "eleventh", "twelfth"),
        ),
        range(2, 13),
        strict=True,
    )
)


class _Told(NamedTuple):
    """What is counted, and how many characters before the number the words for it begin."""

    role: str
    ahead: int
    is_bound: bool


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands right before a number with its unit, and right behind it."""

    before: str
    after: str
    words: Words

    @property
    def is_choice(self) -> bool:
        """Whether it is one of several that are named, of which none is stated."""
        words = self.words
        return bool(words.choice_before.search(self.before) or words.choice_after.match(self.after))

    def is_over(self, match: re.Match[str]) -> bool:
        """Whether it is said to be more than the number."""
        return bool(match["more"]) or self.words.over_before.search(self.before) is not None

    def is_so_long(self, text: str, start: int) -> bool:
        """Whether it says how long ago the due day was that the sentence before ends with."""
        words = self.words
        return bool(
            words.so_long_before.search(self.before)
            and words.so_long_after.match(self.after)
            and words.due_told.search(text, max(0, start - _REACH - _REACH), start)
        )

    def told(self, match: re.Match[str], unit: str) -> _Told | None:
        """Return what is counted, if anything of the account is."""
        # "a payment" may be any, "a month" is how often one pays, 一天 is how much one day costs
        if match["n"] in _ONE and (unit == "p" or match["n"] == "一"):
            return None
        told = self._missed(match["kind"]) if unit == "p" else self._late(unit)
        if match["cycle"]:
            return told
        if told is None and unit in ("m", "p") and match["n"] not in _ONE:
            told = self._of_plan(match["kind"] + (match["named"] or ""), is_payments=unit == "p")
        return told

    def _late(self, unit: str) -> _Told | None:
        words, role = self.words, _OVERDUE[unit]
        if words.not_late_before.search(self.before):
            return None
        if first := words.late_before.search(self.before):
            return _Told(role, len(self.before) - first.start(), is_bound=True)
        if words.late_after.match(self.after):
            return _Told(role, 0, is_bound=True)
        for before, after in words.late_around:
            if after.match(self.after) and (first := before.search(self.before)):
                return _Told(role, len(self.before) - first.start(), is_bound=False)
        return None

    def _missed(self, kind: str) -> _Told | None:
        words = self.words
        if first := words.missed_before.search(self.before):
            return _Told("payments_missed", len(self.before) - first.start(), is_bound=True)
        if _MISSED.search(kind) or words.missed_after.match(self.after):
            return _Told("payments_missed", 0, is_bound=True)
        return None

    def _of_plan(self, said: str, *, is_payments: bool) -> _Told | None:
        words = self.words
        if words.not_plan_before.search(self.before) or words.not_plan_after.match(self.after):
            return None
        is_bound = False
        if said == "times":
            is_plan = _PER_MONTH.search(self.before) is not None or (
                _SUM_BEFORE.search(self.before) is not None and _CHARGE.search(self.before) is None
            )
        elif _OF_PLAN.search(said) or words.plan_before.search(self.before):
            is_plan = is_bound = True
        elif words.plan_after.match(self.after):
            # "two payments of $50" may be two that were made
            is_plan, is_bound = True, not is_payments or _IN_ALL.match(self.after) is not None
        else:
            is_plan = words.may_plan_before.search(self.before) is not None
        return _Told("months", 0, is_bound=is_bound) if is_plan else None


def _number(said: str) -> int | None:
    if said.isdigit():
        return int(said)
    if said == _HALF:
        # of a month, which its unit tells
        return 0
    if not said[0].isascii():
        value = chinese(said)
        return None if value is None else int(value)
    said = said.strip()
    return _SPOKEN.get(said) or english(said)
