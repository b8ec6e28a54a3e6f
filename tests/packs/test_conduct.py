"""A house's measures of conduct: ours, its own, and those that make no sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from forbear.core.speech.conduct import SampleRate
from forbear.packs.speech.conduct import (
    DEFAULT,
    ConductError,
    conduct_now,
    load_conduct,
)


def test_ours_weigh_the_grave_most() -> None:
    conduct = load_conduct()
    weights = conduct.measures.weights
    assert weights["high"] > weights["medium"] > weights["low"]
    assert conduct.appeal_within_days > 0
    assert conduct.sampling.rates == ()


def test_a_house_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "conduct.toml"
    own = DEFAULT.read_text().replace("high   = 10", "high   = 7").replace("# [[", "[[")
    path.write_text(
        own.replace("# team", "team").replace("# coll", "coll").replace("# per_t", "per_t")
    )
    monkeypatch.setenv("FORBEAR_CONDUCT", str(path))
    conduct = conduct_now()
    assert conduct.measures.weights["high"] == 7
    assert conduct.sampling.rates == (SampleRate("north", "", 50), SampleRate("", "a.chen", 200))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("high   = 10", "hihg = 10", "weights.high is missing"),
        ("high   = 10", "high = -1", "weights.high is -1"),
        ("high   = 10", "high = 10\nworst = 2", "weights.worst is an unknown key"),
        ("confidence = 950", "confidence = 1000", "comparing.confidence is 1000"),
        ("within_days = 14", "within_days = 0", "appeal.within_days is 0"),
        ('# [[sample.rate]]\n# team = "north"\n', "[[sample.rate]]\n", "sample.rate names both"),
        ("[weights]", "[weights", "is not TOML"),
    ],
)
def test_what_makes_no_sense_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "conduct.toml"
    path.write_text(DEFAULT.read_text().replace(old, new))
    with pytest.raises(ConductError, match=r"conduct\.toml") as told:
        load_conduct(path)
    assert said in str(told.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConductError, match="FORBEAR_CONDUCT"):
        load_conduct(tmp_path / "none.toml")
