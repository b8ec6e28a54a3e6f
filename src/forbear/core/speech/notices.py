"""Notices that a law asks for: what each must say, and what has to lie beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forbear.core.speech.facts import Language
from forbear.core.speech.templates import Fault, Template, Words, parts, slots_in


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a notice must say: every slot of ``slots``, and one of ``words`` if any."""

    code: str
    says: Mapping[Language, str]
    slots: frozenset[str]
    words: Mapping[Language, tuple[str, ...]]

    def is_said(self, words: Words, language: Language) -> bool:
        """Return whether a letter of these words says it."""
        texts = parts(words)
        used = {slot for text in texts for slot in slots_in(text)}
        needed = self.words[language]
        has_words = not needed or any(word in text for word in needed for text in texts)
        return self.slots <= used and has_words


@dataclass(frozen=True, slots=True)
class Demand:
    """An element that a law asks of a notice, and where; ``cite`` ends with how it was read."""

    element: Element
    cite: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A paper of somebody else that must come with a notice; its text is not ours to copy."""

    enclosure_id: str
    place: str
    title: Mapping[Language, str]
    publisher: str
    obtain: str
    cite: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a law asks of the notice that is written by a template."""

    template_id: str
    demands: tuple[Demand, ...]
    encloses: tuple[Enclosure, ...]


def notice_faults(template: Template, notice: Notice) -> Iterator[Fault]:
    """Yield what a notice does not say in one of its languages or places."""
    for language, place, words in template.all_words():
        where = f"{language}.{place}" if place else language
        for demand in notice.demands:
            if not demand.element.is_said(words, language):
                yield Fault("NOT_SAID", where, demand.element.code)
