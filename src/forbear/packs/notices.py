"""The notices that laws ask for, from ``notices.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from forbear.core.speech.facts import LANGUAGES, SLOTS
from forbear.core.speech.notices import Demand, Element, Enclosure, Notice

FILE = Path(__file__).resolve().parent / "notices.toml"
_CITE = re.compile(r".+: (primary|secondary|memory)")


class NoticeError(ValueError):
    """A file of notices that may not be used; the sentence names the key."""


@cache
def load_notices(file: Path = FILE) -> Mapping[str, Notice]:
    """Return what is asked of each notice, by its template; raises NoticeError for any fault."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        elements = {code: _element(code, given) for code, given in raw["elements"].items()}
        enclosures = {name: _enclosure(name, one) for name, one in raw["enclosures"].items()}
        found = {}
        for name, given in raw["notices"].items():
            demands = tuple(
                Demand(elements[one["code"]], _cite(one["cite"])) for one in given["must_say"]
            )
            encloses = tuple(enclosures[one] for one in given["encloses"])
            found[name] = Notice(name, demands, encloses)
    except KeyError as error:
        raise NoticeError(f"{file.name}: {error.args[0]} is missing or not known.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise NoticeError(f"{file.name} cannot be read: {error}") from error
    return MappingProxyType(found)


def _element(code: str, given: Mapping[str, Any]) -> Element:
    slots = frozenset(given.get("slots", ()))
    if unknown := slots - SLOTS.keys():
        raise NoticeError(f"{FILE.name}: {code} names the slot {min(unknown)}, which is none.")
    words = {language: tuple(given.get(language, ())) for language in LANGUAGES}
    if not slots and not all(words.values()):
        raise NoticeError(f"{FILE.name}: {code} names neither slots nor words of each language.")
    return Element(code, {"en": given["says"], "zh-Hans": given["says_zh"]}, slots, words)


def _enclosure(name: str, given: Mapping[str, Any]) -> Enclosure:
    return Enclosure(
        enclosure_id=name,
        place=given["place"],
        title={"en": given["title"], "zh-Hans": given["title_zh"]},
        publisher=given["publisher"],
        obtain=given["obtain"],
        cite=_cite(given["cite"]),
    )


def _cite(text: str) -> str:
    if not _CITE.fullmatch(text):
        raise NoticeError(f"{FILE.name}: {text!r} does not say how it was read.")
    return text
