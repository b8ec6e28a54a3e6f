"""What a user may see of a guarantee: its guarantor's name only once it is proved.

Whoever wrote it down knows the name, and whoever proves it compares it with the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser, User

from forbear.store.models import Account, ContactPoint, Guarantee, GuaranteeStep
from forbear.store.selectors.guarantees import guarantee_list, points_of
from forbear.web.guarantors import words
from forbear.web.shared import formats
from forbear.web.shared import words as shared_words
from forbear.web.shared.permissions import PROVE_GUARANTEES

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A guarantee, and how far it counts today."""

    guarantee: Guarantee
    name: str
    state: str

    @property
    def word(self) -> object:
        """Its state in a word."""
        return words.STATE[self.state]

    @property
    def kind(self) -> object:
        """Its kind in words."""
        return words.KIND[self.guarantee.kind]

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return {"accepted": "is-good", "asked": "is-warn"}.get(self.state, "")


@dataclass(frozen=True, slots=True)
class Whole:
    """A guarantee with all that its page says of it."""

    shown: Shown
    points: list[tuple[ContactPoint, str]]
    steps: list[tuple[GuaranteeStep, object]]
    is_own: bool
    language: object


def shown_of(found: Guarantee, user: User | AnonymousUser, *, today: date) -> Shown:
    """Return a guarantee as a user may see it on a day."""
    state = found.state
    if state in {"asked", "accepted"} and found.ends_on < today:
        state = "over"
    may_know = found.state in {"accepted", "ended"} or found.asked_by == user.get_username()
    is_known = may_know or user.has_perm(PROVE_GUARANTEES)
    return Shown(found, found.name if is_known else formats.masked(found.name, "name"), state)


def panel_of(account: Account, user: User | AnonymousUser, *, today: date) -> list[Shown]:
    """Return who stands guarantor, or is said to, for the case page: one query."""
    found = guarantee_list(account).exclude(state="refused")[:SHOWN]
    return [shown_of(each, user, today=today) for each in found]


def whole_of(found: Guarantee, user: User | AnonymousUser, *, today: date) -> Whole:
    """Return a guarantee with its guarantor's addresses, masked, and what was done."""
    return Whole(
        shown=shown_of(found, user, today=today),
        points=[(point, _point_name(point)) for point in points_of(found)],
        steps=[(step, words.STEP[step.step]) for step in found.steps.order_by("pk")],
        is_own=found.asked_by == user.get_username(),
        language=words.LANGUAGE.get(found.language, found.language),
    )


def _point_name(point: ContactPoint) -> str:
    kind = str(shared_words.POINT[point.kind])
    return f"{kind} {formats.masked(point.value, point.kind)}"
