"""From the outbox to what arrives: real gate, words, letters, sockets and database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from forbear.channels.email import EmailChannel
from forbear.channels.local.arrivals import Arrived
from forbear.channels.local.sms_gateway import sms_gateway
from forbear.channels.local.smtp_sink import smtp_sink
from forbear.channels.sms_http import SmsHttpChannel
from forbear.services.inbound import inbound_take
from forbear.services.senders import sender_add
from forbear.store.models import Account, Contact, ContactPoint, PlannedContact
from forbear.wiring import adapters, clock
from forbear.wiring.worker import work_once
from tests.store.make import account, person, planned, point

pytestmark = pytest.mark.django_db(transaction=True)

Arrivals = Callable[[], list[Arrived]]
MORNING = datetime(2026, 3, 12, 15, 15, tzinfo=UTC)  # 11:15 in New York


@pytest.fixture
def arrived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object
) -> Iterator[Arrivals]:
    settings.FORBEAR_ADAPTERS = "forbear.wiring.adapters"  # type: ignore[attr-defined]
    with connection.cursor() as cursor:  # the queue's tables are not Django's to empty
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    monkeypatch.setenv("FORBEAR_CLOCK", MORNING.isoformat())
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path / "home"))
    with (
        smtp_sink(tmp_path / "mail", clock=clock.now) as mail,
        sms_gateway(tmp_path / "sms", clock=clock.now, token="t") as texts,
    ):
        monkeypatch.setenv("FORBEAR_SMTP_URL", mail.url)
        monkeypatch.setenv("FORBEAR_SMS_URL", texts.url)
        monkeypatch.setenv("FORBEAR_SMS_TOKEN", texts.token)
        _forget()
        yield lambda: [*texts.arrived(), *mail.arrived()]
        for channel in adapters.channels().values():
            if isinstance(channel, EmailChannel | SmsHttpChannel):
                channel.close()
        _forget()
    connection.close()


def _forget() -> None:
    """Let the adapters read the environment again."""
    adapters.channels.cache_clear()
    adapters.writer.cache_clear()


def owed(**given: object) -> Account:
    return account(
        person(name="Ada Kowalski"),
        **{
            "card_last4": "4821",
            "oldest_unpaid_due_on": date(2026, 1, 26),
            "next_due_minor": 3500,
            **given,
        },
    )


def plan(given: Account, channel: str, template: str, **where: object) -> PlannedContact:
    return planned(
        given,
        at=MORNING,
        channel=channel,
        template=template,
        contact_point=point(given.person, data_source="contract", **where),
    )


def state(given: PlannedContact) -> tuple[str, str]:
    given.refresh_from_db()
    return given.state, given.note


def test_what_is_permitted_arrives_with_the_numbers_of_the_store(
    arrived: Arrivals, tmp_path: Path
) -> None:
    sender_add(
        channel="sms",
        nation="US",
        value="FORBEAR",
        registration="R-1",
        from_on=date(2026, 1, 1),
        at=MORNING,
        actor="a",
    )
    text = plan(owed(), "sms", "first_reminder")
    letter = plan(owed(), "letter", "notice_of_rights", kind="postal", value="1 Elm St\nAlbany")
    email = plan(owed(), "email", "second_reminder", kind="email", value="ada@example.com")
    work_once(concurrency=1)
    assert [state(one)[0] for one in (text, letter, email)] == ["sent"] * 3

    sms, mail = arrived()
    assert (sms.channel, sms.to) == ("sms", "+12025550123")
    assert "$1,200.00 on your card ending 4821" in sms.text
    assert (mail.channel, mail.to) == ("email", "ada@example.com")
    assert "past due for 45 days" in mail.text
    letter.refresh_from_db()
    assert (tmp_path / "home" / letter.artefact).read_bytes().startswith(b"%PDF")
    assert Contact.objects.filter(direction="out").count() == 3


def test_an_address_that_bounces_is_closed(arrived: Arrivals) -> None:
    given = plan(owed(), "email", "second_reminder", kind="email", value="bounce@example.com")
    work_once(concurrency=1)
    assert state(given)[0] == "failed"
    assert arrived() == []


def test_what_was_paid_since_is_not_asked_for(arrived: Arrivals) -> None:
    given = plan(owed(overdue_minor=0), "sms", "first_reminder")
    work_once(concurrency=1)
    assert state(given)[0] in {"failed", "refused"}
    assert arrived() == []


def test_help_is_answered_to_whoever_stopped_and_asks(arrived: Arrivals) -> None:
    given = owed()
    there = point(given.person, data_source="contract", kind="email", value="ada@example.com")
    stopped = inbound_take(**asked(there, "stop", "r1"), at=MORNING - timedelta(days=1))
    assert stopped.action == "opted_out"
    PlannedContact.objects.update(state="lapsed")
    assert inbound_take(**asked(there, "help", "r2"), at=MORNING).action == "answered"
    work_once(concurrency=1)
    [answer] = arrived()
    assert answer.to == "ada@example.com"
    assert "You can call us on" in answer.text
    assert not re.search(r"debt|due|owe|card|balance", answer.text, re.IGNORECASE)


def asked(there: ContactPoint, text: str, ref: str) -> dict[str, str]:
    return {
        "channel": "email",
        "provider": "mail",
        "provider_ref": ref,
        "sender": there.value,
        "recipient": "care@bank.example",
        "text": text,
    }
