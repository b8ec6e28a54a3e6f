from __future__ import annotations

from pathlib import Path

import pytest

from forbear.packs.post import PostError, load_post_rules, postal_class_of


@pytest.mark.parametrize(
    ("nation", "template", "expected"),
    [("CN", "notice_of_rights", "registered"), ("GB", "notice_of_rights", "ordinary")],
)
def test_who_gets_registered_post(nation: str, template: str, expected: str) -> None:
    assert postal_class_of(load_post_rules(), nation=nation, template=template) == expected


RULE = """[[rule]]
nation = "*"
templates = ["visit_notice"]
class = "registered"
force = "house"
confidence = "primary"
because = "So that the visit is known of."
"""


def test_a_house_has_rules_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "post.toml"
    path.write_text(RULE)
    rules = load_post_rules(path)
    assert postal_class_of(rules, nation="GB", template="visit_notice") == "registered"
    assert postal_class_of(rules, nation="CN", template="other") == "ordinary"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[rule", "not TOML"),
        (RULE + 'more = "x"\n', "more"),
        (RULE.replace('nation = "*"\n', ""), "nation"),
        (RULE.replace('class = "registered"', 'class = "pigeon"'), "pigeon"),
    ],
)
def test_a_wrong_file_is_refused_in_words(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "post.toml"
    path.write_text(text)
    with pytest.raises(PostError, match=why):
        load_post_rules(path)
