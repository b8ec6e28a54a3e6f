"""What a provider of calls reports: ringing, answered, ended, and where a recording lies."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from forbear.services.telephony.events import Reported, call_event_take
from forbear.web.api.problems import Problem, granted
from forbear.web.api.signed import Signed
from forbear.web.api.values import PRINTED
from forbear.wiring import clock
from forbear.wiring.calls import PROVIDER
from forbear.wiring.webhooks import calls_secret

router = Router(tags=["calls"])
Ref = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=PRINTED)]
_TALK_MAX = 86_400  # seconds of a day


class RecordingIn(BaseModel):
    """Where a recording lies; never the sound itself."""

    model_config = ConfigDict(extra="ignore")

    reference: Annotated[str, StringConstraints(max_length=200, pattern=PRINTED)] = ""
    consent: Literal["announced", "consented", "not_needed", "unknown", "refused"] = "unknown"

    @model_validator(mode="after")
    def _has_place(self) -> RecordingIn:
        if not self.reference and self.consent != "refused":
            raise ValueError("a recording has a reference, unless it was refused")
        return self


class CallEventIn(BaseModel):
    """One event of one call."""

    model_config = ConfigDict(extra="ignore")

    id: Ref = Field(description="The number of the event; the same is taken once.")
    call: Ref = Field(description="The number that the provider gave, or our own reference.")
    event: Literal[
        "ringing", "answered", "machine", "failed", "busy", "no_answer", "ended", "recording"
    ]
    at: AwareDatetime = Field(description="When it happened: ISO 8601 with an offset.")
    leg: Literal["cardholder", "agent"] = Field(
        "cardholder", description="Whose phone it is about; agent: the collector's own."
    )
    seconds: Annotated[int, Field(ge=0, le=_TALK_MAX, strict=True)] | None = None
    detail: Annotated[str, StringConstraints(max_length=400)] = ""
    recording: RecordingIn | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> CallEventIn:
        if (self.event == "recording") != (self.recording is not None):
            raise ValueError("recording goes with the event recording, and with no other")
        return self


class CallEventOut(Schema):
    """``applied``; ``kept`` until the call has its number here; ``repeated``: known already."""

    use: Literal["applied", "kept", "repeated"]


@router.post(
    "/calls/events",
    auth=Signed(calls_secret),
    operation_id="call_event_take",
    summary="Report what became of a call",
    response={200: CallEventOut, frozenset((400, 401, 409, 413, 415, 422)): Problem},
)
def event(request: HttpRequest, given: CallEventIn) -> CallEventOut:
    """Take an event of a call, once; the order in which several come does not matter."""
    del request
    happened_at: datetime = given.at
    taken = granted(
        call_event_take(
            Reported(
                event_id=given.id,
                call_ref=given.call,
                kind=given.event,
                happened_at=happened_at,
                leg=given.leg,
                seconds=given.seconds,
                detail=_printed(given.detail),
                recording=given.recording.reference if given.recording else "",
                consent=given.recording.consent if given.recording else "unknown",
            ),
            provider=PROVIDER,
            at=clock.now(),
        )
    )
    return CallEventOut(use=taken.use)


def _printed(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())
