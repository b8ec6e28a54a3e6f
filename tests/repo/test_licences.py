"""What is not ours carries its notice, beside it and in NOTICE."""

from __future__ import annotations

import re

from tests.repo.tree import ROOT, files, name_of

# Data, fonts and scripts come from others; code and pages are our own.
FOREIGN = re.compile(r"\.(csv|gz|parquet|otf|ttf|woff2?|min\.js|min\.css)$|/vendor/")
NOTICE_NAME = re.compile(r"(NOTICE|LICENSE|LICENCE|OFL|COPYING)", re.IGNORECASE)


def test_the_project_states_its_licence() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0" in text
    assert "Apache License, Version 2.0" in (ROOT / "NOTICE").read_text(encoding="utf-8")


def test_what_comes_from_others_has_its_notice_beside_it_and_in_the_notice_file() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    foreign = [
        path
        for path in files()
        if path.is_relative_to(ROOT / "src") and FOREIGN.search(name_of(path))
    ]
    assert foreign
    for path in foreign:
        beside = [other for other in path.parent.iterdir() if NOTICE_NAME.search(other.name)]
        assert beside, f"{name_of(path)} has no notice beside it"
        assert name_of(path.parent) in notice, f"NOTICE does not name {name_of(path.parent)}"
