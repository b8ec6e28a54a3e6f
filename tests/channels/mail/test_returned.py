from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.channels.mail.returned import Ignored, Reply, Returned, read_mail
from forbear.channels.mail.verp import verp_address
from tests.channels.mail.mails import bounce, complaint, reply

KEY = b"k" * 32
VERP = verp_address("bounces@bank.example", "fb-317", KEY)


@pytest.mark.parametrize(
    ("status", "diagnostic", "word"),
    [
        ("5.1.1", "smtp; 550 5.1.1 no such user", "bounced_hard"),
        ("5.1.2", "", "bounced_hard"),
        ("5.1.10", "", "bounced_hard"),
        ("5.1.8", "bad sender", "rejected"),
        ("5.2.2", "smtp; 552 5.2.2 mailbox full", "bounced_soft"),
        ("5.7.1", "smtp; 550 5.7.1 blocked", "rejected"),
        ("4.4.1", "", "bounced_soft"),
        ("4.1.1", "", "bounced_soft"),
        ("", "smtp; 550 5.1.1 no such user", "bounced_hard"),
        ("", "smtp; 450 busy", "bounced_soft"),
        ("", "", "rejected"),
        ("nonsense", "", "rejected"),
    ],
)
def test_a_status_says_how_lasting_it_is(status: str, diagnostic: str, word: str) -> None:
    [read] = read_mail(bounce(status, diagnostic=diagnostic))
    assert isinstance(read, Returned)
    assert (read.word, read.recipient, read.reference, read.is_proven) == (
        word,
        "ada@example.com",
        "<fb-317@bank.example>",
        False,
    )


def test_a_return_address_of_ours_proves_whose_it_is() -> None:
    [read] = read_mail(bounce(original="Subject: x\n"), envelope_to=[VERP], verp_key=KEY)
    assert isinstance(read, Returned)
    assert (read.reference, read.is_proven) == ("fb-317", True)
    told = f"Delivered-To: {VERP}\n"
    [read] = read_mail(bounce(original="Subject: x\n", extra=told), verp_key=KEY)
    assert isinstance(read, Returned)
    assert (read.reference, read.is_proven) == ("fb-317", True)
    [read] = read_mail(bounce(original="Subject: x\n"), envelope_to=[VERP], verp_key=b"other")
    assert isinstance(read, Returned)
    assert (read.reference, read.is_proven) == ("", False)


def test_a_delay_says_nothing_yet_and_a_delivery_is_one() -> None:
    [late] = read_mail(bounce("4.4.1", action="delayed"))
    assert isinstance(late, Ignored)
    [there] = read_mail(bounce("2.0.0", action="delivered"))
    assert isinstance(there, Returned)
    assert there.word == "delivered"


def test_a_bounce_in_words_alone_is_known_by_its_return_address() -> None:
    mail = reply(
        "We could not deliver it: 550 5.1.1 unknown", extra="Auto-Submitted: auto-replied\n"
    )
    [read] = read_mail(mail, envelope_to=[VERP], verp_key=KEY)
    assert isinstance(read, Returned)
    assert (read.word, read.reference) == ("bounced_hard", "fb-317")
    [unknown] = read_mail(mail)
    assert isinstance(unknown, Ignored)


@pytest.mark.parametrize(
    ("kind", "is_complaint"),
    [("abuse", True), ("ABUSE", True), ("opt-out", True), ("not-spam", False), ("virus", False)],
)
def test_a_feedback_report_is_a_complaint(kind: str, *, is_complaint: bool) -> None:
    [read] = read_mail(complaint(kind))
    assert isinstance(read, Returned) == is_complaint
    if isinstance(read, Returned):
        assert (read.word, read.recipient, read.reference) == (
            "complaint",
            "ada@example.com",
            "<fb-317@bank.example>",
        )


@pytest.mark.parametrize(
    "extra",
    [
        "Auto-Submitted: auto-replied\n",
        "Auto-Submitted: auto-generated; owner-email=x\n",
        "Precedence: bulk\n",
        "Return-Path: <>\n",
        "List-Id: <l.example>\n",
        "X-Autoreply: yes\n",
    ],
)
def test_nobody_answers_a_machine(extra: str) -> None:
    [read] = read_mail(reply("I am away. STOP by when I am back.", extra=extra))
    assert isinstance(read, Ignored)
    assert read.code == "AUTO_REPLY"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("STOP", "STOP"),
        ("Please stop.\n\n> Reply STOP to stop.\n> Yours", "Please stop."),
        (
            "I paid.\n\nOn Thu, 12 Mar 2026 at 15:15, North Bank <l@b.example> wrote:\nSTOP",
            "I paid.",
        ),
        ("已还款\n\n在 2026年3月12日，北岸银行 写道：\n退订", "已还款"),
        ("已还款\n-----原始邮件-----\n退订", "已还款"),
        ("Hello\n-----Original Message-----\nSTOP", "Hello"),
        ("Hello\n--\nAda, STOP Ltd", "Hello"),
        ("From: Ada to you\nFrom: letters@bank.example\nx", ""),
        ("a\x00b", "ab"),
    ],
)
def test_a_reply_is_what_was_written_above_the_quote(text: str, said: str) -> None:
    [read] = read_mail(reply(text))
    assert isinstance(read, Reply)
    assert read.text == (said or read.subject)
    assert (read.sender, read.message_id) == ("ada@example.com", "<abc@example.com>")


def test_an_answer_in_html_is_read_without_its_quote_and_scripts() -> None:
    html = (
        "<html><head><style>p{}</style></head><body><p>Please&nbsp;stop</p><div>now</div>"
        "<script>STOP</script><blockquote>Reply STOP</blockquote></body></html>"
    )
    [read] = read_mail(reply(html, content_type="text/html; charset=utf-8"))
    assert isinstance(read, Reply)
    assert read.text.split() == ["Please", "stop", "now"]


@pytest.mark.parametrize("charset", ["klingon-1", "utf-16", "gb18030", "", "idna", "utf-7", "hex"])
def test_a_nonsense_charset_is_read_all_the_same(charset: str) -> None:
    mail = reply("退订", content_type=f"text/plain; charset={charset}", subject="=?x?q?=FF?=")
    [read] = read_mail(mail)
    assert isinstance(read, Reply)


def nested(depth: int) -> bytes:
    head = b"From: a@b.example\r\n"
    for number in range(depth):
        head += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)
    return head + b"Content-Type: text/plain\r\n\r\nSTOP"


def rfc822(depth: int) -> bytes:
    return b"From: a@b.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * depth


@pytest.mark.parametrize("mail", [nested(5000), rfc822(5000), nested(60)])
def test_a_mail_of_thousands_of_parts_is_not_opened(mail: bytes) -> None:
    [read] = read_mail(mail)
    assert isinstance(read, Ignored)
    assert read.code == "TOO_DEEP"


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\r\n\r\n",
        b"no mail at all",
        b"From:\r\n\r\n",
        b"From: " + b"a@" * 100_000 + b"\r\n\r\nx",
        b"From: a@b.example\r\nSubject: " + b"=?utf-8?b?" * 50_000 + b"\r\n\r\nx",
        b"From: a@b.example\r\n\r\n" + b"x" * 50_000_000,
        b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n" + b"<" * 1_000_000,
        b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n" + b"<script>" * 200_000,
        b"From: a@b.example\r\n\r\n" + b"on wrot\n" * 200_000,
        b"X: y\r\n" * 200_000 + b"\r\n",
        bounce(original="\0" * 100),
        bounce(recipient="<>"),
        complaint(original=""),
    ],
    ids=range(14),
)
def test_a_hostile_mail_is_read_within_bounds(mail: bytes) -> None:
    for read in read_mail(mail, verp_key=KEY):
        if isinstance(read, Reply):
            assert len(read.text) <= 10_000
        elif isinstance(read, Returned):
            assert len(read.detail) <= 300


_WORDS = st.sampled_from(
    [
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
        b"Content-Type: message/delivery-status\r\n",
        b"Content-Type: text/plain; charset=\xff\r\n",
        b"\r\n",
        b"--b\r\n",
        b"--b--\r\n",
        b"From: a@b.example\r\n",
        b"Final-Recipient: rfc822;x@y.example\r\n",
        b"Action: failed\r\n",
        b"Status: 5.1.1\r\n",
        b"Message-ID: <fb-1@b.example>\r\n",
        b"\x80\xff=?utf-8?q?\r\n",
    ]
)


@given(st.lists(_WORDS | st.binary(max_size=30), max_size=25))
def test_any_bytes_are_read(parts: list[bytes]) -> None:
    assert isinstance(read_mail(b"".join(parts), verp_key=KEY), list)
