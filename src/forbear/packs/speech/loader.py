"""Load the auditor's words, rules and sentences from the files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from forbear.core.speech.audit.auditor import Auditor, ByMeaning, ByWords
from forbear.core.speech.audit.lexicon import Lexicon, LexiconError
from forbear.core.speech.audit.readers.learned import Model
from forbear.core.speech.audit.readers.meaning import Meaning
from forbear.core.speech.audit.readers.overall import Overall
from forbear.core.speech.audit.readers.trees import Trees
from forbear.core.speech.audit.readers.weighing import Weights
from forbear.core.speech.audit.truth import known_questions
from forbear.core.speech.audit.values import CATEGORIES, LANGUAGES
from forbear.packs.speech.encoder import encode

HERE = Path(__file__).resolve().parent
_PARTS = ("", "_wide", "_sure")
_NODES = ("roots", "asks", "at_most", "left", "right", "gives")


@cache
def load_auditor(*, is_fast: bool = False, is_thorough: bool = False) -> Auditor:
    """Return the auditor with the words that come with Forbear.

    ``is_fast`` leaves out the third reader, which reads by meaning; ``is_thorough`` lets it read
    even where the others leave no doubt.
    """
    because = tomllib.loads((HERE / "because.toml").read_text(encoding="utf-8"))
    if missing := [name for name in CATEGORIES if set(because.get(name, ())) != set(LANGUAGES)]:
        raise LexiconError(f"because.toml: {missing[0]} needs a sentence in each language")
    by_meaning = None if is_fast else _by_meaning()
    weights = _weights("light")
    if is_thorough and weights is not None:
        weights = replace(weights, doubt={})
    return Auditor(_lexicons(), because, _simplified(), _by_words(), weights, by_meaning)


@cache
def _lexicons() -> dict[str, Lexicon]:
    return {
        language: load_lexicon([HERE / f"{language}{part}.toml" for part in _PARTS], language)
        for language in LANGUAGES
    }


def load_lexicon(paths: Sequence[Path], language: str) -> Lexicon:
    """Return the words and rules of some files together.

    Raises ``LexiconError`` with the entry at fault.
    """
    concepts: dict[str, list[str]] = {}
    rules: list[dict[str, object]] = []
    disguise: dict[str, object] = {}
    for path in paths:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, words in table.get("concepts", {}).items():
            concepts.setdefault(name, []).extend(words)
        for rule in table.get("rule", ()):
            if rule["category"] not in CATEGORIES:
                raise LexiconError(
                    f"{path.name}: rule {rule['id']}: no category {rule['category']!r}"
                )
            if unknown := set(rule.get("if", ())) - known_questions():
                raise LexiconError(f"{path.name}: rule {rule['id']}: no question {min(unknown)!r}")
            rules.append(rule)
        disguise |= table.get("disguise", {})
    return Lexicon(
        language, {name: sorted(set(words)) for name, words in concepts.items()}, rules, disguise
    )


def _simplified() -> dict[str, str]:
    lines = (HERE / "traditional.csv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split(",") for line in lines)


@cache
def _by_words() -> dict[str, ByWords]:
    found = {}
    for language in LANGUAGES:
        sentences, whole = (HERE / f"{name}_{language}.npz" for name in ("reader", "overall"))
        if sentences.exists() and whole.exists():
            with np.load(sentences) as kept, np.load(whole) as of_all:
                found[language] = ByWords(
                    Model(
                        tuple(map(str, kept["labels"])),
                        kept["weights"],
                        kept["scale"],
                        kept["bias"],
                    ),
                    Overall(of_all["weights"], of_all["scale"], of_all["bias"], of_all["rarity"]),
                )
    return found


def _by_meaning() -> ByMeaning | None:
    path, weights = HERE / "meaning.npz", _weights("full")
    if not path.exists() or weights is None:
        return None
    with np.load(path) as kept:
        scaled = kept["weights"] * kept["scale"]
        meaning = Meaning(tuple(map(str, kept["labels"])), scaled, kept["bias"])
    return ByMeaning(meaning, encode, weights)


def _weights(name: str) -> Weights | None:
    path = HERE / "weighing.toml"
    if not path.exists():
        return None
    table = tomllib.loads(path.read_text(encoding="utf-8")).get(name)
    if table is None:
        return None
    return Weights(
        table["category"],
        table["category_least"],
        table["text"],
        table["text_least"],
        table.get("doubt", {}),
        _trees(f"{name}.category"),
        _trees(f"{name}.text"),
    )


def _trees(name: str) -> Trees | None:
    path = HERE / "trees.npz"
    if not path.exists():
        return None
    with np.load(path) as kept:
        return Trees(
            tuple(map(str, kept[f"{name}.names"])),
            float(kept[f"{name}.bias"]),
            *(kept[f"{name}.{part}"] for part in _NODES),
        )
