"""From the button to the next answer of the gate, with the real gate and the real rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from forbear.store.models import (
    Account,
    AuditEntry,
    CallStep,
    Contact,
    ContactPoint,
    OptOut,
    Permit,
    Person,
    Promise,
)
from forbear.wiring import clock
from forbear.wiring.gate import may_locate
from tests.web import portfolio

pytestmark = pytest.mark.django_db


ITEMS = ["card_last4", "email"]


def dial(desk: Client, owed: Account, kind: str = "mobile") -> str:
    point = owed.person.contact_points.get(kind=kind)
    answer = desk.post(f"/accounts/{owed.pk}/call/", {"contact_point_id": point.pk}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def verify(desk: Client, permit: Permit, items: list[str]) -> str:
    answer = desk.post(f"/permits/{permit.pk}/verify/", {"item": items}, follow=True)
    return answer.content.decode()


def begin(desk: Client, owed: Account, kind: str = "mobile") -> str:
    """Call, and make sure that it is the cardholder, if the gate lets it begin."""
    page = dial(desk, owed, kind)
    permit = Permit.objects.filter(account=owed, contact__isnull=True).first()
    return page if permit is None else verify(desk, permit, ITEMS)


def end(desk: Client, permit: Permit, **given: object) -> str:
    usual = {"result": "conversation", "said": permit.must_disclose}
    answer = desk.post(f"/permits/{permit.pk}/outcome/", {**usual, **given}, follow=True)
    return answer.content.decode()


def test_a_permitted_call_shows_the_number_and_what_must_be_said(
    desk: Client, accounts: list[Account]
) -> None:
    page = begin(desk, accounts[0])
    assert 'href="tel:+8613800000001"' in page
    assert "Say your name and whom you call for." in page
    assert Permit.objects.get().consumed_at == portfolio.AT


def test_a_second_press_begins_nothing_new(desk: Client, accounts: list[Account]) -> None:
    begin(desk, accounts[0])
    begin(desk, accounts[0])
    assert Permit.objects.count() == 1


def test_the_number_stays_hidden_without_a_permit(desk: Client, accounts: list[Account]) -> None:
    page = desk.get(f"/accounts/{accounts[0].pk}/").content.decode()
    assert "+8613800000001" not in page
    assert "···0001" in page


def test_what_came_of_the_call_is_logged_with_its_promise(
    desk: Client, accounts: list[Account]
) -> None:
    owed = accounts[0]
    begin(desk, owed)
    day = (portfolio.ON + timedelta(days=2)).isoformat()
    page = end(
        desk, Permit.objects.get(), note="Asked for time.", promise_amount="500.00", promise_on=day
    )
    contact = Contact.objects.get(permit__isnull=False)
    assert (contact.outcome, contact.party, contact.actor) == ("conversation", "cardholder", "chen")
    assert Promise.objects.get(account=owed, state="open").amount_minor == 50_000
    assert "Asked for time." in page
    assert "Promised ¥500.00 by Wed 25 Nov" in page
    assert "They promised ¥500.00 by Wed 25 Nov. The next run waits for it." in page


def test_the_guide_is_in_the_cardholders_language_with_the_accounts_figures(
    desk: Client, accounts: list[Account]
) -> None:
    chinese = begin(desk, accounts[0])
    assert '<ol class="guide guide-steps" lang="zh-Hans">' in chinese
    assert "1,301.11元" in chinese
    end(desk, Permit.objects.get())
    Account.objects.filter(pk=accounts[1].pk).update(overdue_minor=77_700)
    accounts[1].person.language = "en"
    accounts[1].person.save()
    english = begin(desk, accounts[1])
    assert '<ol class="guide guide-steps" lang="en">' in english
    assert "777.00" in english


def test_c_calls_the_number_that_was_decided_on(desk: Client, accounts: list[Account]) -> None:
    page = desk.get(f"/accounts/{accounts[0].pk}/")
    decided = accounts[0].person.contact_points.get(kind="mobile")
    assert page.context["first_call"].point == decided


@pytest.mark.usefixtures("at_ten")
def test_a_call_in_the_quiet_hours_is_refused(desk: Client) -> None:
    run = portfolio.day_run()
    owed = portfolio.cardholder(9, name="Dana Reed", nation="US")
    Account.objects.update(collector_kind="agency", region="US-OH")
    portfolio.decide(owed, run)
    # 02:15 UTC is 21:15 in New York
    page = begin(desk, owed)
    assert "Not permitted now." in page
    assert not Permit.objects.exists()


def test_a_conversation_brings_quiet_days(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    morning = portfolio.AT + timedelta(hours=13)
    monkeypatch.setattr(clock, "now", lambda: morning)
    owed = portfolio.cardholder(9, name="Dana Reed", nation="US")
    Account.objects.update(collector_kind="agency", region="US-OH", validation_sent_on="2026-06-01")
    portfolio.decide(owed, portfolio.day_run())
    assert "tel:+12025550009" in begin(desk, owed)
    page = end(desk, Permit.objects.get())
    assert "quiet days after a talk" in page
    assert "until Mon 30 Nov" in page
    assert "12 CFR 1006.14(b)(2)(i)(B)" in page
    assert "Not permitted now." in begin(desk, owed)


def test_a_refusal_at_the_last_moment_is_explained(desk: Client, accounts: list[Account]) -> None:
    owed = accounts[0]
    OptOut.objects.create(person=owed.person, channel="call", at=portfolio.AT)
    page = begin(desk, owed)
    assert "Not permitted now." in page
    assert "They asked us not to use this channel." in page
    assert not Permit.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param({"result": ""}, "Choose what came of the call.", id="no outcome"),
        pytest.param({"promise_amount": "5"}, "By which day?", id="amount without a day"),
        pytest.param({"promise_on": "2026-11-24"}, "How much?", id="day without an amount"),
        pytest.param({"promise_amount": "x"}, "Write the amount in digits", id="not a number"),
        pytest.param(
            {"promise_amount": "5", "promise_on": "2027-11-24"}, "Offer a plan", id="too far"
        ),
        pytest.param(
            {"promise_amount": "99999999", "promise_on": "2026-11-24"},
            "more than all that is owed",
            id="more than is owed",
        ),
        pytest.param(
            {"result": "busy", "promise_amount": "5", "promise_on": "2026-11-24"},
            "Only a talk with the cardholder",
            id="a promise from nobody",
        ),
    ],
)
def test_a_form_that_cannot_be_saved_says_why_and_keeps_the_words(
    desk: Client, accounts: list[Account], given: dict[str, str], sentence: str
) -> None:
    begin(desk, accounts[0])
    permit = Permit.objects.get()
    page = end(desk, permit, note="Kept as written.", **given)
    assert sentence in page
    assert "Kept as written." in page
    assert not Contact.objects.filter(permit=permit).exists()
    assert not Promise.objects.filter(state="open").exists()


def test_logging_twice_logs_once(desk: Client, accounts: list[Account]) -> None:
    begin(desk, accounts[0])
    permit = Permit.objects.get()
    end(desk, permit)
    end(desk, permit)
    assert Contact.objects.filter(permit=permit).count() == 1


def test_another_collector_cannot_log_my_call(
    desk: Client, accounts: list[Account], client: Client
) -> None:
    begin(desk, accounts[0])
    client.force_login(portfolio.collector("wang"), portfolio.BACKEND)
    permit = Permit.objects.get()
    assert client.post(f"/permits/{permit.pk}/outcome/", {"result": "busy"}).status_code == 404


def test_someone_elses_number_cannot_be_called(desk: Client, accounts: list[Account]) -> None:
    other = ContactPoint.objects.filter(person=accounts[1].person).first()
    assert other is not None
    address = f"/accounts/{accounts[0].pk}/call/"
    assert desk.post(address, {"contact_point_id": other.pk}).status_code == 404
    assert desk.post(address, {"contact_point_id": "9" * 30}).status_code == 404
    assert desk.get(address).status_code == 405


def test_before_two_items_match_the_page_says_nothing_of_a_debt(
    desk: Client, accounts: list[Account]
) -> None:
    page = dial(desk, accounts[0])
    assert "Ask for Lin Xiaoyu" in page
    assert 'href="tel:+8613800000001"' in page
    for secret in ("1,301.11", "Owed", "verdue", "past due", "Timeline", accounts[0].reference):
        assert secret not in page.split("<main")[1], secret
    one = verify(desk, Permit.objects.get(), ["email"])
    assert "Two items must match before you speak about the account." in one
    assert "1,301.11" not in one
    assert "1,301.11" in verify(desk, Permit.objects.get(), ITEMS)
    [step] = CallStep.objects.all()
    assert (step.kind, step.data) == ("verified", {"items": ITEMS})
    assert AuditEntry.objects.filter(action="call.verified", actor="chen").count() == 1


@pytest.mark.parametrize("items", [["email", "email"], ["email", "birthday"], ["mobile", "email"]])
def test_what_proves_nothing_does_not_count(
    desk: Client, accounts: list[Account], items: list[str]
) -> None:
    # the number that was dialled is no proof
    dial(desk, accounts[0])
    assert "Ask for Lin Xiaoyu" in verify(desk, Permit.objects.get(), items)
    assert not CallStep.objects.exists()


def test_someone_else_at_the_phone_hears_and_sees_nothing(
    desk: Client, accounts: list[Account]
) -> None:
    begin(desk, accounts[0])
    permit = Permit.objects.get()
    page = desk.post(f"/permits/{permit.pk}/third-party/", follow=True).content.decode()
    assert "Someone else is at the phone" in page
    assert "1,301.11" not in page
    assert "Do not ask where the cardholder is" in page
    refused = end(desk, permit)
    assert "Select a valid choice" in refused
    page = end(desk, permit, result="third_party")
    assert "The call is logged." in page
    assert Contact.objects.get(permit=permit).party == "unknown"


def test_the_place_may_be_asked_only_of_someone_who_is_lost(
    desk: Client, accounts: list[Account]
) -> None:
    owed = accounts[0]
    Person.objects.filter(pk=owed.person_id).update(is_location_known=False)
    dial(desk, owed)
    permit = Permit.objects.get()
    page = desk.post(f"/permits/{permit.pk}/third-party/", follow=True).content.decode()
    assert ("You may ask once:" in page) == may_locate(permit, at=portfolio.AT)


def test_what_must_be_said_is_ticked_before_a_talk_is_logged(
    desk: Client, accounts: list[Account]
) -> None:
    begin(desk, accounts[0])
    permit = Permit.objects.get()
    assert permit.must_disclose
    page = end(desk, permit, said=[], note="Kept as written.")
    assert "Tick what must be said before you log the talk." in page
    assert "Kept as written." in page
    assert not Contact.objects.filter(permit=permit).exists()
    end(desk, permit)
    assert CallStep.objects.get(kind="said").data == {"disclosures": permit.must_disclose}


def test_a_note_with_a_threat_is_not_saved_until_it_is_explained(
    desk: Client, accounts: list[Account]
) -> None:
    begin(desk, accounts[0])
    permit = Permit.objects.get()
    threat = "Pay today or the police will arrest you."
    hints = desk.post(f"/accounts/{accounts[0].pk}/note-check/", {"note": threat})
    assert "It threatens with violence, police or arrest." in hints.content.decode()
    page = end(desk, permit, note=threat)
    assert "Why the note stands as it is" in page
    assert not Contact.objects.filter(permit=permit).exists()
    end(desk, permit, note=threat, explained="His words, not mine.")
    assert Contact.objects.get(permit=permit).note == threat
    step = CallStep.objects.get(kind="explained")
    assert step.data["why"] == "His words, not mine."
    assert "threat_of_violence_or_arrest" in step.data["findings"]


def test_a_calm_note_has_no_hints(desk: Client, accounts: list[Account]) -> None:
    address = f"/accounts/{accounts[0].pk}/note-check/"
    for note in ("", "Asked for time until Friday.", "客户表示周五还款。"):
        assert desk.post(address, {"note": note}).content.decode().strip() == ""


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({}, "Remind, listen"),
        ({"hardship_until": portfolio.ON}, "Ask what they can carry."),
    ],
)
def test_the_guide_begins_with_the_kind_of_customer(
    desk: Client, accounts: list[Account], change: dict[str, object], hint: str
) -> None:
    begin(desk, accounts[0])
    Account.objects.filter(pk=accounts[0].pk).update(**change)
    assert hint in desk.get(f"/accounts/{accounts[0].pk}/").content.decode()
