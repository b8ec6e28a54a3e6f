from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from forbear.services.refusals import Refusal
from forbear.services.senders import sender_add, sender_end, sender_for
from forbear.store.models import AuditEntry, SenderIdentity

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
FIRST = date(2026, 3, 1)

pytestmark = pytest.mark.django_db


def add(value: str = "Larkfield", **given: object) -> SenderIdentity | Refusal:
    return sender_add(
        **{
            "channel": "sms",
            "nation": "GB",
            "value": value,
            "registration": "R-1",
            "from_on": FIRST,
            "at": AT,
            "actor": "a",
            **given,
        }
    )


def sender(address: str, on: date, nation: str = "GB") -> str:
    found = sender_for(channel="sms", address=address, nation=nation, on=on)
    return found.code if isinstance(found, Refusal) else found.value


@pytest.mark.parametrize(
    ("address", "on", "found"),
    [
        ("+447700900123", FIRST, "Larkfield"),
        ("+447700900123", date(2026, 2, 28), "SENDER_UNREGISTERED"),
        ("+447700900123", date(2026, 3, 30), "Larkfield"),
        ("+447700900123", date(2026, 3, 31), "SENDER_UNREGISTERED"),
        # the number decides, not the account
        ("+8613800138000", FIRST, "SENDER_UNREGISTERED"),
        ("no number", FIRST, "Larkfield"),
    ],
)
def test_a_message_may_leave_only_under_a_sender_that_lives_there(
    address: str, on: date, found: str
) -> None:
    made = add()
    assert isinstance(made, SenderIdentity)
    sender_end(sender_id=made.pk, until_on=date(2026, 3, 31), at=AT, actor="a")
    assert sender(address, on) == found


def test_a_nation_has_one_at_a_time_and_the_same_twice_is_one() -> None:
    first = add()
    assert add() == first
    other = add("Northgate")
    assert isinstance(other, Refusal)
    assert other.code == "SENDER_EXISTS"
    assert isinstance(first, SenderIdentity)
    sender_end(sender_id=first.pk, until_on=date(2026, 4, 1), at=AT, actor="a")
    assert isinstance(add("Northgate"), Refusal)
    assert isinstance(add("Northgate", from_on=date(2026, 4, 1)), SenderIdentity)
    assert sender("+447700900123", date(2026, 4, 1)) == "Northgate"
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == [
        "sender.added",
        "sender.ended",
        "sender.added",
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"value": ""},
        {"value": "a name too long"},
        {"value": "银行"},
        {"value": "a\nb"},
        {"value": "1"},
        {"nation": "gb"},
        {"nation": "GBR"},
        {"channel": "email"},
        {"registration": " "},
        {"registration": "x" * 81},
    ],
)
def test_what_no_register_holds_is_refused(given: dict[str, object]) -> None:
    found = add(**given)
    assert isinstance(found, Refusal)
    assert found.code == "SENDER_INVALID"
    assert not SenderIdentity.objects.exists()


def test_one_that_does_not_live_cannot_be_ended() -> None:
    missing = sender_end(sender_id=987_654_321, until_on=FIRST, at=AT, actor="a")
    assert isinstance(missing, Refusal)
    made = add()
    assert isinstance(made, SenderIdentity)
    early = sender_end(sender_id=made.pk, until_on=date(2026, 2, 1), at=AT, actor="a")
    assert isinstance(early, Refusal)
    sender_end(sender_id=made.pk, until_on=FIRST, at=AT, actor="a")
    again = sender_end(sender_id=made.pk, until_on=FIRST, at=AT, actor="a")
    assert isinstance(again, Refusal)
    assert again.code == "SENDER_ENDED"
