"""In which language words are written, whoever they are written to."""

from __future__ import annotations

import pytest

from forbear.core.speech.tongue import tongue_of


@pytest.mark.parametrize(
    ("words", "tongue"),
    [
        ("You will be arrested if you do not pay today.", "en"),
        ("Dear 梁嘉禾, your payment is late.", "en"),
        ("Pay now or we sue. 请还款。", "en"),
        ("您好，请今天还款。", "zh"),
        ("您的 Larkfield Visa 卡已逾期，请联系 the desk。", "zh"),
        ("还", None),
        ("OK", None),
        ("ni bu huan qian jiu qi su ni", None),
        ("12,345.67", None),
        ("", None),
    ],
)
def test_words_say_their_language_or_the_usual_one_holds(words: str, tongue: str | None) -> None:
    for usual in ("en", "zh"):
        assert tongue_of(words, usual=usual) == (tongue or usual)
