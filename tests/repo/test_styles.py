from __future__ import annotations

import re

from tests.repo.tree import ROOT

WEB = ROOT / "src/forbear/web"


def test_the_style_sheet_is_built_from_every_packages_templates() -> None:
    written = (WEB / "styles/desk.css").read_text(encoding="utf-8")
    named = set(re.findall(r'@source "\.\./(\w+)/templates";', written))
    assert named == {folder.parent.name for folder in WEB.glob("*/templates")}
