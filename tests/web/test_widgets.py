"""Choices that are remembered are written as Django writes them, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.forms.renderers import DjangoTemplates
from django.template.loader import render_to_string
from django.utils import translation

import forbear.web
from forbear.web.shared.icons import ICONS
from forbear.web.shared.widgets import KeptRenderer
from forbear.web.shared.wish_forms import RepresentativeForm, WaysForm

INITIAL: list[dict[str, object]] = [
    {},
    {"channel": "sms", "start": "09:00", "end": "18:00", "days": ["mon", "fri"]},
    {"language": "zh-Hans"},
]


def written(renderer: DjangoTemplates, initial: dict[str, object]) -> list[str]:
    ways = WaysForm(initial=initial, renderer=renderer)
    kind = RepresentativeForm(renderer=renderer)
    choices = [one.tag() for field in ("channel", "language", "days") for one in ways[field]]
    return [*choices, str(ways["start"]), str(ways["end"]), str(kind["kind"]), str(kind["name"])]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_remembered_is_what_django_writes(language: str) -> None:
    with translation.override(language):
        for initial in INITIAL * 2:
            assert written(KeptRenderer(), initial) == written(DjangoTemplates(), initial)


def test_what_is_typed_is_not_remembered() -> None:
    typed = [
        RepresentativeForm({"name": name}, renderer=KeptRenderer()) for name in ("Ada", "Bruno")
    ]
    assert ["Bruno" in str(form["name"]) for form in typed] == [False, True]


def test_every_picture_that_a_page_names_is_drawn() -> None:
    named = {
        name
        for page in Path(forbear.web.__path__[0]).rglob("*.html")
        for name in re.findall(r'<c-icon name="([a-z-]+)"', page.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= set(ICONS)


def test_a_picture_is_drawn_unescaped_and_an_unknown_one_is_empty() -> None:
    assert ICONS["call"] in render_to_string("cotton/icon.html", {"name": "call"})
    assert '"false"></svg>' in render_to_string("cotton/icon.html", {"name": "nobody"})
