"""The words that Forbear may say: templates and disclosures, read from ``packs/templates``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from forbear.core.speech.facts import LANGUAGES, Language
from forbear.core.speech.templates import (
    DISCLOSURE_SLOTS,
    Audience,
    Disclosure,
    FactLine,
    Template,
    Words,
    faults,
)
from forbear.core.tables.words import CHANNELS

FOLDER = Path(__file__).resolve().parent / "templates"
DISCLOSURES_FILE = "disclosures.toml"

_TOP = {"audience", "channels", "discloses_debt", "disclosures"}
_TOP_OPTIONAL = {"is_closed", "moot"}
_WORDS = {"subject", "body"}
_WORDS_OPTIONAL = {"sms", "facts", "rights", "closing"}
_LINE = {"label", "value"}
_LINE_OPTIONAL = {"is_figure", "is_total"}


class WordsError(ValueError):
    """A file of words that may not be used. The sentence names the file and the key."""


@cache
def load_templates(folder: Path = FOLDER) -> Mapping[str, Template]:
    """Return every template by its id, the name of its file; raises WordsError on any fault."""
    paths = sorted(path for path in folder.glob("*.toml") if path.name != DISCLOSURES_FILE)
    return MappingProxyType({path.stem: _template(path) for path in paths})


@cache
def load_disclosures(folder: Path = FOLDER) -> Mapping[str, Disclosure]:
    """Return the sentences of ``must_disclose`` by code; raises WordsError on any fault."""
    path = folder / DISCLOSURES_FILE
    keys = {
        "discloses_debt",
        *LANGUAGES,
        *(f"{language}_short" for language in LANGUAGES),
    }
    found = {}
    for code, raw in _read(path).items():
        _keys(path, code, raw, keys, set())
        found[code] = Disclosure(
            code=code,
            discloses_debt=raw["discloses_debt"],
            sentence={language: raw[language] for language in LANGUAGES},
            short={language: raw[f"{language}_short"] for language in LANGUAGES},
        )
    return MappingProxyType(found)


def _template(path: Path) -> Template:
    raw = _read(path)
    _keys(path, "", raw, {*_TOP, *LANGUAGES}, _TOP_OPTIONAL)
    template = Template(
        template_id=path.stem,
        audience=_one_of(path, "audience", raw["audience"], get_args(Audience)),
        channels=tuple(_one_of(path, "channels", channel, CHANNELS) for channel in raw["channels"]),
        discloses_debt=raw["discloses_debt"],
        is_closed=raw.get("is_closed", False),
        disclosures=frozenset(
            _one_of(path, "disclosures", code, tuple(DISCLOSURE_SLOTS))
            for code in raw["disclosures"]
        ),
        moot=frozenset(
            _one_of(path, "moot", code, tuple(DISCLOSURE_SLOTS)) for code in raw.get("moot", ())
        ),
        words={language: _words(path, language, raw[language]) for language in LANGUAGES},
    )
    for fault in faults(template):
        raise WordsError(f"{path.name}: {fault}.")
    if ("sms" in template.channels) != all(words.sms for words in template.words.values()):
        raise WordsError(f"{path.name}: sms belongs in each language if channels has sms.")
    return template


def _words(path: Path, language: Language, raw: Mapping[str, Any]) -> Words:
    _keys(path, language, raw, _WORDS, _WORDS_OPTIONAL)
    for line in raw.get("facts", ()):
        _keys(path, f"{language}.facts", line, _LINE, _LINE_OPTIONAL)
    return Words(
        subject=raw["subject"],
        body=raw["body"].strip(),
        sms=raw.get("sms", ""),
        facts=tuple(FactLine(**line) for line in raw.get("facts", ())),
        rights=tuple(raw.get("rights", ())),
        closing=tuple(raw.get("closing", ())),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WordsError(f"{path.name} cannot be read: {error}") from error


def _keys(path: Path, place: str, raw: object, needed: set[str], optional: set[str]) -> None:
    if not isinstance(raw, dict):
        raise WordsError(f"{path.name}: {place} must be a table.")
    where = f"{place}." if place else ""
    for key in sorted(raw.keys() - needed - optional):
        raise WordsError(f"{path.name}: the key {where}{key} is not known.")
    for key in sorted(needed - raw.keys()):
        raise WordsError(f"{path.name}: the key {where}{key} is missing.")


def _one_of(path: Path, key: str, value: Any, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise WordsError(f"{path.name}: {key} has {value}; known are {', '.join(known)}.")
    return value
