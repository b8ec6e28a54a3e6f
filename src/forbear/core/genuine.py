"""What is answered to someone who asks whether a message, a number or a card is ours.

The answer never tells more than the asker holds in the hand: no name, no account, no amount, and
not that anything is owed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Verdict = Literal["genuine", "not_ours", "withdrawn"]
AskedOf = Literal["sms", "email", "letter", "number", "card", "document", "message"]


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer. ``kind`` and ``on`` (the day it went out) are known only of what is ours.

    ``is_mistyped``: what was asked cannot be one of our codes, which says nothing of any message.
    ``is_changed``: a file that we signed, and that is not what we signed any more.
    """

    verdict: Verdict
    kind: AskedOf | None = None
    on: date | None = None
    withdrawn_on: date | None = None
    is_mistyped: bool = False
    is_changed: bool = False


NOT_OURS = Checked("not_ours")
CHANGED = Checked("not_ours", "letter", is_changed=True)
MISTYPED = Checked("not_ours", is_mistyped=True)
