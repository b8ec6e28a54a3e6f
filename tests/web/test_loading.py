"""Pages are compiled for each language, and say what they said when all was looked up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template, TemplateDoesNotExist, engines
from django.template.base import TextNode
from django.template.loader import get_template
from django.test import Client
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from forbear.store.models import Account
from forbear.web.shared.icons import ICONS
from forbear.web.shared.loading import PageLoader, drawn, said_once

ROOT = Path(__file__).parents[2] / "src" / "forbear" / "web"
USED = sorted(
    {
        found
        for path in ROOT.rglob("*.html")
        for found in re.findall(r"<c-icon [^>]*/>", path.read_text())
        if drawn(found) != found
    }
)
SAID = {
    '{% trans "Owed" %}': True,
    "{% trans 'Owed' %} x": True,
    "{% blocktrans %}Nothing is past due.{% endblocktrans %}": True,
    "{% trans word %}": False,
    '{% trans "Owed"|upper %}': False,
    '{% trans "Owed" as it %}{{ it }}': False,
    "{% blocktrans with n=word %}since {{ n }}{% endblocktrans %}": False,
    "{% blocktrans count n=2 %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}": False,
}


def engine_template(text: str) -> Template:
    return Template(text, engine=engines["django"].engine)  # type: ignore[attr-defined] # Django's engine


def test_there_are_pictures_to_look_at() -> None:
    assert len(USED) > 30
    assert drawn('<c-icon name="call" label="{% trans \'Call\' %}" />').startswith("<c-icon")


@pytest.mark.parametrize("asked", USED)
def test_a_picture_is_what_its_component_draws(asked: str) -> None:
    component = engine_template(CottonCompiler().process(asked))
    picture = engine_template(drawn(asked))
    for icon in ("call", "sms", "nobody"):
        context: dict[str, object] = {}
        if dynamic := re.search(r':name="([^"]+)"', asked):
            for part in reversed(dynamic[1].split(".")):
                context = {part: context or icon}
        assert picture.render(Context(context)) == component.render(Context(context))


def test_an_unknown_picture_is_empty() -> None:
    assert "</svg>" in drawn('<c-icon name="nobody" />')
    assert not any(path in drawn('<c-icon name="nobody" />') for path in ICONS.values())


@pytest.mark.parametrize(("text", "is_said"), SAID.items())
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_never_changes_is_said_once(text: str, *, is_said: bool, language: str) -> None:
    with translation.override(language):
        asked, made = engine_template(text), engine_template(text)
        said_once(made.nodelist, made)
        context = {"word": "Owed"}
        assert made.render(Context(context)) == asked.render(Context(context))
        assert all(isinstance(node, TextNode) for node in made.nodelist) is is_said


def test_what_is_within_is_said_too() -> None:
    with translation.override("zh-hans"):
        made = engine_template(
            '{% if a %}{% for n in a %}{% trans "Owed" %}{% empty %}-{% endfor %}'
            '{% else %}{% with b=1 %}{% trans "Overdue" %}{% endwith %}{% endif %}'
        )
        said_once(made.nodelist, made)
    # shown in another language, it still says what it was compiled to say
    with translation.override("en"):
        assert made.render(Context({"a": [1, 2]})) == "欠款欠款"
        assert made.render(Context({"a": []})) == "逾期金额"


def test_a_page_is_compiled_for_its_language() -> None:
    pages = {}
    for language in ("en", "zh-hans", "en"):
        with translation.override(language):
            pages.setdefault(language, get_template("desk/case.html").template)  # type: ignore[attr-defined] # Django's
            assert get_template("desk/case.html").template is pages[language]  # type: ignore[attr-defined] # the same
    assert pages["en"] is not pages["zh-hans"]


def test_a_page_that_is_not_there_is_not_there_twice() -> None:
    loader = PageLoader(engines["django"].engine, ["forbear.web.shared.loading.PictureLoader"])  # type: ignore[attr-defined] # Django's
    for _ in range(2):
        with pytest.raises(TemplateDoesNotExist):
            loader.get_template("desk/nobody_wrote_it.html")


@pytest.mark.usefixtures("at_ten")
def test_the_same_page_in_turns(desk: Client, accounts: list[Account]) -> None:
    for language, word in (("en", "Timeline"), ("zh-hans", "时间线"), ("en", "Timeline")):
        desk.cookies["django_language"] = language
        page = desk.get(f"/accounts/{accounts[0].pk}/").content.decode()
        assert word in page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_is_compiled(language: str) -> None:
    names = {
        str(path).partition("/templates/")[2] for path in ROOT.rglob("*.html") if path.is_file()
    }
    assert len(names) > 100
    with translation.override(language):
        for name in names - {""}:
            assert get_template(name)
