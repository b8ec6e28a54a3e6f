"""A template's table is written as TOML that says the same again."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.packs.words import FOLDER, template_from
from forbear.packs.writing import template_toml

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\n"), max_size=60)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_template_says_the_same_again(path: Path):
    text = path.read_text(encoding="utf-8")
    written = template_toml(tomllib.loads(text), head=text)
    if path.stem != "disclosures":
        assert template_from(path.stem, written) == template_from(path.stem, text)
    assert written.startswith("#") == text.startswith("#")


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_any_line_comes_back(text: str, lines: list[str]):
    raw = {"flag": True, "lines": lines, "en": {"subject": text, "facts": [{"label": text}]}}
    assert tomllib.loads(template_toml(raw)) == raw


def test_what_has_no_place_is_refused():
    with pytest.raises(TypeError, match="no place"):
        template_toml({"x": 1.5})
