"""How the templates read: as they were looked at, easily, and with what the law wants in them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from forbear.core.speech.audited import whole_text
from forbear.core.speech.claims import sentences_of
from forbear.core.speech.facts import LANGUAGES, Language
from forbear.core.speech.render import Refusal, Text, render
from forbear.core.speech.sms import sms_parts
from forbear.core.speech.specimens import specimen
from forbear.core.speech.templates import named_parts, split_slots
from forbear.packs.trying import invented_case
from forbear.packs.words import load_disclosures, load_templates
from tests.facts import facts_in

TEMPLATES = load_templates()
KEPT = Path(__file__).parent / "snapshots"
WRITE = bool(os.environ.get("FORBEAR_SNAPSHOTS"))
# the law's own words, and a page for staff
LEGAL = {
    "eu_transfer_notice",
    "gb_arrears_notice",
    "gb_default_notice",
    "gb_default_sum_notice",
    "pre_legal_review",
    "validation_notice",
}
FORMS = [
    (template_id, language, place)
    for template_id, template in TEMPLATES.items()
    for language, place, _ in template.all_words()
]


def said(template_id: str, language: Language, place: str, channel: str) -> Text:
    template = TEMPLATES[template_id]
    text = render(
        template,
        invented_case(template, language, place),
        language,
        channel=channel,
        disclosures=load_disclosures(),
    )
    assert isinstance(text, Text), text
    return text


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_a_template_reads_as_it_was_looked_at(template_id: str):
    """FORBEAR_SNAPSHOTS=1 writes the files anew; look at the difference before you commit it."""
    pieces = []
    for language, place, _ in TEMPLATES[template_id].all_words():
        for channel in TEMPLATES[template_id].channels:
            text = said(template_id, language, place, channel)
            parts = f", {sms_parts(text.text)} parts" if channel == "sms" else ""
            where = f"{language}.{place}" if place else language
            told = text.text if channel == "sms" else whole_text(text)
            pieces.append(f"=== {where} {channel}{parts}\n{told}\n")
    path = KEPT / f"{template_id}.txt"
    now = "\n".join(pieces)
    if WRITE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == now


def test_no_snapshot_is_left_over():
    assert {path.stem for path in KEPT.glob("*.txt")} == set(TEMPLATES)


def syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and len(groups) > 1
    return max(len(groups) - silent, 1)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade: years of school that a reader needs; six is about age eleven."""
    sentences = sentences_of(text)
    words = re.findall(r"[A-Za-z’']+", text)
    sounds = sum(map(syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * sounds / len(words) - 15.59


@pytest.mark.parametrize(
    "text, low, high",
    [
        ("The cat sat on the mat. It was warm.", -3, 2),
        ("Remuneration obligations necessitate immediate satisfaction.", 20, 60),
    ],
)
def test_the_formula_tells_plain_words_from_others(text: str, low: float, high: float):
    assert low < grade(text) < high


@pytest.mark.parametrize("template_id, language, place", FORMS)
def test_a_template_is_easy_to_read(template_id: str, language: Language, place: str):
    if template_id in LEGAL:
        return
    template = TEMPLATES[template_id]
    words = template.words_in(language, (place,))
    assert words is not None
    own = " ".join(
        "X".join(split_slots(text)[::2])
        for part, text in named_parts(words)
        if part in {"body", "sms", "rights"}
    )
    if language == "en":
        assert grade(own) <= 6.5
    for sentence in sentences_of(own):
        if language == "en":
            assert len(sentence.split()) <= 28, sentence
        else:
            assert max(map(len, re.split(r"[，：、；\s]", sentence))) <= 32, sentence
            assert len(sentence) <= 80, sentence


@pytest.mark.parametrize("channel", ["letter", "email"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_validation_notice_carries_what_regulation_f_asks(language: Language, channel: str):
    template = TEMPLATES["validation_notice"]
    facts = specimen(facts_in(language, currency="USD"), template.requires)
    text = render(template, facts, language, ("validation_notice",), channel=channel)
    assert isinstance(text, Text), text
    whole = whole_text(text)
    money = "$" if language == "en" else "US$"
    for needed in (
        facts.collector_name,
        facts.collector_address,
        facts.person_name,
        facts.person_address,
        facts.issuer_name,
        facts.card_last4,
        *(f"{money}{sum_}" for sum_ in ("5,300.00", "125.00", "25.00", "40.00", "10.00")),
        f"{money}5,400.00",
        "January 31, 2026" if language == "en" else "2026年1月31日",
        "April 18, 2026" if language == "en" else "2026年4月18日",
        "www.cfpb.gov/debt-collection",
    ):
        assert str(needed) in whole
    # three ways to dispute and one to ask for the original creditor, each with a box to tick
    boxes = (
        text.tear_off[:-2] if channel == "letter" else re.findall(r"^\[ \]", whole, re.MULTILINE)
    )
    assert len(boxes) == 4


@pytest.mark.parametrize("nation", ["GB", "CN"])
def test_a_text_for_one_law_is_not_sent_under_another(nation: str):
    template = TEMPLATES["validation_notice"]
    facts = specimen(facts_in("en", places=(nation,)), template.requires)
    given = render(template, facts, "en")
    assert isinstance(given, Refusal)
    assert given.code == "WRONG_PLACE"


def test_a_place_has_words_of_its_own():
    template = TEMPLATES["notice_of_rights"]
    labels = {
        place: [line.label for line in words.facts]
        for place in ("CN", "GB")
        if (words := template.words_in("zh-Hans", (place,)))
    }
    assert "此后已还金额" in labels["CN"]
    assert "此后已还金额" not in labels["GB"]


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_a_template_for_one_law_names_its_source(template_id: str):
    template = TEMPLATES[template_id]
    if template.only_in or any(template.variants.values()):
        assert template.cites
    assert all(re.search(r"(primary|secondary|memory)$", cite) for cite in template.cites), (
        template.cites
    )
