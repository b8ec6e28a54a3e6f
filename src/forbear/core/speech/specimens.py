"""Facts by which a template's conditions hold, to try its words with."""

from __future__ import annotations

from dataclasses import replace

from forbear.core.speech.conditions import CONDITIONS
from forbear.core.speech.facts import MessageFacts


def specimen(facts: MessageFacts, requires: frozenset[str]) -> MessageFacts:
    """Return ``facts`` changed so that ``requires`` hold, as far as they can hold together."""
    for name in CONDITIONS:
        if name in requires:
            facts = replace(facts, **CONDITIONS[name].example)  # type: ignore[arg-type]
    return facts
