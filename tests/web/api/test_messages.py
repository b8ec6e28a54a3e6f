"""Reports of a message gateway: signed by the library that other systems use."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from standardwebhooks.webhooks import Webhook

from forbear.channels.local.webhooks import Reporter
from forbear.store.models import InboundMessage, MessageEvent, OptOut
from tests.store.make import account, planned, point
from tests.web.api.conftest import AT

KEY = "whsec_" + base64.b64encode(b"a key of the tests, 32 octets ..").decode()
OTHER = "whsec_" + base64.b64encode(b"another key of the tests .......").decode()
NUMBER = "+12025550144"
Send = Callable[..., HttpResponse]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_SECRET_SMS_WEBHOOK", f"{OTHER} {KEY}")


def send(
    path: str,
    said: object,
    *,
    key: str = KEY,
    at: datetime = AT,
    changed: bytes | None = None,
    **headers: str | None,
) -> HttpResponse:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    given = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(key).sign("msg_1", at, body.decode()),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return Client(enforce_csrf_checks=True).post(
        f"/api/v1/messages/{path}",
        body if changed is None else changed,
        content_type="application/json",
        headers={name: value for name, value in given.items() if value is not None},
    )


INBOUND = {"id": "in-1", "from": NUMBER, "to": "12345", "text": "STOP"}


def test_a_stop_is_carried_out_before_it_is_answered_and_once() -> None:
    here = point(account().person, value=NUMBER)
    answer = send("inbound", INBOUND)
    assert answer.json() == {"intent": "stop", "action": "opted_out", "is_new": True}
    assert OptOut.objects.get().contact_point == here
    assert send("inbound", INBOUND).json()["is_new"] is False
    assert InboundMessage.objects.count() == 1


def test_a_receipt_is_taken_once() -> None:
    sent = planned(account(), at=AT, state="sent", provider_ref="m-1")
    for use in ("applied", "repeated"):
        answer = send("receipts", {"id": "m-1", "status": "delivered", "cost": 3})
        assert answer.json() == {"use": use}
    sent.refresh_from_db()
    assert sent.delivery == "delivered"


def test_a_receipt_that_comes_first_is_kept() -> None:
    assert send("receipts", {"id": "not yet", "status": "expired"}).json() == {"use": "kept"}
    assert MessageEvent.objects.get().planned is None


@pytest.mark.parametrize(
    "given",
    [
        {"key": "whsec_" + base64.b64encode(b"a key of somebody else").decode()},
        {"at": AT - timedelta(minutes=6)},
        {"at": AT + timedelta(minutes=6)},
        {"changed": json.dumps({**INBOUND, "text": "START"}).encode()},
        {"webhook_signature": None},
        {"webhook_signature": "v1,"},
        {"webhook_signature": "v2,abc"},
        {"webhook_id": None},
        {"webhook_id": "msg_2"},
        {"webhook_timestamp": "soon"},
        {"webhook_timestamp": "9" * 400},
        {"webhook_timestamp": None},
    ],
)
def test_what_is_not_signed_by_us_and_now_is_refused(given: dict[str, object]) -> None:
    answer = send("inbound", INBOUND, **given)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (401, "SIGNATURE_NOT_GOOD")
    assert not InboundMessage.objects.exists()


def test_a_secret_that_is_none_lets_nobody_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_SECRET_SMS_WEBHOOK", "short")
    assert send("inbound", INBOUND).status_code == 401


@pytest.mark.parametrize(
    ("path", "said", "status"),
    [
        ("inbound", b"{", 400),
        ("inbound", {**INBOUND, "from": "a\u0000b"}, 422),
        ("inbound", {**INBOUND, "text": 7}, 422),
        ("inbound", {"id": "in-1"}, 422),
        ("inbound", {**INBOUND, "from": "no number at all"}, 200),
        ("inbound", {**INBOUND, "text": "\u202e\u0000"}, 200),
        ("receipts", {"id": "m-1", "status": "eaten"}, 422),
        ("receipts", {"id": "", "status": "delivered"}, 422),
    ],
)
def test_nonsense_is_told_or_contained(path: str, said: object, status: int) -> None:
    assert send(path, said).status_code == status


@pytest.mark.django_db(transaction=True)
def test_the_local_gateway_reports_as_a_provider_does(live_server: object) -> None:
    reporter = Reporter(f"{live_server}/api/v1", KEY)
    assert reporter.say(NUMBER, "12345", "你好", at=AT) == 200
    assert reporter.receipt("m-1", "delivered", at=AT) == 200
    assert (
        Reporter(reporter.url, OTHER.upper()[:6].lower() + OTHER[6:]).say(
            NUMBER, "1", "x", at=AT - timedelta(hours=1)
        )
        == 401
    )
    assert InboundMessage.objects.get().text == "你好"
