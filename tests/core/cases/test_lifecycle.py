"""The lives of disputes and complaints against a plain telling of them, step by step."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from forbear.core.cases.lifecycle import (
    COMPLAINT,
    COMPLAINT_OPEN,
    DISPUTE,
    DISPUTE_OPEN,
    Lifecycle,
)

ANSWERS = ("upheld", "part_upheld", "rejected")


class _Plain:
    """What has happened, told as plain facts, without a table of states."""

    def __init__(self) -> None:
        self.answered = self.over = self.proposed = self.begun = False

    @property
    def waits_for_us(self) -> bool:
        return self.begun and not self.answered and not self.over


class DisputeLife(RuleBasedStateMachine):
    """Any step at any time: those that may be taken are exactly those that make sense."""

    def __init__(self) -> None:
        super().__init__()
        self.plain = _Plain()
        self.asked = False
        self.state = ""
        self.steps: list[str] = []

    @rule(step=st.sampled_from(sorted(DISPUTE.moves)))
    def take(self, step: str) -> None:
        after = DISPUTE.after(self.state, step)
        assert (after is not None) == self._makes_sense(step), (self.state, step)
        if after is None:
            return
        self.state = after
        self.steps.append(step)
        self._told(step)

    def _makes_sense(self, step: str) -> bool:
        plain = self.plain
        only = {
            "opened": not plain.begun,
            "noted": plain.begun,
            "evidence_came": plain.begun,
            "reopened": plain.begun and (plain.answered or plain.over),
            "closed": plain.answered and not plain.over,
            "evidence_asked": plain.waits_for_us and not plain.proposed,
            "proposed": plain.waits_for_us and not plain.proposed,
            "not_approved": plain.proposed,
        }
        return only.get(step, plain.waits_for_us)

    def _told(self, step: str) -> None:
        plain = self.plain
        plain.begun = True
        if step in ANSWERS:
            plain.answered, plain.proposed, self.asked = True, False, False
        elif step in {"closed", "withdrawn"}:
            plain.over, plain.proposed, self.asked = True, False, False
        elif step == "reopened":
            plain.answered = plain.over = False
        elif step == "proposed":
            plain.proposed, self.asked = True, False
        elif step == "not_approved":
            plain.proposed = False
        elif step == "evidence_asked":
            self.asked = True
        elif step == "evidence_came":
            self.asked = False

    @invariant()
    def the_state_is_what_the_steps_come_to(self) -> None:
        assert DISPUTE.derived(self.steps) == self.state
        assert (self.state in DISPUTE_OPEN) == self.plain.waits_for_us
        assert (self.state == "proposed") == self.plain.proposed
        assert (self.state == "asked") == self.asked


TestDisputeLife = DisputeLife.TestCase
TestDisputeLife.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@pytest.mark.parametrize(("life", "live"), [(DISPUTE, DISPUTE_OPEN), (COMPLAINT, COMPLAINT_OPEN)])
def test_nothing_but_the_end_takes_a_case_out_of_sight(
    life: Lifecycle, live: tuple[str, ...]
) -> None:
    ends = {*ANSWERS, "withdrawn", "escalated"}
    for step, moves in life.moves.items():
        for state, after in moves.items():
            if state in live and after not in live:
                assert step in ends, (step, state, after)


@pytest.mark.parametrize("life", [DISPUTE, COMPLAINT])
def test_every_state_can_be_reached_and_no_history_is_taken_on_trust(life: Lifecycle) -> None:
    seen, waiting = {""}, [""]
    while waiting:
        state = waiting.pop()
        for step in life.steps_from(state):
            after = life.after(state, step)
            assert after is not None
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    assert seen - {""} == set(life.states)
    assert life.derived([life.first]) == "open"
    assert life.derived(["closed"]) is None
    assert life.derived([life.first, "closed", life.first]) is None


def test_a_complaint_at_the_ombudsman_is_answered_by_nobody_here() -> None:
    for step in ANSWERS:
        assert COMPLAINT.after("escalated", step) is None
    assert COMPLAINT.after("escalated", "closed") == "closed"
