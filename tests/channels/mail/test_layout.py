from __future__ import annotations

from html.parser import HTMLParser

import pytest

from forbear.channels.mail.layout import page
from forbear.ports.channels import OutgoingMessage

MESSAGE = OutgoingMessage(
    to="a@b.example",
    subject='A "quoted" & bold <b>subject</b>',
    text="",
    language="en",
    reference="fb-1",
    unsubscribe_url='https://bank.example/p?a=1&b="2"',
)
_VOID = {"meta", "br"}


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "zh-Hans", "fr"])
def test_every_element_is_closed_and_every_value_escaped(language: str) -> None:
    message = OutgoingMessage(**{**_fields(), "language": language})
    shown = page(message, "<p>Hello</p>")
    balance = _Balance()
    balance.feed(shown)
    assert balance.open == []
    assert "<b>" not in shown
    assert 'b="2"' not in shown


def _fields() -> dict[str, object]:
    return {name: getattr(MESSAGE, name) for name in MESSAGE.__dataclass_fields__}
