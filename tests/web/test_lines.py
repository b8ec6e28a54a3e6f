"""A call through a provider on this machine, and call-backs, as the desk shows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client

from forbear.channels.local.call_exchange import Exchange, call_exchange
from forbear.services.identities import number_add, number_end
from forbear.services.telephony.events import Reported, call_event_take
from forbear.services.telephony.lines import line_set
from forbear.store.models import Account, CallBack, CallStep, Contact, ContactPoint, Permit, Person
from forbear.wiring.calls import call_provider
from forbear.wiring.guide import limited_words
from tests.web import portfolio
from tests.web.portfolio import AT
from tests.web.test_calls import ITEMS, begin, dial, end

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, accounts: object
) -> Iterator[Exchange]:
    del accounts
    line_set(actor="chen", typed="sip:chen@phones.example", at=AT, by="lead")
    number_add(typed="+862150000000", label="", on=date(2026, 1, 1), at=AT, actor="lead")
    with call_exchange(tmp_path, clock=lambda: AT, token="t") as running:
        monkeypatch.setenv("FORBEAR_CALLS_URL", running.url)
        monkeypatch.setenv("FORBEAR_CALLS_TOKEN", running.token)
        call_provider.cache_clear()
        yield running
        provider = call_provider()
        assert provider is not None
        provider.close()  # type: ignore[attr-defined] # the adapter's own
    call_provider.cache_clear()


def tell(exchange: Exchange, kind: str, seconds_later: int = 5, **given: object) -> None:
    call_event_take(
        Reported(
            event_id=f"e-{kind}",
            call_ref=exchange.calls[-1]["id"],
            kind=kind,
            happened_at=AT + timedelta(seconds=seconds_later),
            **given,  # type: ignore[arg-type]
        ),
        provider="http",
        at=AT + timedelta(seconds=seconds_later),
    )


def line(desk: Client) -> str:
    return desk.get(f"/permits/{Permit.objects.get().pk}/line/").content.decode()


def test_a_press_rings_the_collector_and_the_page_follows(
    desk: Client, accounts: list[Account], exchange: Exchange
) -> None:
    page = dial(desk, accounts[0])
    assert "Your phone rings. Pick up; then theirs is called." in page
    assert 'href="tel:' not in page
    [call] = exchange.calls
    assert (call["agent"], call["to"]) == ("sip:chen@phones.example", "+8613800000001")
    assert (call["record"], call["announce"]) == (True, True), "there it must be told"
    for kind, said in (
        ("ringing", "It rings at theirs."),
        ("answered", "Answered."),
        ("machine", "A machine answered."),
    ):
        tell(exchange, kind)
        assert said in line(desk)
    assert 'hx-trigger="every 2s"' in line(desk)
    tell(exchange, "ended", 90, seconds=75)
    assert "1 minute 15 s" in line(desk)
    assert "hx-trigger" not in line(desk)


def test_hanging_up_ends_the_call_and_busy_is_logged_by_one_button(
    desk: Client, accounts: list[Account], exchange: Exchange
) -> None:
    dial(desk, accounts[0])
    permit = Permit.objects.get()
    desk.post(f"/permits/{permit.pk}/hang-up/")
    assert exchange.hung_up == [exchange.calls[0]["id"]]
    tell(exchange, "busy")
    assert 'name="suggested" value="busy"' in line(desk)
    end(desk, permit, result="", suggested="busy")
    assert Contact.objects.get(permit=permit).outcome == "busy"
    assert desk.get(f"/permits/{permit.pk}/line/").status_code == 286
    assert "Call" in dial(desk, accounts[1])
    assert len(exchange.calls) == 2


def test_without_a_number_of_ours_nobody_is_called(
    desk: Client, accounts: list[Account], exchange: Exchange
) -> None:
    number_end(typed="+862150000000", on=date(2026, 11, 1), at=AT, actor="lead")
    assert "No number of ours is registered to be shown" in dial(desk, accounts[0])
    assert exchange.calls == []
    assert not Permit.objects.exists()


def test_a_provider_that_refuses_leaves_the_link(
    desk: Client, accounts: list[Account], exchange: Exchange
) -> None:
    ContactPoint.objects.filter(person=accounts[0].person, kind="mobile").update(
        value="+8613800000503"
    )
    page = dial(desk, accounts[0])
    assert "The provider has no line free. Nobody was called." in page
    assert "Dial by your own phone" in page
    assert exchange.calls == []


def test_a_recording_is_shown_by_role(
    desk: Client, accounts: list[Account], exchange: Exchange
) -> None:
    begin(desk, accounts[0])
    tell(exchange, "recording", 60, recording="vault/7", consent="announced")
    page = end(desk, Permit.objects.get())
    assert "they were told that it is recorded" in page
    assert "vault/7" not in page
    assert "who calls, and for whom" in page, "what was said stands with the contact"
    lead = portfolio.collector("okafor")
    lead.is_superuser = True
    lead.save()
    other = Client()
    other.force_login(lead, portfolio.BACKEND)
    shown = other.get(f"/accounts/{accounts[0].pk}/").content.decode()
    assert "vault/7" in shown
    assert "kept until" in shown


def test_a_machine_hears_limited_words_and_they_are_kept(
    desk: Client, accounts: list[Account]
) -> None:
    dial(desk, accounts[0])
    permit = Permit.objects.get()
    page = desk.post(f"/permits/{permit.pk}/machine/", follow=True).content.decode()
    assert "这是给Lin Xiaoyu的留言" in page
    assert 'value="conversation"' not in page
    assert "1,301.11" not in page
    end(desk, permit, result="limited_content")
    left = CallStep.objects.get(kind="left")
    assert left.data["template"] == "limited_content"
    assert "逾期" not in left.data["text"]
    assert Contact.objects.get(permit=permit).outcome == "limited_content"


@pytest.mark.usefixtures("at_ten")
def test_in_the_united_states_others_hear_no_name_of_ours() -> None:
    owed = portfolio.cardholder(9, name="Dana Reed", nation="US")
    portfolio.decide(owed, portfolio.day_run())
    for kind in ("creditor", "agency"):
        Account.objects.filter(pk=owed.pk).update(collector_kind=kind)
        owed.refresh_from_db()
        words = limited_words(owed, "third_party_message", caller_name="A. Chen", on=portfolio.ON)
        assert words is not None
        assert words.text.startswith("Hello, my name is A. Chen. May I speak with Dana Reed?")
        left = limited_words(owed, "limited_content", caller_name="A. Chen", on=portfolio.ON)
        assert left is not None
        assert ("Northgate" in left.text) == (kind == "agency")
    Account.objects.filter(pk=owed.pk).update(collector_kind="none known")
    owed.refresh_from_db()
    assert limited_words(owed, "limited_content", caller_name="A", on=portfolio.ON) is None


def test_a_recording_notice_told_before_the_name_is_not_asked_for_again(
    desk: Client, accounts: list[Account]
) -> None:
    dial(desk, accounts[0])
    permit = Permit.objects.get()
    assert "recording" in permit.must_disclose
    desk.post(f"/permits/{permit.pk}/verify/", {"item": ITEMS, "said": ["recording"]})
    rest = [code for code in permit.must_disclose if code != "recording"]
    assert "The call is logged." in end(desk, permit, said=rest)


def test_numbers_stand_in_the_order_in_which_they_are_tried(
    desk: Client, accounts: list[Account]
) -> None:
    who = accounts[0].person
    for kind, party in (("home", "cardholder"), ("mobile", "other_contact"), ("mobile", "spouse")):
        ContactPoint.objects.create(
            reference=f"X-{kind}-{party}",
            person=who,
            kind=kind,
            party=party,
            value="+862155550000",
            is_verified=True,
            data_source="contract",
        )
    page = desk.get(f"/accounts/{accounts[0].pk}/")
    calls = [row for row in page.context["rows"] if row.option.channel == "call"]
    assert [(row.point.kind, row.point.party) for row in calls] == [
        ("mobile", "cardholder"),
        ("work", "cardholder"),
        ("home", "cardholder"),
        ("mobile", "spouse"),
        ("mobile", "other_contact"),
    ]
    assert [row.place for row in calls] == [1, 2, 3, 4, 5]
    assert {row.local for row in calls} == {"10:15"}
    assert not any(row.is_permitted for row in calls if row.point.party != "cardholder")
    Person.objects.filter(pk=who.pk).update(is_location_known=False, is_lost_contact=True)
    page = desk.get(f"/accounts/{accounts[0].pk}/")
    others = [row for row in page.context["rows"] if row.place > 3]
    assert all(row.is_asked_only for row in others)


def test_a_call_back_is_asked_for_at_the_desk_and_comes_in_the_list(
    desk: Client, accounts: list[Account]
) -> None:
    owed = accounts[0]
    point = owed.person.contact_points.get(kind="mobile")
    address = f"/accounts/{owed.pk}/call-back/"
    given = {"contact_point_id": point.pk, "on": "2026-11-24", "at": "03:00"}
    page = desk.post(address, given, follow=True).content.decode()
    assert "No call is lawful then." in page
    assert "The nearest lawful time is Tue 24 Nov," in page
    page = desk.post(address, {**given, "at": "10:00"}, follow=True).content.decode()
    assert "Tue 24 Nov, 10:00" in page
    assert owed.person.name in desk.get("/call-backs/?view=coming").content.decode()
    assert "Nobody waits for a call now" in desk.get("/call-backs/").content.decode()
    back = CallBack.objects.get()
    desk.post(f"/call-backs/{back.pk}/cancel/")
    assert "not wanted any more" in desk.get("/call-backs/?view=done").content.decode()
    for wrong in ({}, {**given, "on": "x"}, {**given, "contact_point_id": "-1"}):
        assert (
            "A call-back needs a number" in desk.post(address, wrong, follow=True).content.decode()
        )
    other = ContactPoint.objects.filter(person=accounts[1].person).first()
    assert other is not None
    assert desk.post(address, {**given, "contact_point_id": other.pk}).status_code == 404


def test_asked_for_in_a_call_the_nearest_lawful_time_is_one_button(
    desk: Client, accounts: list[Account]
) -> None:
    begin(desk, accounts[0])
    permit = Permit.objects.get()
    page = end(desk, permit, back_on="2026-11-24", back_at="03:00", note="Kept as written.")
    assert "No call is lawful then." in page
    assert "Kept as written." in page
    assert not Contact.objects.filter(permit=permit).exists()
    moment = page.split('name="back_use" value="')[1].split('"')[0]
    page = end(desk, permit, back_on="2026-11-24", back_at="03:00", back_use=moment)
    assert "The call is logged." in page
    assert CallBack.objects.get().due_at.isoformat()[:10] in {"2026-11-23", "2026-11-24"}
    assert "At what time?" not in page
