from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forbear.services.preferences import channels_stopped, opt_out_record, opt_out_standing
from forbear.store.models import AuditEntry, Consent, OptOut, Person, PlannedContact
from tests.store.make import account, person, planned, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


def opt_out(owner: Person, channel: str | None = "email", **given: object) -> OptOut:
    asked = {"contact_point_id": None, "at": AT, "actor": "link", "source": "one_click", **given}
    return opt_out_record(person_id=owner.pk, channel=channel, **asked)  # type: ignore[arg-type]


def state(waiting: PlannedContact) -> str:
    waiting.refresh_from_db()
    return waiting.state


def test_the_same_wish_is_recorded_once_with_who_and_whence() -> None:
    owner = person()
    first, again = opt_out(owner), opt_out(owner, at=AT + HOUR)
    assert first.pk == again.pk
    assert again.at == AT
    [entry] = AuditEntry.objects.filter(action="opt_out.recorded")
    assert (entry.actor, entry.subject_id, entry.data["source"]) == ("link", owner.pk, "one_click")


@pytest.mark.parametrize(
    ("channel", "many"), [("email", 2), (None, 2), ("sms", 1)], ids=["same", "any", "other"]
)
def test_a_wish_after_a_consent_that_lifted_it_is_a_new_one(channel: str | None, many: int) -> None:
    owner = person()
    opt_out(owner)
    Consent.objects.create(person=owner, channel=channel, kind="contact", at=AT + HOUR)
    opt_out(owner, at=AT + 2 * HOUR)
    assert OptOut.objects.filter(person=owner).count() == many


def test_wishes_about_another_channel_or_address_are_others() -> None:
    owner = person()
    email = point(owner, kind="email", value="a@b.example")
    for channel, of in (("email", None), ("sms", None), (None, None), ("email", email.pk)):
        opt_out(owner, channel, contact_point_id=of)
    assert OptOut.objects.filter(person=owner).count() == 4


@pytest.mark.parametrize(
    ("before", "channel", "purpose", "after"),
    [
        ("planned", "email", "collect", "refused"),
        ("queued", "email", "collect", "refused"),
        ("queued", "email", "locate", "refused"),
        ("queued", "email", "validation", "planned"),
        ("planned", "email", "notice", "planned"),
        ("queued", "email", "confirm_opt_out", "queued"),
        ("queued", "email", "reply", "queued"),
        ("sending", "email", "collect", "sending"),
        ("sent", "email", "collect", "sent"),
        ("queued", "sms", "collect", "queued"),
    ],
)
def test_what_waits_is_stopped_with_the_wish(
    before: str, channel: str, purpose: str, after: str
) -> None:
    owner = person()
    waiting = planned(account(owner), at=AT, state=before, channel=channel, purpose=purpose)
    opt_out(owner)
    assert state(waiting) == after
    assert waiting.note.startswith("OPTED_OUT") == (after == "refused")


def test_a_wish_about_every_channel_stops_every_channel_but_nobody_else() -> None:
    owner, other = person(), person()
    mine = [planned(account(owner), at=AT, channel=name) for name in ("sms", "email", "call")]
    theirs = planned(account(other), at=AT)
    opt_out(owner, None)
    assert [state(one) for one in mine] == ["refused"] * 3
    assert state(theirs) == "planned"


def test_a_wish_about_one_address_leaves_the_others() -> None:
    owner = person()
    owed = account(owner)
    one, two = (point(owner, kind="email", value=f"{name}@b.example") for name in "ab")
    to_one = planned(owed, at=AT, channel="email", contact_point=one)
    to_two = planned(owed, at=AT, channel="email", contact_point=two)
    opt_out(owner, contact_point_id=one.pk)
    assert (state(to_one), state(to_two)) == ("refused", "planned")


def test_a_channel_that_is_none_and_an_address_of_another_are_refused() -> None:
    owner, other = person(), person()
    with pytest.raises(ValueError, match="no channel"):
        opt_out(owner, "telex")
    with pytest.raises(ValueError, match="is not one of person"):
        opt_out(owner, contact_point_id=point(other).pk)
    assert not OptOut.objects.exists()


CHANNELS = (None, "sms", "email", "call")
WISHES = st.lists(
    st.tuples(st.booleans(), st.sampled_from(CHANNELS), st.integers(0, 5)), max_size=6
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(WISHES)
def test_all_channels_at_once_are_as_each_by_itself(
    told: list[tuple[bool, str | None, int]],
) -> None:
    owner = person()
    for is_wish, channel, hours in told:
        at = AT + hours * HOUR
        if is_wish:
            OptOut.objects.create(person=owner, channel=channel, at=at)
        else:
            Consent.objects.create(person=owner, channel=channel, kind="contact", at=at)
    alone = {
        channel
        for channel in CHANNELS
        if opt_out_standing(person_id=owner.pk, channel=channel, contact_point_id=None)
    }
    assert channels_stopped(owner.pk) == alone
