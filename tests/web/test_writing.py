"""Writing by hand: hints, the stop, the release by another, and who may see what."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from forbear.store.models import Account, PlannedContact, SpokenText, TextReview
from tests.store.make import account, person, point
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
BAD = "Pay by Friday or you will be arrested."


@pytest.fixture
def owed() -> Account:
    made = account(person(name="Ada Kowalski"))
    point(made.person, kind="email", value="ada@example.com")
    return made


@pytest.fixture
def reviewer() -> Client:
    user = portfolio.collector("rev")
    user.groups.set([Group.objects.get_or_create(name="reviewer")[0]])
    client = Client()
    client.force_login(user, portfolio.BACKEND)
    return client


def post(client: Client, address: str, **given: str) -> str:
    answer = client.post(address, given, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def written(desk: Client, owed: Account, words: str) -> str:
    to = f"email:{owed.person.contact_points.get().pk}"
    return post(desk, f"/cases/{owed.pk}/write/", to=to, words=words)


def test_a_lawful_text_goes_to_the_outbox(desk: Client, owed: Account) -> None:
    assert "Send" in written(desk, owed, "We have noted your new address.\r\nThank you.")
    text = SpokenText.objects.get()
    assert "It is in the outbox" in post(desk, f"/drafts/{text.pk}/send/")
    assert PlannedContact.objects.get().template == "free_text"
    assert "into the outbox already" in post(desk, f"/drafts/{text.pk}/send/")


def test_a_stopped_text_waits_for_a_reviewer(desk: Client, owed: Account, reviewer: Client) -> None:
    shown = written(desk, owed, BAD)
    assert "A grave finding holds it back" in shown
    assert "<mark>" in shown
    text = SpokenText.objects.get()
    assert "A grave finding holds it back" in post(desk, f"/drafts/{text.pk}/send/")
    assert desk.post(f"/drafts/{text.pk}/release/", {"reason": "x"}).status_code == 403
    assert f"/drafts/{text.pk}/" in reviewer.get("/review/").content.decode()
    assert "Say why" in post(reviewer, f"/drafts/{text.pk}/release/", reason=" ")
    assert "Released" in post(reviewer, f"/drafts/{text.pk}/release/", reason="a quotation")
    assert TextReview.objects.get().actor == "rev"
    assert "It is in the outbox" in post(desk, f"/drafts/{text.pk}/send/")


@pytest.mark.parametrize(
    ("words", "told"), [(BAD, "This could not be sent"), ("Thank you.", "Nothing was found")]
)
def test_hints_come_while_writing_and_keep_nothing(
    desk: Client, owed: Account, words: str, told: str
) -> None:
    assert told in post(desk, f"/cases/{owed.pk}/write/hints/", words=words, to="email:1")
    assert not SpokenText.objects.exists()


def test_what_cannot_be_kept_is_told_and_stays_in_the_form(desk: Client, owed: Account) -> None:
    for to in ("email:0", "fax", "email:" + "9" * 40):
        shown = post(desk, f"/cases/{owed.pk}/write/", to=to, words="Thank you <b>.")
        assert "Choose one of the cardholder" in shown
        assert "Thank you &lt;b&gt;." in shown


def test_a_draft_is_its_writers_and_the_reviewers(
    desk: Client, owed: Account, client: Client, reviewer: Client
) -> None:
    written(desk, owed, "Thank you.")
    address = f"/drafts/{SpokenText.objects.get().pk}/"
    assert reviewer.get(address).status_code == 200
    assert reviewer.get(f"/cases/{owed.pk}/write/").status_code == 403
    client.force_login(portfolio.collector("wu"), portfolio.BACKEND)
    assert client.get(address).status_code == 404


def test_a_person_without_an_address_is_told(desk: Client) -> None:
    shown = desk.get(f"/cases/{account().pk}/write/").content.decode()
    assert "There is no address to write to" in shown


def test_a_writer_finds_their_drafts_again_and_how_they_stand(
    desk: Client, owed: Account, reviewer: Client
) -> None:
    address = f"/cases/{owed.pk}/write/"
    written(desk, owed, BAD)
    text = SpokenText.objects.get()
    assert "held back" in desk.get(address).content.decode()
    assert "held back" in reviewer.get("/review/").content.decode()
    post(reviewer, f"/drafts/{text.pk}/release/", reason="a quotation")
    shown = desk.get(address).content.decode()
    assert "may be sent" in shown
    assert f"/drafts/{text.pk}/" in shown
    assert "held back" not in reviewer.get("/review/").content.decode()
    assert "Its writer can send it." in reviewer.get(f"/drafts/{text.pk}/").content.decode()
    post(desk, f"/drafts/{text.pk}/send/")
    assert "in the outbox" in desk.get(address).content.decode()
