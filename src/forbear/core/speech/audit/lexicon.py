"""Words as data: concepts with their phrases, and rules that join concepts.

A phrase is plain words. In English it stands between word boundaries; a ``*`` at its end lets the
word go on. A ``~`` is a short gap within one sentence. A rule is a line of concepts:
``tell > employer`` (in this order, near each other), ``tell & employer`` (anywhere in the
sentence), ``& !hedge`` (not with).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

GAP = {"en": r"[^.!?;\n]{0,40}?", "zh": r"[^。！？；!?;\n\]】]{0,14}?"}
NEAR = {"en": 70, "zh": 30}
_HAN = "\u3400", "\u9fff"


class LexiconError(ValueError):
    """A lexicon that cannot be used; the message names the entry."""


_Asked = tuple[bool, bool, Callable[[str, int], re.Match[str] | None] | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: the concepts that it stands for and what must follow its first words."""

    concepts: tuple[str, ...]
    is_bounded_left: bool
    is_bounded_right: bool
    rest: re.Pattern[str] | None

    @property
    def asked(self) -> _Asked:
        """What is asked of every place where the first words stand, in order."""
        rest = None if self.rest is None else self.rest.match
        return self.is_bounded_left, self.is_bounded_right, rest, self.concepts


@dataclass(frozen=True, slots=True)
class Part:
    """One concept of an expression; ``after``: it follows the part before it, near."""

    concept: str
    is_absent: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of conduct: when it is met, what it means, and which facts must hold.

    ``is_sure``: it stands however the rest of a text sounds.
    """

    id: str
    category: str
    severity: str
    parts: tuple[Part, ...]
    facts: tuple[str, ...]
    scope: str
    can_be_denied: bool
    roles: tuple[str, ...]
    because: str | None
    status: tuple[str, str] | None
    needs: frozenset[str]
    is_sure: bool = False


class Lexicon:
    """The words and rules of one language, made ready for reading."""

    def __init__(
        self,
        language: str,
        concepts: Mapping[str, Sequence[str]],
        rules: Sequence[Mapping[str, object]],
        tables: Mapping[str, object],
    ) -> None:
        self.language = language
        self.tables = tables
        names = set(concepts)
        found: dict[str, list[Phrase]] = {}
        for concept, words in concepts.items():
            for word in words:
                first, phrase = _phrase(word, concept, language)
                found.setdefault(first, []).append(phrase)
        self._literals = list(found)
        self._asked = [tuple(_joined(found[first])) for first in self._literals]
        self._search = AhoCorasick(self._literals)
        self.rules: dict[str, list[Rule]] = {}
        self.wide_rules: list[Rule] = []
        for row in rules:
            for rule in _rules(row, names):
                if rule.scope == "sentence":
                    self.rules.setdefault(_rarest(rule, concepts), []).append(rule)
                else:
                    self.wide_rules.append(rule)

    def find(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Yield every phrase found: start, end, concepts."""
        size = len(text)
        phrases = self._asked
        first_han, last_han = _HAN
        for number, start, end in self._search.find_matches_as_indexes(text, overlapping=True):
            for is_bounded_left, is_bounded_right, rest, concepts in phrases[number]:
                # whether a word would go on is asked here, not in a function: it is asked most
                if is_bounded_left and start:
                    char = text[start - 1]
                    if char.isalnum() and not first_han <= char <= last_han:
                        continue
                stop = end
                if rest is not None:
                    more = rest(text, end)
                    if more is None:
                        continue
                    stop = more.end()
                if is_bounded_right and stop < size:
                    char = text[stop]
                    if char.isalnum() and not first_han <= char <= last_han:
                        continue
                yield start, stop, concepts


def _joined(phrases: Sequence[Phrase]) -> Iterator[_Asked]:
    """Yield what is asked of phrases; those that follow each other and ask the same ask once."""
    last: _Asked | None = None
    for phrase in phrases:
        asked = phrase.asked
        if last is not None and last[:3] == asked[:3]:
            last = (*last[:3], last[3] + asked[3])
            continue
        if last is not None:
            yield last
        last = asked
    if last is not None:
        yield last


def _phrase(word: str, concept: str, language: str) -> tuple[str, Phrase]:
    if not word or word != word.strip() or word.startswith("~"):
        raise LexiconError(f"{concept}: {word!r} is not a phrase")
    open_end = word.endswith("*")
    first, *others = (part.strip() for part in word.rstrip("*").split("~"))
    if not first or not all(others):
        raise LexiconError(f"{concept}: {word!r} has an empty part")
    first_open = first.endswith("*")
    first = first.rstrip("*")
    rest = None
    if others:
        bound = r"\b" if language == "en" else ""
        middle = "".join(GAP[language] + bound + re.escape(part.rstrip("*")) for part in others)
        start = r"\w*" if first_open else bound
        rest = re.compile(start + middle)
    is_word = first[0].isascii() and first[0].isalnum()
    last = (others or [first])[-1].rstrip("*")
    ends_word = last[-1].isascii() and last[-1].isalnum()
    return first, Phrase((concept,), is_word, ends_word and not open_end, rest)


def _rules(row: Mapping[str, object], names: set[str]) -> Iterator[Rule]:
    name = str(row["id"])
    raw = row["when"]
    if not isinstance(raw, list):
        raise LexiconError(f"rule {name}: when must be a list")
    status = row.get("status")
    for line in raw:
        parts = tuple(_parts(str(line), name, names))
        if parts[0].is_absent:
            raise LexiconError(f"rule {name}: {line!r} must begin with a concept that is present")
        yield Rule(
            id=name,
            category=str(row["category"]),
            severity=str(row.get("severity", "high")),
            parts=parts,
            facts=tuple(map(str, _list(row.get("if")))),
            scope=str(row.get("scope", "sentence")),
            can_be_denied=bool(row.get("deniable", True)),
            roles=tuple(map(str, _list(row.get("roles")))),
            because=str(row["because"]) if "because" in row else None,
            status=(str(status[0]), str(status[1])) if isinstance(status, list) else None,
            needs=frozenset(part.concept for part in parts if not part.is_absent),
            is_sure=bool(row.get("sure", False)),
        )


def _list(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _parts(line: str, rule: str, names: set[str]) -> Iterator[Part]:
    after = False
    for word in line.split():
        if word in ("&", ">"):
            after = word == ">"
            continue
        concept = word.lstrip("!")
        if concept not in names:
            raise LexiconError(f"rule {rule}: there is no concept {concept!r}")
        yield Part(concept, word.startswith("!"), after)


def _rarest(rule: Rule, concepts: Mapping[str, Sequence[str]]) -> str:
    return min(rule.needs, key=lambda name: (len(concepts[name]), name))
