"""Where every sum and rate is read and true, no reader without figures calls one exaggerated."""

from __future__ import annotations

import pytest
from tests.core.speech.audit.messages import EN, ZH, said

from forbear.core.speech.audit.figures.borne_out import is_borne_out
from forbear.core.speech.audit.figures.claimed import figures
from forbear.core.speech.audit.figures.known import Known
from forbear.core.speech.audit.figures.stated import Place
from forbear.packs.speech import load_auditor


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("you owe $873.40, of it a late fee of $29.00", "en", True),
        ("you owe $873.40. call 555-0117 or 1-888-555-0163", "en", True),
        ("您欠款8734元，其中违约金290元", "zh", True),
        # one is false, one was not read, costs without a figure, growth without one
        ("you owe $873.40 and a fee of $95.00", "en", False),
        ("you owe $873.40; file opening 1,860.00", "en", False),
        ("you owe $873.40 plus collection costs", "en", False),
        ("you owe $873.40 and tomorrow it doubles", "en", False),
        ("您欠款8734元，另有律师费", "zh", False),
        ("您欠款8734元，一共1860", "zh", False),
        # nothing is stated
        ("please call us", "en", None),
    ],
)
def test_what_the_facts_bear_out(text: str, language: str, expected: bool | None) -> None:  # noqa: FBT001
    facts = EN if language == "en" else ZH
    place = Place(text, 0, len(text), language, is_set_apart=False)
    assert is_borne_out(text, figures(place, facts, Known(facts))) is expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Northgate Bank: your total past due incl. fee and interest is $204.55.", "en"),
        ("晋和银行：逾期本金1572.10元加违约金290元加利息183.40元，总计2045.50元。", "zh"),
    ],
)
def test_true_sums_are_not_called_exaggerated(text: str, language: str) -> None:
    report = load_auditor().audit(said(text, language, channel="sms"))
    assert "exaggerated_amount_or_fee" not in {one.category for one in report.findings}
