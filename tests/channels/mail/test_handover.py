from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from forbear.channels.mail.handover import Gone, Refused, hand_over

HELLO = "250-here\r\n250 {extension}\r\n"
FINE = "250 fine\r\n"
MAIL = b"Subject: x\r\n\r\n.first\r\nlast"


@contextmanager
def scripted(*replies: str, extension: str) -> Iterator[tuple[smtplib.SMTP, list[bytes]]]:
    """A server that says its replies in turn, whatever it is told, and then hangs up."""
    heard: list[bytes] = []

    def serve() -> None:
        client, _ = listener.accept()
        with client, client.makefile("rb") as lines:
            client.sendall(b"220 here\r\n")
            lines.readline()
            client.sendall(HELLO.format(extension=extension).encode())
            for reply in replies:
                if reply == "text":
                    while (line := lines.readline()) and line != b".\r\n":
                        heard.append(line)
                    continue
                heard.append(lines.readline())
                client.sendall(reply.encode())

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Thread(target=serve)
        server.start()
        with smtplib.SMTP("127.0.0.1", listener.getsockname()[1], timeout=10) as connection:
            connection.ehlo()
            yield connection, heard
            connection.close()
        server.join(10)


@pytest.mark.parametrize("extension", ["PIPELINING", "SIZE 1000"])
@pytest.mark.parametrize(
    "replies, refused",
    [
        (("550 no sender\r\n", FINE), Refused(550, "no sender", "mail")),
        ((FINE, "550 5.1.1 nobody\r\n", FINE), Refused(550, "5.1.1 nobody", "rcpt")),
        ((FINE, FINE, "451 later\r\n", FINE), Refused(451, "later", "data")),
    ],
    ids=["mail", "rcpt", "data"],
)
def test_a_refusal_says_at_which_command(
    replies: tuple[str, ...], refused: Refused, extension: str
):
    if extension == "PIPELINING":
        # the server answers what was sent in one piece, and then the RSET
        replies = (*(*replies[:-1], "503 first the others\r\n", "503 first\r\n")[:3], FINE)
    with scripted(*replies, extension=extension) as (connection, _):
        assert hand_over(connection, "a@b.example", "c@d.example", MAIL) == refused


def test_a_server_that_waits_for_text_without_a_recipient_gets_none():
    replies = (FINE, "550 nobody\r\n", "354 go ahead\r\n", "554 nothing to do\r\n", FINE)
    with scripted(*replies, extension="PIPELINING") as (connection, heard):
        refused = hand_over(connection, "a@b.example", "c@d.example", MAIL)
    assert refused == Refused(550, "nobody", "rcpt")
    assert heard[3:] == [b".\r\n", b"RSET\r\n"] or heard[3:] == [b".\r\n", b"rset\r\n"]


@pytest.mark.parametrize(
    "replies, text_was_sent",
    [
        ((), False),
        ((FINE,), False),
        (("421 closing\r\n",), False),
        ((FINE, FINE, "354 go ahead\r\n", "text"), True),
    ],
)
def test_a_connection_that_ends_says_whether_the_text_was_sent(
    replies: tuple[str, ...], *, text_was_sent: bool
):
    with (
        scripted(*replies, extension="SIZE 1000") as (connection, _),
        pytest.raises(Gone) as gone,
    ):
        hand_over(connection, "a@b.example", "c@d.example", MAIL)
    assert gone.value.text_was_sent is text_was_sent


def test_the_text_arrives_byte_by_byte_with_its_dots():
    replies = (FINE, FINE, "354 go ahead\r\n", "text")
    with (
        scripted(*replies, extension="SIZE 1000") as (connection, heard),
        pytest.raises(Gone),
    ):
        hand_over(connection, "a@b.example", "c@d.example", MAIL)
    assert heard[3:] == [b"Subject: x\r\n", b"\r\n", b"..first\r\n", b"last\r\n"]
