from __future__ import annotations

import pytest

from forbear.channels.mail.addresses import mail_address


@pytest.mark.parametrize(
    "text, address",
    [
        ("ada@example.com", "ada@example.com"),
        ("ada.l+card@mail.example.co.uk", "ada.l+card@mail.example.co.uk"),
        ("ada@例え.example", "ada@xn--r8jz45g.example"),
        ("ada@localhost", "ada@localhost"),
        ("x" * 64 + "@example.com", "x" * 64 + "@example.com"),
        ("x" * 65 + "@example.com", None),
        ("a@" + ".".join(["b" * 60] * 5), None),
        ("艾达@example.com", None),
        ("ada", None),
        ("@example.com", None),
        ("ada@", None),
        (".ada@example.com", None),
        ("a..b@example.com", None),
        ("ada@-example.com", None),
        ("ada@example..com", None),
        ("ada@example.com, bob@example.com", None),
        ("Ada <ada@example.com>", None),
        ("ada@example.com\r\nBcc: bob@example.com", None),
        ("ada@example.com\n", None),
        ("ada@exam\u202eple.com", None),
        ("a b@example.com", None),
        ("ada@[127.0.0.1]", None),
        ("", None),
    ],
)
def test_a_text_is_one_address_or_none(text: str, address: str | None):
    assert mail_address(text) == address
