"""The rule book laid out for reading: one line a dated value, in the reader's language.

Made once for each version of the packs and language, since both hold for the life of a process.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from forbear.core.law.changes import Value
from forbear.core.law.charges import LawCharge
from forbear.core.law.rules import EVERYWHERE, Rule
from forbear.core.law.saying import charge_said, period_said, place_name, value_said
from forbear.web.compliance.words import topic, topic_place
from forbear.web.shared.language import in_language, is_chinese
from forbear.wiring.gate import book

ISSUER = "issuer"
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One dated value. ``other`` is the question where it is written in another language."""

    rule: Value
    code: str
    title: str
    other: str
    other_language: str
    topic: str
    value: str
    place: str
    citation: str
    searched: str

    def state(self, on: date) -> str:
        """Return whether the value is ``in_force``, ``coming`` or ``past`` on a day."""
        if self.rule.begins_on > on:
            return "coming"
        return "in_force" if self.rule.is_ever_in_force(on, on) else "past"


@dataclass(frozen=True, slots=True)
class Place:
    """A place with rules of its own; ``depth`` 0 is a nation or everywhere."""

    code: str
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack in use: its version, the hash of its files, and how many values it holds."""

    key: str
    name: str
    version: str
    digest: str
    count: int


def lines() -> Sequence[Line]:
    """Return every value of the book, by place and topic, in the language of the page."""
    return _lines(_version(), is_chinese())


def row_of(line: Line) -> str:
    """Return the line as a row of the table, with ``@on@`` where its link may name a day."""
    return _rows(_version(), is_chinese())[id(line)]


def line_of(rule_id: str) -> list[Line]:
    """Return the dated values of a rule; none if there is no such rule."""
    return [line for line in lines() if line.rule.rule_id == rule_id]


def places() -> Sequence[Place]:
    """Return every place that has rules: a nation before its states, everywhere last."""
    codes = {line.rule.jurisdiction for line in lines()}
    codes |= {code.rpartition("-")[0] for code in codes if "-" in code}
    codes |= {code.split("-")[0] for code in codes}
    return [
        Place(code, in_language(place_name(code)), code.count("-"))
        for code in sorted(codes - {""}, key=_place_order)
    ]


def binds_in(rule: Value, place: str) -> bool:
    """Return whether a rule belongs to a place: its own, those above it, and those within it."""
    own = rule.jurisdiction
    if place in ("", own):
        return True
    if place == EVERYWHERE:
        return False
    return own == EVERYWHERE or place.startswith(f"{own}-") or own.startswith(f"{place}-")


def lines_of_question(rule: Value) -> list[Line]:
    """Return every dated value of the question that a rule answers, the latest first."""
    own = [
        line
        for line in lines()
        if line.rule.file == rule.file and line.rule.question == rule.question
    ]
    return sorted(own, key=lambda line: line.rule.begins_on, reverse=True)


def packs() -> list[Pack]:
    """Return the packs in use: name, version, hash, and how many values each holds."""
    versions = book().versions
    folders = [line.rule.file.split("/")[0] for line in lines()]
    # an issuer's own file stands wherever the issuer keeps it
    held = Counter(folder if folder in versions else ISSUER for folder in folders)
    names = {"house": _("House rules of Forbear"), ISSUER: _("House rules of the issuer")}
    return [
        Pack(
            key=key,
            name=str(names.get(key) or in_language(place_name(key.upper()))),
            version=version.partition("+")[0],
            digest=version.partition("+")[2],
            count=held[key],
        )
        for key, version in sorted(versions.items())
    ]


def is_written_in_chinese(text: str) -> bool:
    """Return whether a text is Chinese: one sign of it suffices."""
    return _HAN.search(text) is not None


def _version() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(book().versions.items()))


def _place_order(code: str) -> tuple[bool, str, str]:
    nation = code.split("-", maxsplit=1)[0]
    return code == EVERYWHERE, in_language(place_name(nation)), code


@lru_cache(maxsize=8)
def _lines(version: tuple[tuple[str, str], ...], in_chinese: bool) -> Sequence[Line]:  # noqa: FBT001 - a key of the cache
    del version, in_chinese  # they are the key: the language is that of the page
    held: tuple[Value, ...] = (*book().rules, *book().periods, *book().charges)
    made = [_line(value) for value in held]
    return sorted(
        made,
        key=lambda line: (
            _place_order(line.rule.jurisdiction),
            topic_place(line.code),
            line.rule.file,
            line.rule.begins_on,
        ),
    )


@lru_cache(maxsize=8)
def _rows(version: tuple[tuple[str, str], ...], in_chinese: bool) -> dict[int, str]:  # noqa: FBT001 - a key of the cache
    del version, in_chinese
    return {id(line): render_to_string("compliance/_row.html", {"line": line}) for line in lines()}


def _line(rule: Value) -> Line:
    if isinstance(rule, Rule):
        code, said = rule.code, value_said(rule.kind, question=rule.question)
    elif isinstance(rule, LawCharge):
        code, said = "charge", charge_said(rule)
    else:
        code, said = f"period:{rule.kind_name}", period_said(rule.kind)
    about, value = topic(code), in_language(said)
    is_foreign = is_written_in_chinese(rule.question) != is_chinese()
    place = in_language(place_name(rule.jurisdiction))
    citation = rule.citation_zh if is_chinese() and rule.citation_zh else rule.citation
    words = (
        rule.rule_id,
        code,
        rule.question,
        about,
        value,
        place,
        rule.jurisdiction,
        rule.citation,
        rule.citation_zh,
        rule.force,
    )
    return Line(
        rule=rule,
        code=code,
        title=about if is_foreign else rule.question,
        other=rule.question if is_foreign else "",
        other_language="en" if is_chinese() else "zh-Hans",
        topic=about,
        value=value,
        place=place,
        citation=citation,
        searched=" ".join(words).casefold(),
    )
