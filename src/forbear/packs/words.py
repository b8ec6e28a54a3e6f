"""The words that Forbear may say: templates and disclosures, read from ``packs/templates``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from forbear.core.speech.claims import ClaimWords, pattern_of
from forbear.core.speech.conditions import CONDITIONS
from forbear.core.speech.facts import LANGUAGES, Language
from forbear.core.speech.notices import notice_faults
from forbear.core.speech.templates import (
    DISCLOSURE_SLOTS,
    Audience,
    Disclosure,
    FactLine,
    Fault,
    Template,
    Words,
    faults,
)
from forbear.core.tables.words import CHANNELS
from forbear.packs.notices import load_notices

FOLDER = Path(__file__).resolve().parent / "templates"
DISCLOSURES_FILE = "disclosures.toml"
CLAIMS = Path(__file__).resolve().parent / "speech" / "claims.toml"

_TOP = {"audience", "channels", "discloses_debt", "disclosures"}
_TOP_OPTIONAL = {"is_closed", "moot", "requires", "only_in", "cites"}
_WORDS = {"subject", "body"}
_WORDS_OPTIONAL = {"sms", "facts", "rights", "closing", "tear_off"}
_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{2,3}){0,2}")
_LINE = {"label", "value"}
_LINE_OPTIONAL = {"is_figure", "is_total"}


class WordsError(ValueError):
    """A file of words that may not be used. The sentence names the file and the key."""


@cache
def load_templates(folder: Path = FOLDER) -> Mapping[str, Template]:
    """Return every template by its id, the name of its file; raises WordsError on any fault."""
    paths = sorted(path for path in folder.glob("*.toml") if path.name != DISCLOSURES_FILE)
    found = {path.stem: _template(path, _read(path)) for path in paths}
    for template in found.values():
        for fault in template_faults(template):
            raise WordsError(f"{template.template_id}.toml: {fault}.")
    return MappingProxyType(found)


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
        _keys(path, code, raw, keys, {"requires"})
        found[code] = Disclosure(
            code=code,
            discloses_debt=raw["discloses_debt"],
            sentence={language: raw[language] for language in LANGUAGES},
            short={language: raw[f"{language}_short"] for language in LANGUAGES},
            requires=frozenset(
                _one_of(path, f"{code}.requires", need, tuple(CONDITIONS))
                for need in _list(path, raw, "requires")
            ),
        )
    return MappingProxyType(found)


def template_from(template_id: str, text: str) -> Template:
    """Return the template that a TOML text holds; raises WordsError if it cannot be read as one.

    What its words claim is not looked at here: ``template_faults`` does.
    """
    path = Path(f"{template_id}.toml")
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WordsError(f"{path.name} cannot be read: {error}") from error
    return _template(path, raw)


def template_text(template_id: str, folder: Path = FOLDER) -> str | None:
    """Return the TOML of a shipped template, or ``None`` if there is none of that name."""
    path = folder / f"{template_id}.toml"
    if template_id not in load_templates(folder):
        return None
    return path.read_text(encoding="utf-8")


def template_faults(template: Template) -> list[Fault]:
    """Return every fault of a template that its file alone shows; see ``packs.trying`` for more."""
    found = faults(template, load_claims())
    if ("sms" in template.channels) != all(words.sms for words in template.words.values()):
        found.append(Fault("SMS_MISSING", "sms"))
    if (notice := load_notices().get(template.template_id)) is not None:
        found += notice_faults(template, notice)
    return found


@cache
def load_claims() -> tuple[ClaimWords, ...]:
    """Return the words by which a text claims something of a case; raises WordsError."""
    found = []
    for name, raw in _read(CLAIMS).items():
        _keys(CLAIMS, name, raw, {"needs", *LANGUAGES}, set())
        needs = frozenset(
            _one_of(CLAIMS, f"{name}.needs", need, tuple(CONDITIONS)) for need in raw["needs"]
        )
        words = {language: pattern_of(raw[language], language) for language in LANGUAGES}
        found.append(ClaimWords(name, needs, words))
    return tuple(found)


def _template(path: Path, raw: dict[str, Any]) -> Template:
    _keys(path, "", raw, {*_TOP, *LANGUAGES}, _TOP_OPTIONAL)
    own: dict[Language, dict[str, Any]] = {}
    places: dict[Language, dict[str, dict[str, Any]]] = {}
    for language in LANGUAGES:
        if not isinstance(raw[language], dict):
            raise WordsError(f"{path.name}: {language} must be a table.")
        inner = {key: value for key, value in raw[language].items() if _PLACE.fullmatch(key)}
        places[language] = inner
        own[language] = {key: value for key, value in raw[language].items() if key not in inner}
    return Template(
        template_id=path.stem,
        audience=_one_of(path, "audience", raw["audience"], get_args(Audience)),
        channels=tuple(
            _one_of(path, "channels", channel, CHANNELS) for channel in _list(path, raw, "channels")
        ),
        discloses_debt=_flag(path, raw, "discloses_debt"),
        is_closed=_flag(path, raw, "is_closed"),
        disclosures=_codes(path, raw, "disclosures"),
        moot=_codes(path, raw, "moot"),
        requires=frozenset(_list(path, raw, "requires")),
        only_in=frozenset(_list(path, raw, "only_in")),
        cites=tuple(_list(path, raw, "cites")),
        words={language: _words(path, language, own[language]) for language in LANGUAGES},
        variants={
            language: {
                place: _words(path, f"{language}.{place}", {**own[language], **given})
                for place, given in places[language].items()
            }
            for language in LANGUAGES
        },
    )


def _words(path: Path, place: str, raw: Mapping[str, Any]) -> Words:
    _keys(path, place, raw, _WORDS, _WORDS_OPTIONAL)
    for line in raw.get("facts", ()):
        _keys(path, f"{place}.facts", line, _LINE, _LINE_OPTIONAL)
    for key in ("subject", "body", "sms"):
        if not isinstance(raw.get(key, ""), str):
            raise WordsError(f"{path.name}: {place}.{key} must be a text.")
    return Words(
        subject=raw["subject"],
        body=raw["body"].strip(),
        sms=raw.get("sms", ""),
        facts=tuple(FactLine(**line) for line in raw.get("facts", ())),
        rights=tuple(_list(path, raw, "rights")),
        closing=tuple(_list(path, raw, "closing")),
        tear_off=tuple(_list(path, raw, "tear_off")),
    )


def _list(path: Path, raw: Mapping[str, Any], key: str) -> list[str]:
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise WordsError(f"{path.name}: {key} must be a list of texts.")
    return found


def _flag(path: Path, raw: Mapping[str, Any], key: str) -> bool:
    found = raw.get(key, False)
    if not isinstance(found, bool):
        raise WordsError(f"{path.name}: {key} must be true or false.")
    return found


def _codes(path: Path, raw: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(
        _one_of(path, key, code, tuple(DISCLOSURE_SLOTS)) for code in _list(path, raw, key)
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
