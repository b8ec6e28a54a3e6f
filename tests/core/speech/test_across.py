"""Across a case: readable cases, and what must hold for any case."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.speech.across import KINDS, across
from forbear.core.speech.across_words import BECAUSE
from forbear.core.speech.audit.values import Facts, Message, Offer, Turn
from forbear.core.speech.case_texts import Cap, CaseFinding, CaseText
from forbear.core.speech.said_who import OFFICES, said_who
from forbear.packs.speech import load_auditor

FILE = Path(__file__).parents[2] / "cases" / "speech" / "across.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["cases"]
CAPS = (Cap(7, 7, "call", "12 CFR 1006.14(b)(2)(i)(A)"),)
AUDITOR = load_auditor()
RANK = ("low", "medium", "high")


def text(
    key: str, row: list[str], facts: Facts | None = None, *, turns: tuple[Turn, ...] = ()
) -> CaseText:
    when, language, channel, collector, sender, words = row
    message = Message(
        language, channel, "collector", turns or (Turn("collector", words),), facts or Facts()
    )
    return CaseText(
        key,
        message,
        AUDITOR.audit(message),
        datetime.fromisoformat(f"2026-03-{when}:00"),
        collector or None,
        sender.removeprefix("!") or None,
        False if sender.startswith("!") else None,
    )


TEXTS = {
    case["name"]: [text(str(number), row) for number, row in enumerate(case["texts"])]
    for case in CASES
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case(case: dict[str, list[str]]) -> None:
    found = across(TEXTS[str(case["name"])], caps=CAPS)
    assert sorted({one.category for one in found}) == sorted(case["finds"])
    for one in found:
        assert one.because("en")
        assert one.because("zh")
        assert one.texts


def is_kept(one: CaseFinding, more: tuple[CaseFinding, ...]) -> bool:
    return any(
        (other.category, other.key) == (one.category, one.key)
        and RANK.index(other.severity) >= RANK.index(one.severity)
        and set(other.texts) >= set(one.texts)
        for other in more
    )


POOL = [one for texts in TEXTS.values() for one in texts]
SOME = st.lists(st.sampled_from(range(len(POOL))), max_size=8, unique=True)
LAWFUL = (
    "Northgate Bank: thank you.",
    "Your balance is $873.40.",
    "This is Sam Reed from Northgate Bank.",
    "This is Ann Ruth Cole from Northgate Bank.",
)


@given(SOME, st.sampled_from(LAWFUL), st.integers(1, 28), st.sampled_from(["u7", "u8", ""]))
def test_an_innocent_text_never_removes_a_finding(
    picked: list[int], words: str, day: int, who: str
) -> None:
    texts = [replace(POOL[number], key=f"t{number}") for number in picked]
    innocent = text("innocent", [f"{day:02}T10", "en", "call", who, "", words])
    more = across([*texts, innocent], caps=CAPS)
    assert all(is_kept(one, more) for one in across(texts, caps=CAPS))


@given(SOME, st.randoms(use_true_random=False))
def test_the_order_in_which_texts_come_does_not_matter(picked: list[int], chance: object) -> None:
    at = datetime(2026, 3, 1, 10)  # noqa: DTZ001 - the case's own clock
    texts = [replace(POOL[number], key=f"t{number}", at=at) for number in picked]
    mixed = list(texts)
    chance.shuffle(mixed)  # type: ignore[attr-defined] # hypothesis gives a Random
    assert across(mixed, caps=CAPS) == across(texts, caps=CAPS)


def test_three_voices_of_one_call_are_a_choir() -> None:
    turns = tuple(
        Turn(who, "Pay by Friday or you will be arrested.", number)
        for number, who in enumerate(("collector", "collector_2", "collector_3"))
    )
    row = ["01T10", "en", "call", "u7", "", ""]
    (found,) = across([text("a", row, turns=turns)])
    assert (found.category, found.severity) == ("same_threat_by_several", "high")


def test_an_offer_gone_before_its_end_is_told() -> None:
    offer = Offer("settlement", 45_000, expires=date(2026, 3, 20))
    known = Facts(balance_minor=87_340, currency="USD", offers=(offer,))
    said = "We can settle the account for $450.00."
    first = text("a", ["01T10", "en", "call", "u7", "", said], known)
    for day, told in (("10", True), ("25", False)):
        row = [f"{day}T10", "en", "call", "u7", "", "Your balance is $873.40."]
        later = text("b", row, replace(known, offers=()))
        gone = [one for one in across([first, later]) if one.key == "gone"]
        assert bool(gone) is told


def test_what_the_cardholder_says_is_nobodys_mask() -> None:
    row = ["01T10", "en", "call", "u7", "", ""]
    turns = (Turn("cardholder", "This is Officer Dale Hart, attorney of the court.", 0, False),)
    assert across([text("a", row, turns=turns)]) == ()


@pytest.mark.parametrize(
    ("words", "language", "names", "offices"),
    [
        ("I am not a lawyer.", "en", set(), set()),
        ("This is Northgate Bank.", "en", set(), set()),
        ("This is Sam Reed, an attorney with Hale LLP.", "en", {"sam reed"}, {"lawyer"}),
        ("I'm calling for the court clerk's reference.", "en", set(), set()),
        ("我不是律师。", "zh", set(), set()),
        ("我是律师事务所的陈律师。", "zh", {"陈"}, {"lawyer"}),
    ],
)
def test_who_they_say_they_are(
    words: str, language: str, names: set[str], offices: set[str]
) -> None:
    found = said_who(words, language)
    assert (set(found.names), set(found.offices)) == (names, offices)
    assert found.offices <= set(OFFICES)


def test_every_sentence_is_there_in_both_languages() -> None:
    assert {key.partition(".")[0] for key in BECAUSE} == set(KINDS)
    assert all(set(words) == {"en", "zh"} for words in BECAUSE.values())
