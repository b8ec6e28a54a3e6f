"""The life of a dispute and of a complaint: from which state which step leads where.

The state is nothing but what its steps come to; the rows of the store are derived from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NOT_BEGUN = ""


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Steps, each with the states it may be taken in and where it leads from there."""

    first: str
    moves: Mapping[str, Mapping[str, str]]

    def after(self, state: str, step: str) -> str | None:
        """Return the state that a step leads to; none where it may not be taken."""
        return self.moves.get(step, {}).get(state)

    def derived(self, steps: Iterable[str]) -> str | None:
        """Return what a history comes to; none where one of its steps could not be taken."""
        state: str | None = NOT_BEGUN
        for step in steps:
            state = None if state is None else self.after(state, step)
        return state

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order in which the steps name them."""
        found = dict.fromkeys(to for moves in self.moves.values() for to in moves.values())
        return tuple(found)

    def steps_from(self, state: str) -> tuple[str, ...]:
        """Return the steps that may be taken in a state."""
        return tuple(step for step, moves in self.moves.items() if state in moves)


def _stays(*states: str) -> dict[str, str]:
    return {state: state for state in states}


def _to(target: str, *states: str) -> dict[str, str]:
    return dict.fromkeys(states, target)


_ANSWERS = ("upheld", "part_upheld", "rejected")

# while one of these holds, the cardholder waits for our answer
DISPUTE_OPEN = ("open", "asked", "proposed")
DISPUTE = Lifecycle(
    "opened",
    {
        "opened": {NOT_BEGUN: "open"},
        "acknowledged": _stays(*DISPUTE_OPEN),
        "handed": _stays(*DISPUTE_OPEN),
        "noted": _stays(*DISPUTE_OPEN, "answered", "closed", "withdrawn"),
        # evidence both ways; what comes late is kept, and reopens nothing by itself
        "evidence_asked": _to("asked", "open", "asked"),
        "evidence_came": {
            **_to("open", "open", "asked"),
            **_stays("proposed", "answered", "closed", "withdrawn"),
        },
        "evidence_sent": _stays(*DISPUTE_OPEN),
        "proposed": _to("proposed", "open", "asked"),
        "not_approved": _to("open", "proposed"),
        **{answer: _to("answered", *DISPUTE_OPEN) for answer in _ANSWERS},
        "withdrawn": _to("withdrawn", *DISPUTE_OPEN),
        "closed": _to("closed", "answered"),
        "reopened": _to("open", "answered", "closed", "withdrawn"),
    },
)

COMPLAINT_OPEN = ("open", "proposed")
COMPLAINT = Lifecycle(
    "received",
    {
        "received": {NOT_BEGUN: "open"},
        "acknowledged": _stays(*COMPLAINT_OPEN),
        "handed": _stays(*COMPLAINT_OPEN, "escalated"),
        "caused": _stays(*COMPLAINT_OPEN, "answered", "escalated"),
        "noted": _stays(*COMPLAINT_OPEN, "answered", "escalated", "closed", "withdrawn"),
        "evidence_came": _stays(*COMPLAINT_OPEN, "answered", "escalated", "closed", "withdrawn"),
        "evidence_sent": _stays(*COMPLAINT_OPEN, "escalated"),
        # the law lets a hard case take longer, if the complainant is told
        "extended": _stays("open"),
        "proposed": _to("proposed", "open"),
        "not_approved": _to("open", "proposed"),
        **{answer: _to("answered", *COMPLAINT_OPEN) for answer in _ANSWERS},
        "withdrawn": _to("withdrawn", *COMPLAINT_OPEN),
        # whoever stands above us took it: the ombudsman, the regulator
        "escalated": _to("escalated", "open", "proposed", "answered", "closed"),
        "closed": _to("closed", "answered", "escalated"),
        "reopened": _to("open", "answered", "closed", "withdrawn"),
    },
)
