from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.channels.mail.compose import mail_of, visible
from forbear.ports.channels import OutgoingMessage

AT = datetime(2026, 3, 12, 15, 15, tzinfo=UTC)
MESSAGE = OutgoingMessage(
    to="ada@example.com",
    subject="Your card",
    text="Dear Ada\n\nThank you.",
    html="<p>Dear Ada</p>",
    language="en",
    reference="fb-317",
    unsubscribe_url="https://bank.example/p/" + "eyJ-_:x" * 30 + "/stop",
)


def written(**changes: object) -> EmailMessage:
    message = replace(MESSAGE, **changes)  # type: ignore[arg-type]
    data = mail_of(message, sender="letters@bank.example", sender_name="North Bank", at=AT)
    read = message_from_bytes(data, policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def html(mail: EmailMessage) -> str:
    body = mail.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_a_long_link_is_whole_on_the_wire_for_readers_that_do_not_decode():
    data = mail_of(MESSAGE, sender="a@bank.example", sender_name="", at=AT)
    head = data.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ")
    assert f"<{MESSAGE.unsubscribe_url}>".encode() in head
    assert b"=?" not in head
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998


def test_text_and_html_say_in_which_language_they_are():
    mail = written(language="zh-Hans", text="您好", html="<p>您好</p>", subject="您的信用卡")
    assert mail["Content-Language"] == "zh-Hans"
    page = html(mail)
    assert '<html lang="zh-Hans"' in page
    assert "停止接收此类邮件" in page
    assert "color-scheme" in page


def test_the_page_loads_nothing_and_tells_nobody():
    page = html(written())
    for loader in ("<img", "<script", "<link", "src=", "@import", "url("):
        assert loader not in page
    assert page.count("http") == 1
    assert "Stop these e-mails" in page
    assert "<footer" not in html(written(unsubscribe_url=None))


def test_a_subject_cannot_write_markup():
    page = html(written(subject="</title><script>alert(1)</script>"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "name, shown",
    [
        ("Ada\x00\x07 Lovelace", "Ada Lovelace"),
        ("\u202eevaL adA", "evaL adA"),
        ("A\u200bd\u200fa\u2066", "Ada"),
        ("\ud800Ada", "Ada"),
        ("欧阳晓琳", "欧阳晓琳"),
        ("שרה", "שרה"),
    ],
)
def test_a_name_with_signs_that_hide_or_turn_is_contained(name: str, shown: str):
    mail = written(subject=f"Dear {name}", text=f"Dear {name}", html=f"<p>Dear {name}</p>")
    assert mail["Subject"] == f"Dear {shown}"
    assert mail.get_body(("plain",)).get_content().strip() == f"Dear {shown}"  # type: ignore[union-attr]
    assert f"<p>Dear {shown}</p>" in html(mail)


def test_lines_and_tabs_stay():
    assert visible("a\n\tb") == "a\n\tb"


_WORDS = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\x00"), max_size=200
)


@given(_WORDS, _WORDS, _WORDS)
def test_whatever_is_said_arrives_as_it_was(subject: str, name: str, body: str) -> None:
    message = replace(MESSAGE, subject=subject, text=body, html=None, headers={"X-Note": "a b"})
    data = mail_of(message, sender="letters@bank.example", sender_name=name, at=AT)
    assert data.isascii()
    read = message_from_bytes(data, policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert read["Subject"].split() == visible(subject).split()
    assert read["From"].addresses[0].addr_spec == "letters@bank.example"
    assert read["To"] == "ada@example.com"
    assert read["X-Note"] == "a b"
    assert len(read.keys()) == 13
    assert read.get_content().strip() == visible(body).strip()
