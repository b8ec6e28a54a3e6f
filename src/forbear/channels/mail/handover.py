"""Handing one mail over on an open SMTP connection (RFC 5321; pipelined, RFC 2920)."""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
from dataclasses import dataclass
from typing import Literal

_FINE = range(200, 300)
_GO_AHEAD = 354
_CLOSING = 421
_LINE_END = re.compile(rb"(?:\r\n|\n|\r(?!\n))")
_DOT_FIRST = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class Refused:
    """What the server said no to: its reply code, its words, and at which command."""

    code: int
    text: str
    at: Literal["mail", "rcpt", "data"]


class Gone(smtplib.SMTPServerDisconnected):
    """The connection ended. ``text_was_sent``: nobody can know whether the mail was taken."""

    def __init__(self, error: BaseException, *, text_was_sent: bool) -> None:
        super().__init__(str(error))
        self.text_was_sent = text_was_sent


def hand_over(connection: smtplib.SMTP, return_path: str, to: str, data: bytes) -> Refused | None:
    """Hand ``data`` over, for one recipient; return what was refused, ``None`` if it was taken.

    Where the server says that it can, the envelope goes in one piece. Raises Gone or another
    error of smtplib when the connection ends.
    """
    has_begun = False
    try:
        refused = _envelope(connection, return_path, to)
        if refused is not None:
            connection.rset()
            return refused
        has_begun = True
        connection.send(_stuffed(data))
        code, reply = connection.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise Gone(error, text_was_sent=has_begun) from error
    return None if code in _FINE else _refused(code, reply, "data")


def _envelope(connection: smtplib.SMTP, return_path: str, to: str) -> Refused | None:
    commands = (f"MAIL FROM:<{return_path}>", f"RCPT TO:<{to}>", "DATA")
    if connection.has_extn("pipelining"):
        connection.send("".join(f"{command}\r\n" for command in commands))
        _acknowledge_at_once(connection)
        replies = [connection.getreply() for _ in commands]
    else:
        replies = []
        for command in commands:
            replies.append(connection.docmd(command))
            if not _is_fine(replies[-1][0]):
                break
    for (code, reply), at in zip(replies, ("mail", "rcpt", "data"), strict=False):
        if code == _CLOSING:
            raise smtplib.SMTPServerDisconnected(f"{code} {_words(reply)}")
        if not _is_fine(code):
            if replies[-1][0] == _GO_AHEAD:
                # a server that waits for text that has no recipient is given none (RFC 2920, 3.1)
                connection.send(b".\r\n")
                connection.getreply()
            return _refused(code, reply, at)
    return None


def _acknowledge_at_once(connection: smtplib.SMTP) -> None:
    """Let the replies to one piece come one upon the other.

    A server that writes each by itself waits with the second until the first is acknowledged
    (RFC 896), which a receiver puts off by 40 ms (RFC 1122, 4.2.3.2). Linux forgets the wish.
    """
    if connection.sock is not None and hasattr(socket, "TCP_QUICKACK"):
        with contextlib.suppress(OSError):
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _is_fine(code: int) -> bool:
    return code in _FINE or code == _GO_AHEAD


def _refused(code: int, reply: bytes, at: str) -> Refused:
    assert at in {"mail", "rcpt", "data"}
    return Refused(code, _words(reply), at)  # type: ignore[arg-type] # one of the three


def _words(reply: bytes) -> str:
    return reply.decode("utf-8", "replace")


def _stuffed(data: bytes) -> bytes:
    """Return a mail as it travels: CRLF ends, dots doubled, and the dot that ends it."""
    data = _DOT_FIRST.sub(b"..", _LINE_END.sub(b"\r\n", data))
    return data + (b"" if data.endswith(b"\r\n") else b"\r\n") + b".\r\n"
