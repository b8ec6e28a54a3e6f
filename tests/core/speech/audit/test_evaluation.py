"""The measured figures do not fall: the untouched part of the texts with known answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tools.evaluate_auditor import rows, wilson
from tools.evaluate_figures import measured

from forbear.interchange.texts import BadText, read_text
from forbear.packs.speech import load_auditor

CASES = Path(__file__).parents[3] / "cases" / "speech"


# What docs/reference/auditor.md tells of texts by others, less a margin: flagged, caught.
TOLD = {("strangers", "en"): (0.10, 0.82), ("strangers", "zh"): (0.18, 0.80)}
TOLD |= {("strangers_test2", "en"): (0.12, 0.86), ("strangers_test2", "zh"): (0.12, 0.92)}
TOLD |= {("strangers_test3", "en"): (0.08, 0.86), ("strangers_test3", "zh"): (0.10, 0.90)}
TOLD |= {("strangers_test4", "en"): (0.14, 0.90), ("strangers_test4", "zh"): (0.12, 0.90)}
TOLD |= {("strangers_test5", "en"): (0.12, 0.86), ("strangers_test5", "zh"): (0.18, 0.80)}
TOLD |= {("strangers_test6", "en"): (0.10, 0.88), ("strangers_test6", "zh"): (0.10, 0.88)}
TOLD |= {("eval", "en"): (0.07, 0.90), ("eval", "zh"): (0.05, 0.92)}


@pytest.mark.parametrize(("name", "language"), TOLD)
def test_the_untouched_texts_are_answered_as_well_as_is_told(name: str, language: str) -> None:
    caught = bad = flagged = lawful = 0
    for number, (row, wanted) in enumerate(rows(CASES / f"{name}_{language}.jsonl"), 1):
        if name == "eval" and number % 2:
            continue
        text = read_text(json.dumps(row).encode(), number)
        assert not isinstance(text, BadText), text
        is_flagged = load_auditor().audit(text.message).verdict != "clean"
        caught, bad = caught + (is_flagged and bool(wanted)), bad + bool(wanted)
        flagged, lawful = flagged + (is_flagged and not wanted), lawful + (not wanted)
    most, least = TOLD[name, language]
    assert caught >= least * bad
    assert flagged <= most * lawful


@pytest.mark.parametrize("language", ["en", "zh"])
def test_false_sums_are_told_and_true_ones_let_be(language: str) -> None:
    told = measured(CASES / f"figures_{language}.tsv")
    assert told.told["sum"] >= 0.88 * told.false["sum"]
    assert told.flagged <= 0.10 * told.true


PLAIN = Path(__file__).parents[4] / "tools" / "auditor" / "data"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_false_figures_of_every_kind_are_told(language: str) -> None:
    told = measured(PLAIN / f"plain_more_{language}.tsv")
    for kind, least in (("sum", 0.95), ("rate", 0.95), ("day", 0.82), ("count", 0.85)):
        assert told.told[kind] >= least * told.false[kind], kind
    assert told.flagged <= 0.05 * told.true


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_false_figure_of_a_text_is_told(language: str) -> None:
    told = measured(PLAIN / f"plain_told_{language}.tsv", each=True)
    for kind, least in (("sum", 0.97), ("rate", 0.95), ("day", 0.90), ("count", 0.85)):
        assert told.told[kind] >= least * told.false[kind], kind
    assert told.flagged <= 0.01 * told.true


def test_a_pattern_is_filled_in_alike_in_every_process() -> None:
    script = (
        "from pathlib import Path; from tools.auditor.plain import filled; import sys;"
        "print([one.row for one in filled('en', Path(sys.argv[1]), change=True)])"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", script, str(PLAIN / "plain_more_en.tsv")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=PLAIN.parents[2],
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("hits", "of", "shown"),
    [(0, 0, "-"), (10, 10, "1.00 (0.72-1.00)"), (5, 10, "0.50 (0.24-0.76)")],
)
def test_shares_are_shown_with_wilsons_interval(hits: int, of: int, shown: str) -> None:
    assert wilson(hits, of) == shown
