"""Transcripts taken in: kept once as they are, read, with what they were read by."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction

from forbear.packs.speech import load_auditor
from forbear.packs.speech.versions import model_hash, words_version
from forbear.services.refusals import Refusal
from forbear.services.speech.transcripts import Origin, Taken, transcript_take
from forbear.store.models import AuditEntry, SpokenText, TextFinding
from tests.store.make import account, person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
CALL = """1
00:00:01,000 --> 00:00:04,500
Agent: Nobody is at home on Friday. You will

2
00:00:05,000 --> 00:00:06,000
be arrested.

3
00:00:07,000 --> 00:00:08,000
Ada: You can arrest me, I can't pay.
"""


def take(content: str = CALL, **origin: object) -> Taken | Refusal:
    given = {"language": "en"} | origin
    return transcript_take(
        content.encode(),
        name="call.srt",
        origin=Origin(**given),  # type: ignore[arg-type]
        auditor=load_auditor(),
        at=AT,
        actor="ada",
    )


def taken(content: str = CALL, **origin: object) -> Taken:
    done = take(content, **origin)
    assert isinstance(done, Taken), done
    return done


def test_a_call_is_kept_read_and_known_the_second_time() -> None:
    owed = account()
    done = taken(account=owed.reference, collector="lin", team="north", recording="rec/17")
    assert (done.verdict, done.is_known) == ("blocked", False)
    text = SpokenText.objects.get()
    assert (text.account, text.collector, text.team, text.recording) == (
        owed,
        "lin",
        "north",
        "rec/17",
    )
    audit = text.audits.get()
    assert (audit.words_sha256, audit.model_sha256) == (words_version(), model_hash())
    finding = TextFinding.objects.get()
    assert finding.category == "threat_of_violence_or_arrest"
    turn = text.turns[finding.turn]
    assert (turn["speaker"], turn["ours"], turn["start_ms"], turn["end_ms"]) == (
        "Agent",
        True,
        1000,
        6000,
    )
    assert "be arrested" in turn["text"][finding.start : finding.end]
    assert taken(account=owed.reference).is_known
    assert SpokenText.objects.count() == 1
    assert AuditEntry.objects.get(action="transcript.taken").subject_id == text.pk


def test_what_is_kept_is_not_changed() -> None:
    text = taken().text
    with pytest.raises(ProgrammingError), transaction.atomic():
        SpokenText.objects.filter(pk=text.pk).update(collector="someone else")


def test_without_a_language_the_words_say_it_and_not_the_cardholder() -> None:
    chinese = account(person(language="zh"))
    done = taken(account=chinese.reference, language=None)
    assert (done.text.language, done.verdict) == ("en", "blocked")
    assert taken(CALL + " ", account=chinese.reference, language="zh").text.language == "zh"


@pytest.mark.parametrize(
    ("content", "origin", "code"),
    [
        (CALL, {"account": "none"}, "ACCOUNT_UNKNOWN"),
        (CALL, {"contact": 987654}, "CONTACT_UNKNOWN"),
        ("1\n00:00:01,000 --> 00:00:02,000\nAgent: OK.\n", {"language": None}, "LANGUAGE_UNKNOWN"),
        (CALL.replace("Agent:", "Ruth:"), {}, "NOBODY_OURS"),
        (CALL.replace("-->", "->"), {}, "BAD_CUE"),
        ('{"turns": [{"speaker": "agent", "text": "a"}], "facts": {"dpd": "8"}}', {}, "BAD_FACTS"),
    ],
)
def test_what_cannot_be_taken_is_told(content: str, origin: dict[str, object], code: str) -> None:
    done = take(content, **origin)
    assert isinstance(done, Refusal)
    assert done.code == code
    assert not SpokenText.objects.exists()


def test_a_speaker_can_be_named_ours() -> None:
    assert taken(CALL.replace("Agent:", "Ruth:"), ours=("ruth",)).verdict == "blocked"


def test_the_facts_are_those_of_the_day_or_of_the_file() -> None:
    owed = account(balance_minor=87_340)
    assert taken(account=owed.reference).text.facts["balance_minor"] == 87_340
    earlier = taken(CALL + "\n", account=owed.reference, spoken_at=AT - timedelta(days=3)).text
    assert "balance_minor" not in earlier.facts
    given = {"turns": [{"speaker": "agent", "text": "Hello."}], "facts": {"dpd": 8}}
    assert taken(json.dumps(given), account=owed.reference).text.facts == {"dpd": 8}
