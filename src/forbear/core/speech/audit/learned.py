"""The second reader: a small linear model over hashed pieces of words.

It was trained on sentences of this repository (`python -m tools.auditor.train`). It is never surer
than the rules: what it finds alone goes to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.uint32]
BITS = 15
BUCKETS = 1 << BITS
_PRIME = 0x01000193
_SPREAD = 0x9E3779B1
_LENGTHS = {"en": (3, 4, 5), "zh": (1, 2, 3, 4)}
_WORD = re.compile(r"[a-z']+|[\u3400-\u9fff]")
_FIGURES = re.compile(r"\d+(?:[.,:]\d+)*")
_LONGEST = 400
_SHORTEST = {"en": 24, "zh": 8}


# What each act is, and which facts must hold for it to be at fault.
ACTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "arrest": ("threat_of_violence_or_arrest", ()),
    "veiled": ("threat_of_violence_or_arrest", ()),
    "suit": ("false_legal_status", ("no_case",)),
    "urgency": ("false_urgency", ("no_deadline",)),
    "police": ("impersonation", ("no_case",)),
    "bank_self": ("impersonation", ("agency_unnamed",)),
    "third_party": ("third_party_disclosure", ("to_cardholder",)),
    "disclose": ("third_party_disclosure", ("to_stranger",)),
    "insult": ("harassment_or_insult", ()),
    "barrage": ("harassment_or_insult", ()),
    "promise_waive": ("false_promise", ("no_offer",)),
    "promise_other": ("false_promise", ("no_offer",)),
    "promise_record": ("false_promise", ()),
    "credit": ("credit_record_misstatement", ("not_reported",)),
    "personal_pay": ("off_channel_or_personal_payment", ()),
    "hide": ("missing_identification", ("spoken",)),
    "relatives": ("pressure_on_relatives", ("to_cardholder",)),
    "press_relative": ("pressure_on_relatives", ("to_relative",)),
    "data": ("misuse_of_personal_data", ()),
    "time_barred": ("time_barred_threat", ("time_barred",)),
    "visit": ("fake_visit_claim", ("no_visit",)),
    "no_dispute": ("refusal_of_dispute_right", ()),
}
_LAWFUL_MOST = 0.05
_ACT_LEAST = 0.55


@dataclass(frozen=True, slots=True)
class Guess:
    """What the model takes a sentence for; ``confidence`` in thousandths."""

    category: str
    facts: tuple[str, ...]
    confidence: int


@dataclass(frozen=True)
class Model:
    """Weights for each act that the model knows, scaled to bytes, with their bias."""

    acts: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]


def pieces(text: str, language: str, concepts: Iterable[str] = ()) -> Ints:
    """Return the buckets of a sentence's pieces: runs of characters, words, pairs, and concepts."""
    plain = " " + _FIGURES.sub("0", text[:_LONGEST]).strip(" .!?,。！？，") + " "
    codes = np.frombuffer(plain.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint32)
    found = []
    for length in _LENGTHS[language]:
        if codes.size < length:
            continue
        count = codes.size - length + 1
        mixed = np.full(count, length * 0x85EBCA6B & 0xFFFFFFFF, dtype=np.uint32)
        for offset in range(length):
            mixed = (mixed ^ codes[offset : offset + count]) * np.uint32(_PRIME)
        found.append(mixed)
    if language == "en":
        found.append(_word_pieces(_WORD.findall(plain)))
    found.append(np.array([_hash(f"<{name}>") for name in concepts], dtype=np.uint32))
    every = np.concatenate(found) if found else np.empty(0, dtype=np.uint32)
    every ^= every >> np.uint32(15)
    return np.unique((every * np.uint32(_SPREAD)) >> np.uint32(32 - BITS))


def _word_pieces(words: Sequence[str]) -> Ints:
    if not words:
        return np.empty(0, dtype=np.uint32)
    ones = np.array([_hash(word) for word in words], dtype=np.uint32)
    pairs = (ones[:-1] * np.uint32(_SPREAD)) ^ ones[1:]
    apart = (ones[:-2] * np.uint32(_PRIME)) ^ (ones[2:] * np.uint32(_SPREAD))
    return np.concatenate([ones, pairs, apart])


def _hash(word: str) -> int:
    mixed = 0x811C9DC5
    for byte in word.encode():
        mixed = (mixed ^ byte) * _PRIME & 0xFFFFFFFF
    return mixed


def shares(
    text: str, language: str, model: Model, concepts: Iterable[str] = ()
) -> npt.NDArray[np.float32] | None:
    """Return how likely each act is, together one; ``None`` for a scrap of text."""
    if len(text) < _SHORTEST[language]:
        return None
    buckets = pieces(text, language, concepts)
    if not buckets.size:
        return None
    total = model.weights[buckets].sum(axis=0, dtype=np.int32)
    raw = total * model.scale / np.float32(np.sqrt(buckets.size)) + model.bias
    powers = np.exp(raw - raw.max())
    result: npt.NDArray[np.float32] = powers / powers.sum()
    return result


def guessed(text: str, language: str, model: Model, concepts: Iterable[str]) -> Guess | None:
    """Return what a sentence does if the model is very sure that it is not lawful."""
    share = shares(text, language, model, concepts)
    if share is None or share[model.acts.index("lawful")] > _LAWFUL_MOST:
        return None
    best = int(share.argmax())
    if share[best] < _ACT_LEAST or model.acts[best] not in ACTS:
        return None
    category, facts = ACTS[model.acts[best]]
    return Guess(category, facts, round(float(share[best]) * 1000))
