"""Extract what the desk says, keep the Chinese catalogue in step, and compile it.

Run by ``make messages``. Python only: Babel reads the code, Django's own lexer reads the templates.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "forbear"
LOCALE = SOURCE / "web" / "locale"
PO = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_now": None,
    "gettext_lazy": None,
    "pgettext_lazy": ((1, "c"), 2),
    "ngettext_lazy": (1, 2),
}
DATE = datetime(2026, 11, 22, tzinfo=UTC)
VALUE = re.compile(r"%\(\w+\)[sd]")
TEXT = r"""(u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*")"""
CALLS = re.compile(
    rf"(?P<name>npgettext|pgettext|ngettext|gettext|_)\(\s*{TEXT}(?:\s*,\s*{TEXT})?(?:\s*,\s*{TEXT})?"
)

Ids = str | tuple[str, str]


def messages() -> Iterator[tuple[str, Ids, str | None]]:
    """Yield where each message is used, the message (or its two forms), and its context."""
    for path in sorted((SOURCE / "web").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        found = extract("python", io.BytesIO(path.read_bytes()), keywords=KEYWORDS)
        for _line, message, _comments, context in found:
            yield name, message, context
    for path in sorted((SOURCE / "web").rglob("*.html")):
        name = path.relative_to(ROOT).as_posix()
        for call in CALLS.finditer(templatize(path.read_text(encoding="utf-8"), origin=name)):
            texts = [ast.literal_eval(text) for text in call.groups()[1:] if text]
            match call["name"]:
                case "ngettext":
                    yield name, (texts[0], texts[1]), None
                case "pgettext":
                    yield name, texts[1], texts[0]
                case "npgettext":
                    yield name, (texts[1], texts[2]), texts[0]
                case _:
                    yield name, texts[0], None


def wanted() -> Catalog:
    """Return a catalogue of every message that is used, without translations."""
    # a fixed date: the file changes when a message does, not when it is written
    catalog = Catalog(
        locale="zh_Hans", project="forbear", fuzzy=False, creation_date=DATE, revision_date=DATE
    )
    for name, message, context in messages():
        catalog.add(message, locations=[(name, 0)], context=context)
    return catalog


def updated() -> Catalog:
    """Return the catalogue as it should be: what is used, with the translations there are."""
    fresh = wanted()
    if PO.exists():
        with PO.open("rb") as file:
            known = read_po(file, locale="zh_Hans")
        for message in fresh:
            old = known.get(message.id, message.context) if message.id else None
            if old is not None and old.string:
                message.string = old.string
    return fresh


def missing(catalog: Catalog) -> list[Message]:
    """List the messages without a translation."""
    return [message for message in catalog if message.id and not _is_translated(message)]


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings) and bool(strings)


def compiled(catalog: Catalog) -> bytes:
    """Return the compiled catalogue."""
    held = io.BytesIO()
    write_mo(held, catalog)
    return held.getvalue()


def main() -> None:
    catalog = updated()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, sort_output=True, include_lineno=False, width=100)
    with PO.open("rb") as file:
        PO.with_suffix(".mo").write_bytes(compiled(read_po(file, locale="zh_Hans")))
    left = missing(catalog)
    for message in left:
        print(f"  not translated: {message.id!r}")
    print(f"messages: {len(catalog)} in {PO.relative_to(ROOT)}, {len(left)} without Chinese")
    if left:
        sys.exit(1)


if __name__ == "__main__":
    main()
