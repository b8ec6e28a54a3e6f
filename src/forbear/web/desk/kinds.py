"""Hints for a talk: by the kind of customer and by the stage of the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from forbear.services.desk.kinds import customer_kind
from forbear.store.models import Account, Decision

KIND = {
    "ordinary": (
        _("Ordinary."),
        _("Remind, listen, and agree on an amount and a day they name themselves."),
    ),
    "lost_contact": (
        _("Was out of reach."),
        _("Bring the contact details up to date first, and ask how they would like to be reached."),
    ),
    "unwilling": (
        _("Seems able, and does not pay."),
        _("Ask what stands in the way. Say plainly what is owed and what comes next. No pressure."),
    ),
    "unable": (
        _("Wants to pay, and cannot now."),
        _("Ask what they can carry. Offer a pause or a plan before you ask for a sum."),
    ),
}
EARLY = (_("Early stage."), _("A service call: short and light."))
LATE = (
    _("Late stage."),
    _("Take time. Look for a way that lasts; bring in a specialist if need be."),
)


@dataclass(frozen=True, slots=True)
class GuideHint:
    """One line above the guide."""

    title: str
    text: str


def is_early(decision: Decision | None) -> bool:
    """Say whether a case is in its first two buckets; one without a decision is not."""
    return decision is not None and decision.bucket in {"current", "M1", "M2"}


def guide_hints(account: Account, decision: Decision | None, *, on: date) -> list[GuideHint]:
    """Return the hints for a talk about ``account`` on the day ``on``."""
    chosen = [KIND[customer_kind(account, on=on)], EARLY if is_early(decision) else LATE]
    return [GuideHint(str(title), str(text)) for title, text in chosen]
