"""What is found quickly is what Django finds, and is written as Django writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Template, engines
from django.template.base import VariableNode
from django.test import override_settings
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from forbear.web.shared.quick import QuickNode, QuickTemplate, QuickVariable


class Quiet(Exception):  # noqa: N818 - what Django's own are like
    silent_variable_failure = True


@dataclass
class Row:
    name: str = "Ann <b>"
    none: None = None
    many: list[str] = field(default_factory=lambda: ["a", "b"])
    facts: dict[str, object] = field(default_factory=lambda: {"items": 3, "deep": {"er": "é&"}})
    safe: str = mark_safe("<i>x</i>")
    at: datetime = datetime(2026, 3, 12, 15, 15, tzinfo=UTC)
    on: date = date(2026, 3, 12)
    sum: int = 1234567
    share: float = 0.5
    said: object = gettext_lazy("Owed")

    def told(self) -> str:
        return "told & said"

    def asks(self, _more: str) -> str:
        return "never"

    def removes(self) -> str:
        raise AssertionError("a template must not call it")

    removes.alters_data = True  # type: ignore[attr-defined] # Django's mark

    @property
    def lost(self) -> str:
        raise ObjectDoesNotExist

    @property
    def quiet(self) -> str:
        raise Quiet

    @property
    def broken(self) -> str:
        raise RuntimeError("broken")

    @property
    def missing_inside(self) -> str:
        raise AttributeError("inside")


VALUES = [
    "row",
    "word",
    "nobody",
    "nobody.at_all",
    "row.name",
    "row.nothing",
    "row.none",
    "row.none.more",
    "row.many.1",
    "row.many.7",
    "row.many",
    "row.facts.deep.er",
    "row.facts.deep.no",
    "row.facts.items",
    "facts.items",
    "row.safe",
    "row.at",
    "row.at.year",
    "row.at.date",
    "row.on",
    "row.sum",
    "row.share",
    "row.said",
    "row.told",
    "row.told.upper",
    "row.asks",
    "row.removes",
    "row.lost",
    "row.quiet",
    "lazy.name",
    "kind.name",
    "dicts",
    "row.name|upper",
    "row.name|default:word",
    "row.none|default:row.safe",
    "row.none|default:'<b>'",
    "nobody|default:'none'",
    "nobody.x|default_if_none:'none'",
    "row.safe|upper",
    "row.safe|cut:'x'",
    "row.name|linebreaksbr",
    "row.at|date:'c'",
    "row.at|iso",
    "row.at|date:'H:i'",
    "row.sum|money:currency",
    "row.many|join:', '",
    "row.many|length",
    "'<b>'",
    "'<b>'|upper",
    "12.5",
    "_('Owed')",
    "True",
]
PAGES = [
    *(f"{{{{ {value} }}}}" for value in VALUES),
    *(f"{{% autoescape off %}}{{{{ {value} }}}}{{% endautoescape %}}" for value in VALUES),
    *(f"{{% if {value} %}}yes{{% else %}}no{{% endif %}}" for value in VALUES),
    "{% for one in row.many %}{{ forloop.counter }}{{ forloop.first }}{{ one }}{% endfor %}",
    "{% with row=row.facts.deep %}{{ row.er }}{% endwith %}{{ row.name }}",
    "{% if row.name == word or row.sum > 3 %}{{ row.sum }}{% endif %}",
    "{% blocktrans with name=row.name|upper %}Given to {{ name }}{% endblocktrans %}",
]


def context() -> Context:
    return Context(
        {
            "row": Row(),
            "word": "call",
            "facts": {"items": 5},
            "lazy": SimpleLazyObject(Row),
            "kind": Row,
            "currency": "EUR",
        },
        use_tz=True,
    )


def both(text: str) -> tuple[Template, Template]:
    engine = engines["django"].engine  # type: ignore[attr-defined] # Django's engine
    return Template(text, engine=engine), QuickTemplate(text, engine=engine)


@pytest.mark.parametrize("text", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_both_show_the_same(text: str, language: str) -> None:
    plain, quick = both(text)
    with translation.override(language), override_settings(TIME_ZONE="Asia/Shanghai"):
        assert quick.render(context()) == plain.render(context())


@pytest.mark.parametrize("name", ["broken", "missing_inside"])
def test_both_fail_where_a_property_fails(name: str) -> None:
    for made in both(f"{{{{ row.{name} }}}}"):
        with pytest.raises((RuntimeError, AttributeError), match=r"broken|inside"):
            made.render(context())


def test_what_is_missing_is_said_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for made in both("{{ nobody.here|upper }}"):
        monkeypatch.setattr(made.engine, "string_if_invalid", "[%s]")
        assert made.render(context()) == "[nobody.here]"


def test_plain_values_are_found_the_quick_way() -> None:
    _, quick = both("{{ row.facts.deep.er|default:row.name }}")
    [node] = quick.nodelist
    assert type(node) is QuickNode
    assert isinstance(node.filter_expression.var, QuickVariable)
    [(_func, [(_lookup, arg)], *_)] = node.filter_expression._steps  # type: ignore[attr-defined] # the quick form's
    assert isinstance(arg, QuickVariable)
    asked = context()
    assert QuickVariable("row.facts.deep.er")._plain(asked) == "é&"


def test_a_template_that_is_debugged_is_djangos_own(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engines["django"].engine  # type: ignore[attr-defined] # Django's engine
    monkeypatch.setattr(engine, "debug", True)
    [node] = QuickTemplate("{{ word }}", engine=engine).nodelist
    assert type(node) is VariableNode
