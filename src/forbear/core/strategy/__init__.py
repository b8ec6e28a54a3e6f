"""Strategy: the ladder that a manager edits, and what it asks for on a day."""

from forbear.core.strategy.choosing import CHOSEN, choose
from forbear.core.strategy.ladder import (
    POINT_ORDER,
    Condition,
    EventPlan,
    Hold,
    Ladder,
    LadderError,
    Plan,
    Step,
)
from forbear.core.strategy.reading import LadderRefused, check_ladder, read_ladder
from forbear.core.strategy.steps import STEPPED, next_steps

__all__ = [
    "CHOSEN",
    "POINT_ORDER",
    "STEPPED",
    "Condition",
    "EventPlan",
    "Hold",
    "Ladder",
    "LadderError",
    "LadderRefused",
    "Plan",
    "Step",
    "check_ladder",
    "choose",
    "next_steps",
    "read_ladder",
]
