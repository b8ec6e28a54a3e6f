"""The words that come with Forbear load, and what is wrong in a file is told by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from forbear.core.speech.audit.lexicon import LexiconError
from forbear.core.speech.audit.values import Message, Turn
from forbear.packs.speech import load_auditor
from forbear.packs.speech.loader import load_lexicon

START = '[concepts]\ntell = ["tell"]\n[disguise]\nwords = []\n'


def test_the_words_that_come_with_forbear_load() -> None:
    auditor = load_auditor()
    for language, text in (("en", "You will be arrested."), ("zh", "警察马上来抓你。")):
        message = Message(language, "call", "collector", (Turn("collector", text),))
        assert auditor.audit(message).verdict == "blocked"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ('category = "rudeness"\nwhen = ["tell"]', "no category 'rudeness'"),
        ('category = "impersonation"\nif = ["moon"]\nwhen = ["tell"]', "no question 'moon'"),
        ('category = "impersonation"\nwhen = ["ask"]', "no concept 'ask'"),
        ('category = "impersonation"\nwhen = ["!tell"]', "must begin"),
    ],
)
def test_a_wrong_rule_is_named(tmp_path: Path, rule: str, message: str) -> None:
    path = tmp_path / "en.toml"
    path.write_text(f'{START}[[rule]]\nid = "r"\n{rule}\n', encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        load_lexicon([path], "en")
