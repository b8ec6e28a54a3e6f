"""What shows across a case, found while texts come in, and judged once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from forbear.services.identities import number_add
from forbear.services.refusals import Refusal
from forbear.services.speech.across import across_review, case_read
from forbear.services.speech.review import finding_review
from forbear.store.models import Account, AcrossFinding, AcrossReview, SpokenText, TextFinding
from forbear.store.selectors.across import across_judged, across_open, texts_said
from tests.services.speech.test_transcripts import AT, taken
from tests.store.make import account

pytestmark = pytest.mark.django_db
HELLO = '{{"turns": [{{"speaker": "agent", "text": "Good day, call number {}."}}]}}'
THREAT = '{{"turns": [{{"speaker": "agent", "text": "Pay today or you will be arrested, {}."}}]}}'


def said(owed: Account, number: int, *, words: str = HELLO, **origin: object) -> SpokenText:
    given = {"collector": "lin", "spoken_at": AT + timedelta(minutes=number)} | origin
    return taken(words.format(number), account=owed.reference, **given).text


def kinds() -> list[tuple[str, str]]:
    return [(one.category, one.key) for one in across_open()]


def judge(finding: AcrossFinding, verdict: str = "confirm", actor: str = "rev") -> object:
    return across_review(finding_id=finding.pk, verdict=verdict, reason="", at=AT, actor=actor)


def code(done: object) -> str:
    assert isinstance(done, Refusal), done
    return done.code


def test_more_talks_on_a_day_than_the_nations_law_allows() -> None:
    owed = account(nation="CN", region=None)
    for number in range(3):
        said(owed, number)
    assert kinds() == []
    fourth = said(owed, 3)
    (found,) = across_open()
    assert (found.category, found.key, found.values["count"]) == (
        "harassment_by_volume",
        "cap_day",
        "4",
    )
    assert "5.3" in found.values["cite"]
    assert found.texts[-1] == fourth.pk
    fifth = said(owed, 4)
    (grown,) = across_open()
    assert (grown.replaces, grown.texts[-1]) == (found, fifth.pk)
    assert code(judge(found)) == "FINDING_GREW"
    assert isinstance(judge(grown), AcrossReview)
    assert list(across_judged()) == [grown]
    assert case_read(account_id=owed.pk, at=AT) == []


def test_the_same_threat_by_two_until_people_say_that_it_is_none() -> None:
    owed = account()
    said(owed, 1, words=THREAT)
    said(owed, 2, words=THREAT, collector="bo")
    found = next(one for one in across_open() if one.category == "same_threat_by_several")
    assert found.values["people"] == "2"
    assert code(judge(found, actor="lin")) == "OWN_TEXT"
    assert code(judge(found, "release")) == "VERDICT_UNKNOWN"
    assert isinstance(judge(found, "dismiss"), AcrossReview)
    assert code(judge(found)) == "ALREADY_JUDGED"
    for one in TextFinding.objects.all():
        finding_review(finding_id=one.pk, verdict="dismiss", actor="rev", at=AT)
    said(owed, 3, words=THREAT)
    assert ("same_threat_by_several", "threat") not in kinds()


def test_a_number_that_is_in_no_register_is_a_stranger() -> None:
    owed = account()
    said(owed, 1, sender="+442079460999")
    assert kinds() == []
    number_add(typed="+442079460000", label="desk", on=date(2026, 1, 1), at=AT, actor="it")
    said(owed, 2, sender="+442079460000")
    said(owed, 3, sender="a@example.com")
    (found,) = across_open()
    assert (found.category, found.values["sender"]) == ("unregistered_identity", "+442079460999")


def test_texts_of_no_account_are_not_laid_side_by_side() -> None:
    for number in range(5):
        taken(HELLO.format(number), collector="lin")
    assert not AcrossFinding.objects.exists()
    assert texts_said(0, most=5) == []
    gone = across_review(finding_id=9, verdict="confirm", reason="", at=AT, actor="rev")
    assert code(gone) == "FINDING_UNKNOWN"
    assert case_read(account_id=account().pk, at=AT) == []
