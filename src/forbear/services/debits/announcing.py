"""Announcing debits: a message for each, in time, through the outbox like every other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from forbear.core.calendar.clocks import MIDNIGHT, instant
from forbear.core.calendar.zones import likeliest_zone, local_date
from forbear.core.debits.deciding import holds, mandate_holds, still_owed
from forbear.core.debits.rules import DebitRules
from forbear.core.debits.words import Objection, noted
from forbear.services.audit import audit_write
from forbear.services.debits.locking import debits_lock
from forbear.store.models import ContactPoint, Debit, Mandate, PlannedContact
from forbear.store.selectors.debits import mandate_value, standing_of, with_standing

TEMPLATE = "debit_notice"
# The order in which ways are tried; each by the kind of contact point that it reaches.
_WAYS = (("email", "email"), ("sms", "mobile"), ("letter", "postal"))
_DONE = ("sent", "done")
_ON_ITS_WAY = ("planned", "queued", "sending")


@dataclass(frozen=True, slots=True)
class Announced:
    """What one run did: messages planned, debits now announced, withheld, and without a way."""

    planned: int
    announced: int
    withheld: int
    without_way: int


@transaction.atomic
def debits_announce(
    *, on: date, rules: DebitRules, at: datetime, actor: str = "system"
) -> Announced:
    """Plan the message of each planned debit, and take note of those that have left.

    Run daily: a message that was refused, failed or superseded is planned anew, by the next way,
    while there is time. A debit whose time has passed unannounced is withheld.
    """
    announced = debits_settle(at=at)
    planned = withheld = without_way = 0
    for debit in debits_open("planned"):
        objections = objections_to(debit, rules, on=on)
        if on > debit.announce_by:
            objections = (*objections, Objection("NOT_ANNOUNCED"))
        if objections:
            withhold(debit, objections, at=at, actor=actor)
            withheld += 1
        elif debit.notice is None or debit.notice.state not in _ON_ITS_WAY:
            if _plan_notice(debit, on=on, at=at):
                planned += 1
            else:
                without_way += 1
    found = Announced(planned, announced, withheld, without_way)
    if planned or announced or withheld:
        audit_write(
            at=at,
            actor=actor,
            action="debits.announced",
            subject="debit",
            data={"on": on.isoformat()} | {name: getattr(found, name) for name in found.__slots__},
        )
    return found


def debits_settle(*, at: datetime) -> int:
    """Mark debits whose message has left as announced on the cardholder's day of that moment."""
    debits_lock()
    left = Debit.objects.select_related("notice__person").filter(
        state="planned", notice__state__in=_DONE
    )
    count = 0
    for debit in left:
        assert debit.notice is not None
        debit.announced_on = local_date(debit.notice.state_at or at, debit.notice.person.time_zones)
        debit.state, debit.state_at = "announced", at
        debit.save(update_fields=["announced_on", "state", "state_at"])
        count += 1
    return count


def debits_open(state: str) -> list[Debit]:
    """List the debits of a state in the order of their days, locked, with all they depend on."""
    found = list(
        Debit.objects.select_for_update(no_key=True, of=("self",))
        .select_related("notice")
        .filter(state=state)
        .order_by("collection_on", "pk")
    )
    mandates = {
        row.pk: row
        for row in with_standing(Mandate.objects.filter(pk__in={d.mandate_id for d in found}))
    }
    for debit in found:
        debit.mandate = mandates[debit.mandate_id]
    return found


def objections_to(debit: Debit, rules: DebitRules, *, on: date) -> tuple[Objection, ...]:
    """Return everything that on a day stands against a debit that was planned."""
    standing = standing_of(debit.mandate.account, on=on, but=debit, collects=debit.mandate.amount)
    mandate = mandate_value(debit.mandate)
    found = [
        *holds(standing, on=on),
        *mandate_holds(mandate, rules, on=debit.collection_on),
    ]
    if not still_owed(mandate, standing, debit.amount_minor):
        found.append(Objection("NOTHING_DUE"))
    return tuple(found)


def withhold(debit: Debit, objections: Sequence[Objection], *, at: datetime, actor: str) -> None:
    """Close a debit that may not be made; its message, if it has not left, does not leave."""
    debit.state, debit.state_at = "withheld", at
    debit.note = noted(objections)[:200]
    debit.save(update_fields=["state", "state_at", "note"])
    if debit.notice_id is not None:
        PlannedContact.objects.filter(pk=debit.notice_id, state="planned").update(
            state="lapsed", state_at=at, note="the debit is withheld"
        )
    audit_write(
        at=at,
        actor=actor,
        action="debit.withheld",
        subject="debit",
        subject_id=debit.pk,
        data={"codes": debit.note},
    )


def _plan_notice(debit: Debit, *, on: date, at: datetime) -> bool:
    """Plan the message by the next way; say whether there is one."""
    account = debit.mandate.account
    chosen = _next_way(debit)
    zone = likeliest_zone(account.person.time_zones).key
    window_to = instant(debit.announce_by + timedelta(days=1), MIDNIGHT, zone)
    if chosen is None or window_to <= at:
        return False
    channel, point = chosen
    debit.notice = PlannedContact.objects.create(
        person=account.person,
        account=account,
        contact_point=point,
        on=on,
        channel=channel,
        purpose="notice",
        template=TEMPLATE,
        window_from=at,
        window_to=window_to,
    )
    debit.save(update_fields=["notice"])
    return True


def _next_way(debit: Debit) -> tuple[str, ContactPoint] | None:
    """Return the first way to the cardholder, or after one that did not work, the next."""
    points = ContactPoint.objects.filter(
        person_id=debit.mandate.account.person_id, state="open", party="cardholder"
    ).order_by("pk")
    ways = [
        (channel, point)
        for channel, kind in _WAYS
        for point in sorted(points, key=lambda point: (not point.is_verified, point.pk))
        if point.kind == kind
    ]
    last = debit.notice
    if last is None or last.state == "lapsed" or not ways:
        return ways[0] if ways else None
    tried = [(channel, point.pk) for channel, point in ways]
    used = (last.channel, last.contact_point_id)
    place = tried.index(used) + 1 if used in tried else 0
    return ways[place % len(ways)]
