from __future__ import annotations

import pytest
from django.test import Client

from forbear.services.preferences import representative_record
from forbear.store.models import (
    Account,
    AuditEntry,
    Contact,
    OptOut,
    Person,
    Preference,
    Representative,
)
from tests.store.make import account, person
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


@pytest.fixture
def owed() -> Account:
    return account(person(name="Ada Kowalski"))


def tell(client: Client, owed: Account, **given: object) -> str:
    answer = client.post(f"/accounts/{owed.pk}/wishes/", given, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_they_do_not_want_is_stopped_and_shown(desk: Client, owed: Account) -> None:
    page = tell(desk, owed, wish="stop", channel="sms")
    assert "Written down" in page
    assert "Does not want: SMS" in page
    assert OptOut.objects.get(person=owed.person).channel == "sms"
    entry = AuditEntry.objects.get(action="opt_out.recorded")
    assert (entry.actor, entry.data["source"]) == ("chen", "desk")
    # the call in which it was told is on record already
    assert not Contact.objects.exists()
    assert "Choose what" in tell(desk, owed, wish="stop", channel="telex")


def test_ways_are_written_down_and_shown_again(desk: Client, owed: Account) -> None:
    given = {
        "channel": "email",
        "language": "zh-Hans",
        "days": ["mon"],
        "start": "18:00",
        "end": "",
    }
    page = tell(desk, owed, wish="ways", **given)
    assert page.count(" checked") == 3
    wish = Person.objects.get(pk=owed.person_id).preference
    assert wish is not None
    assert (wish.channel, wish.language, wish.source) == ("email", "zh-Hans", "desk")
    assert "Choose a time after" in tell(desk, owed, wish="ways", start="20:00", end="18:00")
    assert Preference.objects.count() == 1


def test_who_speaks_for_them_comes_and_goes(desk: Client, owed: Account) -> None:
    page = tell(desk, owed, wish="representative", kind="adviser", name="Debt Help", reach="1")
    assert "Speaks for them" in page
    assert "Debt Help" in page
    known = Representative.objects.get(person=owed.person)
    page = tell(desk, owed, wish="representative_end", representative_id=known.pk)
    assert "Debt Help" not in page
    known.refresh_from_db()
    assert known.ended_at is not None
    hidden = tell(desk, owed, wish="representative", kind="adviser", name="a\u202eb", reach="")
    assert "visible signs" in hidden


def test_only_a_collector_and_only_this_person(desk: Client, owed: Account) -> None:
    stranger = Client().post(f"/accounts/{owed.pk}/wishes/", {"wish": "stop"})
    assert stranger.status_code == 302
    other = representative_record(
        person_id=person().pk,
        kind="attorney",
        name="P",
        reach="",
        at=portfolio.AT,
        actor="a",
        source="desk",
    )
    assert isinstance(other, Representative)
    url = f"/accounts/{owed.pk}/wishes/"
    for given in (
        {"wish": "representative_end", "representative_id": other.pk},
        {"wish": "representative_end", "representative_id": "x"},
        {"wish": "nothing"},
    ):
        assert desk.post(url, given).status_code == 404
    assert desk.get(url).status_code == 405
    other.refresh_from_db()
    assert other.ended_at is None
