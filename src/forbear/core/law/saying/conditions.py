"""A condition of law in words, part by part; a part that has no words is shown as it is written.

The reader knows as much SQL as the packs use: AND, OR, NOT, comparisons, IN, IS NULL, COALESCE.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from forbear.core.law.saying.facts import FLAGS, NAMES, VALUES
from forbear.core.law.saying.joining import Said, listed, named

_TOKEN = re.compile(r"\s*('[^']*'|[A-Za-z_]\w*|\d+|<=|>=|<>|!=|[=<>(),+-])")
_COMPARED = {
    "<": ("below", "小于"),
    "<=": ("at most", "不超过"),
    ">": ("above", "大于"),
    ">=": ("at least", "不少于"),
    "=": ("is", "为"),
    "<>": ("is not", "不为"),
}
# words that would make a second "or" ambiguous
_LISTLIKE = re.compile(r"[,;(]| or | and ")
_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "<>", "<>": "="}
_DATED = {
    "<": ("before", "早于"),
    "<=": ("on or before", "不晚于"),
    ">": ("after", "晚于"),
    ">=": ("on or after", "不早于"),
}
_MOMENTS = {"local_on": ("that day", "当日"), "at": ("that moment", "当时")}


class _SilentError(Exception):
    """A part of a condition for which there are no words."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part says; ``is_joined`` if it says several things and so needs brackets."""

    said: Said
    is_joined: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a condition, all of which must hold. ``is_code``: it is shown as written."""

    said: Said
    is_code: bool = False


def clauses(text: str) -> list[Clause]:
    """Say a condition part by part; what always holds has no parts.

    >>> [clause.said[0] for clause in clauses("direction = 'out' AND channel IN ('call', 'sms')")]
    ['made by us', 'by call or text']
    """
    if text.strip().upper() in ("", "TRUE"):
        return []
    found = []
    for part in parts_of(text):
        try:
            found.append(Clause(_Reader(part).read()))
        except _SilentError:
            found.append(Clause((part, part), is_code=True))
    return found


def parts_of(text: str) -> list[str]:
    """Cut a condition at the ANDs that stand in no bracket, unless an OR stands there too."""
    return [text.strip()] if len(_cut(text, "OR")) > 1 else _cut(text, "AND")


def ways_of(text: str) -> list[str]:
    """Cut a condition at the ORs that stand in no bracket but one around the whole.

    >>> ways_of("(is_minor OR (dpd > 30 AND time_barred))")
    ['is_minor', '(dpd > 30 AND time_barred)']
    """
    inner = text.strip()
    while inner.startswith("(") and _closes_at(inner) == len(inner) - 1:
        inner = inner[1:-1].strip()
    return _cut(inner, "OR")


def _closes_at(text: str) -> int:
    """Return where the first bracket closes."""
    depth = 0
    for match in _TOKEN.finditer(text):
        depth += {"(": 1, ")": -1}.get(match[1], 0)
        if depth == 0:
            return match.start(1)
    return -1


def _cut(text: str, word: str) -> list[str]:
    depth, start, cuts = 0, 0, []
    for match in _TOKEN.finditer(text):
        found = match[1].upper()
        depth += {"(": 1, ")": -1}.get(found, 0)
        if depth == 0 and found == word:
            cuts.append(text[start : match.start(1)].strip())
            start = match.end(1)
    return [*cuts, text[start:].strip()]


class _Reader:
    """Reads one part by descent and says it as it goes. ``is_denied`` turns the meaning around."""

    def __init__(self, text: str) -> None:
        self._tokens: list[str] = []
        at = 0
        while match := _TOKEN.match(text, at):
            self._tokens.append(match[1])
            at = match.end()
        if text[at:].strip():
            raise _SilentError
        self._at = 0

    def read(self) -> Said:
        said = self._any(is_denied=False).said
        if self._at < len(self._tokens):
            raise _SilentError
        return said

    def _peek(self) -> str:
        return self._tokens[self._at].upper() if self._at < len(self._tokens) else ""

    def _take(self, wanted: str = "") -> str:
        if self._at >= len(self._tokens) or (wanted and self._peek() != wanted):
            raise _SilentError
        self._at += 1
        return self._tokens[self._at - 1]

    def _any(self, *, is_denied: bool) -> _Part:
        said = [self._all(is_denied=is_denied)]
        while self._peek() == "OR":
            self._take()
            said.append(self._all(is_denied=is_denied))
        return _joined(said, is_and=is_denied)

    def _all(self, *, is_denied: bool) -> _Part:
        said = [self._one(is_denied=is_denied)]
        while self._peek() == "AND":
            self._take()
            said.append(self._one(is_denied=is_denied))
        return _joined(said, is_and=not is_denied)

    def _one(self, *, is_denied: bool) -> _Part:
        if self._peek() == "NOT":
            self._take()
            return self._one(is_denied=not is_denied)
        if self._peek() == "(":
            self._take()
            said = self._any(is_denied=is_denied)
            self._take(")")
            return said
        if self._peek() == "COALESCE":
            self._take()
            self._take("(")
            said = self._any(is_denied=is_denied)
            self._take(",")
            if self._take().upper() not in ("TRUE", "FALSE"):
                raise _SilentError
            self._take(")")
            return said
        return _Part(self._fact(self._take(), is_denied=is_denied), is_joined=False)

    def _fact(self, column: str, *, is_denied: bool) -> Said:
        following = self._peek()
        if following == "IS":
            self._take()
            if self._peek() == "NOT":
                self._take()
                is_denied = not is_denied
            self._take("NULL")
            en, zh = _name(column)
            return (f"{en}: given", f"{zh}：有") if is_denied else (f"{en}: none", f"{zh}：无")
        if following in ("IN", "NOT"):
            if following == "NOT":
                self._take()
                is_denied = not is_denied
            self._take("IN")
            return _held(column, self._literals(), is_denied=is_denied)
        if following in (*_COMPARED, "!="):
            sign = self._take().replace("!=", "<>")
            return self._compared(column, _TURNED[sign] if is_denied else sign)
        if column not in FLAGS:
            raise _SilentError
        return FLAGS[column][is_denied]

    def _literals(self) -> list[str]:
        self._take("(")
        words = [self._take().strip("'")]
        while self._peek() == ",":
            self._take()
            words.append(self._take().strip("'"))
        self._take(")")
        return words

    def _compared(self, column: str, sign: str) -> Said:
        value = self._take()
        if value.startswith("'"):
            if sign not in ("=", "<>"):
                raise _SilentError
            return _held(column, [value.strip("'")], is_denied=sign == "<>")
        en, zh = _name(column)
        if value in _MOMENTS and sign in _DATED and self._peek() not in ("+", "-"):
            when = _MOMENTS[value]
            return (f"{en} {_DATED[sign][0]} {when[0]}", f"{zh}{_DATED[sign][1]}{when[1]}")
        if not value.isdigit():
            raise _SilentError
        return (f"{en} {_COMPARED[sign][0]} {value}", f"{zh}{_COMPARED[sign][1]} {value}")


def _joined(parts: list[_Part], *, is_and: bool) -> _Part:
    """Join parts: two plain ones by a word, others as a list with its head."""
    if len(parts) == 1:
        return parts[0]
    said = [
        (f"({part.said[0]})", f"（{part.said[1]}）") if part.is_joined else part.said
        for part in parts
    ]
    if len(said) == 2 and not any(_LISTLIKE.search(en) for en, _ in said):  # noqa: PLR2004
        last = ("and", "且") if is_and else ("or", "或")
        return _Part(listed(said, last=last), is_joined=True)
    head = ("all of: ", "同时满足：") if is_and else ("any of: ", "满足其一：")
    joined = (
        head[0] + "; ".join(en for en, _ in said),
        head[1] + "；".join(zh for _, zh in said),
    )
    return _Part(joined, is_joined=True)


def _name(column: str) -> Said:
    if column not in NAMES:
        raise _SilentError
    return NAMES[column]


def _held(column: str, words: list[str], *, is_denied: bool) -> Said:
    """Say that a column holds one of some words: ``by call or text``, ``not to: attorney``."""
    if column not in VALUES:
        raise _SilentError
    (en, zh), (not_en, not_zh), names = VALUES[column]
    shown = listed(named(words, names))
    return (not_en + shown[0], not_zh + shown[1]) if is_denied else (en + shown[0], zh + shown[1])
