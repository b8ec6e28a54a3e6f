"""Texts written by hand: stopped by a grave finding, let go by another, sent like any message."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from forbear.packs.speech import load_auditor
from forbear.ports.writing import MessageRefused
from forbear.services.refusals import Refusal
from forbear.services.speech.drafts import (
    draft_hints,
    draft_release,
    draft_send,
    draft_stops,
    draft_write,
)
from forbear.services.speech.review import finding_review
from forbear.store.models import (
    AuditEntry,
    PlannedContact,
    SpokenText,
    TextFinding,
    TextReview,
)
from tests.services.speech.test_transcripts import AT
from tests.services.test_messages import write
from tests.store.make import account, person, point, sender

pytestmark = pytest.mark.django_db
GOOD = "Thank you for your letter. We have noted your new address."
BAD = "Pay by Friday or you will be arrested."


def draft(words: str = GOOD, *, actor: str = "lin", **given: object) -> SpokenText | Refusal:
    owed = account(person(name="Ada Kowalski"))
    where = point(owed.person, kind="email", value="ada@example.com")
    asked = {"channel": "email", "contact_point_id": where.pk, "subject": "Your letter"} | given
    return draft_write(
        account_id=owed.pk,
        words=words,
        auditor=load_auditor(),
        at=AT,
        actor=actor,
        **asked,  # type: ignore[arg-type]
    )


def drafted(words: str = GOOD) -> SpokenText:
    text = draft(words)
    assert isinstance(text, SpokenText), text
    return text


def send(text: SpokenText, actor: str = "lin") -> PlannedContact | Refusal:
    return draft_send(text_id=text.pk, at=AT, actor=actor)


def release(text: SpokenText, actor: str = "rev", reason: str = "a quotation") -> object:
    return draft_release(text_id=text.pk, reason=reason, at=AT, actor=actor)


def code(done: object) -> str:
    assert isinstance(done, Refusal), done
    return done.code


def test_a_lawful_text_is_sent_with_its_sender_and_what_must_be_said(tmp_path: Path) -> None:
    planned = send(drafted())
    assert isinstance(planned, PlannedContact)
    assert (planned.state, planned.channel) == ("planned", "email")
    message = write(planned, tmp_path, "opt_out_instruction").message
    assert message.subject == "Your letter"
    assert message.text.startswith(GOOD)
    assert "Larkfield Bank" in message.text
    assert message.text != write(planned, tmp_path).message.text
    assert code(send(planned.free_text.text)) == "DRAFT_SENT"


def test_a_text_message_names_its_sender_first(tmp_path: Path) -> None:
    sender("US")
    owed = account()
    text = draft_write(
        account_id=owed.pk,
        contact_point_id=point(owed.person).pk,
        channel="sms",
        words=GOOD,
        auditor=load_auditor(),
        at=AT,
        actor="lin",
    )
    assert isinstance(text, SpokenText)
    planned = send(text)
    assert isinstance(planned, PlannedContact)
    assert write(planned, tmp_path).message.text == f"Larkfield Bank: {GOOD}"


def test_a_grave_finding_stops_it_until_another_lets_it_go(tmp_path: Path) -> None:
    text = drafted(BAD)
    assert draft_stops(text)
    # who sends is added when it leaves, so that nobody is named yet is no finding
    found = TextFinding.objects.values_list("category", flat=True)
    assert "threat_of_violence_or_arrest" in found
    assert "missing_identification" not in found
    assert code(send(text)) == "FINDING_OPEN"
    assert code(release(text, "lin")) == "OWN_TEXT"
    assert code(release(text, reason=" ")) == "REASON_MISSING"
    assert isinstance(release(text), TextReview)
    assert code(release(text)) == "NOT_STOPPED"
    assert code(send(text, "rev")) == "NOT_YOURS"
    planned = send(text)
    assert isinstance(planned, PlannedContact)
    assert BAD in write(planned, tmp_path).message.text
    actions = AuditEntry.objects.filter(subject="spoken_text").values_list("action", flat=True)
    assert set(actions) == {"draft.written", "draft.released", "draft.sent"}


def test_a_dismissed_finding_stops_nothing_and_a_confirmed_one_does() -> None:
    for verdict, stops in (("dismiss", False), ("confirm", True)):
        text = drafted(BAD)
        for finding in TextFinding.objects.filter(audit__text=text):
            finding_review(finding_id=finding.pk, verdict=verdict, actor="rev", at=AT)
        assert draft_stops(text) is stops


def test_the_database_refuses_a_release_by_the_writer() -> None:
    text = drafted(BAD)
    with pytest.raises(IntegrityError), transaction.atomic():
        TextReview.objects.create(text=text, verdict="release", writer="lin", at=AT, actor="lin")


def test_what_became_false_since_is_refused_at_the_moment_of_sending(tmp_path: Path) -> None:
    text = drafted("Hello. Your balance is $5,400.00.")
    assert not draft_stops(text)
    planned = send(text)
    assert isinstance(planned, PlannedContact)
    planned.account.balance_minor = 100_00
    planned.account.overdue_minor = 100_00
    planned.account.save()
    with pytest.raises(MessageRefused) as told:
        write(PlannedContact.objects.get(pk=planned.pk), tmp_path)
    assert told.value.code == "AUDIT_BLOCKED"


@pytest.mark.parametrize(
    ("words", "given", "refusal"),
    [
        (" \n", {}, "TEXT_EMPTY"),
        ("a" * 10_001, {}, "TEXT_LONG"),
        ("Dear {person_name}", {}, "BRACES"),
        (GOOD, {"contact_point_id": 987654}, "POINT_UNKNOWN"),
        (GOOD, {"channel": "sms"}, "CHANNEL_UNFIT"),
        (GOOD, {"channel": "call"}, "CHANNEL_UNFIT"),
    ],
)
def test_what_cannot_be_written_is_told(words: str, given: dict[str, object], refusal: str) -> None:
    assert code(draft(words, **given)) == refusal
    assert not SpokenText.objects.exists()


def test_hints_keep_nothing() -> None:
    report = draft_hints(account(), BAD, channel="email", auditor=load_auditor(), at=AT)
    assert report.verdict == "blocked"
    assert not SpokenText.objects.exists()


def test_a_draft_that_is_not_there_is_told() -> None:
    later = AT + timedelta(days=1)
    assert code(draft_send(text_id=987654, at=later, actor="lin")) == "TEXT_UNKNOWN"
    gone = draft_release(text_id=987654, reason="x", at=later, actor="rev")
    assert code(gone) == "TEXT_UNKNOWN"


@pytest.mark.parametrize(
    ("words", "language"), [("还不还钱？你会被抓起来坐牢。", "zh"), (BAD, "en")]
)
@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_words_are_read_in_their_own_language_whoever_they_go_to(
    words: str, language: str, spoken: str
) -> None:
    owed = account(person(language=spoken))
    where = point(owed.person, kind="email", value="ada@example.com")
    report = draft_hints(owed, words, channel="email", auditor=load_auditor(), at=AT)
    assert "high" in {one.severity for one in report.findings}
    text = draft_write(
        account_id=owed.pk,
        contact_point_id=where.pk,
        channel="email",
        words=words,
        auditor=load_auditor(),
        at=AT,
        actor="lin",
    )
    assert isinstance(text, SpokenText)
    assert text.language == language
    assert draft_stops(text)
