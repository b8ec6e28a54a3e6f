"""Reading twice: drawn by the hash, by another, blind; and what readers then agree on."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from forbear.core.speech.conduct import SampleRate, Sampling
from forbear.services.refusals import Refusal
from forbear.services.speech.readings import second_reading_make
from forbear.services.speech.review import text_review
from forbear.store.models import SecondReading, SpokenText, TextFinding
from forbear.store.selectors.readings import (
    findings_to_read_again,
    readings_agreement,
    texts_to_read_again,
)
from forbear.store.selectors.speech import texts_of
from tests.services.speech.test_conduct import DAY, find, judge, text
from tests.services.speech.test_transcripts import AT

pytestmark = pytest.mark.django_db


def again(
    of: SpokenText, finding: TextFinding | None, verdict: str = "fault", actor: str = "two"
) -> SecondReading | Refusal:
    finding_id = finding.pk if finding else None
    return second_reading_make(
        text_id=of.pk, finding_id=finding_id, verdict=verdict, at=AT, actor=actor
    )


def code(done: object) -> str:
    assert isinstance(done, Refusal), done
    return done.code


def test_a_second_reader_is_another_and_reads_once() -> None:
    one = text(1)
    finding = find(one)
    assert code(again(one, finding)) == "NOT_JUDGED"
    judge(finding)
    assert code(again(one, finding, actor="rev")) == "SECOND_EYES"
    assert code(again(one, finding, actor="lin")) == "OWN_TEXT"
    assert code(again(one, finding, "maybe")) == "VERDICT_UNKNOWN"
    done = again(one, finding, "none")
    assert isinstance(done, SecondReading)
    assert (done.first, done.verdict, done.first_reader) == ("fault", "none", "rev")
    assert code(again(one, finding, actor="three")) == "ALREADY_JUDGED"
    other = text(2)
    assert code(again(other, finding)) == "FINDING_UNKNOWN"
    other.pk = 987654
    assert code(again(other, None)) == "TEXT_UNKNOWN"
    with pytest.raises(IntegrityError, match="read_second_by_another"), transaction.atomic():
        SecondReading.objects.create(
            text=one, first="none", first_reader="x", verdict="none", at=AT, actor="x"
        )


def test_what_waits_for_a_second_reader() -> None:
    found, lawful, clean, fresh = (text(number) for number in range(4))
    finding, other = find(found), find(lawful)
    judge(finding)
    text_review(text_id=lawful.pk, verdict="lawful", actor="rev", at=AT)
    text_review(text_id=clean.pk, verdict="lawful", actor="rev", at=AT)
    find(fresh)
    waiting = [found, lawful, clean]
    assert list(texts_to_read_again("two", per_thousand=1000)) == waiting
    assert set(findings_to_read_again("two")) == {finding, other}
    for reader in ("rev", "lin"):
        assert not texts_to_read_again(reader, per_thousand=1000)
    assert not texts_to_read_again("two", per_thousand=0)
    again(found, finding)
    again(lawful, other, "none")
    again(clean, None, "fault")
    assert not texts_to_read_again("two", per_thousand=1000)
    agreed = readings_agreement(AT, AT + DAY, confidence=950)
    assert (agreed.pairs, agreed.same) == (3, 2)
    assert readings_agreement(AT + DAY, AT + DAY, confidence=950).pairs == 0


def test_the_second_draw_is_by_the_other_end_of_the_hash() -> None:
    for low in range(8):
        one = text(low * 0x20000000)
        text_review(text_id=one.pk, verdict="lawful", actor="rev", at=AT)
    drawn = texts_to_read_again("two", per_thousand=500)
    assert {int(one.sha256[-8:], 16) >> 29 for one in drawn} == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("sampling", "expected"),
    [
        (Sampling(), set()),
        (Sampling(rates=(SampleRate("north", "", 1000),)), {"old", "new"}),
        (Sampling(rates=(SampleRate("", "bo", 1000),)), {"bo"}),
        (Sampling(starter_days=30, starter_per_thousand=1000), {"first", "new", "bo"}),
        (Sampling(starter_days=0, starter_per_thousand=1000), set()),
        (Sampling(rates=(SampleRate("north", "", 0),), starter_per_thousand=0), set()),
    ],
)
def test_some_are_read_more_often(sampling: Sampling, expected: set[str]) -> None:
    drawn_never = 0xF << 252
    made = {
        "first": text(drawn_never, "lin", "south", days=-40),
        "old": text(drawn_never + 1, "lin", "north"),
        "new": text(drawn_never + 2, "li", "north"),
        "bo": text(drawn_never + 3, "bo", "south"),
        "nobody": text(drawn_never + 4, "", "south"),
    }
    drawn = set(texts_of("sample", per_thousand=20, sampling=sampling))
    assert {name for name, one in made.items() if one in drawn} == expected
