"""From what happens to what another system hears: noted, spread, signed, tried again, given up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import transaction
from standardwebhooks import Webhook

from forbear.channels.webhooks import GuardedPost, networks
from forbear.core.webhooks import EVENTS, PAUSES
from forbear.services.agreements.relief import ReliefWish, relief_end, relief_give
from forbear.services.call_backs import call_back_cancel
from forbear.services.guarantees.recording import guarantee_end
from forbear.services.keeping import Keeper
from forbear.services.refunds import refund_decide, refund_request
from forbear.services.refusals import Refusal
from forbear.services.webhooks.endpoints import endpoint_add, endpoint_end, endpoint_rotate
from forbear.services.webhooks.sending import (
    webhook_deliver,
    webhook_redrive,
    webhooks_forget,
    webhooks_spread,
)
from forbear.store.models import (
    Account,
    CallBack,
    Consent,
    OptOut,
    Promise,
    Refund,
    Relief,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from tests.channels.listener import Listener, listening
from tests.services.agreements import signing
from tests.services.agreements.make import owing
from tests.services.agreements.test_relief import PERIODS, briton
from tests.services.cases import make as cases
from tests.services.debits.make import owed
from tests.services.guarantees import make as guarantees
from tests.store import make

pytestmark = pytest.mark.django_db
KEEPER = Keeper([Fernet.generate_key()])
POST = GuardedPost(allowed=networks("127.0.0.0/8"))
AT = datetime(2026, 3, 12, 15, tzinfo=UTC)


@pytest.fixture
def other() -> Iterator[Listener]:
    with listening() as made:
        yield made


def told(other: Listener, *events: str) -> tuple[WebhookEndpoint, str]:
    made = endpoint_add(
        name="host",
        url=other.url(),
        events=events or EVENTS,
        fault_of=lambda _url: "",
        keeper=KEEPER,
        at=AT,
        actor="lee",
    )
    assert isinstance(made, tuple)
    return made


def promised(account: Account) -> Promise:
    return Promise.objects.create(
        account=account, amount_minor=1, pay_on=date(2026, 3, 12), made_at=AT, actor="chen"
    )


def verified(secret: str, headers: Mapping[str, str], body: bytes) -> Any:
    """Return what was sent, if it is signed; a receiver's own clock is not asked, ours stands."""
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    assert at == AT.replace(microsecond=0)
    signed = Webhook(secret).sign(headers["webhook-id"], at, body.decode())
    assert signed in headers["webhook-signature"].split()
    return json.loads(body)


def round_of(at: datetime = AT) -> list[WebhookDelivery]:
    due: list[int] = []
    webhooks_spread(at=at, enqueue=due.extend)
    done = [
        webhook_deliver(delivery_id=each, post=POST, keeper=KEEPER, now=lambda: at) for each in due
    ]
    return [each for each in done if each]


def test_a_promise_is_told_signed_and_without_a_person(other: Listener) -> None:
    account = make.account()
    _, secret = told(other)
    promise = promised(account)
    Promise.objects.filter(pk=promise.pk).update(state="broken")
    assert [each.state for each in round_of()] == ["delivered", "delivered"]
    types = []
    for _path, headers, body in other.heard:
        found = verified(secret, headers, body)
        types.append(found["type"])
        assert found["data"]["account"] == account.reference
        assert found["data"]["id"] == promise.pk
        assert account.person.name not in body.decode()
    assert types == ["promise.made", "promise.broken"]
    assert len({headers["webhook-id"] for _, headers, _ in other.heard}) == 2
    assert round_of() == []


def test_what_nobody_wants_is_not_even_noted(other: Listener) -> None:
    account = make.account()
    promised(account)
    assert not WebhookEvent.objects.exists()
    told(other, "dispute.opened")
    promise = Promise.objects.get()
    Promise.objects.filter(pk=promise.pk).update(state="kept")
    assert not WebhookEvent.objects.exists()
    Account.objects.filter(pk=account.pk).update(dispute="open")
    Account.objects.filter(pk=account.pk).update(dispute="open")
    assert [event.type for event in WebhookEvent.objects.all()] == ["dispute.opened"]


def test_what_was_taken_back_is_told_to_nobody(other: Listener) -> None:
    account = make.account()
    told(other)
    try:
        with transaction.atomic():
            promised(account)
            raise LookupError
    except LookupError:
        pass
    assert round_of() == []


def test_an_opt_out_names_an_account_of_the_person(other: Listener) -> None:
    account = make.account()
    told(other)
    OptOut.objects.create(person=account.person, channel="sms", at=AT)
    (done,) = round_of()
    body = json.loads(done.body)
    assert (body["type"], body["data"]["account"]) == ("contact.opted_out", account.reference)


def test_failures_wait_longer_and_longer_until_it_is_given_up(other: Listener) -> None:
    told(other)
    promised(make.account())
    other.statuses = [500]
    at = AT
    for pause in PAUSES:
        (done,) = round_of(at)
        assert (done.state, done.due_at, done.status) == ("waiting", at + pause, 500)
        assert round_of(at + pause - timedelta(seconds=1)) == []
        at += pause
    (done,) = round_of(at)
    assert (done.state, done.tries) == ("dead", len(PAUSES) + 1)
    assert len({headers["webhook-id"] for _, headers, _ in other.heard}) == 1
    other.statuses = [200]
    again = webhook_redrive(delivery_id=done.pk, at=at, actor="lee")
    assert isinstance(again, WebhookDelivery)
    (done,) = round_of(at)
    assert done.state == "delivered"
    refused = webhook_redrive(delivery_id=done.pk, at=at, actor="lee")
    assert isinstance(refused, Refusal)


def test_a_job_that_was_lost_is_made_again(other: Listener) -> None:
    told(other)
    promised(make.account())
    assert webhooks_spread(at=AT, enqueue=lambda _due: None) == 1
    assert webhooks_spread(at=AT, enqueue=lambda _due: None) == 0
    assert len(round_of(AT + timedelta(minutes=15))) == 1
    (delivery,) = WebhookDelivery.objects.all()
    late = webhook_deliver(delivery_id=delivery.pk, post=POST, keeper=KEEPER, now=lambda: AT)
    assert late is None
    assert len(other.heard) == 1


def test_gone_is_for_ever(other: Listener) -> None:
    endpoint, _ = told(other)
    promised(make.account())
    other.statuses = [410]
    (done,) = round_of()
    assert done.state == "dead"
    endpoint.refresh_from_db()
    assert (endpoint.ended_by, endpoint.why) == ("system", "It answered 410 Gone.")


def test_for_a_day_the_secret_before_signs_too(other: Listener) -> None:
    endpoint, old = told(other)
    done = endpoint_rotate(endpoint_id=endpoint.pk, keeper=KEEPER, at=AT, actor="lee")
    assert isinstance(done, tuple)
    new = done[1]
    account = make.account()
    promise = promised(account)
    round_of()
    _, headers, body = other.heard[-1]
    for secret in (old, new):
        verified(secret, headers, body)
    Promise.objects.filter(pk=promise.pk).update(state="kept")
    round_of(AT + timedelta(days=1))
    _, headers, body = other.heard[-1]
    assert len(headers["webhook-signature"].split()) == 1


def test_an_address_that_may_not_be_reached_is_given_up_at_once(other: Listener) -> None:
    told(other)
    promised(make.account())
    due: list[int] = []
    webhooks_spread(at=AT, enqueue=due.extend)
    done = webhook_deliver(delivery_id=due[0], post=GuardedPost(), keeper=KEEPER, now=lambda: AT)
    assert done is not None
    assert done.state == "dead"
    assert not other.heard


def test_what_was_delivered_is_forgotten_after_a_month_and_what_was_not_stays(
    other: Listener,
) -> None:
    endpoint, _ = told(other)
    account = make.account()
    promise = promised(account)
    round_of()
    other.statuses = [410]
    Promise.objects.filter(pk=promise.pk).update(state="kept")
    round_of()
    assert WebhookEvent.objects.count() == 2
    webhooks_forget(at=AT + timedelta(days=31))
    assert [event.type for event in WebhookEvent.objects.all()] == ["promise.kept"]
    assert isinstance(
        endpoint_end(endpoint_id=endpoint.pk, at=AT, actor="lee"), Refusal
    )  # ended by 410


def kinds_told() -> list[tuple[str, str, str]]:
    """Return what was noted since, as type, state and account; and what it is about, by number."""
    round_of()
    found = [json.loads(each.body) for each in WebhookDelivery.objects.order_by("event__pk")]
    return [
        (each["type"], each["data"].get("state", ""), each["data"]["account"]) for each in found
    ]


def test_cases_are_told_of_one_by_one(other: Listener) -> None:
    of = owing()
    told(other, "dispute.state", "complaint.state")
    first, second = cases.dispute(of), cases.dispute(of, extent="part", amount_minor=5)
    cases.with_statement(first)
    cases.answer(first, "rejected", roles=())
    made = cases.complaint(of, cause="manner")
    cases.answer_complaint(made, "upheld", redress="apology")
    assert kinds_told() == [
        ("dispute.state", "open", of.reference),
        ("dispute.state", "open", of.reference),
        ("dispute.state", "proposed", of.reference),
        ("complaint.state", "open", of.reference),
        ("complaint.state", "answered", of.reference),
    ]
    ids = list(WebhookEvent.objects.order_by("pk").values_list("subject", "subject_id"))
    assert ids[:3] == [("dispute", first.pk), ("dispute", second.pk), ("dispute", first.pk)]


def test_a_guarantee_is_told_of_when_it_is_proved_and_ends(other: Listener) -> None:
    of = make.account()
    told(other, "guarantee.state")
    made = guarantees.proved(of)
    guarantee_end(guarantee_id=made.pk, at=AT, actor="lee", note="paid out")
    states = ["asked", "accepted", "ended"]
    assert kinds_told() == [("guarantee.state", state, of.reference) for state in states]


def test_a_refund_is_told_of_when_it_is_asked_for_and_decided(other: Listener) -> None:
    of = owed(balance_minor=-5_000)
    told(other, "refund.state")
    asked = {"holder": "Jane Doe", "iban": "FR1420041010050500013M02606", "reason": "too much"}
    made = refund_request(
        account_id=of.pk, amount_minor=1_000, key="1", at=AT, actor="a", bic="", **asked
    )
    assert isinstance(made, Refund), made
    refund_decide(refund_id=made.pk, is_approved=True, at=AT, actor="lee")
    states = ["requested", "approved"]
    assert kinds_told() == [("refund.state", state, of.reference) for state in states]
    assert {event.subject_id for event in WebhookEvent.objects.all()} == {made.pk}


def test_a_signature_is_told_of_with_its_offer(other: Listener, tmp_path: Path) -> None:
    told(other, "agreement.signed")
    link = signing.linked()
    signing.sign(signing.read(link), signing.papers(tmp_path))
    assert kinds_told() == [("agreement.signed", "", link.offer.account.reference)]
    assert WebhookEvent.objects.get().subject_id == link.offer_id


def test_relief_is_told_of_without_its_kind(other: Listener) -> None:
    told(other, "relief.given", "relief.ended")
    of = briton()
    space = ReliefWish("breathing_space", "debts", event_on=date(2026, 3, 12))
    given = relief_give(account_id=of.pk, wish=space, at=AT, actor="a", periods=PERIODS)
    assert isinstance(given, Relief), given
    relief_end(relief_id=given.pk, at=AT, actor="a")
    assert kinds_told() == [
        ("relief.given", "", of.reference),
        ("relief.ended", "", of.reference),
    ]
    assert not [body for _, _, body in other.heard if b"space" in body or b"debts" in body]


def test_a_call_back_is_told_of_till_it_is_over(other: Listener) -> None:
    of = make.account()
    number = make.point(of.person)
    told(other, "call_back.state")
    consent = Consent.objects.create(person=of.person, channel="call", kind="exceed_cap", at=AT)
    made = CallBack.objects.create(
        person=of.person,
        account=of,
        contact_point=number,
        planned=make.planned(of, at=AT, contact_point=number),
        consent=consent,
        due_at=AT,
        zone="America/New_York",
        asked_at=AT,
        actor="chen",
        source="api",
        state_at=AT,
    )
    call_back_cancel(call_back_id=made.pk, at=AT, actor="chen")
    states = ["open", "cancelled"]
    assert kinds_told() == [("call_back.state", state, of.reference) for state in states]
