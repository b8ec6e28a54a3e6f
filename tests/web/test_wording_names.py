"""Every shipped template has a name for people, in both languages."""

from __future__ import annotations

from django.utils import translation

from forbear.packs.words import load_templates
from forbear.web.wording.names import NAMES, template_name


def test_every_shipped_template_has_a_name_of_its_own_in_both_languages() -> None:
    assert set(NAMES) == set(load_templates())
    english = [str(name) for name in NAMES.values()]
    with translation.override("zh-hans"):
        chinese = [str(name) for name in NAMES.values()]
    assert len(set(english)) == len(set(chinese)) == len(NAMES)
    assert not set(english) & set(chinese)


def test_a_template_of_the_house_is_called_by_its_id() -> None:
    assert template_name("our_own_letter") == "Our own letter"
