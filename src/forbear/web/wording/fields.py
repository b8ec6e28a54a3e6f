"""The fields of the editor: from a template's TOML to boxes on a page, and back."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from forbear.core.speech.facts import LANGUAGES
from forbear.packs.writing import template_toml

# a text, or a list with one item a line
_TEXTS = ("subject", "body", "sms")
_LISTS = ("rights", "closing", "tear_off")
REQUIRES = "requires"


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the page: its name, its label, its text, and how many lines it shows."""

    name: str
    label: str
    text: str
    rows: int
    language: str


def boxes_of(text: str) -> list[tuple[str, list[Box]]]:
    """Return the boxes of a template, row by row with both languages side by side."""
    raw = tomllib.loads(text)
    labels = {
        "subject": _("Subject"),
        "body": _("Text"),
        "sms": _("Text message"),
        "rights": _("Rights, one a line"),
        "closing": _("Closing, one a line"),
        "tear_off": _("To cut off, one a line"),
    }
    rows = []
    for key, label in labels.items():
        if not any(raw[language].get(key) for language in LANGUAGES):
            continue
        shown = {language: _shown(raw[language].get(key, "")) for language in LANGUAGES}
        # as high as the longer one, so that the two stand side by side
        lines = max(sum(1 + len(line) // 60 for line in one.split("\n")) for one in shown.values())
        boxes = [
            Box(f"{language}.{key}", label, text, min(lines, 24), language)
            for language, text in shown.items()
        ]
        rows.append((label, boxes))
    return rows


def _shown(value: str | list[str]) -> str:
    return "\n".join(value) if isinstance(value, list) else value.strip()


def requires_of(text: str) -> str:
    """Return the conditions of a template, apart by spaces."""
    return " ".join(tomllib.loads(text).get(REQUIRES, []))


def text_with(text: str, given: Mapping[str, str]) -> str:
    """Return the TOML of ``text`` with what was written into the boxes."""
    raw: dict[str, Any] = tomllib.loads(text)
    if REQUIRES in given:
        raw[REQUIRES] = given[REQUIRES].replace(",", " ").split()
    for language in LANGUAGES:
        for key in (*_TEXTS, *_LISTS):
            written = given.get(f"{language}.{key}")
            if written is None or (not written.strip() and key not in raw[language]):
                continue
            clean = written.replace("\r\n", "\n").strip()
            lines = [line.strip() for line in clean.split("\n") if line.strip()]
            raw[language][key] = clean if key in _TEXTS else lines
    return template_toml(raw, head=text)
