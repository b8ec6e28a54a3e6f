from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from forbear.core.search.sources import SearchFault, Source, next_sources, read_search_rules
from forbear.packs.search import DEFAULT

DOCUMENT = tomllib.loads(DEFAULT.read_text(encoding="utf-8"))


def source(code: str, kind: str, times_most: int = 1) -> Source:
    return Source(
        code, "*", kind, code, code, "", "", "public", "a basis", "a law", "house", times_most
    )


ALL = (source("a", "own"), source("b", "own"), source("c", "public", 2), source("d", "contact"))

# how often each was asked -> what may be asked next
ORDER: list[tuple[dict[str, int], list[str]]] = [
    ({}, ["a", "b"]),
    ({"a": 1}, ["b"]),
    ({"a": 1, "b": 1}, ["c"]),
    ({"a": 1, "b": 1, "c": 1}, ["c", "d"]),
    ({"a": 1, "b": 1, "c": 2}, ["d"]),
    # there may be others to ask; each of them once, which the permits of the past tell
    ({"a": 1, "b": 1, "c": 1, "d": 1}, ["c", "d"]),
    ({"a": 1, "b": 1, "c": 2, "d": 1}, ["d"]),
]


@pytest.mark.parametrize(("asked", "then"), ORDER)
def test_own_data_comes_first_then_lawful_sources_then_people(
    asked: dict[str, int], then: list[str]
) -> None:
    assert [each.code for each in next_sources(ALL, asked)] == then


def test_nothing_is_asked_once_they_are_found() -> None:
    assert next_sources(ALL, {}, is_found=True) == ()


def _spoil(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    change(document)
    return document


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.pop("lost"), "'lost' is missing"),
        (lambda d: d["lost"].update(attempts=0), "attempts"),
        (lambda d: d["sources"].append(d["sources"][0]), "stands twice"),
        (lambda d: d["sources"][0].update(kind="spy"), "kind must be"),
        (lambda d: d["sources"][0].update(data_source="unlawful"), "lawful"),
        (lambda d: d["sources"][-1].update(times_most=2), "1 for a person"),
        (lambda d: d["sources"][0].update(roles=["wizard"]), "wizard"),
        (lambda d: d["sources"][0].update(basis=" "), "basis"),
        (lambda d: d["refused"][0].update(cite=""), "citation"),
        (lambda d: d["refused"][0].update(more="x"), "more"),
    ],
)
def test_a_faulty_table_is_told_with_its_place(
    change: Callable[[dict[str, Any]], object], said: str
) -> None:
    with pytest.raises(SearchFault, match=said):
        read_search_rules(_spoil(change), file="x.toml")
