"""Call-backs: a cardholder asks to be called at a time of their own (REQUIREMENTS B2, K2).

The gate is asked when the wish is written down, about that future moment; and again when the call
is made. The wish is a consent to that call at that number (12 CFR 1006.14(b)(3)(i)): it ends with
the hours of the call, and lifts caps on frequency only, never the hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import polars as pl
from django.db import transaction

from forbear.core.calendar.zones import likeliest_zone, local_date
from forbear.core.gate.answers import Answer, Window
from forbear.ports.gate import ASKED, Gate
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    CallBack,
    Consent,
    ContactPoint,
    Permit,
    Person,
    PlannedContact,
)
from forbear.store.selectors.frames import portfolio_in_transaction

# house values: how far ahead a wish may lie; how long its task waits where no hours end earlier
AHEAD = timedelta(days=30)
TASK = timedelta(hours=2)
_CONSENT = "exceed_cap"
# around a time that is not lawful, these are tried, the nearest first
_STEP, _STEPS = timedelta(minutes=30), 32


@dataclass(frozen=True, slots=True)
class BackWish:
    """When someone wants to be called, as their clock shows it; ``ask`` is the gate."""

    on: date
    at: time
    source: str
    ask: Gate


@dataclass(frozen=True, slots=True)
class NotThen(Refusal):
    """Why no call may be made then: the gate's answer, and the nearest time when one may."""

    answer: Answer | None = None
    nearest: datetime | None = None


@transaction.atomic
def call_back_ask(
    *, account_id: int, contact_point_id: int, wish: BackWish, at: datetime, actor: str
) -> CallBack | Refusal:
    """Write down a call-back and plan its call; one that is open gives way to the new one.

    Refusals: BACK_PAST, BACK_FAR, BACK_NOT_LAWFUL (a ``NotThen``). Raises ``ValueError`` for a
    contact point of somebody else.
    """
    account = Account.objects.select_related("person").get(pk=account_id)
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=account.person_id)
    point = ContactPoint.objects.filter(pk=contact_point_id, person=person).first()
    if point is None:
        raise ValueError(f"contact point {contact_point_id} is not one of person {person.pk}")
    zone = likeliest_zone(person.time_zones)
    due_at = datetime.combine(wish.on, wish.at, tzinfo=zone)
    if due_at <= at:
        return Refusal("BACK_PAST", "That moment has passed where they are.")
    if due_at > at + AHEAD:
        return Refusal("BACK_FAR", f"A call can be arranged for the next {AHEAD.days} days.")
    before = CallBack.objects.filter(person=person, state="open").first()
    if before is not None and _is_same(before, point, due_at):
        return before
    consent = Consent.objects.create(
        person=person,
        channel="call",
        contact_point=point,
        kind=_CONSENT,
        at=at,
        until=due_at + TASK,
    )
    answer = _answer(account, point, due_at, wish.ask)
    if not answer.is_permitted:
        nearest = _nearest(account, point, due_at, wish.ask, at=at)
        transaction.set_rollback(True)
        return NotThen("BACK_NOT_LAWFUL", "No call is lawful then.", answer, nearest)
    if before is not None:
        _end(before, "cancelled", at=at, actor=actor)
    planned = _plan(account, point, due_at, answer.window, at=at)
    back = CallBack.objects.create(
        person=person,
        account=account,
        contact_point=point,
        planned=planned,
        consent=consent,
        due_at=due_at,
        zone=str(zone),
        asked_at=at,
        actor=actor,
        source=wish.source,
        state_at=at,
    )
    _audit("call_back.asked", back, at=at, actor=actor)
    return back


@transaction.atomic
def call_back_cancel(*, call_back_id: int, at: datetime, actor: str) -> CallBack | Refusal:
    """End a call-back that is not wanted any more. Refusal: BACK_OVER."""
    back = CallBack.objects.select_for_update(no_key=True).filter(pk=call_back_id).first()
    if back is None or back.state != "open":
        return Refusal("BACK_OVER", "This call-back is over already.")
    _end(back, "cancelled", at=at, actor=actor)
    return back


def call_back_keep(back: CallBack, permit: Permit, *, at: datetime, actor: str) -> None:
    """Note that the call was made; inside the transaction that uses its permit."""
    back.permit = permit
    _end(back, "done", at=at, actor=actor)


def _is_same(back: CallBack, point: ContactPoint, due_at: datetime) -> bool:
    return (back.contact_point_id, back.due_at) == (point.pk, due_at)


def _answer(account: Account, point: ContactPoint, due_at: datetime, ask: Gate) -> Answer:
    """Ask the gate about a call at a moment to come, with what is known now."""
    asked = [(account.pk, point.pk, "call", "collect")]
    contacts = pl.DataFrame(asked, schema=ASKED, orient="row")
    moment = due_at.astimezone(UTC)
    portfolio = portfolio_in_transaction(person_ids=[account.person_id], at=moment)
    [answer] = ask(portfolio, contacts, moment)
    return answer


def _nearest(
    account: Account, point: ContactPoint, due_at: datetime, ask: Gate, *, at: datetime
) -> datetime | None:
    """Return the nearest moment around ``due_at`` at which a call is lawful, in half hours."""
    start = due_at.replace(minute=due_at.minute // 30 * 30, second=0, microsecond=0)
    tries = [start + sign * _STEP * number for number in range(_STEPS) for sign in (-1, 1)]
    for moment in sorted({one for one in tries if one > at}, key=lambda one: abs(one - due_at)):
        if _answer(account, point, moment, ask).is_permitted:
            return moment
    return None


def _plan(
    account: Account, point: ContactPoint, due_at: datetime, window: Window | None, *, at: datetime
) -> PlannedContact:
    """Plan the call: until the lawful hours of that day end, and no longer than a task waits."""
    return PlannedContact.objects.create(
        person_id=account.person_id,
        account=account,
        contact_point=point,
        on=local_date(due_at, account.person.time_zones),
        channel="call",
        template="call_guide",
        window_from=due_at,
        window_to=min(window.end, due_at + TASK) if window else due_at + TASK,
        state_at=at,
    )


def _end(back: CallBack, state: str, *, at: datetime, actor: str) -> None:
    back.state, back.state_at = state, at
    back.save(update_fields=["state", "state_at", "permit"])
    if state == "cancelled":
        PlannedContact.objects.filter(pk=back.planned_id, state="planned").update(
            state="lapsed", state_at=at, note="the call-back is not wanted any more"
        )
    _audit(f"call_back.{state}", back, at=at, actor=actor)


def _audit(action: str, back: CallBack, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="account",
        subject_id=back.account_id,
        data={"call_back": back.pk, "due": back.due_at.isoformat(), "source": back.source},
    )
