from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet

from forbear.core.webhooks import webhook_keys
from forbear.services.keeping import Keeper
from forbear.services.refusals import Refusal
from forbear.services.webhooks.endpoints import (
    endpoint_add,
    endpoint_end,
    endpoint_rotate,
    owner,
)
from forbear.store.models import AuditEntry, WebhookEndpoint

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
KEEPER = Keeper([Fernet.generate_key()])
pytestmark = pytest.mark.django_db


def added(**more: object) -> tuple[WebhookEndpoint, str] | Refusal:
    usual: dict[str, object] = {
        "name": "host",
        "url": "https://host.example/",
        "events": ["promise.kept", "payment.booked"],
        "fault_of": lambda url: "" if url.startswith("https:") else "Use https.",
    }
    return endpoint_add(**{**usual, **more}, keeper=KEEPER, at=AT, actor="lee")  # type: ignore[arg-type]


def test_the_secret_is_given_once_and_kept_enciphered() -> None:
    made = added()
    assert isinstance(made, tuple)
    endpoint, secret = made
    assert len(webhook_keys(secret)[0]) == 32
    assert secret not in endpoint.secret
    assert KEEPER.read(endpoint.secret, of=owner(endpoint)) == secret
    assert endpoint.events == ["payment.booked", "promise.kept"]
    assert secret not in str(AuditEntry.objects.get(action="webhook.added").data)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "NAME_MISSING"),
        ({"name": "x" * 41}, "NAME_MISSING"),
        ({"url": "http://host.example/"}, "URL_UNUSABLE"),
        ({"url": "https://host.example/" + "x" * 500}, "URL_UNUSABLE"),
        ({"events": []}, "EVENT_UNKNOWN"),
        ({"events": ["promise.forgotten"]}, "EVENT_UNKNOWN"),
    ],
)
def test_what_cannot_be_added(wrong: dict[str, object], code: str) -> None:
    done = added(**wrong)
    assert isinstance(done, Refusal)
    assert done.code == code
    assert not WebhookEndpoint.objects.exists()


def test_one_that_ended_gets_no_other_secret() -> None:
    made = added()
    assert isinstance(made, tuple)
    number = made[0].pk
    assert isinstance(endpoint_end(endpoint_id=number, at=AT, actor="lee"), WebhookEndpoint)
    done = endpoint_rotate(endpoint_id=number, keeper=KEEPER, at=AT, actor="lee")
    assert isinstance(done, Refusal)
    assert done.code == "ENDPOINT_UNKNOWN"
