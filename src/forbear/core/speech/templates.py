"""A template: the words of a message with typed gaps, and what those words always say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from forbear.core.speech.claims import ClaimWords, claims_made
from forbear.core.speech.conditions import CONDITIONS
from forbear.core.speech.facts import DEBT_SLOTS, GUARANTOR_SLOTS, SLOTS, Language, MessageFacts
from forbear.core.speech.slot_needs import SLOT_NEEDS
from forbear.core.speech.specimens import specimen

Audience = Literal["cardholder", "guarantor", "anyone", "staff"]

# a sum of money that was typed: in no state of a case would it be another
_FIGURE = re.compile(r"[$£€¥]\s?[0-9][0-9,.]*|[0-9][0-9,.]*\s?(?:元|dollars|pounds|euros?|yuan)")
_SLOT = re.compile(r"\{([^{}]*)\}")

# A disclosure is said where one of these slots stands in the text, or by a sentence of its own.
DISCLOSURE_SLOTS: dict[str, frozenset[str]] = {
    "identity": frozenset({"sender", "collector_name", "neutral_name"}),
    "opt_out_instruction": frozenset({"opt_out_way"}),
    "rights_and_objection": frozenset({"dispute_way"}),
    "debt_collector": frozenset({"collector_name", "sender"}),
    "validation_notice": frozenset({"validation_until"}),
}


@dataclass(frozen=True, slots=True)
class FactLine:
    """One line of a letter's facts table: a label and a text with slots."""

    label: str
    value: str
    is_figure: bool = False
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A template in one language. Empty means that it has no such form."""

    subject: str = ""
    body: str = ""
    sms: str = ""
    facts: tuple[FactLine, ...] = ()
    rights: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    # what the reader may cut off, tick and send back
    tear_off: tuple[str, ...] = ()


_NONE: Mapping[str, Words] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Template:
    """One message that may be sent, shown or spoken.

    ``discloses_debt`` is whether a reader learns of a debt. ``disclosures`` are the codes that its
    words always satisfy, in every form and language. ``is_closed``: nothing may be added to it.
    ``moot`` are codes that mean nothing here: who confirms an opt-out need not say how to opt out.
    ``requires`` are the conditions that its sentences claim (speech.conditions). ``only_in`` are
    the places whose law it is written for; empty means anywhere. ``variants`` are the words of a
    place where they differ. ``cites`` say where the law asks for its content.
    """

    template_id: str
    audience: Audience
    channels: tuple[str, ...]
    discloses_debt: bool
    is_closed: bool
    disclosures: frozenset[str]
    words: Mapping[Language, Words]
    moot: frozenset[str] = frozenset()
    requires: frozenset[str] = frozenset()
    only_in: frozenset[str] = frozenset()
    cites: tuple[str, ...] = ()
    variants: Mapping[Language, Mapping[str, Words]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def words_in(self, language: Language, places: Sequence[str]) -> Words | None:
        """Return the words of a language for a case's places, which go from the nation inwards."""
        own = self.variants.get(language, _NONE)
        for place in reversed(places):
            if place in own:
                return own[place]
        return self.words.get(language)

    def all_words(self) -> Iterator[tuple[Language, str, Words]]:
        """Yield every language and place (empty: everywhere) with its words."""
        for language, words in self.words.items():
            yield language, "", words
        for language, own in self.variants.items():
            for place, words in own.items():
                yield language, place, words


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template, where, and in which sentence of it; ``detail`` is the word."""

    code: str
    place: str
    detail: str = ""
    sentence: str = ""

    def __str__(self) -> str:
        said = f": “{self.sentence}”" if self.sentence else ""
        return f"[{self.place}] {_TOLD[self.code].format(self.detail)}{said}"


_TOLD = {
    "MOOT_OPEN": "has moot codes, which only a closed template may have",
    "NOT_FOR_GUARANTOR": "tells a guarantor what is none of theirs: {}",
    "STRAY_BRACE": "has a brace that belongs to no slot",
    "UNKNOWN_SLOT": "names the unknown slot {}",
    "DEBT_DISCLOSED": "tells of the debt by the slot {}",
    "NOT_SAID": "does not say {} in each of its forms",
    "UNKNOWN_CONDITION": "requires {}, which is no condition",
    "CONTRADICTION": "requires conditions that cannot hold together: {}",
    "UNDECLARED": "claims something that it does not require ({})",
    "AUDIT": "may not be said ({})",
    "FIGURE_TYPED": "has a figure that was typed and not filled in: {}",
    "SMS_LONG": "is longer than two parts of a text message ({})",
    "SMS_MISSING": "sms belongs in each language if channels has sms{}",
    "FILE": "{}",
}
FAULT_CODES = tuple(_TOLD)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The sentence that satisfies one code of the gate's ``must_disclose``, and its short form."""

    code: str
    discloses_debt: bool
    sentence: Mapping[Language, str]
    short: Mapping[Language, str]
    requires: frozenset[str] = frozenset()


# what may be claimed of a case before its guarantor
_OF_GUARANTEE = frozenset({"guarantee_joint", "guarantee_general", "guarantee_owed"})


def slots_in(text: str) -> tuple[str, ...]:
    """Return the slots of ``text``, in order; unknown ones too."""
    return tuple(_SLOT.findall(text))


def split_slots(text: str) -> list[str]:
    """Return plain text and slot names by turns, plain text first."""
    return _SLOT.split(text)


def parts(words: Words) -> tuple[str, ...]:
    """Return every text of ``words``."""
    return tuple(text for _, text in named_parts(words))


def named_parts(words: Words) -> tuple[tuple[str, str], ...]:
    """Return every text of ``words`` with the name of its place."""
    lines = (("facts", part) for line in words.facts for part in (line.label, line.value))
    return (
        ("subject", words.subject),
        ("body", words.body),
        ("sms", words.sms),
        *lines,
        *(("rights", right) for right in words.rights),
        *(("closing", line) for line in words.closing),
        *(("tear_off", line) for line in words.tear_off),
    )


def faults(template: Template, claims: Sequence[ClaimWords] = ()) -> list[Fault]:
    """Return what is wrong with a template; nothing if it may be used.

    ``claims`` are the words that claim something; what claims without being declared is a fault.
    """
    found: list[Fault] = []
    if template.moot and not template.is_closed:
        found.append(Fault("MOOT_OPEN", "moot"))
    unknown = sorted(template.requires - CONDITIONS.keys())
    found += [Fault("UNKNOWN_CONDITION", "requires", name) for name in unknown]
    if not unknown:
        found += _contradictions(template)
    if template.audience == "guarantor":
        found += _guarantor_faults(template)
    for language, place, words in template.all_words():
        where = f"{language}.{place}" if place else language
        found += _slot_faults(template, where, words)
        if template.audience != "staff":
            found += _claim_faults(template, where, language, words, claims)
    return found


def _contradictions(template: Template) -> Iterator[Fault]:
    facts = specimen(MessageFacts(party="cardholder", **_KNOWN), template.requires)  # type: ignore[arg-type]
    untrue = [name for name in sorted(template.requires) if not CONDITIONS[name].holds(facts)]
    if untrue:
        yield Fault("CONTRADICTION", "requires", ", ".join(untrue))


def _slot_faults(template: Template, where: str, words: Words) -> Iterator[Fault]:
    used = {slot for part in parts(words) for slot in slots_in(part)}
    for part in parts(words):
        if set("{}") & set("".join(split_slots(part)[::2])):
            yield Fault("STRAY_BRACE", where, sentence=part[:80])
    for slot in sorted(used - SLOTS.keys()):
        yield Fault("UNKNOWN_SLOT", where, slot)
    if not template.discloses_debt:
        for slot in sorted(used & DEBT_SLOTS):
            yield Fault("DEBT_DISCLOSED", where, slot)
    for form in filter(None, ("\n".join((words.body, *words.rights, *words.closing)), words.sms)):
        for code in sorted(template.disclosures & DISCLOSURE_SLOTS.keys()):
            if not DISCLOSURE_SLOTS[code].intersection(slots_in(form)):
                yield Fault("NOT_SAID", where, code)


def _guarantor_faults(template: Template) -> Iterator[Fault]:
    for name in sorted(template.requires - _OF_GUARANTEE):
        yield Fault("NOT_FOR_GUARANTOR", "requires", name)
    for language, place, words in template.all_words():
        where = f"{language}.{place}" if place else language
        used = {slot for part in parts(words) for slot in slots_in(part)}
        for slot in sorted((used & SLOTS.keys()) - GUARANTOR_SLOTS):
            yield Fault("NOT_FOR_GUARANTOR", where, slot)


def _claim_faults(
    template: Template,
    where: str,
    language: Language,
    words: Words,
    claims: Sequence[ClaimWords],
) -> Iterator[Fault]:
    for part, text in named_parts(words):
        for slot in dict.fromkeys(slots_in(text)):
            needed = SLOT_NEEDS.get(slot)
            if needed and not needed & template.requires:
                yield Fault("UNDECLARED", f"{where}.{part}", _any_of(needed), f"{{{slot}}}")
        if found := _FIGURE.search(text):
            yield Fault("FIGURE_TYPED", f"{where}.{part}", found[0])
        for made in claims_made(text, language, claims):
            if not made.group.needs & template.requires:
                yield Fault(
                    "UNDECLARED",
                    f"{where}.{part}",
                    f"{made.words}: {_any_of(made.group.needs)}",
                    made.sentence,
                )


def _any_of(names: frozenset[str]) -> str:
    return " / ".join(sorted(names))


_KNOWN: Mapping[str, object] = {
    "as_of": date(2026, 3, 12),
    "collector_kind": "creditor",
    "visitor_names": "A, B",
}
