"""The encoder that comes with a package: one space for both languages, without network."""

from __future__ import annotations

import numpy as np
import pytest

from forbear.core.speech.audit.meaning import WIDTH
from forbear.packs.speech.encoder import encode, encode_anew

SAME = [
    ("your account is overdue", "您的账户已逾期"),
    ("the police will arrest you", "警察会逮捕你"),
    ("we waived the late fee", "我们免除了滞纳金"),
]


def test_rows_have_length_one_and_the_same_words_the_same_numbers() -> None:
    words = ["pay today", "今天还款"]
    found = encode(words)
    assert found.shape == (2, WIDTH)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1], abs=1e-3)
    assert np.array_equal(found, encode_anew(words))
    assert encode(words) is found


@pytest.mark.parametrize("at", range(len(SAME)))
def test_a_sentence_is_nearest_to_its_translation(at: int) -> None:
    english, chinese = (encode([pair[side] for pair in SAME]) for side in (0, 1))
    assert int((chinese @ english[at]).argmax()) == at
    assert int((english @ chinese[at]).argmax()) == at


@pytest.mark.parametrize("odd", ["\u200b", "\ud800", "😀" * 50, "a" * 400])
def test_odd_signs_are_read(odd: str) -> None:
    assert np.isfinite(encode([odd])).all()
