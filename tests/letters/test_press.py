import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from forbear.core.speech.facts import LANGUAGES, Language
from forbear.core.speech.render import Text, render
from forbear.letters.compose import letter_from
from forbear.letters.coverage import missing_from, printable
from forbear.letters.labels import LABELS
from forbear.letters.press import TypstPress
from forbear.packs.trying import invented_case
from forbear.packs.words import FOLDER, load_disclosures, load_templates
from forbear.ports.letters import Letter, LetterError

PRESS = TypstPress()
ON = date(2026, 3, 12)
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None,
    reason="pdftotext is missing: install poppler-utils to read the letters back",
)


def letter(template_id: str, language: Language) -> Letter:
    template = load_templates()[template_id]
    place = next(place for written, place, _ in template.all_words() if written == language)
    facts = invented_case(template, language, place)
    text = render(template, facts, language, channel="letter")
    assert isinstance(text, Text), text
    return letter_from(
        text,
        reference=str(facts.reference),
        on=ON,
        issuer_name=str(facts.issuer_name),
        issuer_lines=("12 Quay Street", "bank.example.com"),
        address=(str(facts.person_name), "48 Alder Lane"),
        currency=facts.currency,
        check_url=facts.check_url,
        code="38VT-QM8F-C",
    )


def read(pdf: bytes, folder: Path) -> str:
    """Return the text of a PDF without the white space that setting adds."""
    path = folder / "a letter.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True
    )
    return bare(done.stdout.decode())


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@needs_poppler
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "template_id", sorted(key for key, one in load_templates().items() if "letter" in one.channels)
)
def test_every_word_can_be_read_back(template_id: str, language: Language, tmp_path: Path):
    given = letter(template_id, language)
    pdf = PRESS.letter_pdf(given, language)
    text = read(pdf, tmp_path)
    pages = str(len(re.findall(rb"/Type\s*/Page\b", pdf)) or 1)
    for part in (
        given.reference,
        given.subject,
        *given.address,
        *given.issuer_lines,
        *given.paragraphs,
        *given.rights,
        *given.closing,
        *(word for fact in given.facts for word in (fact.label, fact.value)),
        str(given.check_url),
        given.code,
        LABELS[language]["page"].replace("{n}", "1").replace("{m}", pages),
    ):
        # the font has no sign of the rupee
        assert bare(part).replace("₹", "Rs") in text


@needs_poppler
def test_a_long_letter_goes_on_and_counts_its_pages(tmp_path: Path):
    given = replace(letter("visit_notice", "en"), paragraphs=("A long sentence. " * 20,) * 12)
    text = read(PRESS.letter_pdf(given, "en"), tmp_path)
    pages = int(re.findall(r"Page1of(\d)", text)[0])
    assert pages > 1
    assert f"Page{pages}of{pages}" in text


@needs_poppler
def test_words_of_a_letter_are_never_commands(tmp_path: Path):
    line = '#panic("x") *bold* _it_ $x$ @ref <label> // no ${{ "'
    given = replace(letter("visit_notice", "en"), paragraphs=(line,))
    assert bare(line) in read(PRESS.letter_pdf(given, "en"), tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_is_tagged_archivable_and_carries_its_own_fonts(language: Language):
    pdf = PRESS.letter_pdf(letter("notice_of_rights", language), language)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"NotoSansCJKsc-Regular" in pdf
    assert b"/FontFile3" in pdf


def test_the_same_letter_is_the_same_bytes_whoever_asks():
    given = letter("notice_of_rights", "en")
    with ThreadPoolExecutor(4) as pool:
        pdfs = set(pool.map(lambda _: TypstPress().letter_pdf(given, "en"), range(4)))
    assert pdfs == {PRESS.letter_pdf(given, "en")}


@pytest.mark.parametrize("sign", ["𠮷", "ก", "🙂", "\u200b", "\n"])
def test_a_character_that_the_font_lacks_refuses_the_letter(sign: str):
    given = replace(letter("notice_of_rights", "zh-Hans"), address=(f"欧{sign}阳",))
    with pytest.raises(LetterError, match=f"U\\+{ord(sign):04X}") as caught:
        PRESS.letter_pdf(given, "zh-Hans")
    assert caught.value.code == "GLYPH_MISSING"


@needs_poppler
def test_a_rare_character_in_a_heading_is_set_in_regular(tmp_path: Path):
    sign = "喆"
    assert missing_from(sign, "bold")
    given = replace(letter("notice_of_rights", "zh-Hans"), subject=f"致{sign}", address=(sign,))
    assert bare(given.subject) in read(PRESS.letter_pdf(given, "zh-Hans"), tmp_path)


def test_a_language_without_labels_is_refused():
    with pytest.raises(LetterError) as caught:
        PRESS.letter_pdf(letter("visit_notice", "en"), "fr")
    assert caught.value.code == "LETTER_INVALID"


def test_the_fonts_hold_what_letters_are_made_of():
    common = "".join(
        bytes((first, second)).decode("gb2312", "ignore")
        for first in range(0xB0, 0xF8)
        for second in range(0xA1, 0xFF)
    )
    assert len(common) == 6763
    assert not missing_from(common)
    assert not missing_from("".join(word for words in LABELS.values() for word in words.values()))
    bold = ("rights", "genuine", "what", "figure")
    assert not missing_from(
        "".join(words[key] for words in LABELS.values() for key in bold), "bold"
    )
    for path in (*FOLDER.glob("*.toml"),):
        assert not missing_from(path.read_text(encoding="utf-8").replace("\n", "")), path.name
    assert printable("bold") < printable("regular")
    assert load_disclosures()


LINES = ("Flat 7", "Alder House", "48 Alder Lane", "Hill Village", "Portland", "OR 97201", "USA")


@needs_poppler
@pytest.mark.parametrize("lines", [4, 5, 6, 8])
def test_an_address_of_many_lines_is_set_within_the_window(lines: int, tmp_path: Path):
    address = ("Ada Kowalski", *(LINES * 2)[: lines - 1])
    pdf = PRESS.letter_pdf(replace(letter("notice_of_rights", "en"), address=address), "en")
    assert "".join(map(bare, address)) in read(pdf, tmp_path)
    path = tmp_path / "one.pdf"
    path.write_bytes(pdf)
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    words = {word for line in address for word in line.split()}
    bottoms = [
        float(found[2])
        for found in re.finditer(r'xMin="([\d.]+)"[^>]*yMax="([\d.]+)">([^<]*)<', boxes)
        if float(found[1]) < 250 and found[3] in words and float(found[2]) < 300
    ]
    assert len(bottoms) >= len(words)
    # from 47 mm below the edge of the sheet, 34 mm
    assert max(bottoms) <= (47 + 34) / 25.4 * 72 + 2


@pytest.mark.parametrize(
    "address", [("Ada", *LINES, *LINES), ("Ada", "Long word " * 60), ("Ada" * 200,)]
)
def test_an_address_that_fits_no_window_is_refused(address: tuple[str, ...]):
    with pytest.raises(LetterError, match="eight lines") as caught:
        PRESS.letter_pdf(replace(letter("notice_of_rights", "en"), address=address), "en")
    assert caught.value.code == "ADDRESS_TOO_LONG"


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u200f", "\u202e", "\u2066", "\ufeff", "\t"])
def test_control_and_direction_marks_never_reach_the_paper(sign: str):
    given = replace(letter("notice_of_rights", "en"), address=(f"Ada{sign} Kowalski", "1 Elm St"))
    with pytest.raises(LetterError) as caught:
        PRESS.letter_pdf(given, "en")
    assert caught.value.code == "GLYPH_MISSING"
