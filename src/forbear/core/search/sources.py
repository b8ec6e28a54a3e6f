"""The table of sources: what may be asked, on what basis, how often and by whom; and what never."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forbear.core.roles import ROLES
from forbear.core.tables.words import DATA_SOURCES

KINDS = ("own", "public", "trace", "contact")
CONFIDENCES = ("primary", "secondary", "single_source", "memory", "house")
ANYWHERE = "*"


class SearchFault(ValueError):  # noqa: N818 - it names what is wrong
    """A table of sources that cannot be used; the sentence names the place and the cure."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source that may be asked.

    ``kind``: ``own`` is the case's own data, ``public`` a register open to all, ``trace`` a lawful
    service, ``contact`` a person whom the contract names. ``data_source`` and ``basis`` go onto a
    contact point that is found there. ``times_most``: how often within one search; of a person: how
    often each of them, ever. ``roles``: who may ask it; none: whoever may make contact.
    """

    code: str
    nation: str
    kind: str
    name: str
    name_zh: str
    asks: str
    asks_zh: str
    data_source: str
    basis: str
    cite: str
    confidence: str
    times_most: int = 1
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedSource:
    """A source that is never asked, and the law that forbids it."""

    code: str
    nation: str
    name: str
    name_zh: str
    because: str
    because_zh: str
    cite: str
    cite_zh: str
    confidence: str


@dataclass(frozen=True, slots=True)
class SearchRules:
    """What the house and the law say of searching.

    ``attempts``: after so many tries in a row that reached nobody a search opens. ``dead_after``: a
    number is closed after it was out of service so many times in a row.
    """

    version: str
    attempts: int
    dead_after: int
    sources: tuple[Source, ...]
    refused: tuple[RefusedSource, ...]

    def sources_of(self, nation: str) -> tuple[Source, ...]:
        """Return the sources of a place, in the order in which they are asked.

        The case's own data comes first, and other people last.
        """
        there = [each for each in self.sources if each.nation in (ANYWHERE, nation)]
        return tuple(sorted(there, key=lambda each: KINDS.index(each.kind)))

    def refused_of(self, nation: str) -> tuple[RefusedSource, ...]:
        """Return what is never asked in a place; the law of the place where it is known."""
        codes = dict.fromkeys(each.code for each in self.refused)
        found = [self.refusal_of(code, nation) for code in codes]
        return tuple(each for each in found if each is not None)

    def refusal_of(self, code: str, nation: str) -> RefusedSource | None:
        """Return why a source is never asked in a place; ``None`` if nothing is said of it."""
        named = {each.nation: each for each in self.refused if each.code == code}
        return named.get(nation) or named.get(ANYWHERE)


def next_sources(
    sources: Sequence[Source], asked: Mapping[str, int], *, is_found: bool = False
) -> tuple[Source, ...]:
    """Return the sources that may be asked now, given how often each was asked in this search.

    Nothing outside the case is asked while its own data was not looked through, and no person while
    a register or service is left. Once they are found nothing more is asked.

    >>> next_sources((), {})
    ()
    """
    if is_found:
        return ()
    left = [
        each
        for each in sources
        if each.kind == "contact" or asked.get(each.code, 0) < each.times_most
    ]
    fresh = [each for each in left if not asked.get(each.code, 0)]
    for kinds in (("own",), ("public", "trace")):
        if first := [each for each in fresh if each.kind in kinds]:
            return tuple(first)
    return tuple(left)


def read_search_rules(document: Mapping[str, Any], *, file: str) -> SearchRules:
    """Read the document of a file; raises ``SearchFault``."""
    try:
        rules = SearchRules(
            version=str(document["version"]),
            attempts=document["lost"]["attempts"],
            dead_after=document["lost"]["dead_after"],
            sources=tuple(
                Source(**{**each, "roles": tuple(each.get("roles", ()))})
                for each in document["sources"]
            ),
            refused=tuple(RefusedSource(**each) for each in document["refused"]),
        )
    except KeyError as error:
        raise SearchFault(f"{file}: {error.args[0]!r} is missing; add it") from None
    except TypeError as error:
        raise SearchFault(f"{file}: {error}") from None
    _check(rules, file)
    return rules


def _check(rules: SearchRules, file: str) -> None:
    if rules.attempts < 1 or rules.dead_after < 1:
        raise SearchFault(f"{file}: lost.attempts and lost.dead_after must be 1 or more")
    keys = [(each.code, each.nation) for each in rules.sources]
    keys += [(each.code, each.nation) for each in rules.refused]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise SearchFault(f"{file}: {twice[0]!r} of {twice[1]!r} stands twice")
    for each in rules.sources:
        _check_source(each, f"{file}: source {each.code!r}")
    for refused in rules.refused:
        if not refused.cite.strip() or refused.confidence not in CONFIDENCES:
            raise SearchFault(f"{file}: {refused.code!r} needs a citation and a confidence")


def _check_source(each: Source, where: str) -> None:
    if each.kind not in KINDS:
        raise SearchFault(f"{where}: kind must be one of {', '.join(KINDS)}")
    if each.data_source not in DATA_SOURCES or each.data_source == "unlawful":
        raise SearchFault(f"{where}: data_source must be a lawful one of the tables")
    if each.times_most < 1 or (each.kind == "contact" and each.times_most != 1):
        raise SearchFault(f"{where}: times_most must be 1 or more, and 1 for a person")
    if unknown := set(each.roles) - set(ROLES):
        raise SearchFault(f"{where}: there is no role {min(unknown)!r}")
    if not (each.cite.strip() and each.basis.strip()) or each.confidence not in CONFIDENCES:
        raise SearchFault(f"{where}: it needs a basis, a citation and a confidence")
