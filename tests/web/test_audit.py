"""The audit trail as the auditor and compliance read it: filters, pages, changes, seals, files."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from forbear.services.audit import audit_write
from forbear.services.audit_reading import evidence_watch
from forbear.services.evidence import evidence_seal
from forbear.store.models import Account, AuditEntry, Offer, Promise
from forbear.store.selectors.audit import PAGE_SIZE
from forbear.web.audit.masking import masked_value
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


@pytest.fixture
def auditor(client: Client) -> Client:
    user = User.objects.create_user("kim", password=portfolio.PASSWORD)
    user.groups.add(Group.objects.get_or_create(name="auditor")[0])
    client.force_login(user, portfolio.BACKEND)
    return client


def written(action: str, **more: object) -> AuditEntry:
    usual: dict[str, object] = {"at": portfolio.AT, "actor": "chen", "subject": "account"}
    return audit_write(action=action, **{**usual, **more})


def found(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/audit/?{query}").content.decode()
    return re.findall(r"<td><code>([a-z_.]+)</code></td>", page)


def test_the_trail_is_filtered_by_person_action_and_day(auditor: Client) -> None:
    written("a.one")
    written("a.two", actor="wang")
    written("ab.three", at=portfolio.AT - timedelta(days=2))
    assert found(auditor) == ["a.two", "a.one", "seat.begun", "ab.three"]
    assert found(auditor, "actor=wang") == ["a.two"]
    assert found(auditor, "action=a.") == ["a.two", "a.one"]
    assert found(auditor, "action=ab.three") == ["ab.three"]
    assert found(auditor, "since=2026-11-22") == ["a.two", "a.one", "seat.begun"]
    assert found(auditor, "until=2026-11-21") == ["ab.three"]
    assert found(auditor, "since=rubbish&until=99999-01-01&after=x~y") == found(auditor)
    assert "No entry fits" in auditor.get("/audit/?actor=nobody%00").content.decode()


def test_an_account_finds_what_names_it_and_what_belongs_to_it(
    auditor: Client, accounts: list[Account]
) -> None:
    one, other = accounts[0], accounts[1]
    promise = Promise.objects.create(
        account=one, amount_minor=1, pay_on=portfolio.ON, made_at=portfolio.AT, actor="chen"
    )
    written("by.itself", subject_id=one.pk)
    written("by.number", subject="offer", subject_id=0, data={"account": one.pk})
    written("by.reference", subject="contact_point", data={"account": one.reference})
    written("by.promise", subject="promise", subject_id=promise.pk)
    written("by.person", subject="person", subject_id=one.person_id)
    point = one.person.contact_points.first()
    assert point is not None
    written("by.point", subject="contact_point", subject_id=point.pk)
    written("not.this", subject_id=other.pk, data={"account": str(one.pk)})
    names = {name for name in found(auditor, f"account={one.reference}") if name[:3] == "by."}
    assert names == {
        f"by.{each}" for each in ["itself", "number", "reference", "promise", "person", "point"]
    }
    assert "not.this" not in found(auditor, f"account={one.reference}")
    page = auditor.get("/audit/?account=none").content.decode()
    assert "There is no account with that reference." in page


def test_pages_follow_each_other_and_leave_nothing_out(auditor: Client) -> None:
    many = PAGE_SIZE * 2 + 7
    for number in range(many):
        # several at one moment, and some out of their order
        written("a.b", subject_id=number, at=portfolio.AT + timedelta(seconds=number // 3 % 5))
    place, seen = "/audit/?action=a.b", []
    while place:
        page = auditor.get(place).content.decode()
        seen += re.findall(r'account <span class="tab-num">(\d+)</span>', page)
        (link,) = re.findall(r'data-page-next href="([^"]+)"', page) or [""]
        place = f"/audit/{unescape(link)}" if link else ""
    assert len(seen) == len(set(seen)) == many


def test_what_could_reach_a_person_is_masked(auditor: Client) -> None:
    data = {"account": "A-1", "note": "rang +86 138 0000 4471, wrote to lin@example.com"}
    entry = written("a.b", data={**data, "rule_id": "cn-hours", "name": "Lin Xiaoyu"})
    for place in ("/audit/?action=a.b", f"/audit/{entry.pk}/"):
        page = auditor.get(place).content.decode()
        assert "cn-hours" in page
        assert "···4471" in page
        for hidden in ("138 0000", "lin@", "Lin Xiaoyu"):
            assert hidden not in page
    assert auditor.get("/audit/999999/").status_code == 404


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("on 2026-03-12 at 10:15", "on 2026-03-12 at 10:15"),
        ("2026-03-12", "2026-03-12"),
        ("card 4111 1111 1111 1111", "card ···1111"),
        ("to DE89 3704 0044 0532 0130 00.", "to ···0 00."),
        ("A-00012345", "A-00012345"),
        ("a" * 10 + "1234567890", "a" * 10 + "1234567890"),
        ("", ""),
    ],
)
def test_numbers_that_stand_alone_are_hidden(text: str, shown: str) -> None:
    assert masked_value("note", text) == shown
    assert masked_value("x", {"y": [text]}) == {"y": [shown]}


def test_an_entry_shows_how_its_row_changed_and_its_seal(
    auditor: Client, accounts: list[Account]
) -> None:
    offer = Offer.objects.create(
        key="k",
        account=accounts[0],
        type="settlement",
        state="asked",
        currency="CNY",
        owed_minor=1,
        expires_on=portfolio.ON,
        why="x",
        made_at=portfolio.AT,
        made_by="chen",
        state_at=portfolio.AT,
    )
    for state in ("offered", "accepted"):
        offer.state = state
        offer.save()
    entry = written("offer.accepted", subject="offer", subject_id=offer.pk)
    page = auditor.get(f"/audit/{entry.pk}/").content.decode()
    assert "<del>offered</del>" in page
    assert "<ins>accepted</ins>" in page
    assert "not sealed yet" in page
    evidence_seal(at=portfolio.AT)
    assert "under seal 1" in auditor.get(f"/audit/{entry.pk}/").content.decode()
    assert "Never verified" in auditor.get("/audit/").content.decode()
    evidence_watch(at=portfolio.AT)
    assert "last verified: all as it was" in auditor.get("/audit/").content.decode()


def test_the_night_verifies_what_came_since() -> None:
    written("a.b")
    evidence_seal(at=portfolio.AT)
    assert not evidence_watch(at=portfolio.AT).faults
    assert not evidence_watch(at=portfolio.AT).faults
    noted = AuditEntry.objects.filter(action="evidence.verified").order_by("pk")
    assert [row.data["since"] for row in noted] == [0, 1]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_trail_as_a_file_is_masked_and_written_down(auditor: Client, form: str) -> None:
    written("a.b", actor="=cmd()", data={"note": "to 13800004471", "rules": ["r1", "r2"]})
    written("c.d")
    answer = auditor.post("/audit/export/", {"action": "a.b", "form": form})
    text = b"".join(answer.streaming_content).decode()
    if form == "csv":
        (row,) = csv.DictReader(io.StringIO(text))
        assert row["actor"] == "'=cmd()"
        data = json.loads(row["data"])
    else:
        row = json.loads(text)
        data = row["data"]
    assert (row["action"], row["rules"], data["note"]) == ("a.b", "r1, r2", "to ···4471")
    noted = AuditEntry.objects.get(action="audit.exported")
    assert (noted.actor, noted.data["form"], noted.data["action"]) == ("kim", form, "a.b")


def test_nobody_else_reads_it() -> None:
    client = Client()
    portfolio.collector()
    client.force_login(User.objects.get(), portfolio.BACKEND)
    assert client.get("/audit/").status_code == 403
    assert client.post("/audit/export/").status_code == 403
