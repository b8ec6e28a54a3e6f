"""Guarantors at the desk: written down by one, proved by another, seen by nobody before."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forbear.core.roles import LEGAL
from forbear.store.models import Account, ContactPoint, Guarantee, OptOut
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
FORM = {
    "name": "Zhao Ming",
    "kind": "joint",
    "language": "zh-Hans",
    "limit": "5000.00",
    "signed_on": "2025-01-02",
    "ends_on": "2027-01-31",
}


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))


@pytest.fixture
def counsel() -> Client:
    user = User.objects.create_user("counsel")
    user.groups.add(Group.objects.get_or_create(name=LEGAL)[0])
    found = Client()
    found.force_login(user, portfolio.BACKEND)
    return found


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed")


def said(client: Client, url: str, **form: object) -> str:
    return client.post(url, form, follow=True).content.decode()


def test_one_writes_it_down_and_another_proves_it(
    desk: Client, counsel: Client, accounts: list[Account]
) -> None:
    owed = accounts[0]
    url, case = f"/accounts/{owed.pk}/guarantors/", f"/accounts/{owed.pk}/"
    assert "Nobody signed for this account" in desk.get(case).content.decode()
    assert "The file is empty" in said(desk, url, **FORM)
    assert "Written down." in said(desk, url, **FORM, file=paper())
    made = Guarantee.objects.get()
    assert (made.limit_minor, made.language, made.state) == (500_000, "zh-Hans", "asked")
    page = desk.get(case).content.decode()
    assert "A third party" in page
    # whoever wrote it down knows the name; whoever works on the case does not
    assert "Zhao Ming" in page
    other = Client()
    other.force_login(portfolio.collector("another"), portfolio.BACKEND)
    for place in (case, url):
        assert "Zhao Ming" not in other.get(place).content.decode()
    listed = counsel.get("/guarantors/").content.decode()
    assert "Zhao Ming" in listed
    assert counsel.get(f"/guarantors/{made.pk}/document/").content == b"%PDF-1.7 signed"
    answer = f"/guarantors/{made.pk}/answer/"
    assert "Say why" in said(counsel, answer, to="refused")
    assert "Proved:" in said(counsel, answer, to="accepted")
    assert "Zhao Ming" in other.get(case).content.decode()
    assert "Nothing waits" in counsel.get("/guarantors/").content.decode()
    release = f"/guarantors/{made.pk}/release/"
    assert "Released:" in said(counsel, release, note="The debt was paid.")
    page = desk.get(f"{case}?show=guarantees").content.decode()
    assert "The debt was paid." in page
    assert "released" in page


def test_nobody_proves_their_own(counsel: Client, accounts: list[Account]) -> None:
    url = f"/accounts/{accounts[0].pk}/guarantors/"
    assert "Written down." in said(counsel, url, **FORM, file=paper())
    made = Guarantee.objects.get()
    assert "You wrote it down" in counsel.get(url).content.decode()
    said(counsel, f"/guarantors/{made.pk}/answer/", to="accepted")
    made.refresh_from_db()
    assert made.state == "asked"


def test_how_a_guarantor_is_reached(desk: Client, accounts: list[Account]) -> None:
    owed = accounts[0]
    said(desk, f"/accounts/{owed.pk}/guarantors/", **FORM, file=paper())
    made = Guarantee.objects.get()
    reach = f"/guarantors/{made.pk}/reach/"
    assert "Give a postal address" in said(desk, reach, act="point", kind="email", value="none")
    assert "Written down." in said(desk, reach, act="point", kind="postal", value="1 Long St\nX")
    point = ContactPoint.objects.get(party="guarantor")
    assert (point.party_name, point.value) == ("Zhao Ming", "1 Long St\nX")
    assert "Written down." in said(desk, reach, act="stop", point=point.pk)
    assert OptOut.objects.get().contact_point == point
    assert "Written down." in said(desk, reach, act="language", language="en")
    made.refresh_from_db()
    assert made.language == "en"
    mine = ContactPoint.objects.filter(party="cardholder").first()
    assert mine is not None
    said(desk, reach, act="stop", point=mine.pk)
    assert OptOut.objects.count() == 1
    assert desk.post(reach, {"act": "x"}).status_code == 404


def test_without_a_last_day_the_law_says_it(desk: Client, accounts: list[Account]) -> None:
    owed = accounts[0]
    url = f"/accounts/{owed.pk}/guarantors/"
    open_end = {**FORM, "ends_on": ""}
    assert "Name the last day" in said(desk, url, **open_end, file=paper())
    assert "by law" in said(desk, url, **open_end, debt_due_on="2026-09-30", file=paper())
    assert Guarantee.objects.get().ends_by == "cn-guarantee-period-6m"


@pytest.mark.parametrize(
    ("nation", "words"),
    [("GB", "Consumer Credit Act 1974 s.111"), ("US", "16 CFR 444.3"), ("CN", "")],
)
def test_what_nothing_here_sends_is_said_where_a_law_asks_for_it(
    desk: Client, accounts: list[Account], nation: str, words: str
) -> None:
    owed = accounts[0]
    Account.objects.filter(pk=owed.pk).update(nation=nation)
    page = desk.get(f"/accounts/{owed.pk}/guarantors/").content.decode()
    assert ("from memory)" in page) is bool(words)
    assert words in page
