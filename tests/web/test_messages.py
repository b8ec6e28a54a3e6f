"""What the desk says exists in Chinese, and the compiled catalogue is the one of the source."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_message_is_translated() -> None:
    messages = tool()
    found = messages.updated()
    assert len(found) > 300
    assert [message.id for message in messages.missing(found)] == []


def test_a_translation_keeps_every_value_of_its_message() -> None:
    messages = tool()
    for message in messages.updated():
        if message.id and message.python_format:
            first = message.id if isinstance(message.id, str) else message.id[-1]
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            for string in strings:
                assert set(messages.VALUE.findall(string)) == set(messages.VALUE.findall(first))


def test_the_compiled_catalogue_is_up_to_date() -> None:
    messages = tool()
    with messages.PO.open("rb") as file:
        kept = read_po(file, locale="zh_Hans")
    assert {m.id for m in messages.updated()} == {m.id for m in kept}, "run `make messages`"
    assert messages.PO.with_suffix(".mo").read_bytes() == messages.compiled(kept)
