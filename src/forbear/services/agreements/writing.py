"""In writing: what was offered and agreed goes to the cardholder through the outbox."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache

from forbear.core.calendar.zones import likeliest_zone
from forbear.packs.words import load_templates
from forbear.store.models import Account, ContactPoint, Offer, PlannedContact

# by what happened, and to which kind of offer
_TEMPLATE = {
    ("offered", "installment"): "plan_offer",
    ("accepted", "settlement"): "settlement_agreed",
    ("fulfilled", "settlement"): "account_settled",
    ("missed", "installment"): "plan_missed",
    ("fulfilled", "installment"): "plan_kept",
}
_CHANNEL = {"email": "email", "postal": "letter", "mobile": "sms"}
_OPENS, _CLOSES = time(8), time(20)


@cache
def _known() -> frozenset[str]:
    return frozenset(load_templates())


@cache
def _channels(template: str) -> frozenset[str]:
    return frozenset(load_templates()[template].channels)


def offer_write(
    offer: Offer, account: Account, step: str, *, at: datetime
) -> PlannedContact | None:
    """Plan the message that a step calls for; none where there are no words or no address for it.

    The gate is asked when it is released, and the words are written from the record then.
    """
    template = _TEMPLATE.get((step, offer.type))
    return None if template is None else notice_plan(account, template, at=at)


def notice_plan(
    account: Account, template: str, *, at: datetime, purpose: str = "notice"
) -> PlannedContact | None:
    """Plan a written message to the cardholder; none where there are no words or no address."""
    if template not in _known():
        return None
    points = {
        point.kind: point
        for point in ContactPoint.objects.filter(
            person_id=account.person_id, party="cardholder", state="open"
        ).order_by("-pk")
    }
    allowed = _channels(template)
    kind = next((kind for kind in _CHANNEL if kind in points and _CHANNEL[kind] in allowed), None)
    if kind is None:
        return None
    opens, closes = _window(account, at)
    return PlannedContact.objects.create(
        person_id=account.person_id,
        account=account,
        contact_point=points[kind],
        on=opens.date(),
        channel=_CHANNEL[kind],
        purpose=purpose,
        template=template,
        window_from=opens,
        window_to=closes,
    )


def _window(account: Account, at: datetime) -> tuple[datetime, datetime]:
    """Return the hours where the cardholder is: what is left of today's, or tomorrow's."""
    zone = likeliest_zone(account.person.time_zones)
    local = at.astimezone(zone)
    if local.time() >= _CLOSES:
        local = datetime.combine(local.date() + timedelta(days=1), _OPENS, tzinfo=zone)
    opens = max(local, datetime.combine(local.date(), _OPENS, tzinfo=zone))
    return opens, datetime.combine(local.date(), _CLOSES, tzinfo=zone)
