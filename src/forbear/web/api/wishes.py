"""What a cardholder told another system of being reached: not this way, rather then, through whom.

A wish not to be reached holds at once, and what waits is stopped. No wish permits anything.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from forbear.core.preferences.hours import HOURS_MAX, Hours
from forbear.services.preferences import (
    KEEP,
    channels_stopped,
    opt_out_record,
    preference_record,
    representative_end,
    representative_record,
)
from forbear.store.models import ContactPoint, Person, Representative
from forbear.web.api.agreements import READ, WRITE, actor_of
from forbear.web.api.finding import person_of
from forbear.web.api.problems import ApiProblem, Problem, granted
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import PRINTED, Number, Reference
from forbear.wiring import clock

router = Router(tags=["wishes"])
SOURCE = "api"
_STRICT = ConfigDict(extra="forbid", strict=True)
Channel = Literal["call", "sms", "email", "letter", "visit", "voicemail", "chat", "social"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class HoursIn(BaseModel):
    """A stretch of time by the cardholder's own clock; ``until`` 00:00 is the end of the day."""

    model_config = _STRICT

    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    start: Clock
    until: Clock


class WaysIn(BaseModel):
    """How somebody would rather be reached. What is not named stays; null takes a wish back."""

    model_config = _STRICT

    channel: Channel | None = None
    hours: Annotated[list[HoursIn], Field(max_length=HOURS_MAX)] | None = None
    language: Literal["en", "zh-Hans"] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> WaysIn:
        if not self.model_fields_set:
            raise ValueError("name what they wish")
        return self


class StopIn(BaseModel):
    """What somebody does not want any more: a channel (null: any), or one number or address."""

    model_config = _STRICT

    channel: Channel | None = Field(description="Null: by no channel at all.")
    contact_point: Reference | None = Field(None, description="Of this one alone.")


class RepresentativeIn(BaseModel):
    """Who speaks for the cardholder, and how they are reached, as it was told."""

    model_config = _STRICT

    kind: Literal["attorney", "adviser", "family", "other"]
    name: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PRINTED)]
    reach: Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class StoppedOut(Schema):
    """A wish that holds, and since when."""

    person: str
    channel: str | None
    contact_point: str | None
    since: datetime


class HoursOut(Schema):
    """A stretch of time by the cardholder's own clock."""

    days: list[str]
    start: str
    until: str


class SpeakerOut(Schema):
    """Somebody who speaks for a cardholder, and since when; not who it is."""

    id: int
    kind: str
    at: datetime


class WishesOut(Schema):
    """What somebody wishes. ``stopped``: channels that they do not want, all of them if any.

    ``represented_by``: the kinds of those who speak for them, not who they are;
    ``representatives`` the same with the number by which each is ended.
    """

    person: str
    channel: str | None
    hours: list[HoursOut]
    language: str
    stopped: list[str]
    represented_by: list[str]
    representatives: list[SpeakerOut]


@router.get(
    "/persons/{path:reference}/wishes",
    auth=Bearer("contacts:read"),
    operation_id="wishes",
    summary="Show how a cardholder wants to be reached",
    response={200: WishesOut, READ: Problem},
)
def wishes(request: HttpRequest, reference: Annotated[Reference, Path()]) -> WishesOut:
    """Show what was told by whichever way; no number and no address."""
    del request
    return _shown(person_of(reference))


@router.post(
    "/persons/{path:reference}/wishes",
    auth=Bearer("contacts:write"),
    operation_id="wishes_tell",
    summary="Write down how a cardholder would rather be reached",
    response={200: WishesOut, WRITE: Problem},
)
def ways(request: HttpRequest, reference: Annotated[Reference, Path()], given: WaysIn) -> WishesOut:
    """Write it down; hours that are left out are kept free. The same again changes nothing."""
    named = given.model_fields_set
    hours = [
        Hours(time.fromisoformat(one.start), time.fromisoformat(one.until), tuple(one.days))
        for one in given.hours or ()
    ]
    granted(
        preference_record(
            person_id=person_of(reference).pk,
            at=clock.now(),
            actor=actor_of(request),
            source=SOURCE,
            channel=given.channel if "channel" in named else KEEP,
            hours=hours if "hours" in named else KEEP,
            language=given.language or "" if "language" in named else KEEP,
        )
    )
    return _shown(person_of(reference))


@router.post(
    "/persons/{path:reference}/stop",
    auth=Bearer("contacts:write"),
    operation_id="contact_stop",
    summary="Write down that a cardholder does not want to be reached so",
    response={200: StoppedOut, WRITE: Problem},
)
def stop(
    request: HttpRequest, reference: Annotated[Reference, Path()], given: StopIn
) -> StoppedOut:
    """Keep the wish and stop what waits. The same again is the same wish."""
    person = person_of(reference)
    point: ContactPoint | None = None
    if given.contact_point is not None:
        point = person.contact_points.filter(reference=given.contact_point).first()
        if point is None:
            text = "They have no contact point with that reference."
            raise ApiProblem(404, "POINT_UNKNOWN", text)
    done = opt_out_record(
        person_id=person.pk,
        channel=given.channel,
        contact_point_id=point.pk if point else None,
        at=clock.now(),
        actor=actor_of(request),
        source=SOURCE,
    )
    return StoppedOut(
        person=person.reference,
        channel=done.channel,
        contact_point=point.reference if point else None,
        since=done.at,
    )


@router.post(
    "/persons/{path:reference}/representatives",
    auth=Bearer("contacts:write"),
    operation_id="representative_tell",
    summary="Write down who speaks for a cardholder",
    response={200: WishesOut, WRITE: Problem},
)
def representative(
    request: HttpRequest, reference: Annotated[Reference, Path()], given: RepresentativeIn
) -> WishesOut:
    """From now on the gate knows them as represented; the same again changes nothing."""
    person = person_of(reference)
    granted(
        representative_record(
            person_id=person.pk,
            kind=given.kind,
            name=given.name,
            reach=given.reach,
            at=clock.now(),
            actor=actor_of(request),
            source=SOURCE,
        )
    )
    return _shown(person)


@router.post(
    "/representatives/{representative_id}/end",
    auth=Bearer("contacts:write"),
    operation_id="representative_end",
    summary="Write down that somebody speaks for a cardholder no longer",
    response={200: WishesOut, WRITE: Problem},
)
def representative_over(request: HttpRequest, representative_id: Number) -> WishesOut:
    """End it: where nobody else speaks for them they may be reached directly again, if at all."""
    found = Representative.objects.filter(pk=representative_id).first()
    if found is None:
        raise ApiProblem(404, "REPRESENTATIVE_UNKNOWN", "There is no such representative.")
    representative_end(
        representative_id=found.pk, at=clock.now(), actor=actor_of(request), source=SOURCE
    )
    return _shown(Person.objects.select_related("preference").get(pk=found.person_id))


def _shown(person: Person) -> WishesOut:
    wish = person.preference
    speaking = person.representatives.filter(ended_at__isnull=True).order_by("pk")
    return WishesOut(
        person=person.reference,
        channel=wish.channel if wish else None,
        hours=[
            HoursOut(days=one["days"].split(","), start=one["from"], until=one["to"])
            for one in (wish.hours if wish else [])
        ],
        language=wish.language if wish else "",
        stopped=sorted(each or "any" for each in channels_stopped(person.pk)),
        represented_by=[one.kind for one in speaking],
        representatives=[SpeakerOut.model_validate(one, from_attributes=True) for one in speaking],
    )
