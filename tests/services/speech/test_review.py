"""Verdicts: once, by another, and what can be learned from them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import ProgrammingError, transaction

from forbear.cli import review as cli
from forbear.services.refusals import Refusal
from forbear.services.speech.review import finding_review, text_review
from forbear.services.speech.training import training_lines
from forbear.store.models import SpokenText, TextFinding, TextReview
from forbear.store.selectors.speech import texts_of
from tests.services.speech.test_transcripts import AT, taken

pytestmark = pytest.mark.django_db
CLEAN = '{{"turns": [{{"speaker": "agent", "text": "Hello, how are you? {}"}}]}}'


def judge(finding: TextFinding, verdict: str = "confirm", **given: str) -> TextReview | Refusal:
    return finding_review(
        finding_id=finding.pk,
        **{"verdict": verdict, "actor": "rev", "at": AT} | given,  # type: ignore[arg-type]
    )


def code(done: object) -> str:
    assert isinstance(done, Refusal), done
    return done.code


@pytest.fixture
def finding() -> TextFinding:
    taken(collector="lin")
    return TextFinding.objects.get()


def test_a_verdict_is_given_once_and_by_another(finding: TextFinding) -> None:
    assert code(judge(finding, actor="lin")) == "OWN_TEXT"
    assert code(judge(finding, "wrong_category", category="mood")) == "CATEGORY_MISSING"
    assert code(judge(finding, "release")) == "VERDICT_UNKNOWN"
    assert isinstance(judge(finding), TextReview)
    assert code(judge(finding, "dismiss")) == "ALREADY_JUDGED"
    text = finding.audit.text
    assert code(text_review(text_id=text.pk, verdict="lawful", actor="rev", at=AT)) == "NOT_LAWFUL"
    with pytest.raises(ProgrammingError), transaction.atomic():
        TextReview.objects.update(verdict="dismiss")


def test_what_is_not_there_is_told() -> None:
    gone = {"verdict": "confirm", "actor": "rev", "at": AT}
    assert code(finding_review(finding_id=987654, **gone)) == "FINDING_UNKNOWN"  # type: ignore[arg-type]
    assert code(text_review(text_id=987654, **gone)) == "TEXT_UNKNOWN"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("verdict", "category", "expect", "rejected"),
    [
        ("confirm", "", ["threat_of_violence_or_arrest"], []),
        ("dismiss", "", [], ["threat_of_violence_or_arrest"]),
        ("wrong_category", "impersonation", ["impersonation"], ["threat_of_violence_or_arrest"]),
        ("lawful", "", [], ["threat_of_violence_or_arrest"]),
    ],
)
def test_a_verdict_becomes_a_line_to_learn_from(
    finding: TextFinding, verdict: str, category: str, expect: list[str], rejected: list[str]
) -> None:
    assert not list(training_lines())
    if verdict == "lawful":
        text_review(text_id=finding.audit.text_id, verdict="lawful", actor="rev", at=AT)
    else:
        judge(finding, verdict, category=category)
    (line,) = training_lines()
    verdict_ = "violating" if expect else "lawful"
    assert line["expect"] == {"verdict": verdict_, "categories": expect}
    (line,) = training_lines(with_spans=True)
    assert [one["category"] for one in line["found"]] == expect  # type: ignore[attr-defined]
    assert [one["category"] for one in line["rejected"]] == rejected  # type: ignore[attr-defined]
    assert [turn["speaker"] for turn in line["turns"]] == ["collector", "cardholder"]  # type: ignore[attr-defined]


def test_the_lines_are_written(
    finding: TextFinding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import nullcontext

    monkeypatch.setattr(cli, "with_database", nullcontext)
    judge(finding)
    target = tmp_path / "lines.jsonl"
    result = CliRunner().invoke(cli.command, ["export", "--out", str(target)])
    assert result.output == f"{target}: 1 texts.\n"
    assert json.loads(target.read_text())["id"] == f"review-{finding.audit.text_id}"


def test_what_is_judged_waits_no_more(finding: TextFinding) -> None:
    assert texts_of("waiting", per_thousand=0).count() == 1
    assert texts_of("read", per_thousand=0).count() == 0
    judge(finding)
    assert texts_of("waiting", per_thousand=0).count() == 0
    assert texts_of("read", per_thousand=0).count() == 1


@pytest.mark.parametrize("rate", [0, 250, 1000])
def test_the_sample_is_drawn_by_the_hash(rate: int) -> None:
    contents = [CLEAN.format(number) for number in range(24)]
    for content in contents:
        taken(content)
    drawn = set(texts_of("sample", per_thousand=rate).values_list("sha256", flat=True))
    hashes = {hashlib.sha256(content.encode()).hexdigest() for content in contents}
    assert drawn == {one for one in hashes if int(one[:8], 16) * 1000 < rate * 16**8}
    for text in SpokenText.objects.filter(sha256__in=drawn):
        text_review(text_id=text.pk, verdict="lawful", actor="rev", at=AT)
    assert not texts_of("sample", per_thousand=rate).exists()
