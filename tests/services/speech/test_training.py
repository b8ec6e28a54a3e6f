"""Lines to learn from: in the form of the corpus, without personal data, as people judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tools.auditor import corpus
from tools.evaluate_auditor import rows

from forbear.interchange.texts import BadText, read_text
from forbear.services.speech.review import text_review
from forbear.services.speech.training import training_lines
from forbear.store.models import ContactPoint, TextFinding
from tests.services.speech.test_conduct import find, judge, overturn, text
from tests.services.speech.test_transcripts import AT, taken
from tests.store.make import account, person

pytestmark = pytest.mark.django_db
CALL = """1
00:00:01,000 --> 00:00:04,500
Agent: Ada Lovelace, pay $873.40 to 4111111111111111 or you will be arrested, at 12 Reed Lane.
"""


@pytest.fixture
def judged() -> TextFinding:
    who = person(name="Ada Lovelace")
    owed = account(who, balance_minor=87_340, currency="USD")
    ContactPoint.objects.create(
        reference="C-x", person=who, kind="postal", value="12 Reed Lane, York"
    )
    taken(CALL, account=owed.reference, collector="lin")
    for one in TextFinding.objects.all():
        judge(one, reason="Ada Lovelace was threatened")
    return TextFinding.objects.filter(category="threat_of_violence_or_arrest").get()


@pytest.mark.usefixtures("judged")
def test_what_names_someone_is_covered_and_what_claims_rest_on_stays() -> None:
    (line,) = training_lines()
    (turn,) = line["turns"]  # type: ignore[attr-defined]
    assert turn["text"] == (
        "Xxx Xxxxxxxx, pay $873.40 to 0000000000000000 or you will be arrested, at 00 Xxxx Xxxx."
    )
    assert "Lovelace" not in json.dumps(line)
    (plain,) = training_lines(is_masked=False)
    assert "Ada Lovelace" in json.dumps(plain)
    assert not list(training_lines(language="zh"))


def test_a_span_stays_where_it_was(judged: TextFinding) -> None:
    (line,) = training_lines(with_spans=True)
    found = {one["category"]: one["span"] for one in line["found"]}  # type: ignore[attr-defined]
    span = found[judged.category]
    words = line["turns"][span["turn"]]["text"][span["start"] : span["end"]]  # type: ignore[index]
    assert "arrest" in words


@pytest.mark.usefixtures("judged")
def test_the_trainer_and_the_measure_read_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (line,) = training_lines(language="en")
    (tmp_path / "reviewed_en.jsonl").write_text(json.dumps(line) + "\n")
    (tmp_path / "texts_en.jsonl").write_text("")
    ((row, categories),) = rows(tmp_path / "reviewed_en.jsonl")
    assert "threat_of_violence_or_arrest" in categories
    assert not isinstance(read_text(json.dumps(row).encode(), 1), BadText)
    monkeypatch.setattr(corpus, "DATA", tmp_path)
    monkeypatch.setattr(corpus, "KNOWN_TO_RULES", ())
    (known,) = corpus.texts("en")
    assert known.categories == categories
    assert known.batch in range(corpus.PARTS)


def test_an_overturned_finding_and_a_lawful_text_are_lawful() -> None:
    finding = find(text(1))
    judge(finding)
    overturn(finding)
    text_review(text_id=text(2).pk, verdict="lawful", actor="rev", at=AT)
    assert [line["expect"] for line in training_lines()] == [
        {"verdict": "lawful", "categories": []}
    ] * 2
    (first, _) = training_lines(with_spans=True)
    assert [one["category"] for one in first["rejected"]] == [finding.category]  # type: ignore[attr-defined]
