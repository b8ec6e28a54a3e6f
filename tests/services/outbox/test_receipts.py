from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.db import connection

from forbear.ports.channels import Receipt
from forbear.services.outbox import message_send, outbox_release
from forbear.services.outbox.receipts import ReceiptTaken, ReceiptWord, receipt_take
from forbear.services.refusals import Refusal
from forbear.store.models import AuditEntry, ContactPoint, MessageEvent, OptOut, PlannedContact
from tests.services.adapters import Pen, Wire
from tests.services.gates import cap_gate
from tests.store.make import account, planned, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def take(status: ReceiptWord, ref: str = "m-1", *, minutes: int = 5) -> ReceiptTaken | Refusal:
    return receipt_take(
        channel="sms", provider_ref=ref, status=status, at=AT + timedelta(minutes=minutes)
    )


def sent(**given: object) -> PlannedContact:
    return planned(account(), at=AT, state="sent", provider_ref="m-1", **given)


def kinds(row: PlannedContact) -> list[str]:
    return list(row.events.order_by("pk").values_list("kind", flat=True))


def send_with(ref: str) -> PlannedContact:
    """Release and send one message that the provider calls ``ref``."""
    row = planned(account(), at=AT)
    jobs: list[tuple[int, int]] = []
    outbox_release(at=AT, ask=cap_gate(1), enqueue=jobs.extend)
    message_send(
        planned_id=jobs[0][0],
        permit_id=jobs[0][1],
        at=AT + timedelta(minutes=1),
        write=Pen(),
        channels={"sms": Wire("sms", Receipt("accepted", ref))},
    )
    row.refresh_from_db()
    return row


def test_a_receipt_is_written_down_once() -> None:
    row = sent()
    assert take("delivered") == ReceiptTaken("applied", row.pk)
    assert take("delivered", minutes=9) == ReceiptTaken("repeated", row.pk)
    row.refresh_from_db()
    assert (row.state, row.delivery, row.delivery_at) == (
        "sent",
        "delivered",
        AT + timedelta(minutes=5),
    )
    assert kinds(row) == ["delivered"]
    assert AuditEntry.objects.filter(action="message.receipt").count() == 1


@pytest.mark.parametrize(
    "order", list(permutations(["bounced_soft", "expired", "delivered", "complaint"]))
)
def test_the_order_of_arrival_does_not_matter(order: tuple[ReceiptWord, ...]) -> None:
    row = sent()
    for status in order:
        take(status)
    row.refresh_from_db()
    assert row.delivery == "complaint"
    assert len(kinds(row)) == 4


def test_a_receipt_that_comes_first_is_kept_and_applied() -> None:
    assert take("delivered") == ReceiptTaken("kept", None)
    assert take("delivered") == ReceiptTaken("repeated", None)
    row = send_with("m-1")
    assert (row.state, row.delivery) == ("sent", "delivered")
    assert take("delivered") == ReceiptTaken("repeated", row.pk)
    assert MessageEvent.objects.get(planned=row, kind="delivered").early is not None


def test_an_early_receipt_is_told_to_one_message_only() -> None:
    take("delivered")
    assert send_with("m-1").delivery == "delivered"
    assert send_with("m-1").delivery is None, "the provider began its numbers anew"


def test_a_receipt_of_another_channel_or_number_changes_nothing() -> None:
    row = sent()
    assert take("delivered", "m-2") == ReceiptTaken("kept", None)
    receipt_take(channel="email", provider_ref="m-1", status="delivered", at=AT)
    row.refresh_from_db()
    assert row.delivery is None


def test_a_hard_bounce_closes_the_address_for_every_account_of_the_person() -> None:
    owed = account()
    first, again, other = (point(owed.person, value=to) for to in ("+1", "+1", "+2"))
    stranger = point(account().person, value="+1")
    row = planned(owed, at=AT, contact_point=first, state="sent", provider_ref="m-1", sent_to="+1")
    take("bounced_hard")
    row.refresh_from_db()
    assert row.delivery == "bounced_hard"
    states = {one.pk: one.state for one in ContactPoint.objects.all()}
    assert [states[one.pk] for one in (first, again, other, stranger)] == [
        "closed",
        "closed",
        "open",
        "open",
    ]


def test_an_address_that_was_corrected_since_stays_open() -> None:
    row = sent(sent_to="+12025550100")
    take("bounced_hard")
    row.contact_point.refresh_from_db()
    assert row.contact_point.state == "open"


def test_a_complaint_is_an_opt_out_of_the_channel() -> None:
    row = sent()
    take("complaint")
    take("complaint")
    wish = OptOut.objects.get()
    assert (wish.person_id, wish.channel, wish.contact_point) == (row.person_id, "sms", None)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("delivered", "sent"),
        ("complaint", "sent"),
        ("bounced_soft", "sent"),
        ("undelivered", "failed"),
        ("expired", "failed"),
        ("rejected", "failed"),
        ("bounced_hard", "failed"),
        ("unknown", "unknown"),
    ],
)
def test_a_late_receipt_settles_what_nobody_knew(status: ReceiptWord, state: str) -> None:
    row = send_with("m-1")
    PlannedContact.objects.update(state="unknown", provider_ref="")
    reference = f"fb-{row.permits.get().pk}"
    assert take(status, reference) == ReceiptTaken("applied", row.pk)
    row.refresh_from_db()
    assert (row.state, row.delivery) == (state, status)


def test_our_own_reference_in_a_message_id_is_known() -> None:
    row = send_with("m-1")
    reference = f"<fb-{row.permits.get().pk}@bank.example>"
    assert take("delivered", reference) == ReceiptTaken("applied", row.pk)


@pytest.mark.parametrize("ref", ["fb-0", "fb-999999999999999999", "<fb-7>", "nonsense", "é" * 120])
def test_a_number_that_nobody_knows_is_kept(ref: str) -> None:
    assert take("delivered", ref) == ReceiptTaken("kept", None)


@pytest.mark.parametrize("ref", ["", "  ", "x" * 121, "m\0"])
def test_a_receipt_without_a_usable_number_is_refused(ref: str) -> None:
    refused = take("delivered", ref)
    assert isinstance(refused, Refusal)
    assert refused.code == "RECEIPT_INVALID"
    assert not MessageEvent.objects.exists()


def test_a_word_that_is_none_is_refused() -> None:
    refused = take("arrived")  # type: ignore[arg-type]
    assert isinstance(refused, Refusal)


@pytest.mark.django_db(transaction=True)
def test_the_same_receipt_at_the_same_moment_counts_once() -> None:
    row = sent()

    def one(_: int) -> str:
        try:
            done = take("complaint")
            assert isinstance(done, ReceiptTaken)
            return done.use
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        uses = list(pool.map(one, range(12)))
    assert uses.count("applied") == 1
    assert (kinds(row), OptOut.objects.count()) == (["complaint"], 1)
