"""What the third reader is given to read, and how its numbers become odds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from forbear.core.speech.audit.readers.learned import Pieces, Unit
from forbear.core.speech.audit.readers.meaning import (
    INPUTS,
    WIDTH,
    Floats,
    Meaning,
    Said,
    inputs,
    needed,
    words_of,
)

NONE = Pieces.of(np.array([], dtype=np.uint32))


def unit(text: str, asked: str = "", parts: tuple[str, ...] = ()) -> Unit:
    return Unit(0, 0, len(text), NONE, text, asked, parts)


def plain(sentences: Sequence[Said]) -> Floats:
    """Stand for an encoder: each sentence has its length at the place of its first letter."""
    rows = np.zeros((len(sentences), WIDTH), dtype=np.float32)
    for row, said in zip(rows, sentences, strict=True):
        row[ord(said[0][0]) % WIDTH] = sum(map(len, said))
    return rows


def test_figures_are_not_read() -> None:
    assert words_of(unit("pay 300 by 5 pm", "how much is 2.50?")) == (
        ("pay 0 by 0 pm",),
        ("how much is 0?",),
    )
    assert len(words_of(unit("a" * 9000))[0][0]) < 9000


def test_two_sentences_are_told_as_two_and_each_is_asked_for_once() -> None:
    pair = unit("pay 5. or else!", "", ("pay 5.", "or else!"))
    assert words_of(pair) == (("pay 0.", "or else!"), ())
    assert needed([unit("pay 5.", "why?"), pair, unit("pay 7."), unit(" ")]) == [
        ("pay 0.",),
        ("why?",),
        ("pay 0.", "or else!"),
    ]


def test_a_stranger_and_a_question_have_numbers_of_their_own() -> None:
    known = {("b",): plain([("b",)])[0], ("c",): plain([("c",)])[0]}
    own = inputs([unit("b")], known, "cardholder", "call")
    family = inputs([unit("b")], known, "family", "call")
    asked = inputs([unit("b", "c")], known, "cardholder", "call")
    assert own.shape == (1, INPUTS)
    assert not own[0, 2 * WIDTH : 3 * WIDTH].any()
    assert family[0, 2 * WIDTH : 3 * WIDTH].any()
    assert not own[0, WIDTH : 2 * WIDTH].any()
    assert asked[0, WIDTH : 2 * WIDTH].any()


@pytest.mark.parametrize("recipient", [None, "cardholder", "employer", "landlord"])
def test_odds_are_the_sum_of_the_weights_and_no_text_is_read_twice(recipient: str | None) -> None:
    asked: list[Said] = []

    def encoder(sentences: Sequence[Said]) -> Floats:
        asked.extend(sentences)
        return plain(sentences)

    rng = np.random.default_rng(3)
    weights = rng.random((INPUTS, 2)).astype(np.float32)
    bias = np.array([1, 2], dtype=np.float32)
    units = [unit("again"), unit("again"), unit("other", "again")]
    found = Meaning(("a", "b"), weights, bias).scores(units, encoder, recipient, "sms")
    known = dict(zip(asked, plain(asked), strict=True))
    assert asked == [("again",), ("other",)]
    rows = inputs(units, known, recipient, "sms").astype(float)
    assert found == pytest.approx(rows @ weights.astype(float) + bias, rel=1e-5)
    assert found[0] == pytest.approx(found[1])


def test_nothing_said_has_no_odds() -> None:
    none = Meaning(("a",), np.zeros((INPUTS, 1), np.float32), np.zeros(1, np.float32))
    assert none.scores([], plain, None, "call").shape == (0, 1)
    assert none.scores([unit("  ")], plain, None, "call").shape == (1, 1)
