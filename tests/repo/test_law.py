"""The law that ships can be checked by whoever doubts it."""

from __future__ import annotations

import tomllib

import pytest

from forbear.core.law.book import RuleBook
from forbear.packs import load_book
from tests.repo.tree import files, name_of


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_book()


def test_every_rule_cites_its_source_and_says_its_force(book: RuleBook) -> None:
    assert book.rules
    assert not [r.rule_id for r in book.rules if not (r.citation.strip() and r.force)]


def test_every_rule_asks_a_question_in_plain_words(book: RuleBook) -> None:
    assert not [r.rule_id for r in book.rules if not r.question.strip().endswith("?")]


def test_every_pack_has_a_version(book: RuleBook) -> None:
    assert book.versions
    assert not [key for key, version in book.versions.items() if "+sha256:" not in version]


def test_every_toml_file_can_be_read() -> None:
    for path in files():
        if path.suffix == ".toml":
            assert tomllib.loads(path.read_text(encoding="utf-8")), name_of(path)
