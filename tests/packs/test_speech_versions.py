"""The two hashes of what the auditor read with: its words, and what it learned."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from forbear.packs.speech import loader, versions
from forbear.packs.speech.versions import model_hash, weights_of, words_of, words_version

HERE = Path(loader.__file__).parent
_NUMBERS = {"tokens.npz": "tokens", "trees.npz": "full.text.gives"}
LEARNED = sorted(path.name for path in HERE.glob("*.npz"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "speech"
    shutil.copytree(HERE, copy)
    return copy


def test_a_copy_has_the_same_hashes(folder: Path) -> None:
    assert (words_of(folder), weights_of(folder)) == (words_version(), model_hash())
    assert versions.HERE == HERE


@pytest.mark.parametrize("name", LEARNED)
def test_one_weight_changed_changes_the_hash_of_the_model_alone(folder: Path, name: str) -> None:
    with np.load(folder / name) as kept:
        arrays = dict(kept)
    weights = arrays[_NUMBERS.get(name, "weights")]
    weights[tuple(0 for _ in weights.shape)] += 1
    np.savez_compressed(folder / name, **arrays)
    assert weights_of(folder) != model_hash()
    assert words_of(folder) == words_version()


def test_the_weighing_is_learned_too(folder: Path) -> None:
    path = folder / "weighing.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# heavier\n", encoding="utf-8")
    assert weights_of(folder) != model_hash()
    assert words_of(folder) == words_version()


@pytest.mark.parametrize("name", ["en.toml", "zh_wide.toml", "because.toml", "traditional.csv"])
def test_one_word_changed_changes_the_hash_of_the_words_alone(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert words_of(folder) != words_version()
    assert weights_of(folder) == model_hash()
