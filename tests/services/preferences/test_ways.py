from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from forbear.core.preferences.hours import Hours
from forbear.engine.day import run_day
from forbear.packs.ladders import load_ladder
from forbear.services.messages import message_language
from forbear.services.permits import PermitRequest, permits_issue
from forbear.services.preferences import KEEP, opt_out_record, preference_record
from forbear.services.refusals import Refusal
from forbear.store.models import AuditEntry, Contact, Permit, Person, Preference
from forbear.store.selectors.frames import portfolio_in_transaction
from forbear.wiring.gate import ask, book, contact_options
from tests.store.make import account, person, planned, point

# a Thursday, 11 in the morning in New York
AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
EVENING = Hours(time(18), time(20), ("mon", "tue", "wed", "thu", "fri"))

pytestmark = pytest.mark.django_db


def prefer(owner: Person, **wishes: Any) -> Preference:
    given = {"at": AT, "actor": "link", "source": "page", **wishes}
    found = preference_record(person_id=owner.pk, **given)
    assert isinstance(found, Preference)
    owner.refresh_from_db()
    return found


def reasons(account_id: int, at: datetime, channel: str = "sms") -> list[str]:
    [answer] = [one.answer for one in contact_options(account_id, at=at) if one.channel == channel]
    return [reason.code for reason in answer.reasons]


def test_a_wished_hour_closes_the_gate_at_every_other() -> None:
    owner = person()
    owed = account(owner)
    point(owner)
    assert "INCONVENIENT" not in reasons(owed.pk, AT)
    prefer(owner, hours=[EVENING])
    assert "INCONVENIENT" in reasons(owed.pk, AT)
    assert "INCONVENIENT" not in reasons(owed.pk, AT + timedelta(hours=8))
    # on Saturday nothing was wished
    assert "INCONVENIENT" in reasons(owed.pk, AT + timedelta(days=2, hours=8))
    prefer(owner, hours=[])
    assert "INCONVENIENT" not in reasons(owed.pk, AT)


def test_a_permit_is_refused_outside_the_wished_hours() -> None:
    owner = person()
    owed, mobile = account(owner), point(owner)
    prefer(owner, hours=[EVENING])
    request = PermitRequest(owed.pk, mobile.pk, "sms")
    [given] = permits_issue(requests=[request], at=AT, actor="a", ask=ask)
    assert not isinstance(given, Permit)
    assert "INCONVENIENT" in {reason.code for reason in given.reasons}


@pytest.mark.parametrize(
    ("preferred", "is_opted_out", "channel"),
    [(None, False, "sms"), ("email", False, "email"), ("email", True, "sms")],
)
def test_the_day_chooses_what_they_prefer_among_what_is_permitted(
    preferred: str | None, channel: str, *, is_opted_out: bool
) -> None:
    on = date(2026, 3, 12)
    owner = person()
    account(
        owner,
        nation="CN",
        region=None,
        currency="CNY",
        oldest_unpaid_due_on=on - timedelta(days=10),
        is_first_contact=False,
        collection_started_on=on - timedelta(days=5),
    )
    Person.objects.filter(pk=owner.pk).update(time_zones="Asia/Shanghai")
    point(owner, data_source="contract")
    point(owner, kind="email", value="a@b.example", data_source="contract")
    if preferred:
        prefer(owner, channel=preferred)
    if is_opted_out:
        opt_out_record(
            person_id=owner.pk,
            channel=preferred,
            contact_point_id=None,
            at=AT - timedelta(days=1),
            actor="a",
            source="page",
        )
    portfolio = portfolio_in_transaction(person_ids=[owner.pk], at=AT)
    decisions = run_day(portfolio, on=on, ladder=load_ladder(), book=book()).decisions
    assert decisions["channel"].to_list() == [channel]


def test_a_chosen_language_is_written_in_and_outlives_the_hosts_file() -> None:
    owner = person(language="en")
    prefer(owner, language="zh-Hans")
    Person.objects.filter(pk=owner.pk).update(language="en")
    owner.refresh_from_db()
    assert message_language(owner) == "zh-Hans"
    [row] = portfolio_in_transaction(person_ids=[owner.pk], at=AT).persons.to_dicts()
    assert row["language"] == "zh-Hans"
    prefer(owner, language="")
    assert message_language(owner) == "en"


def test_what_is_not_named_stays_and_the_same_wish_is_one() -> None:
    owner = person()
    first = prefer(owner, channel="email", hours=[EVENING], language="en")
    second = prefer(owner, language="zh-Hans", at=AT + timedelta(hours=1))
    assert (second.channel, second.hours) == ("email", first.hours)
    assert prefer(owner, channel="email", hours=KEEP).pk == second.pk
    third = prefer(owner, channel=None)
    assert (third.channel, third.language) == (None, "zh-Hans")
    entries = AuditEntry.objects.filter(action="preference.recorded").order_by("pk")
    assert [entry.data["channel"] for entry in entries] == ["email", "email", None]
    assert entries[1].data["before"]["language"] == "en"


def test_the_history_of_a_wish_cannot_be_edited() -> None:
    wish = prefer(person(), channel="email", hours=[EVENING])
    for rows in (Preference.objects.filter(pk=wish.pk), wish.unwanted_times.all()):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            rows.delete()


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({"channel": "telex"}, "CHANNEL_UNKNOWN"),
        ({"language": "tlh"}, "LANGUAGE_UNKNOWN"),
        ({"hours": [Hours(time(20), time(18))]}, "HOURS_UNFIT"),
        ({"hours": [EVENING] * 50}, "HOURS_UNFIT"),
    ],
)
def test_a_wish_that_cannot_be_kept_is_refused_whole(wishes: dict[str, Any], code: str) -> None:
    owner = person()
    refused = preference_record(
        person_id=owner.pk, at=AT, actor="a", source="page", inbound="email", **wishes
    )
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert not Preference.objects.exists()
    assert not Contact.objects.exists()


def test_that_they_reached_us_is_a_contact_and_what_was_permitted_is_asked_for_again() -> None:
    owner = person()
    queued = planned(account(owner), at=AT, state="queued")
    prefer(owner, hours=[EVENING], inbound="email")
    queued.refresh_from_db()
    assert queued.state == "planned"
    [reached] = Contact.objects.filter(person=owner)
    assert (reached.direction, reached.channel, reached.outcome) == ("in", "email", "replied")
