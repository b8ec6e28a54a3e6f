from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forbear.letters.typesetter import Typesetter
from forbear.ports.letters import LetterError

ON = date(2026, 3, 12)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "page.typ"
    path.write_text(
        '#set document(title: "A page")\n#set text(font: "Noto Sans CJK SC", lang: "en")\n'
        '= #sys.inputs.at("said")\n',
        encoding="utf-8",
    )
    return path


def test_equal_inputs_give_equal_pages(template: Path) -> None:
    setter = Typesetter(template)
    page = setter.pdf(on=ON, what="A page", said="Hello")
    assert page.startswith(b"%PDF")
    assert setter.pdf(on=ON, what="A page", said="Hello") == page
    assert setter.pdf(on=ON, what="A page", said="Hullo") != page


def test_what_cannot_be_set_is_named(template: Path) -> None:
    with pytest.raises(LetterError, match="Letter fb-7 cannot be set") as caught:
        Typesetter(template).pdf(on=ON, what="Letter fb-7")
    assert caught.value.code == "LETTER_INVALID"
