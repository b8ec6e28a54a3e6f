from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forbear.services.fakes import TEXT_MAX, fake_note, fake_report
from forbear.services.refusals import Refusal
from forbear.store.models import AuditEntry, FakeReport
from forbear.store.selectors.fakes import fake_alike, fake_counts, fake_list

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def tell(**given: str) -> FakeReport | Refusal:
    told = {"kind": "sms", "sender": "", "text": "", "seen": "", "file_sha256": "", **given}
    return fake_report(**told, language="en", at=AT)  # type: ignore[arg-type]


def told(**given: str) -> FakeReport:
    done = tell(**given)
    assert isinstance(done, FakeReport)
    return done


def test_what_is_told_is_kept_and_nothing_of_who_tells_it() -> None:
    report = told(text="Pay at once!", sender="+44 7700 900123")
    assert (report.state, report.text) == ("new", "Pay at once!")
    assert AuditEntry.objects.get().actor == "public"


def test_a_text_of_any_length_and_with_any_sign_is_contained() -> None:
    report = told(text="\x00a\u202eb\x1b" + "x" * 10_000, sender="\x07+44\n", seen="\u2066here")
    assert report.text == ("ab" + "x" * 10_000)[:TEXT_MAX]
    assert (report.sender, report.seen) == ("+44", "here")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "NOTHING_TOLD"),
        ({"text": " \n\x00 "}, "NOTHING_TOLD"),
        ({"file_sha256": "not a hash"}, "NOTHING_TOLD"),
        ({"kind": "pigeon", "text": "x"}, "KIND_UNKNOWN"),
    ],
)
def test_nothing_is_not_kept(given: dict[str, str], code: str) -> None:
    done = tell(**given)
    assert isinstance(done, Refusal)
    assert done.code == code


def test_compliance_notes_what_it_found() -> None:
    report = told(text="x")
    for state in ("in_hand", "fake"):
        done = fake_note(report_id=report.pk, state=state, text="Asked.", at=AT, actor="lee")
        assert not isinstance(done, Refusal)
    report.refresh_from_db()
    assert report.state == "fake"
    assert report.notes.count() == 2
    assert fake_counts()["fake"] == 1
    assert fake_list("fake", page=0, size=1) == ([report], False)
    assert fake_list("new", page=0, size=1) == ([], False)


@pytest.mark.parametrize("state", ["new", "burnt", ""])
def test_a_report_is_put_into_no_other_state(state: str) -> None:
    done = fake_note(report_id=told(text="x").pk, state=state, text="", at=AT, actor="lee")
    assert isinstance(done, Refusal)
    assert done.code == "STATE_UNKNOWN"
    gone = fake_note(report_id=0, state="fake", text="", at=AT, actor="lee")
    assert isinstance(gone, Refusal)


def test_reports_of_the_same_sender_or_file_are_counted() -> None:
    one = told(sender="Larkfield-X", file_sha256="a" * 64)
    told(sender="larkfield-x")
    told(file_sha256="a" * 64)
    told(sender="other")
    assert fake_alike(one) == 2
    assert fake_alike(told(text="only words")) == 0
