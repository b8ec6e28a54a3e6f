"""A validation notice that went out is known to its account; one that came back is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from forbear.ports.channels import Receipt
from forbear.services.outbox import message_send, outbox_release
from forbear.services.outbox.receipts import ReceiptWord, receipt_take
from forbear.store.models import PlannedContact
from tests.services.adapters import Pen, Wire
from tests.services.gates import cap_gate
from tests.store.make import account, person, planned

# two in the morning in London is the evening before in New York
AT = datetime(2026, 3, 13, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def send(status: str, **given: object) -> PlannedContact:
    row = planned(account(person(time_zones="America/New_York")), at=AT, **given)
    jobs: list[tuple[int, int]] = []
    outbox_release(at=AT, ask=cap_gate(1), enqueue=jobs.extend)
    message_send(
        planned_id=jobs[0][0],
        permit_id=jobs[0][1],
        at=AT + timedelta(minutes=1),
        write=Pen(),
        channels={"sms": Wire("sms", Receipt(status, f"n-{row.pk}"))},
    )
    return row


def sent_on(row: PlannedContact) -> date | None:
    row.account.refresh_from_db()
    return row.account.validation_sent_on


def come_back(row: PlannedContact, status: ReceiptWord) -> None:
    receipt_take(
        channel="sms", provider_ref=f"n-{row.pk}", status=status, at=AT + timedelta(days=3)
    )


@pytest.mark.parametrize(
    ("status", "given", "day"),
    [
        ("accepted", {"template": "validation_notice"}, date(2026, 3, 12)),
        ("delivered", {"purpose": "validation"}, date(2026, 3, 12)),
        ("bounced", {"template": "validation_notice"}, None),
        ("accepted", {"template": "first_reminder"}, None),
    ],
)
def test_the_day_is_that_of_the_cardholder(
    status: str, given: dict[str, object], day: date | None
) -> None:
    assert sent_on(send(status, **given)) == day


def test_a_second_notice_does_not_move_the_day() -> None:
    row = send("accepted", template="validation_notice")
    earlier = date(2026, 1, 5)
    type(row.account).objects.filter(pk=row.account_id).update(validation_sent_on=earlier)
    come_back(row, "delivered")
    assert sent_on(row) == earlier


@pytest.mark.parametrize("status", ["bounced_hard", "undelivered", "rejected", "expired"])
def test_a_notice_that_comes_back_never_went_out(status: ReceiptWord) -> None:
    row = send("accepted", template="validation_notice")
    come_back(row, status)
    assert sent_on(row) is None


def test_another_notice_that_arrived_still_counts() -> None:
    row = send("accepted", template="validation_notice")
    planned(row.account, at=AT, template="validation_notice", state="sent")
    come_back(row, "bounced_hard")
    assert sent_on(row) == date(2026, 3, 12)


def test_what_is_no_notice_takes_no_day_back() -> None:
    row = send("accepted", template="first_reminder")
    type(row.account).objects.filter(pk=row.account_id).update(validation_sent_on=date(2026, 1, 5))
    come_back(row, "bounced_hard")
    assert sent_on(row) == date(2026, 1, 5)
