"""A case for other systems: promises, notes, and the timeline."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from forbear.core.calendar.zones import local_date
from forbear.services.desk.notes import note_add
from forbear.services.promises import promise_record
from forbear.store.models import CaseNote, Promise
from forbear.store.selectors.conduct import Scope
from forbear.store.selectors.timeline import TIMELINE_KINDS, timeline_page
from forbear.web.api.agreements import READ, WRITE, NearDay, actor_of
from forbear.web.api.finding import account_of
from forbear.web.api.problems import ApiProblem, Problem, granted
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import AMOUNT_MAX, NUMBER_MAX, Reference
from forbear.wiring import clock

router = Router(tags=["desk"])
ROWS_MAX = 50
# lines and tabs, and no other control characters
_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$"
_STRICT = ConfigDict(extra="forbid", strict=True)


class PromiseIn(BaseModel):
    """What is promised, and by which day."""

    model_config = _STRICT

    amount_minor: Annotated[int, Field(gt=0, le=AMOUNT_MAX)]
    pay_on: NearDay


class PromiseOut(Schema):
    """A promise as it stands."""

    id: int
    account: str
    amount_minor: int
    pay_on: date
    state: str
    made_at: datetime


class NoteIn(BaseModel):
    """A note on a case."""

    model_config = _STRICT

    text: Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=_TEXT)]


class NoteOut(Schema):
    """A note as it was written."""

    id: int
    at: datetime
    actor: str
    text: str


class LineOut(Schema):
    """One line of a timeline: what kind of thing, which one, when. No words of or about anyone.

    The ``id`` of the judgement of an appeal (``appeal_answers``, ``case_appeal_answers``) is that
    of the appeal.
    """

    kind: str
    id: int
    on: date
    at: datetime | None
    state: str | None
    amount_minor: int


class TimelineOut(Schema):
    """Some lines, the latest first; ``after`` asks for the next ones, null at the end."""

    lines: list[LineOut]
    after: str | None


@router.get(
    "/accounts/{path:reference}/promises",
    auth=Bearer("agreements:read"),
    operation_id="promises",
    summary="List the promises on an account, the latest first",
    response={200: list[PromiseOut], READ: Problem},
)
def promises(request: HttpRequest, reference: Annotated[Reference, Path()]) -> list[PromiseOut]:
    """List the promises on an account: at most fifty."""
    del request
    account = account_of(reference)
    rows = Promise.objects.filter(account=account).order_by("-pk")[:ROWS_MAX]
    return [_promise(row, reference) for row in rows]


@router.post(
    "/accounts/{path:reference}/promises",
    auth=Bearer("agreements:write"),
    operation_id="promise_make",
    summary="Record a promise to pay",
    response={201: PromiseOut, WRITE: Problem},
)
def promise(
    request: HttpRequest, reference: Annotated[Reference, Path()], given: PromiseIn
) -> Status[PromiseOut]:
    """Record a promise within the account's window; one account has one open promise."""
    made = granted(
        promise_record(
            account_id=account_of(reference).pk,
            amount_minor=given.amount_minor,
            pay_on=given.pay_on,
            made_at=clock.now(),
            actor=actor_of(request),
        )
    )
    return Status(201, _promise(made, reference))


@router.get(
    "/accounts/{path:reference}/notes",
    auth=Bearer("notes:read"),
    operation_id="notes",
    summary="List the notes on a case, the latest first",
    response={200: list[NoteOut], READ: Problem},
)
def notes(
    request: HttpRequest,
    reference: Annotated[Reference, Path()],
    before: Annotated[int | None, Query(ge=1, le=NUMBER_MAX)] = None,
) -> list[NoteOut]:
    """List at most fifty notes; ``before`` the number of the last one asks for older ones."""
    del request
    found = CaseNote.objects.filter(account=account_of(reference)).order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    return [_note(row) for row in found[:ROWS_MAX]]


@router.post(
    "/accounts/{path:reference}/notes",
    auth=Bearer("notes:write"),
    operation_id="note_add",
    summary="Add a note to a case",
    response={201: NoteOut, WRITE: Problem},
)
def note(
    request: HttpRequest, reference: Annotated[Reference, Path()], given: NoteIn
) -> Status[NoteOut]:
    """Add a note; the same words again within a minute are the same note."""
    made = granted(
        note_add(
            account_id=account_of(reference).pk,
            text=given.text,
            at=clock.now(),
            actor=actor_of(request),
        )
    )
    return Status(201, _note(made))


@router.get(
    "/accounts/{path:reference}/timeline",
    auth=Bearer("timeline:read"),
    operation_id="timeline",
    summary="Show what happened on an account, the latest first",
    response={200: TimelineOut, READ: Problem},
)
def timeline(
    request: HttpRequest,
    reference: Annotated[Reference, Path()],
    after: Annotated[str | None, Query(max_length=100)] = None,
) -> TimelineOut:
    """Show a page of the timeline: kinds, numbers, days and states."""
    del request
    place = _place(after) if after is not None else None
    account = account_of(reference)
    page = timeline_page(
        account,
        on=local_date(clock.now(), account.person.time_zones),
        kinds=TIMELINE_KINDS,
        after=place,
        conduct=Scope(is_all=True),
    )
    next_one = page.after
    return TimelineOut(
        lines=[
            LineOut(
                kind=each.kind,
                id=getattr(each.row, "appeal_id", each.row.pk),
                on=each.on,
                at=each.at,
                state=getattr(each.row, "state", None) or getattr(each.row, "outcome", None),
                amount_minor=each.amount_minor,
            )
            for each in page.events
        ],
        after=f"{next_one[0].isoformat()}~{next_one[1]}~{next_one[2]}" if next_one else None,
    )


def _place(text: str) -> tuple[datetime, str, int]:
    try:
        at, kind, number = text.split("~")
        found = datetime.fromisoformat(at), kind, int(number)
    except ValueError:
        found = None
    if (
        found is None
        or found[0].tzinfo is None
        or kind not in TIMELINE_KINDS
        or not 0 < found[2] <= NUMBER_MAX
    ):
        raise ApiProblem(422, "DOES_NOT_FIT", "Give after as the page before gave it.")
    return found


def _promise(row: Promise, reference: str) -> PromiseOut:
    return PromiseOut(
        id=row.pk,
        account=reference,
        amount_minor=row.amount_minor,
        pay_on=row.pay_on,
        state=row.state,
        made_at=row.made_at,
    )


def _note(row: CaseNote) -> NoteOut:
    return NoteOut(id=row.pk, at=row.at, actor=row.actor, text=row.text)
