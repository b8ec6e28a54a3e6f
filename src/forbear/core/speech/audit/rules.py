"""The rules of a lexicon applied to a turn that was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forbear.core.speech.audit.frames import is_denied, is_set_apart
from forbear.core.speech.audit.lexicon import NEAR, Lexicon, Part, Rule
from forbear.core.speech.audit.reading import Hit, Reading, Sentence
from forbear.core.speech.audit.truth import Truth

_WIDE = 220
_TRIES = 12


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that is met: where, and whether the facts object (``None``: they do not say)."""

    rule: Rule
    start: int
    end: int
    objects: bool | None
    index: int


def matches(reading: Reading, lexicon: Lexicon, truth: Truth, role: str) -> Iterator[Match]:
    """Yield the rules that a turn meets and that its manner of speaking does not lift."""
    of_concept = lexicon.rules.get
    for index, sentence in enumerate(reading.sentences):
        hits = sentence.hits
        said = hits.keys()
        for concept in hits:
            for rule in of_concept(concept, ()):
                # asked first, and here: most rules are not met for want of a concept
                if said >= rule.needs:
                    yield from _met(rule, reading, index, hits, truth, role, lexicon.language)
    if lexicon.wide_rules and len(reading.sentences) > 1:
        yield from _wide(reading, lexicon, truth, role)
    elif lexicon.wide_rules:
        only = reading.sentences[0]
        for rule in lexicon.wide_rules:
            yield from _met(rule, reading, 0, only.hits, truth, role, lexicon.language)


def _wide(reading: Reading, lexicon: Lexicon, truth: Truth, role: str) -> Iterator[Match]:
    """Apply the rules that look at a sentence and the two before it together."""
    window: list[Sentence] = []
    for index, sentence in enumerate(reading.sentences):
        window = [*window[-2:], sentence]
        merged: dict[str, list[Hit]] = {}
        for part in window:
            for concept, hits in part.hits.items():
                merged.setdefault(concept, []).extend(hits[:_TRIES])
        for rule in lexicon.wide_rules:
            if rule.needs & sentence.hits.keys():
                yield from _met(rule, reading, index, merged, truth, role, lexicon.language)


def _met(  # noqa: PLR0917 - called for every rule of every sentence: names would cost
    rule: Rule,
    reading: Reading,
    index: int,
    hits: Mapping[str, list[Hit]],
    truth: Truth,
    role: str,
    language: str,
) -> Iterator[Match]:
    if not rule.needs <= hits.keys() or (rule.roles and role not in rule.roles):
        return
    if any(part.is_absent and part.concept in hits for part in rule.parts):
        return
    objects = truth.all_of(rule.facts)
    if objects is False:
        return
    present = [part for part in rule.parts if not part.is_absent]
    near = _WIDE if rule.scope == "wide" else NEAR[language]
    for found in _chains(present, hits, near):
        home = _home(reading, index, found[0])
        head = reading.sentences[home]
        if rule.can_be_denied and any(is_denied(reading, head, hit, language) for hit in found[:2]):
            continue
        if is_set_apart(reading, home, found[0], role):
            continue
        yield Match(
            rule,
            min(hit.start for hit in found),
            max(hit.end for hit in found),
            objects,
            home,
        )
        return


def _home(reading: Reading, index: int, hit: Hit) -> int:
    while index and reading.sentences[index].start > hit.start:
        index -= 1
    return index


def _chains(parts: Sequence[Part], hits: Mapping[str, list[Hit]], near: int) -> Iterator[list[Hit]]:
    """Yield, for each place of the first concept, the nearest places of the others that fit."""
    for first in hits[parts[0].concept][:_TRIES]:
        chain = [first]
        for part in parts[1:]:
            best = _nearest(hits[part.concept], chain[-1], near, after=part.after)
            if best is None:
                break
            chain.append(best)
        else:
            yield chain


def _nearest(hits: Sequence[Hit], to: Hit, near: int, *, after: bool) -> Hit | None:
    best, least = None, near * 3 + 1
    for hit in hits[: _TRIES * 2]:
        if after and hit.start < to.start:
            continue
        gap = max(hit.start - to.end, to.start - hit.end, 0)
        if after and gap > near:
            continue
        if gap < least:
            best, least = hit, gap
    return best
