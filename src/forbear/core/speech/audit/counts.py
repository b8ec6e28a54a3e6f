"""Counts in a text: days past due, months of a plan or a pause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forbear.core.speech.audit.numerals import EN_NUMBER, HAN_NUMBER, chinese, english

_N = rf"(?P<n>\d{{1,4}}|{EN_NUMBER})"
_EN_DPD = re.compile(
    rf"\b{_N}[ -]*(?P<unit>days?|months?)[ -]+(?:past[ -](?:its )?due|overdue|late|delinquent|"
    rf"behind|in arrears)"
    rf"|\b(?P<unit3>days|months) (?:past[ -]due|overdue|late|in arrears) ?(?:is|are)?[: ] ?"
    rf"(?P<n3>\d{{1,4}})\b"
    rf"|\b(?:past due|overdue|late|delinquent|behind|in arrears)(?: by| for)?(?: about|"
    rf" over| more than)? (?P<n2>\d{{1,4}}|{EN_NUMBER}) *(?P<unit2>days?|months?)\b"
)
_EN_PLAN = re.compile(
    rf"\b(?:over|for|in|into|across) (?P<n>\d{{1,3}}|{EN_NUMBER}) *(?:equal |"
    rf"monthly )*(?:months?|installments|instalments|payments)\b"
    rf"|\b(?P<n2>\d{{1,3}}|{EN_NUMBER})[ -](?:months?|equal|monthly)[ -]+(?:plan|"
    rf"payment plan|installments?|instalments?|payments|arrangement|pause|holiday|break)"
)
# "The payment came nine days late" tells of that payment, and a "30-day late mark" is a kind.
_PAST = re.compile(r"\b(?:came|arrived|paid|received|posted|landed)\b[^.;]{0,16}$")
# "reported 30 days late" is a code of the bureaus, which count in months
_CODE = re.compile(r"\b(?:report(?:ed|ing)?|shown|marked|coded|listed)\b[^.;]{0,36}$")
# Without one of these words there is no plan to be found.
_PARTS = re.compile("month|instal|payments|equal")
_ZH_PARTS = re.compile("期|个月")
_ZH_DPD = re.compile(
    rf"(?:逾期|拖欠|欠款)(?:天数|时间)?\s*(?:至今|已经|已达|已有|已超过|已超|已|达到|达|超过|了|为|是|：|:|满|近|约|共|长达|整整)*(?P<n>\d{{1,4}}|{HAN_NUMBER}{{1,4}})(?:多|余)?(?P<unit>天|日|个月)(?!前|内|之)"
    r"|逾期天数\s*[:：|]?\s*(?P<n2>\d{1,4})(?!\d|[.月年])"
)
_ZH_PLAN = re.compile(rf"(?<![第\d])(?P<n>\d{{1,3}}|{HAN_NUMBER}{{1,4}})(?:期|个月)(?![\d０-９])")


@dataclass(frozen=True, slots=True)
class Count:
    """A count, what is counted, and where it stands. Months past due are told as months."""

    start: int
    end: int
    number: int
    role: str


def counts(text: str, language: str) -> Iterator[Count]:
    """Yield the counts in a text."""
    if language == "en":
        for match in _EN_DPD.finditer(text) if "day" in text or "month" in text else ():
            if (
                _PAST.search(text, 0, match.start())
                or _CODE.search(text, 0, match.start())
                or text.startswith(" mark", match.end())
            ):
                continue
            unit = match["unit"] or match["unit2"] or match["unit3"]
            yield from _count(match, "days_overdue" if unit[0] == "d" else "months_overdue")
        for match in _EN_PLAN.finditer(text) if _PARTS.search(text) else ():
            yield from _count(match, "months")
        return
    taken: set[int] = set()
    for match in _ZH_DPD.finditer(text):
        taken.add(match.start("n"))
        role = "months_overdue" if match["unit"] == "个月" else "days_overdue"
        yield from _count(match, role)
    for match in _ZH_PLAN.finditer(text) if _ZH_PARTS.search(text) else ():
        if match.start("n") not in taken:
            yield from _count(match, "months")


def _count(match: re.Match[str], role: str) -> Iterator[Count]:
    groups = match.groupdict()
    said = groups.get("n") or groups.get("n2") or groups.get("n3") or ""
    if said.isdigit():
        number: int | None = int(said)
    elif said and said[0].isascii():
        number = english(said)
    else:
        value = chinese(said)
        number = int(value) if value is not None else None
    if number is not None:
        yield Count(match.start(), match.end(), number, role)
