"""What the law asks of a notice is looked for in its words, in every language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forbear.core.speech.notices import notice_faults
from forbear.packs.notices import FILE, NoticeError, load_notices
from forbear.packs.words import load_templates, template_faults

EVERY = [
    (template_id, demand.element.code)
    for template_id, notice in load_notices().items()
    for demand in notice.demands
]


@pytest.mark.parametrize("template_id, code", EVERY)
def test_a_notice_that_leaves_an_element_out_is_refused(template_id: str, code: str) -> None:
    template = load_templates()[template_id]
    notice = load_notices()[template_id]
    [element] = [one.element for one in notice.demands if one.element.code == code]
    gone = [f"{{{slot}}}" for slot in element.slots] or [
        word for words in element.words.values() for word in words
    ]

    def without(text: str) -> str:
        for piece in gone:
            text = text.replace(piece, "")
        return text

    words = {
        language: replace(
            one,
            subject=without(one.subject),
            body=without(one.body),
            facts=tuple(
                replace(line, label=without(line.label), value=without(line.value))
                for line in one.facts
            ),
            rights=tuple(map(without, one.rights)),
            closing=tuple(map(without, one.closing)),
        )
        for language, one in template.words.items()
    }
    assert not list(notice_faults(template, notice))
    told = template_faults(replace(template, words=words))
    assert {("NOT_SAID", place, code) for place in words} <= {
        (fault.code, fault.place, fault.detail) for fault in told
    }


def test_every_notice_has_its_template_and_every_template_of_a_law_its_notice() -> None:
    templates = load_templates()
    assert set(load_notices()) <= set(templates)
    lawful = {name for name, one in templates.items() if one.only_in} - {"validation_notice"}
    assert lawful == set(load_notices())


def test_the_papers_of_others_are_named_and_not_copied() -> None:
    papers = {one.enclosure_id: one for law in load_notices().values() for one in law.encloses}
    assert set(papers) == {"fca_arrears_sheet", "fca_default_sheet"}
    for paper in papers.values():
        assert paper.obtain.startswith("https://")
        assert paper.publisher


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "afca"', 'code = "afka"', "afka"),
        (": primary", "", "how it was read"),
        ('slots = ["remedy_by"]', 'slots = ["remedy_bye"]', "remedy_bye"),
        ('en = ["put off", "postpone"]', "", "neither slots nor words"),
        ("[elements.afca]", "[elements.afca", "cannot be read"),
    ],
)
def test_a_faulty_list_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "notices.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(NoticeError, match=said):
        load_notices(file)
