"""Pages of the second reading and of findings across a case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from forbear.core.speech.across import KINDS
from forbear.store.models import AcrossFinding, AcrossReview, SecondReading
from forbear.web.review.words import ACROSS
from tests.services.speech.test_conduct import find, judge, text
from tests.services.speech.test_transcripts import AT, taken
from tests.store.make import account
from tests.web.test_conduct import page, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
# the last eight signs of its hash are small: it is always drawn
DRAWN = 1


@pytest.fixture
def reader() -> Client:
    return signed_in("two", "reviewer")


def test_the_first_verdict_is_not_shown_and_the_second_changes_nothing(reader: Client) -> None:
    finding = find(text(DRAWN))
    judge(finding, reason="a clear threat")
    shown = page(reader, "/review/second/")
    assert "<mark>" in shown
    assert "a clear threat" not in shown
    assert "Confirmed" not in shown
    address = f"/review/second/{finding.audit.text_id}/"
    wrong = reader.post(address, {"finding": finding.pk, "verdict": "eat"}, follow=True)
    assert "Choose one of the verdicts" in wrong.content.decode()
    done = reader.post(address, {"finding": finding.pk, "verdict": "none"}, follow=True)
    assert "It changes nothing" in done.content.decode()
    assert "Nothing waits for a second reader" in done.content.decode()
    assert SecondReading.objects.get().first == "fault"
    assert "没有待第二人复核的内容" in page(reader, "/review/second/", language="zh-hans")
    seen = page(signed_in("comp", "compliance"), "/review/conduct/?from=2026-03-01&to=2026-03-31")
    assert "How far reviewers agree" in seen


def test_a_clean_text_is_read_again_as_a_whole(reader: Client) -> None:
    from forbear.services.speech.review import text_review

    one = text(DRAWN)
    text_review(text_id=one.pk, verdict="lawful", actor="rev", at=AT)
    assert "Nothing was found" in page(reader, "/review/second/")
    reader.post(f"/review/second/{one.pk}/", {"verdict": "fault"})
    assert SecondReading.objects.get().verdict == "fault"


def test_a_finding_across_a_case_is_judged(reader: Client) -> None:
    owed = account(nation="CN", region=None)
    for number in range(4):
        call = f'{{"turns": [{{"speaker": "agent", "text": "Good <day> {number}."}}]}}'
        taken(
            call, account=owed.reference, collector="lin", spoken_at=AT + timedelta(minutes=number)
        )
    shown = page(reader, "/review/cases/")
    assert "Too many texts" in shown
    assert "4 texts on one day; at most 3 are allowed" in shown
    assert "Good &lt;day&gt; 3." in shown
    assert "一天内 4 次" in page(reader, "/review/cases/", language="zh-hans")
    finding = AcrossFinding.objects.get()
    done = reader.post(f"/review/cases/{finding.pk}/", {"verdict": "confirm"}, follow=True)
    assert "Noted: Confirmed" in done.content.decode()
    again = reader.post(f"/review/cases/{finding.pk}/", {"verdict": "dismiss"}, follow=True)
    assert "Someone has judged this already" in again.content.decode()
    assert AcrossReview.objects.get().verdict == "confirm"
    assert "Too many texts" in page(reader, "/review/cases/?view=judged")
    assert "没有待复核的案件问题" in page(reader, "/review/cases/", language="zh-hans")


def test_they_are_for_reviewers(desk: Client) -> None:
    for address in ("/review/second/", "/review/cases/"):
        assert desk.get(address).status_code == 403


def test_every_kind_has_its_words() -> None:
    assert set(ACROSS) == set(KINDS)
