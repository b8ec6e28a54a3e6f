"""“Ring me” on the page of wishes: arranged, refused with a lawful time, taken back."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client

from forbear.core.preferences.hours import WEEKDAYS, Hours
from forbear.services.preferences import link_token, preference_record
from forbear.store.models import CallBack, Contact, PlannedContact
from tests.store.make import account, person, planned, point
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
TOMORROW = portfolio.ON + timedelta(days=1)


@pytest.fixture
def sent() -> PlannedContact:
    owed = account(
        person(name="Ada Kowalski", time_zones="America/New_York"),
        region="US-OH",
        collector_kind="agency",
        collector_authorised=True,
        collector_licensed=True,
        validation_sent_on=portfolio.ON - timedelta(days=60),
    )
    point(owed.person, value="+12025550144", data_source="contract")
    address = point(owed.person, kind="email", value="ada@example.com")
    return planned(owed, at=portfolio.AT, channel="email", contact_point=address, state="sent")


def url(message: PlannedContact, *, days_old: int = 0) -> str:
    token = link_token(message.pk, at=portfolio.AT - timedelta(days=days_old))
    return f"/p/{token}/"


def ring(client: Client, message: PlannedContact, at: str, **given: str) -> tuple[int, str]:
    data = {"wish": "ring", "ring-on": TOMORROW.isoformat(), "ring-at": at, **given}
    answer = client.post(url(message), data)
    return answer.status_code, answer.content.decode()


def test_a_time_is_arranged_once_and_confirmed_by_one_message(
    client: Client, sent: PlannedContact
) -> None:
    assert "Ring me" in client.get(url(sent)).content.decode()
    for _ in range(2):
        status, shown = ring(client, sent, "10:30")
        assert status == 200
        assert "10:30, by your clock" in shown
    back = CallBack.objects.get()
    assert (back.source, back.actor) == ("page", "link")
    assert back.due_at == datetime.combine(TOMORROW, datetime.min.time(), UTC) + timedelta(
        hours=15, minutes=30
    )
    confirmed = PlannedContact.objects.filter(template="call_back_confirmed")
    assert [one.channel for one in confirmed] == ["email"]
    assert Contact.objects.filter(direction="in").exists()


def test_it_can_be_taken_back(client: Client, sent: PlannedContact) -> None:
    ring(client, sent, "10:30")
    answer = client.post(url(sent), {"wish": "ring_not"})
    assert "We will not ring you then" in answer.content.decode()
    back = CallBack.objects.get()
    assert (back.state, back.planned.state) == ("cancelled", "lapsed")
    assert client.post(url(sent), {"wish": "ring_not"}).status_code == 200


def test_an_unlawful_hour_and_one_they_do_not_want_are_refused_with_the_nearest(
    client: Client, sent: PlannedContact
) -> None:
    # 15 USC 1692c(a)(1): "after 8 o'clock antemeridian"
    status, shown = ring(client, sent, "07:00")
    assert status == 422
    assert "08:30" in shown
    assert '<option value="08:30" selected>' in shown
    hours = [Hours(time(12), time(15), WEEKDAYS)]
    preference_record(
        person_id=sent.person_id, at=portfolio.AT, actor="t", source="page", hours=hours
    )
    status, shown = ring(client, sent, "18:00")
    assert status == 422
    # from noon to three: the last half hour of it
    assert '<option value="14:30" selected>' in shown
    assert not CallBack.objects.exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize("data", [{"ring-on": "2020-01-01"}, {"ring-at": "10:17"}, {"ring-at": ""}])
def test_what_is_not_on_the_lists_is_refused(
    client: Client, sent: PlannedContact, data: dict[str, str]
) -> None:
    status, shown = ring(client, sent, **{"at": "10:30", **data})  # type: ignore[arg-type]
    assert status == 422
    assert "Choose a day and a time" in shown


def test_one_of_several_numbers_is_chosen_and_none_is_shown_whole(
    client: Client, sent: PlannedContact
) -> None:
    home = point(sent.person, kind="home", value="+12025550188", data_source="contract")
    shown = client.get(url(sent)).content.decode()
    assert "··88" in shown
    assert "0188" not in shown
    ring(client, sent, "10:30", **{"ring-number": str(home.pk)})
    assert CallBack.objects.get().contact_point == home


def test_an_old_link_another_party_and_somebody_without_a_number_are_not_asked(
    client: Client, sent: PlannedContact
) -> None:
    assert "Ring me" not in client.get(url(sent, days_old=400)).content.decode()
    old = client.post(
        url(sent, days_old=400),
        {"wish": "ring", "ring-on": TOMORROW.isoformat(), "ring-at": "10:30"},
    )
    assert old.status_code == 200
    sent.person.contact_points.filter(kind="mobile").update(state="closed")
    assert "Ring me" not in client.get(url(sent)).content.decode()
    assert not CallBack.objects.exists()
