"""Compliance looks into what people told."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from forbear.services.fakes import fake_report
from forbear.store.models import FakeReport
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


@pytest.fixture
def report() -> FakeReport:
    made = fake_report(
        kind="sms",
        sender="+44 7700 900123",
        text="<script>alert(1)</script>",
        seen="On the tram",
        file_sha256="",
        language="en",
        at=portfolio.AT,
    )
    assert isinstance(made, FakeReport)
    return made


@pytest.fixture
def compliance(client: Client) -> Client:
    user = User.objects.create_user("lee", password=portfolio.PASSWORD)
    user.groups.add(Group.objects.get_or_create(name="compliance")[0])
    client.force_login(user, portfolio.BACKEND)
    return client


def test_a_report_is_found_read_and_settled(compliance: Client, report: FakeReport) -> None:
    page = compliance.get("/fakes/").content.decode()
    assert "+44 7700 900123" in page
    assert "<script>alert" not in page
    place = f"/fakes/{report.pk}/"
    assert "On the tram" in compliance.get(place).content.decode()
    said = compliance.post(f"{place}note/", {"state": "fake", "text": "Told the network."})
    assert said.headers["Location"] == place
    page = compliance.get(place).content.decode()
    assert "Told the network." in page
    assert "A fake" in page
    assert "+44 7700 900123" not in compliance.get("/fakes/").content.decode()
    assert "+44 7700 900123" in compliance.get("/fakes/?state=fake").content.decode()


def test_a_wrong_state_changes_nothing(compliance: Client, report: FakeReport) -> None:
    page = compliance.post(f"/fakes/{report.pk}/note/", {"state": "burnt"}, follow=True)
    assert "Choose what it is" in page.content.decode()
    report.refresh_from_db()
    assert report.state == "new"
    assert compliance.post("/fakes/0/note/", {"state": "fake"}).status_code == 404
    assert compliance.get("/fakes/0/").status_code == 404


def test_others_do_not_see_it(desk: Client, report: FakeReport) -> None:
    for place in ("/fakes/", f"/fakes/{report.pk}/"):
        assert desk.get(place).status_code == 403
    assert desk.post(f"/fakes/{report.pk}/note/", {"state": "fake"}).status_code == 403


@pytest.mark.parametrize("query", ["?page=x", "?page=99999999999", "?state=none", "?page=-1"])
def test_a_strange_address_shows_a_list(compliance: Client, query: str) -> None:
    assert compliance.get(f"/fakes/{query}").status_code == 200
