"""Whose phone rings first, and which of our numbers is shown to whoever is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import phonenumbers
from django.db import IntegrityError, transaction
from django.db.models import Q

from forbear.ports.calls import LINE, NUMBER
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import AgentLine, CallerNumber, Permit, ProviderCall

ONE_CALL = Refusal("ONE_CALL_AT_A_TIME", "Log the call that you began first: one at a time.")


@dataclass(frozen=True, slots=True)
class Dial:
    """That a provider is to begin the call; ``on`` is the day by which caller numbers are ours."""

    provider: str
    on: date


@transaction.atomic
def line_set(*, actor: str, typed: str, at: datetime, by: str) -> AgentLine | Refusal:
    """Say which phone of a collector rings first; nothing ends it. Refusal: LINE_UNUSABLE."""
    value = typed.strip()
    if value and not LINE.fullmatch(value):
        return Refusal(
            "LINE_UNUSABLE",
            f"{typed[:60]!r} is no phone. Give +442079460123 or sip:name@phones.bank.example.",
        )
    made = AgentLine.objects.create(actor=actor, value=value, at=at, by=by)
    audit_write(
        at=at, actor=by, action="line.set", subject="user", data={"user": actor, "line": value}
    )
    return made


def line_of(actor: str) -> str:
    """Return the phone of a collector; empty if none is known."""
    latest = AgentLine.objects.filter(actor=actor).order_by("-pk").first()
    return latest.value if latest else ""


def caller_id_for(number: str, *, on: date) -> str:
    """Return the registered number that ``number`` sees: one of its own country before any other.

    Empty if none of our numbers is ours on that day: then nobody is called (REQUIREMENTS K8).
    """
    ours = CallerNumber.objects.filter(from_on__lte=on).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=on)
    )
    values = list(ours.order_by("from_on", "pk").values_list("value", flat=True))
    country = _country(number)
    near = [value for value in values if _country(value) == country]
    return next(iter([*near, *values]), "")


def dial_refusal(*, number: str, dial: Dial, actor: str) -> Refusal | None:
    """Say before the gate is asked why a provider could not begin the call at all."""
    if not line_of(actor):
        return Refusal("LINE_MISSING", "No phone of yours is known to ring first.")
    if not NUMBER.fullmatch(number):
        return Refusal("NUMBER_UNDIALLABLE", "That number cannot be dialled as it stands.")
    if not caller_id_for(number, on=dial.on):
        return Refusal("CALLER_ID_MISSING", "No registered number of ours can be shown today.")
    return None


def line_open(permit: Permit, dial: Dial, *, at: datetime, actor: str) -> ProviderCall | Refusal:
    """Note the one dial of a permit, in the transaction in which the permit is used."""
    assert permit.consumed_at is not None, "a call is dialled under a permit that was used"
    try:
        with transaction.atomic():
            return ProviderCall.objects.create(
                permit=permit,
                provider=dial.provider,
                reference=f"fc-{permit.pk}",
                line=line_of(actor),
                caller_id=caller_id_for(permit.contact_point.value, on=dial.on),
                actor=actor,
                state_at=at,
            )
    except IntegrityError:
        # another of theirs lives: begun in another window, in this very moment
        return ONE_CALL


def line_close(permit_id: int, *, at: datetime) -> None:
    """Let the collector begin another call: the outcome of this one is logged."""
    ProviderCall.objects.filter(permit_id=permit_id, closed_at=None).update(closed_at=at)


def _country(number: str) -> int | None:
    try:
        return phonenumbers.parse(number).country_code
    except phonenumbers.NumberParseException:
        return None
