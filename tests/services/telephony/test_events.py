"""What a provider reports: in any order, twice, too early, about somebody else's call."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from forbear.services.refusals import Refusal
from forbear.services.telephony.dialling import call_dial
from forbear.services.telephony.events import Reported, call_event_take
from forbear.store.models import Account, CallEvent, CallRecording, ProviderCall
from tests.store import make

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Provider:
    """Takes every call."""

    name = "http"
    records = True

    def start(self, order: object, permit: object, *, at: datetime) -> str:
        del order, permit, at
        return "c-1"

    def hang_up(self, provider_ref: str) -> None:
        del provider_ref


def noted(owed: Account | None = None, *, told: tuple[str, ...] = ("recording",)) -> ProviderCall:
    permit = make.permit(owed or make.account(), at=AT, consumed_at=AT, must_disclose=list(told))
    return ProviderCall.objects.create(
        permit=permit,
        provider="http",
        reference=f"fc-{permit.pk}",
        line="sip:chen@phones.example",
        caller_id="+442079460123",
        actor="chen",
        state_at=AT,
    )


def dialled(**given: object) -> ProviderCall:
    call = noted(**given)  # type: ignore[arg-type]
    found = call_dial(permit_id=call.permit_id, provider=Provider(), at=AT, actor="chen")
    assert isinstance(found, ProviderCall)
    return found


def event(kind: str, seconds_later: int = 10, **given: object) -> Reported:
    at = AT + timedelta(seconds=seconds_later)
    return Reported(
        **{  # type: ignore[arg-type]
            "event_id": f"e-{kind}",
            "call_ref": "c-1",
            "kind": kind,
            "happened_at": at,
            **given,
        }
    )


def take(given: Reported, *, at: datetime = AT + timedelta(minutes=10)) -> str:
    found = call_event_take(given, provider="http", at=at)
    return found.code if isinstance(found, Refusal) else found.use


STORY = (
    event("ringing", 5),
    event("answered", 12),
    event("ended", 74, seconds=62),
)


@pytest.mark.parametrize("order", list(permutations(STORY)))
def test_the_order_in_which_they_come_changes_nothing(order: tuple[Reported, ...]) -> None:
    call = dialled()
    assert [take(one) for one in order] == ["applied"] * 3
    assert [take(one) for one in order] == ["repeated"] * 3
    call.refresh_from_db()
    assert (call.state, call.talk_seconds) == ("ended", 62)
    assert call.answered_at == AT + timedelta(seconds=12)
    assert CallEvent.objects.count() == 3


@pytest.mark.parametrize("kind", ["busy", "no_answer", "failed"])
def test_an_end_without_a_talk_is_told_as_it_is(kind: str) -> None:
    call = dialled()
    take(event(kind))
    take(event("ringing", 2))
    call.refresh_from_db()
    assert (call.state, call.answered_at, call.talk_seconds) == (kind, None, None)


def test_a_machine_is_known_after_the_call_has_ended() -> None:
    call = dialled()
    take(event("machine"))
    take(event("ended", 40, seconds=28))
    call.refresh_from_db()
    assert (call.state, call.is_machine) == ("ended", True)


def test_a_collector_who_does_not_pick_up_called_nobody() -> None:
    call = dialled()
    take(event("ringing", leg="agent"))
    call.refresh_from_db()
    assert call.state == "dialling"
    take(event("no_answer", leg="agent"))
    call.refresh_from_db()
    assert call.state == "agent_missed"


def test_what_comes_before_the_calls_number_is_kept_and_applied() -> None:
    call = noted()
    assert take(event("ringing")) == "kept"
    found = call_dial(permit_id=call.permit_id, provider=Provider(), at=AT, actor="chen")
    assert isinstance(found, ProviderCall)
    assert found.state == "ringing"


def test_our_own_reference_names_the_call_too() -> None:
    call = dialled()
    assert take(event("busy", call_ref=call.reference)) == "applied"
    call.refresh_from_db()
    assert call.state == "busy"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (event("ringing", -3600), "EVENT_TIME"),
        (event("ringing", 86_400), "EVENT_TIME"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(given: Reported, code: str) -> None:
    dialled()
    assert take(given) == code
    assert not CallEvent.objects.exists()


def test_a_number_used_for_another_event_is_refused() -> None:
    call = dialled()
    take(event("ringing"))
    assert take(event("ended", event_id="e-ringing", seconds=9)) == "EVENT_REUSED"
    call.refresh_from_db()
    assert call.state == "ringing"


def test_another_provider_reports_on_its_own_calls_only() -> None:
    call = dialled()
    found = call_event_take(event("busy"), provider="other", at=AT + timedelta(minutes=1))
    assert not isinstance(found, Refusal)
    assert found.use == "kept"
    call.refresh_from_db()
    assert call.state == "dialling"


RECORDED = event("recording", 80, recording="rec/7", consent="announced")


def test_a_recording_is_a_reference_with_consent_and_the_days_of_the_law() -> None:
    owed = make.account(nation="CN", region="", currency="CNY")
    call = dialled(owed=owed)
    assert [take(RECORDED), take(RECORDED)] == ["applied", "repeated"]
    kept = CallRecording.objects.get()
    assert (kept.permit_id, kept.reference, kept.consent) == (call.permit_id, "rec/7", "announced")
    assert kept.must_be_told
    assert kept.keep_until is not None
    # the bank's two years at the least
    assert kept.keep_until >= date(2028, 3, 11)
    assert any(rule["rule"] == "cn-recording-2y" for rule in kept.rules)


def test_a_recording_that_was_refused_keeps_no_reference() -> None:
    dialled(told=())
    take(replace(RECORDED, consent="refused"))
    kept = CallRecording.objects.get()
    assert (kept.reference, kept.must_be_told) == ("", False)
