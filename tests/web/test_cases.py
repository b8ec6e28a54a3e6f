"""Disputes and complaints at the desk: stale pages, double clicks, hostile files, whose it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forbear.core.cases import words as c
from forbear.core.cases.clocks import WHATS
from forbear.core.cases.lifecycle import COMPLAINT, DISPUTE
from forbear.packs.cases import load_case_rules
from forbear.services.cases.complaints import ComplaintWish, complaint_log
from forbear.services.inbound import inbound_decide, inbound_take
from forbear.store.models import Account, CaseFile, Complaint, Dispute, InboundMessage
from forbear.web.cases import words
from tests.web import portfolio

pytestmark = pytest.mark.django_db
OPEN = {
    "key": "one",
    "ground": "amount",
    "extent": "part",
    "amount": "12.00",
    "line": "",
    "channel": "call",
    "received_on": portfolio.ON.isoformat(),
    "said": "Too much.",
}
LOG = {
    "key": "two",
    "said": "He shouted.",
    "channel": "call",
    "received_on": portfolio.ON.isoformat(),
    "cause": "manner",
    "about": "",
    "team": "",
    "agency": "",
}


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))


@pytest.fixture
def lead(desk: Client) -> Client:
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name="team_lead")[0])
    return desk


def opened(desk: Client, of: Account, **change: str) -> Dispute:
    desk.post(f"/accounts/{of.pk}/disputes/new/", {**OPEN, **change})
    return Dispute.objects.order_by("-pk")[0]


def upload(desk: Client, of: Dispute, name: str, data: bytes) -> object:
    file = SimpleUploadedFile(name, data)
    return desk.post(f"/disputes/{of.pk}/files/", {"file": file, "side": "theirs"}, follow=True)


def test_a_double_click_opens_one(lead: Client, accounts: list[Account]) -> None:
    for _ in range(2):
        assert lead.post(f"/accounts/{accounts[0].pk}/disputes/new/", OPEN).status_code == 302
    found = Dispute.objects.get()
    assert (found.amount_minor, found.ground, found.extent) == (1_200, "amount", "part")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"amount": "twelve"}, "Write the amount in digits"),
        ({"amount": ""}, "above zero"),
        ({"amount": "99999999999"}, "dispute the whole"),
        ({"received_on": "2099-01-01"}, "has not come yet"),
        ({"ground": "rude"}, "problem"),
        ({"said": "x" * 10_001}, "problem"),
        ({"ground": "transaction"}, "Choose a line"),
    ],
)
def test_what_cannot_be_opened_is_said_and_nothing_typed_is_lost(
    change: dict[str, str], says: str, lead: Client, accounts: list[Account]
) -> None:
    got = lead.post(f"/accounts/{accounts[0].pk}/disputes/new/", {**OPEN, **change})
    assert got.status_code == 422
    assert says in got.content.decode()
    assert not Dispute.objects.exists()


def test_a_stale_page_is_told_so(lead: Client, accounts: list[Account]) -> None:
    made = opened(lead, accounts[0])
    answer = {"outcome": "upheld", "correction": "all", "amount": "", "reasons": "You are right."}
    assert lead.post(f"/disputes/{made.pk}/answer/", answer).status_code == 302
    got = lead.post(f"/disputes/{made.pk}/answer/", {**answer, "outcome": "rejected"})
    assert got.status_code == 422
    for act in ("evidence_asked", "withdrawn", "", "nonsense"):
        got = lead.post(f"/disputes/{made.pk}/step/", {"act": act, "note": "x"}, follow=True)
        assert "as it stands now" in got.content.decode()
    made.refresh_from_db()
    assert (made.state, made.outcome) == ("answered", "upheld")


def test_a_file_goes_out_as_a_download_and_under_a_harmless_name(
    lead: Client, accounts: list[Account]
) -> None:
    made = opened(lead, accounts[0])
    upload(lead, made, "..\\..\\evil\u202e<b>.txt", "收据".encode())
    file = CaseFile.objects.get()
    got = lead.get(f"/case-files/{file.pk}/")
    assert got.content == "收据".encode()
    assert got["Content-Disposition"].startswith("attachment;")
    assert "\r" not in got["Content-Disposition"]
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]
    assert set(file.name) <= set("evilb_.tx")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.exe", b"MZ"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.pdf", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg/>"),
        ("a.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024)),
    ],
)
def test_other_files_are_not_taken(
    name: str, data: bytes, lead: Client, accounts: list[Account]
) -> None:
    made = opened(lead, accounts[0])
    assert 'class="problem' in upload(lead, made, name, data).content.decode()  # type: ignore[attr-defined]
    assert not CaseFile.objects.exists()


def test_nobody_sees_a_complaint_about_themselves(lead: Client, accounts: list[Account]) -> None:
    got = lead.post(
        f"/accounts/{accounts[0].pk}/complaints/new/", {**LOG, "about": "chen"}, follow=True
    )
    assert got.redirect_chain[-1][0] == f"/accounts/{accounts[0].pk}/"
    made = Complaint.objects.get()
    assert "He shouted" not in lead.get("/complaints/?view=all").content.decode()
    assert lead.get(f"/complaints/{made.pk}/").status_code == 404
    for way in ("step", "cause", "answer", "decide", "files"):
        assert lead.post(f"/complaints/{made.pk}/{way}/", {}).status_code == 404
    page = lead.get(f"/accounts/{accounts[0].pk}/").content.decode()
    assert "He shouted" not in page


def test_a_collector_opens_and_logs_but_does_not_answer(
    desk: Client, accounts: list[Account]
) -> None:
    of = accounts[0]
    assert desk.post(f"/accounts/{of.pk}/disputes/new/", OPEN).status_code == 302
    assert desk.post(f"/accounts/{of.pk}/complaints/new/", LOG).status_code == 302
    assert Complaint.objects.get().opened_by == "chen"
    made = Dispute.objects.get()
    assert desk.get(f"/disputes/{made.pk}/").status_code == 403
    assert desk.post(f"/disputes/{made.pk}/answer/", {}).status_code == 403
    page = desk.get(f"/accounts/{of.pk}/").content.decode()
    assert made.reference in page
    assert f"/disputes/{made.pk}/" not in page


def test_one_who_asked_cannot_approve_and_somebody_else_can(
    lead: Client, accounts: list[Account]
) -> None:
    of = accounts[0]
    made = opened(lead, of, extent="whole", amount="")
    lead.post(f"/disputes/{made.pk}/step/", {"act": "statement"})
    answer = {"outcome": "rejected", "correction": "none", "amount": "", "reasons": "All right."}
    got = lead.post(f"/disputes/{made.pk}/answer/", answer, follow=True).content.decode()
    made.refresh_from_db()
    assert made.state == "proposed", got
    lead.post(f"/disputes/{made.pk}/decide/", {"to": "given"})
    made.refresh_from_db()
    assert made.state == "proposed"
    lead.post(f"/disputes/{made.pk}/decide/", {"to": "refused", "why": "not yet"})
    made.refresh_from_db()
    assert made.state == "open"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_mark_of_a_credit_report_is_said_in_the_readers_language(
    lead: Client, accounts: list[Account], language: str
) -> None:
    made = opened(lead, accounts[0])
    mark = load_case_rules().mark_of(made.account.nation, "open")
    assert mark is not None
    shown = lead.get(f"/disputes/{made.pk}/", headers={"Accept-Language": language})
    page = shown.content.decode()
    assert mark.code in page
    assert (mark.en in page, mark.zh in page) == (language == "en", language != "en")


def test_a_reply_becomes_a_dispute_with_one_key(accounts: list[Account]) -> None:
    of = accounts[0]
    value = of.person.contact_points.get(kind="mobile").value

    def reply(text: str, ref: str) -> None:
        inbound_take(
            channel="sms",
            provider="test",
            provider_ref=ref,
            sender=value,
            recipient="10690000",
            text=text,
            at=portfolio.AT,
        )
        inbound_decide(
            message_id=InboundMessage.objects.get(provider_ref=ref).pk,
            intent="dispute",
            at=portfolio.AT,
            actor="chen",
        )

    reply("I do not owe this", "1")
    made = Dispute.objects.get(account=of)
    assert (made.account_id, made.channel, made.said) == (of.pk, "sms", "I do not owe this")
    reply("As I said: not mine", "2")
    assert Dispute.objects.filter(account=of).count() == 1
    assert made.steps.filter(step="noted").get().note == "As I said: not mine"


def test_the_report_survives_any_address(lead: Client, accounts: list[Account]) -> None:
    wish = ComplaintWish("call", "Rude.", cause="manner")
    complaint_log(account_id=accounts[0].pk, wish=wish, key="k", at=portfolio.AT, actor="x")
    for query in ("", "?by=agency", "?by=rubbish&from=yesterday&to=\x00", "?from=2026-01-01"):
        assert lead.get(f"/complaints/report/{query}").status_code == 200


def test_every_word_is_said_in_both_languages() -> None:
    for listed, known in (
        (words.GROUND, c.DISPUTE_GROUNDS),
        (words.EXTENT, c.DISPUTE_EXTENTS),
        (words.CHANNEL, c.CASE_CHANNELS),
        (words.OUTCOME, c.OUTCOMES),
        (words.CORRECTION, c.CORRECTIONS),
        (words.REDRESS, c.REDRESSES),
        (words.SIDE, c.SIDES),
        (words.WHAT, WHATS),
        (words.STATE, {*DISPUTE.states, *COMPLAINT.states}),
        (words.STEP, {*DISPUTE.moves, *COMPLAINT.moves}),
    ):
        assert set(listed) == set(known)


@pytest.mark.parametrize("place", ["cause", "answer"])
def test_no_judgement_stands_there_before_somebody_makes_it(
    place: str, lead: Client, accounts: list[Account]
) -> None:
    lead.post(f"/accounts/{accounts[0].pk}/complaints/new/", {**LOG, "cause": ""})
    made = Complaint.objects.get()
    page = lead.get(f"/complaints/{made.pk}/").content.decode()
    assert page.count('<option value="" selected>Choose</option>') == 2
    given = {"redress": "none", "reasons": "So it was.", "cause": "", "outcome": ""}
    answer = lead.post(f"/complaints/{made.pk}/{place}/", given)
    assert answer.status_code == 422
    assert "Choose one of the list." in answer.content.decode()
    made.refresh_from_db()
    assert (made.cause, made.outcome) == ("", "")
