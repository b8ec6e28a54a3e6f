"""Events of calls over the API: signed, whole, once."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from standardwebhooks.webhooks import Webhook

from forbear.services.telephony.dialling import call_dial
from forbear.store.models import CallEvent, ProviderCall
from tests.services.telephony.test_events import AT as CALLED_AT
from tests.services.telephony.test_events import Provider, noted

KEY = "whsec_" + base64.b64encode(b"a key of the tests, 32 octets ..").decode()
SMS_KEY = "whsec_" + base64.b64encode(b"the key of the message gateway .").decode()
pytestmark = pytest.mark.django_db
EVENT = {
    "id": "e-1",
    "call": "c-1",
    "event": "ended",
    "at": "2026-03-12T15:02:00+00:00",
    "seconds": 62,
}


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_SECRET_CALLS_WEBHOOK", KEY)
    monkeypatch.setenv("FORBEAR_SECRET_SMS_WEBHOOK", SMS_KEY)
    monkeypatch.setattr("forbear.wiring.clock.now", lambda: CALLED_AT + timedelta(minutes=5))


def send(said: object, *, key: str = KEY, changed: bytes | None = None) -> HttpResponse:
    at = CALLED_AT + timedelta(minutes=5)
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return Client(enforce_csrf_checks=True).post(
        "/api/v1/calls/events",
        body if changed is None else changed,
        content_type="application/json",
        headers={
            "webhook-id": "msg_1",
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(key).sign("msg_1", at, body.decode()),
        },
    )


def test_an_event_is_taken_once() -> None:
    call = noted()
    call_dial(permit_id=call.permit_id, provider=Provider(), at=CALLED_AT, actor="chen")
    for use in ("applied", "repeated"):
        assert send(EVENT).json() == {"use": use}
    call = ProviderCall.objects.get()
    assert (call.state, call.talk_seconds) == ("ended", 62)


def test_a_forged_event_is_refused_and_changes_nothing() -> None:
    for answer in (
        send(EVENT, key=SMS_KEY),
        send(EVENT, changed=json.dumps({**EVENT, "seconds": 1}).encode()),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "SIGNATURE_NOT_GOOD")
    assert not CallEvent.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"event": "dialled"},
        {"at": "2026-03-12T15:02:00"},
        {"at": "yesterday"},
        {"seconds": -1},
        {"seconds": 1e9},
        {"seconds": "62"},
        {"id": ""},
        {"call": "c\n1"},
        {"event": "recording"},
        {"recording": {"reference": "r"}},
        {"event": "recording", "recording": {"reference": "", "consent": "announced"}},
        {"leg": "moon"},
    ],
)
def test_nonsense_is_refused(change: dict[str, object]) -> None:
    answer = send({**EVENT, **change})
    assert (answer.status_code, answer.json()["code"]) == (422, "DOES_NOT_FIT")
    assert not CallEvent.objects.exists()


def test_a_body_that_is_no_json_is_refused() -> None:
    assert send(b"{").status_code == 400
