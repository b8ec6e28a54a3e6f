"""A template: the words of a message with typed gaps, and what those words always say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from forbear.core.speech.facts import DEBT_SLOTS, SLOTS, Language

Audience = Literal["cardholder", "anyone", "staff"]

_SLOT = re.compile(r"\{([^{}]*)\}")

# A disclosure is said where one of these slots stands in the text, or by a sentence of its own.
DISCLOSURE_SLOTS: dict[str, frozenset[str]] = {
    "identity": frozenset({"sender", "collector_name", "neutral_name"}),
    "opt_out_instruction": frozenset({"opt_out_way"}),
    "rights_and_objection": frozenset({"dispute_way"}),
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


@dataclass(frozen=True, slots=True)
class Template:
    """One message that may be sent, shown or spoken.

    ``discloses_debt`` is whether a reader learns of a debt. ``disclosures`` are the codes that its
    words always satisfy, in every form and language. ``is_closed``: nothing may be added to it.
    ``moot`` are codes that mean nothing here: who confirms an opt-out need not say how to opt out.
    """

    template_id: str
    audience: Audience
    channels: tuple[str, ...]
    discloses_debt: bool
    is_closed: bool
    disclosures: frozenset[str]
    words: Mapping[Language, Words]
    moot: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The sentence that satisfies one code of the gate's ``must_disclose``, and its short form."""

    code: str
    discloses_debt: bool
    sentence: Mapping[Language, str]
    short: Mapping[Language, str]


def slots_in(text: str) -> tuple[str, ...]:
    """Return the slots of ``text``, in order; unknown ones too."""
    return tuple(_SLOT.findall(text))


def split_slots(text: str) -> list[str]:
    """Return plain text and slot names by turns, plain text first."""
    return _SLOT.split(text)


def parts(words: Words) -> tuple[str, ...]:
    """Return every text of ``words``."""
    lines = (part for line in words.facts for part in (line.label, line.value))
    return (words.subject, words.body, words.sms, *lines, *words.rights, *words.closing)


def faults(template: Template) -> list[str]:
    """Return what is wrong with a template, in sentences; nothing if it may be used."""
    found: list[str] = []
    if template.moot and not template.is_closed:
        found.append("has moot codes, which only a closed template may have")
    for language, words in template.words.items():
        used = {slot for part in parts(words) for slot in slots_in(part)}
        stray = [part for part in parts(words) if set("{}") & set("".join(split_slots(part)[::2]))]
        found += [f"[{language}] has a brace that belongs to no slot" for _ in stray]
        found += [f"[{language}] names the unknown slot {slot}" for slot in used - SLOTS.keys()]
        if not template.discloses_debt:
            told = sorted(used & DEBT_SLOTS)
            found += [f"[{language}] tells of the debt by the slot {slot}" for slot in told]
        for form in filter(None, ("\n".join((words.body, *words.rights)), words.sms)):
            for code in template.disclosures & DISCLOSURE_SLOTS.keys():
                if not DISCLOSURE_SLOTS[code].intersection(slots_in(form)):
                    found.append(f"[{language}] does not say {code} in each of its forms")
    return found
