"""The pages on other systems: webhooks and tokens, for IT."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from forbear.store.models import ApiToken, WebhookDelivery, WebhookEndpoint, WebhookEvent
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
HOOK = {"name": "host", "url": "https://host.example/", "event": ["promise.kept"]}


@pytest.fixture
def it(client: Client) -> Client:
    user = User.objects.create_user("lee", password=portfolio.PASSWORD)
    user.groups.add(Group.objects.get_or_create(name="it")[0])
    client.force_login(user, portfolio.BACKEND)
    return client


def test_a_webhook_lives_on_its_page(it: Client) -> None:
    page = it.post("/systems/webhooks/add/", HOOK).content.decode()
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", page)
    assert secret not in it.get("/systems/webhooks/").content.decode()
    endpoint = WebhookEndpoint.objects.get()
    page = it.post(f"/systems/webhooks/{endpoint.pk}/rotate/").content.decode()
    assert re.findall(r"whsec_[A-Za-z0-9+/=]+", page) != [secret]
    event = WebhookEvent.objects.create(
        key="evt_1", type="promise.kept", subject="promise", subject_id=1, noted_at=portfolio.AT
    )
    delivery = WebhookDelivery.objects.create(
        endpoint=endpoint, event=event, body="{}", state="dead", due_at=portfolio.AT, status=500
    )
    assert "given up: 1" in it.get("/systems/webhooks/").content.decode()
    again = f"/systems/webhooks/dead/{delivery.pk}/again/"
    assert "It is tried again." in it.post(again, follow=True).content.decode()
    assert "is under way again" in it.post(again, follow=True).content.decode()
    end = f"/systems/webhooks/{endpoint.pk}/end/"
    assert "host is told nothing more." in it.post(end, follow=True).content.decode()
    assert it.post(end).status_code == 404
    assert it.post(f"/systems/webhooks/{endpoint.pk}/rotate/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "http://10.0.0.1/"}, "Use https"),
        ({"name": "\x00"}, "Give it a name"),
        ({"event": []}, "Choose at least one kind"),
    ],
)
def test_what_cannot_be_told_stays_in_the_form(
    it: Client, wrong: dict[str, object], said: str
) -> None:
    answer = it.post("/systems/webhooks/add/", {**HOOK, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not WebhookEndpoint.objects.exists()


def test_a_token_is_shown_once_and_revoked(it: Client) -> None:
    words = {"name": "host", "scope": ["balances:read"], "expires": "2027-01-31"}
    page = it.post("/systems/tokens/add/", words).content.decode()
    (clear,) = re.findall(r"fbr_[\w-]+", page)
    assert clear not in it.get("/systems/tokens/").content.decode()
    asked = {"Authorization": f"Bearer {clear}"}
    place = "/api/v1/accounts/none/balance"
    assert it.get(place, headers=asked).status_code == 404
    token = ApiToken.objects.get()
    revoke = f"/systems/tokens/{token.pk}/revoke/"
    assert "The token of host is revoked." in it.post(revoke, follow=True).content.decode()
    assert it.get(place, headers=asked).status_code == 401
    assert it.post("/systems/tokens/999/revoke/").status_code == 404
    for wrong in ({"name": "A b"}, {"scope": []}, {"expires": "soon"}, {"expires": "2020-01-01"}):
        assert it.post("/systems/tokens/add/", {**words, **wrong}).status_code == 422
