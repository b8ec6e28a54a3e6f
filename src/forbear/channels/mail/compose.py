"""Writing an e-mail: headers that nobody can add to, text and HTML, ready for a signature.

It is written byte by byte here, because the general way of the library takes most of the time that
there is for a mail; what it must hold is small, and read back by the library in the tests.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, quote

from forbear.channels.mail.addresses import mail_address
from forbear.channels.mail.layout import page
from forbear.ports.channels import ChannelError, OutgoingMessage

_LINK = re.compile(r"https?://[!-;=?-~]{1,900}")  # a line has 998 signs at most: RFC 5322, 2.1.1
_REFERENCE = re.compile(r"[A-Za-z0-9._-]{1,80}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_PLAIN = re.compile(r"[ -~]*")
_LONG_LINE = re.compile(r"[^\n]{900}")
_FOLD_AT = 76
_VALUE_MAX = 2000
# controls but tab and line feed, soft hyphens, zero-width signs, marks of direction, surrogates
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufff9-\ufffb]"
)
# What the channel itself answers for; a message may not set it.
_OWN_HEADERS = frozenset(
    {
        "to",
        "cc",
        "bcc",
        "from",
        "sender",
        "subject",
        "date",
        "message-id",
        "reply-to",
        "list-unsubscribe",
        "list-unsubscribe-post",
        "auto-submitted",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "content-language",
        "dkim-signature",
        "return-path",
    }
)


def mail_of(message: OutgoingMessage, *, sender: str, sender_name: str, at: datetime) -> bytes:
    """Return the e-mail of ``message`` as it travels; raises ChannelError, code MESSAGE_INVALID.

    Signs that cannot be seen and those that turn the order of others are taken out of subject and
    text: a name that carries them cannot make the mail say something else. All of it is of seven
    bits: a server on the way that cannot do more would break the signature.
    """
    to = _checked(message)
    subject = visible(message.subject)
    name = visible(sender_name).replace("\n", " ")
    lines = [
        f"From: {_named(name)} <{sender}>" if name else f"From: {sender}",
        f"To: {to}",
        _header("Subject", subject),
        f"Date: {format_datetime(at)}",
        f"Message-ID: {message_id(message.reference, sender)}",
        "Auto-Submitted: auto-generated",
        *(_header(name, value) for name, value in message.headers.items()),
    ]
    if message.unsubscribe_url:
        # on one line, however long: folded, a link would not be one to every reader
        lines.append(f"List-Unsubscribe: <{message.unsubscribe_url}>")
        # one click needs an encrypted address (RFC 8058, section 3.1)
        if message.unsubscribe_url.startswith("https://"):
            lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    lines += ["MIME-Version: 1.0", f"Content-Language: {message.language}"]
    text = _part("plain", visible(message.text))
    if message.html is None:
        return ("\r\n".join(lines) + "\r\n" + text).encode("ascii")
    html = _part("html", visible(page(replace(message, subject=subject), message.html)))
    # "=_" stands in neither of the two ways in which parts are written
    boundary = "=_" + hashlib.sha256(message.reference.encode()).hexdigest()[:32]
    lines.append(f'Content-Type: multipart/alternative; boundary="{boundary}"')
    head = "\r\n".join(lines)
    mail = f"{head}\r\n\r\n--{boundary}\r\n{text}--{boundary}\r\n{html}--{boundary}--\r\n"
    return mail.encode("ascii")


def _header(name: str, value: str) -> str:
    """Return a header, folded; what is not plain ASCII becomes encoded words (RFC 2047)."""
    value = " ".join(value.split())
    if not _PLAIN.fullmatch(value) or "=?" in value:
        return (
            f"{name}: {Header(value, 'utf-8', header_name=name).encode(linesep=chr(13) + chr(10))}"
        )
    lines, line = [], f"{name}:"
    for word in value.split(" "):
        if len(line) + len(word) >= _FOLD_AT and line.strip() and not line.endswith(":"):
            lines.append(line)
            line = ""
        line += f" {word}"
    return "\r\n".join([*lines, line])


def _named(name: str) -> str:
    """Return a display name: a quoted text, or encoded words."""
    if _PLAIN.fullmatch(name) and "=?" not in name:
        return f'"{quote(name)}"'
    return str(Header(name, "utf-8", header_name="From").encode(linesep="\r\n"))


def _part(kind: str, text: str) -> str:
    """Return one part with its headers: as it is where lines are short and plain, or in base64."""
    text = text.strip("\n") + "\n"
    if text.isascii() and "=_" not in text and not _LONG_LINE.search(text):
        way, body = "7bit", text.replace("\n", "\r\n")
    else:
        coded = base64.encodebytes(text.replace("\n", "\r\n").encode()).decode("ascii")
        way, body = "base64", coded.replace("\n", "\r\n")
    return (
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {way}\r\n\r\n{body}"
    )


def _checked(message: OutgoingMessage) -> str:
    """Return the one address that ``message`` goes to; raises ChannelError for one that may not."""
    to = mail_address(message.to)
    if to is None:
        raise ChannelError(
            "MESSAGE_INVALID", f"{message.to!r} is not one e-mail address. Correct the address."
        )
    if not _REFERENCE.fullmatch(message.reference):
        raise ChannelError(
            "MESSAGE_INVALID",
            f"The reference {message.reference!r} has other signs than letters, digits, . _ -",
        )
    if taken := sorted(name for name in message.headers if name.lower() in _OWN_HEADERS):
        raise ChannelError("MESSAGE_INVALID", f"A message may not set the header {taken[0]}.")
    if "\n" in message.subject or "\r" in message.subject:
        raise ChannelError("MESSAGE_INVALID", "The subject has more than one line.")
    if message.unsubscribe_url and not _LINK.fullmatch(message.unsubscribe_url):
        raise ChannelError("MESSAGE_INVALID", "The address to unsubscribe at is not a link.")
    for name, value in message.headers.items():
        if not _NAME.fullmatch(name) or not value.isprintable() or len(value) > _VALUE_MAX:
            raise ChannelError("MESSAGE_INVALID", f"The header {name!r} cannot be written.")
    return to


def message_id(reference: str, sender: str) -> str:
    """Return the Message-ID of a reference: the same each time, so that a repeat is known."""
    return f"<{reference}@{sender.partition('@')[2]}>"


def visible(text: str) -> str:
    """Return ``text`` without controls and marks that hide or turn what is read."""
    return _HIDDEN.sub("", text)
