"""A wish not to be reached by a channel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from forbear.core.tables import words as w
from forbear.services.audit import audit_write
from forbear.services.preferences.reached import reached_us
from forbear.store.models import Consent, ContactPoint, OptOut, Person, PlannedContact

# What answers the cardholder: the gate allows one of each after the wish, and judges them itself.
_ANSWERS = ("confirm_opt_out", "reply")
# What a law may demand in spite of a wish: asked for again, and the gate decides.
_DEMANDED = ("notice", "validation")
STOPPED = "OPTED_OUT The cardholder asked not to be written to this way; stopped before it left."


@transaction.atomic
def opt_out_record(
    *,
    person_id: int,
    channel: str | None,
    contact_point_id: int | None,
    at: datetime,
    actor: str,
    source: str,
    inbound: str | None = None,
) -> OptOut:
    """Record a wish not to be reached by ``channel`` (``None``: by any), and stop what waits.

    With ``contact_point_id`` the wish is about that number or address alone. ``source`` says where
    it came from, as ``sms``, ``one_click`` or ``desk``. The same wish again changes nothing and
    returns the first, unless a consent has lifted it in between. What waits in the outbox for that
    channel is refused in the same transaction; what a law may demand all the same is asked for
    again. ``inbound`` is the channel by which they reached us to say so, where that contact is not
    on record otherwise. Raises ``ValueError`` for a channel that does not exist, or for a contact
    point of another person.
    """
    if channel is not None and channel not in w.CHANNELS:
        raise ValueError(f"{channel!r} is no channel; known are {', '.join(w.CHANNELS)}")
    # two of the same wish at the same moment wait for each other here
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person_id)
    if (
        contact_point_id is not None
        and not ContactPoint.objects.filter(pk=contact_point_id, person=person).exists()
    ):
        raise ValueError(f"contact point {contact_point_id} is not one of person {person_id}")
    wish = opt_out_standing(person_id=person_id, channel=channel, contact_point_id=contact_point_id)
    if wish is not None:
        # what was planned since by mistake is stopped too
        _stop(wish, at=at)
        return wish
    wish = OptOut.objects.create(
        person=person, channel=channel, contact_point_id=contact_point_id, at=at
    )
    stopped = _stop(wish, at=at)
    audit_write(
        at=at,
        actor=actor,
        action="opt_out.recorded",
        subject="person",
        subject_id=person_id,
        data={
            "opt_out": wish.pk,
            "channel": channel,
            "contact_point": contact_point_id,
            "source": source,
            "stopped": stopped,
        },
    )
    if inbound is not None:
        reached_us(person_id, inbound, at=at, actor=actor, note=f"opt-out, {source}")
    return wish


def opt_out_standing(
    *, person_id: int, channel: str | None, contact_point_id: int | None
) -> OptOut | None:
    """Return the latest such wish that no later consent has lifted; ``None`` if there is none."""
    wish = (
        OptOut.objects.filter(
            person_id=person_id, channel=channel, contact_point_id=contact_point_id
        )
        .order_by("at", "pk")
        .last()
    )
    if wish is None:
        return None
    later = Consent.objects.filter(person_id=person_id, kind="contact", at__gt=wish.at)
    return None if _is_lifted(wish, later) else wish


def channels_stopped(person_id: int) -> set[str | None]:
    """Return the channels that a person does not want, ``None`` for all of them.

    The same as ``opt_out_standing`` of each channel as a whole, from two questions to the store.
    """
    found = OptOut.objects.filter(person_id=person_id, contact_point=None).order_by("at", "pk")
    latest = {wish.channel: wish for wish in found}
    if not latest:
        return set()
    consents = list(Consent.objects.filter(person_id=person_id, kind="contact"))
    return {
        channel
        for channel, wish in latest.items()
        if not _is_lifted(wish, (consent for consent in consents if consent.at > wish.at))
    }


def _is_lifted(wish: OptOut, later: Iterable[Consent]) -> bool:
    return any(_speaks_to(consent, wish) for consent in later)


def _speaks_to(consent: Consent, wish: OptOut) -> bool:
    """Whether a consent is about something that the wish is about."""
    same_channel = None in (consent.channel, wish.channel) or consent.channel == wish.channel
    points = (consent.contact_point_id, wish.contact_point_id)
    return same_channel and (None in points or points[0] == points[1])


def _stop(wish: OptOut, *, at: datetime) -> int:
    """Stop the messages that wait and that the wish is about; return how many.

    A release that runs at the same moment holds its rows until it has committed: then they are
    seen here as queued, and stopped.
    """
    waiting = PlannedContact.objects.filter(person_id=wish.person_id).exclude(purpose__in=_ANSWERS)
    if wish.channel is not None:
        waiting = waiting.filter(channel=wish.channel)
    if wish.contact_point_id is not None:
        waiting = waiting.filter(contact_point_id=wish.contact_point_id)
    # locked in the order in which a batch that is being sent locks them: no two wait in a ring
    held = waiting.filter(state__in=("planned", "queued")).order_by("pk")
    list(held.select_for_update(no_key=True).values_list("pk", flat=True))
    waiting.filter(state="queued", purpose__in=_DEMANDED).update(state="planned", state_at=at)
    return (
        waiting.filter(state__in=("planned", "queued"))
        .exclude(purpose__in=_DEMANDED)
        .update(state="refused", state_at=at, note=STOPPED)
    )
