from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forbear.core.speech.replies import Intent
from forbear.services.inbound import inbound_decide
from forbear.services.inbound.taking import SHOWN_MAX
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    Complaint,
    Consent,
    ContactPoint,
    Dispute,
    InboundMessage,
    InboundVerdict,
    OptOut,
    Person,
)
from tests.services.inbound.test_taking import AT, mine, take
from tests.store.make import account, planned

LATER = AT + timedelta(minutes=30)

pytestmark = pytest.mark.django_db


def decide(intent: Intent, *, message_id: int | None = None) -> InboundVerdict | Refusal:
    chosen = message_id or InboundMessage.objects.latest("pk").pk
    return inbound_decide(message_id=chosen, intent=intent, at=LATER, actor="chen")


def action(found: InboundVerdict | Refusal) -> str | None:
    assert isinstance(found, InboundVerdict)
    return found.action


def test_a_stop_that_a_person_reads_counts_from_the_moment_it_came() -> None:
    owed = account()
    waits = planned(owed, at=AT, contact_point=mine(owed.person))
    take("enough of this")
    assert action(decide("stop")) == "opted_out"
    assert OptOut.objects.get().at == AT
    waits.refresh_from_db()
    assert waits.state == "refused"


def test_a_start_is_a_consent_only_when_a_person_says_so() -> None:
    mine(account().person)
    take("START")
    assert not Consent.objects.exists()
    assert action(decide("start")) == "consented"
    given = Consent.objects.get()
    assert (given.kind, given.channel, given.at) == (
        "contact",
        "sms",
        datetime(2026, 3, 12, 15, tzinfo=UTC),
    )


def test_a_wrong_person_closes_the_number() -> None:
    mine(account().person)
    take("he moved away")
    assert action(decide("wrong_person")) == "closed"
    assert ContactPoint.objects.get().state == "closed"


def test_a_dispute_is_of_the_account_that_was_written_about() -> None:
    owed = account()
    here = mine(owed.person)
    other = account(owed.person)
    planned(owed, at=AT, contact_point=here, state="sent", state_at=AT)
    take("not mine")
    decided = decide("dispute")
    assert isinstance(decided, InboundVerdict)
    assert decided.dispute_id == Dispute.objects.get().pk
    assert [Account.objects.get(pk=one.pk).dispute for one in (owed, other)] == ["open", "none"]


def test_a_complaint_is_logged_once_in_their_words() -> None:
    owed = account()
    mine(owed.person)
    account(owed.person)
    take("Your man was rude\u202e to me")
    decided = decide("complaint")
    assert isinstance(decided, InboundVerdict)
    logged = Complaint.objects.get()
    assert (decided.complaint_id, decided.dispute_id) == (logged.pk, None)
    assert (logged.account, logged.channel, logged.received_on) == (owed, "sms", AT.date())
    assert (logged.said, logged.inbound) == ("Your man was rude\ufffd to me", decided.message)
    again = decide("complaint")
    assert isinstance(again, Refusal)
    assert (again.code, Complaint.objects.count()) == ("ALREADY_READ", 1)


def test_where_nobody_knows_which_account_is_meant_every_one_is_disputed() -> None:
    owed = account()
    account(owed.person)
    mine(owed.person)
    take("not mine")
    decide("dispute")
    assert set(Account.objects.values_list("dispute", flat=True)) == {"open"}


def test_whoever_names_a_lawyer_is_represented() -> None:
    mine(account().person)
    take("write to my lawyer")
    assert action(decide("represented")) == "noted"
    assert Person.objects.get().attorney_known


def test_a_message_is_read_once_and_must_exist() -> None:
    take("hello")
    decide("other")
    again = decide("stop")
    assert isinstance(again, Refusal)
    assert again.code == "ALREADY_READ"
    missing = decide("other", message_id=987_654_321)
    assert isinstance(missing, Refusal)
    assert missing.code == "MESSAGE_UNKNOWN"


def test_one_verdict_settles_a_flood_but_not_what_was_shown_for_itself() -> None:
    mine(account().person)
    for number in range(SHOWN_MAX + 7):
        take(f"message {number}")
    decide("other", message_id=InboundMessage.objects.earliest("pk").pk)
    left = InboundMessage.objects.filter(verdict__isnull=True)
    assert left.count() == SHOWN_MAX - 1
    assert not left.filter(is_flood=True).exists()
