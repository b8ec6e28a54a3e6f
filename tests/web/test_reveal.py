"""What is masked stays masked on every page, until someone says why."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from forbear.store.models import Account, AuditEntry, ContactPoint, PlannedContact, Representative
from forbear.web.shared.doors import DOORS, PUBLIC
from tests.web import portfolio
from tests.web.test_doors import ARGUMENTS, FOUND

pytestmark = pytest.mark.django_db


def test_no_page_of_the_desk_shows_a_contact_point_in_full(
    accounts: list[Account], client: Client
) -> None:
    boss = User.objects.create_superuser("boss", password=portfolio.PASSWORD)
    client.force_login(boss, portfolio.BACKEND)
    account = accounts[0]
    Representative.objects.create(
        person=account.person,
        name="L",
        reach="0161-4960777",
        at=portfolio.AT,
        actor="a",
        source="d",
    )
    planned = PlannedContact.objects.filter(channel="sms").first()
    assert planned is not None
    rows = {"account_id": account.pk, "message_id": planned.pk, "what": "point"}
    rows["row_id"] = account.person.contact_points.get(kind="mobile").pk
    secrets = [*ContactPoint.objects.values_list("value", flat=True), "4960777"]
    seen = 0
    for name, door in DOORS.items():
        if door.read is None or door.read == PUBLIC:
            continue
        named = FOUND[name].pattern.converters
        given = {each: rows.get(each, ARGUMENTS.get(each, 0)) for each in named}
        page = client.get(reverse(name, kwargs=given), follow=True).content.decode()
        digits = page.replace(" ", "")
        for secret in secrets:
            assert secret not in page, (name, secret)
            assert secret.replace(" ", "") not in digits, (name, secret)
        seen += "···0001" in page
    assert seen >= 2


def asked(desk: Client, account: Account, kind: str = "mobile", **words: str) -> tuple[int, str]:
    point = account.person.contact_points.get(kind=kind)
    answer = desk.post(f"/accounts/{account.pk}/reveal/point/{point.pk}/", words)
    return answer.status_code, answer.content.decode()


def test_a_reason_shows_it_once(desk: Client, accounts: list[Account]) -> None:
    account = accounts[0]
    point = account.person.contact_points.get(kind="mobile")
    place = f"/accounts/{account.pk}/reveal/point/{point.pk}/"
    assert place in desk.get(f"/accounts/{account.pk}/").content.decode()
    assert "0000 0001" not in desk.get(place).content.decode()
    status, page = asked(desk, account)
    assert (status, "Say why" in page, "0000 0001" in page) == (422, True, False)
    status, page = asked(desk, account, reason="verify")
    assert (status, "+86 138 0000 0001" in page) == (200, True)
    assert "0000 0001" not in desk.get(place).content.decode()
    assert AuditEntry.objects.get(action="contact.revealed").actor == "chen"


def test_the_limit_of_the_hour_holds(
    desk: Client, accounts: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORBEAR_REVEALS", "1")
    assert asked(desk, accounts[0], reason="verify")[0] == 200
    status, page = asked(desk, accounts[1], reason="verify")
    assert (status, "No more in this hour" in page, "0000 0002" in page) == (429, True, False)


def test_a_point_of_someone_else_is_not_found(desk: Client, accounts: list[Account]) -> None:
    other = accounts[1].person.contact_points.get(kind="mobile")
    base = f"/accounts/{accounts[0].pk}/reveal"
    for place in (f"point/{other.pk}", f"other/{other.pk}", "speaker/0", f"point/{10**30}"):
        assert desk.post(f"{base}/{place}/", {"reason": "verify"}).status_code == 404
    assert not AuditEntry.objects.filter(action="contact.revealed").exists()


def test_how_a_representative_is_reached_is_shown_with_a_reason(
    desk: Client, accounts: list[Account]
) -> None:
    speaker = Representative.objects.create(
        person=accounts[0].person,
        name="Chambers",
        reach="l.aw@example.com",
        at=portfolio.AT,
        actor="a",
        source="desk",
    )
    place = f"/accounts/{accounts[0].pk}/reveal/speaker/{speaker.pk}/"
    assert "···aw@···" in desk.get(place).content.decode()
    page = desk.post(place, {"reason": "papers"}).content.decode()
    assert "l.aw@example.com" in page
