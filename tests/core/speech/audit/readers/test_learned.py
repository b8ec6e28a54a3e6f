"""What the second reader is given to read, and how its bytes become odds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from forbear.core.speech.audit.readers.learned import (
    BUCKETS,
    LABELS,
    Model,
    Pieces,
    Unit,
    forget,
    pieces,
    units,
    whole,
)
from forbear.packs.speech import load_auditor


def test_the_same_words_give_the_same_pieces_whatever_the_figures() -> None:
    assert np.array_equal(pieces("pay $20 by 5 pm", "en"), pieces("pay $987.65 by 11 pm", "en"))
    assert not np.array_equal(pieces("pay us today", "en"), pieces("pay us later", "en"))
    assert not np.array_equal(pieces("还钱", "zh"), pieces("还钱", "zh", ["r:family"]))


def test_pieces_are_buckets_each_once() -> None:
    found = pieces("the the the the 还还还还", "en", ["a", "a"])
    assert found.max() < BUCKETS
    assert len(set(found.tolist())) == found.size


@pytest.mark.parametrize(
    ("language", "text", "read"),
    [
        ("en", "One thing. Two things. Three.", ["one thing.", "two things.", "three."]),
        ("zh", "第一。第二。", ["第一。", "第二。"]),
        ("en", "", []),
        ("en", "  \n ", []),
    ],
)
def test_each_sentence_is_read_alone_and_with_the_one_before(
    language: str, text: str, read: list[str]
) -> None:
    reading, _ = load_auditor().read(text, language, is_spoken=True)
    found = units(reading, language, "", (), 10)
    said = [reading.normal.text[one.start : one.end].strip() for one in found]
    assert said[: len(read)] == read
    assert len(found) == max(0, 2 * len(read) - 1)


def test_only_so_many_sentences_are_read() -> None:
    reading, _ = load_auditor().read("Pay. " * 50, "en", is_spoken=True)
    assert max(one.index for one in units(reading, "en", "", (), 7)) == 6


def test_what_was_asked_counts_for_the_answer_only() -> None:
    reading, _ = load_auditor().read("Yes. Never. I said so. And again.", "en", is_spoken=True)
    bare = units(reading, "en", "", (), 10)
    asked = units(reading, "en", "who are you", (), 10)
    differ = [
        not np.array_equal(one.buckets, two.buckets) for one, two in zip(bare, asked, strict=True)
    ]
    assert differ[:4] == [True, True, True, False]
    assert whole(reading, "en", "who are you", ()).size > whole(reading, "en", "", ()).size


def test_odds_are_the_plain_sum_of_the_weights() -> None:
    rng = np.random.default_rng(7)
    count = len(LABELS)
    weights = rng.integers(-127, 127, (BUCKETS, count)).astype(np.int8)
    scale = rng.random(count).astype(np.float32)
    bias = rng.random(count).astype(np.float32)
    buckets = np.array([3, 17, 4000], dtype=np.uint32)
    found = Model(LABELS, weights, scale, bias).scores([Unit(0, 0, 1, Pieces.of(buckets))])
    for label in range(count):
        plain = sum(int(weights[bucket, label]) for bucket in buckets) / math.sqrt(3)
        assert found[0, label] == pytest.approx(plain * scale[label] + bias[label], rel=1e-4)


def test_what_is_worked_out_once_is_the_same_for_all_and_nobody_changes_it() -> None:
    said = pieces("You owe 12.50 today.", "en", ["sum", "aagency"])
    again = pieces("You owe 1,310 today.", "en", ["aagency", "sum"])
    assert said.tolist() == again.tolist()
    assert said.tolist() != pieces("You owe 12.50 today.", "en", ["sum"]).tolist()
    with pytest.raises(ValueError, match="read-only"):
        said[0] = 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_texts_are_hashed_alike_alone_and_side_by_side(language: str) -> None:
    texts = [
        "Pay 20 today.",
        "please, pay please",
        "还钱 now 马上还钱",
        "x",
        "pay " * 90,
        "还" * 300,
    ]
    rng = np.random.default_rng(1)
    weights = rng.integers(-127, 127, (BUCKETS, len(LABELS))).astype(np.int8)
    ones = np.ones(len(LABELS), dtype=np.float32)
    names = [frozenset({"a", f"b{number % 3}"}) for number in range(400)]
    asked = [(texts[number % 6] + str(number % 7) * 2, names[number]) for number in range(400)]
    forget()
    side_by_side = [Pieces(text, own, language) for text, own in asked]
    scores = Model(LABELS, weights, ones, ones).scores([Unit(0, 0, 1, one) for one in side_by_side])
    model = Model(LABELS, weights, ones, ones)
    for row, (text, own) in zip(scores, asked, strict=True):
        alone = Pieces(text, own, language)
        assert np.array_equal(row, model.scores([Unit(0, 0, 1, alone)])[0])
        assert np.array_equal(row, model.scores([Unit(0, 0, 1, Pieces.of(alone.buckets))])[0])
