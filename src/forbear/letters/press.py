"""Letters as PDF: tagged, archivable (PDF/A-2a) and accessible (PDF/UA-1), set by Typst."""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import cast
from urllib.parse import quote

import segno

from forbear.core.speech.facts import Language
from forbear.core.speech.formats import date_text
from forbear.letters.coverage import missing_from
from forbear.letters.labels import LABELS
from forbear.letters.typesetter import Typesetter
from forbear.ports.letters import Letter, LetterError

_TEMPLATE = Path(__file__).resolve().parent / "letter.typ"
# Signs that the font lacks, and how they are printed instead: the rupee as it is written in India.
_PRINTED_AS = str.maketrans({"\u20b9": "Rs\u00a0"})
_LEAD = re.compile(r"([A-Z][A-Za-z ]{1,23}:) (.+)|([\u4e00-\u9fff]{2,8}：)(.+)", re.DOTALL)


class TypstPress:
    """Makes letters; safe to share by threads, one at a time."""

    def __init__(self) -> None:
        self._typesetter = Typesetter(_TEMPLATE)

    def letter_pdf(self, letter: Letter, language: str) -> bytes:
        """Return the PDF; equal letters give equal bytes.

        Raises LetterError: LETTER_INVALID for a language without labels or a letter that cannot be
        set, GLYPH_MISSING for a character that the fonts lack.
        """
        letter = _printable(letter)
        if language not in LABELS:
            raise LetterError("LETTER_INVALID", f"No letter can be written in {language}.")
        data = self._data(letter, cast("Language", language))
        return self._typesetter.pdf(
            on=letter.on,
            what=f"Letter {letter.reference}",
            letter=json.dumps(data, ensure_ascii=False),
        )

    def _data(self, letter: Letter, language: Language) -> dict[str, object]:
        facts = [asdict(fact) for fact in letter.facts]
        data: dict[str, object] = {
            "reference": letter.reference,
            "on_words": letter.on_words,
            "issuer_name": letter.issuer_name,
            "issuer_lines": letter.issuer_lines,
            "address": letter.address,
            "subject": letter.subject,
            "paragraphs": letter.paragraphs,
            "facts": facts,
            "rights": letter.rights,
            "closing": letter.closing,
            "tear_off": letter.tear_off,
            "check_url": letter.check_url,
            "code": letter.code,
            "is_signed": letter.is_signed,
            "enclosed": [asdict(one) for one in letter.enclosed],
        }
        # a paragraph may have several lines, such as a name and a reference below it
        lines = [line for paragraph in letter.paragraphs for line in paragraph.split("\n")]
        if gaps := missing_from("".join(_strings(data | {"paragraphs": lines}))):
            raise LetterError(
                "GLYPH_MISSING",
                f"Letter {letter.reference} has characters that the font cannot print: "
                f"{' '.join(f'{sign} (U+{ord(sign):04X})' for sign in gaps)}. "
                "Correct them, or add them to tools/fonts.py and cut the fonts again.",
            )
        leads = [_lead(paragraph) for paragraph in letter.paragraphs]
        return data | {
            "language": language,
            "date": letter.on_words or date_text(letter.on, None, language),
            "words": LABELS[language],
            "paragraphs": leads,
            "qr": _qr(_page_of(letter)) if letter.check_url else None,
            "bold": {
                "issuer": not missing_from(letter.issuer_name, "bold"),
                "subject": not missing_from(letter.subject, "bold"),
                "facts": not missing_from("".join(_strings(facts)), "bold"),
                "leads": not missing_from("".join(lead for lead, _ in leads), "bold"),
            },
        }


def _printable(letter: Letter) -> Letter:
    """Return the letter with signs in the place of those that the font lacks."""
    return replace(
        letter,
        subject=letter.subject.translate(_PRINTED_AS),
        paragraphs=tuple(one.translate(_PRINTED_AS) for one in letter.paragraphs),
        rights=tuple(one.translate(_PRINTED_AS) for one in letter.rights),
        facts=tuple(replace(one, value=one.value.translate(_PRINTED_AS)) for one in letter.facts),
    )


def _strings(value: object) -> list[str]:
    """Return every text inside ``value``."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for one in value.values() for text in _strings(one)]
        case list() | tuple():
            return [text for one in value for text in _strings(one)]
        case _:
            return []


def _lead(paragraph: str) -> tuple[str, str]:
    """Return a paragraph as its lead-in, such as ``How to pay:``, and the rest; often no lead."""
    found = _LEAD.match(paragraph)
    return (found[1] or found[3], found[2] or found[4]) if found else ("", paragraph)


def _page_of(letter: Letter) -> str:
    """Return the address that tells at once of this letter."""
    url = letter.check_url or ""
    if not letter.code:
        return url
    return f"{url}{'&' if '?' in url else '?'}code={quote(letter.code)}"


def _qr(url: str) -> str:
    """Return a QR code as SVG; a quarter of it may be damaged."""
    out = io.BytesIO()
    segno.make(url, error="q", micro=False).save(
        out, kind="svg", border=2, dark="#1f2a2e", light="#ffffff", xmldecl=False, nl=False
    )
    return out.getvalue().decode()
