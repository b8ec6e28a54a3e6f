"""E-mail by SMTP."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from ipaddress import ip_address
from threading import Lock
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from forbear.ports.channels import (
    ChannelError,
    OutgoingMessage,
    PermitKey,
    Receipt,
    require_permit,
)

Security = Literal["none", "starttls", "tls"]

_SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_REFERENCE = re.compile(r"[A-Za-z0-9._-]{1,80}")
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
    }
)
_PERMANENT = 500


@dataclass(frozen=True, slots=True)
class SmtpConfig:
    """Which mail server, and who writes."""

    host: str
    port: int
    security: Security
    sender: str
    sender_name: str = ""
    user: str | None = None
    password: str | None = None
    timeout_seconds: float = 20.0


def smtp_config(url: str) -> SmtpConfig:
    """Return the configuration that ``url`` describes.

    ``smtp+starttls://user:password@host:587/?from=letters@bank.example&name=Bank``, or ``smtps``,
    or ``smtp`` without encryption. Raises ChannelError, code CHANNEL_NOT_CONFIGURED.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _unfit(f"it cannot be read ({error})") from error
    query = parse_qs(parts.query)
    sender = query.get("from", [""])[0]
    if parts.scheme not in _SCHEMES:
        raise _unfit(f"it starts with {parts.scheme or 'nothing'}://, not {' or '.join(_SCHEMES)}")
    if not parts.hostname:
        raise _unfit("it names no host")
    if not _ADDRESS.fullmatch(sender):
        raise _unfit("it names no sender; add ?from=letters@bank.example")
    security, default_port = _SCHEMES[parts.scheme]
    if parts.password and security == "none" and not _is_loopback(parts.hostname):
        raise _unfit("it would send a password in the open; use smtp+starttls:// or smtps://")
    return SmtpConfig(
        host=parts.hostname,
        port=port or default_port,
        security=security,
        sender=sender,
        sender_name=query.get("name", [""])[0],
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


class EmailChannel:
    """Sends e-mail over one connection, which it keeps and renews. Safe to share by threads."""

    def __init__(self, config: SmtpConfig) -> None:
        self._config = config
        self._lock = Lock()
        self._connection: smtplib.SMTP | None = None

    def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
        """Send ``message``; the Message-ID is made of its reference, so that a repeat is known."""
        require_permit(permit, channel="email", at=at)
        mail = mail_of(message, self._config, at=at)
        with self._lock:
            try:
                self._connected().send_message(
                    mail, from_addr=self._config.sender, to_addrs=[message.to]
                )
            except smtplib.SMTPRecipientsRefused as refused:
                code, reply = next(iter(refused.recipients.values()))
                return _answer(code, reply, mail, status="bounced")
            except smtplib.SMTPAuthenticationError as error:
                self._drop()
                raise ChannelError(
                    "CHANNEL_LOGIN_REFUSED",
                    f"The mail server {self._config.host} refused the login. "
                    "Check user and password in FORBEAR_SMTP_URL.",
                ) from error
            except smtplib.SMTPResponseException as refused:
                self._drop()
                return _answer(refused.smtp_code, refused.smtp_error, mail, status="failed")
            except (smtplib.SMTPException, OSError) as error:
                self._drop()
                raise ChannelError(
                    "CHANNEL_UNREACHABLE",
                    f"The mail server {self._config.host}:{self._config.port} does not answer "
                    f"({error}). Check FORBEAR_SMTP_URL and the network; the message waits.",
                    is_retryable=True,
                ) from error
        return Receipt("accepted", str(mail["Message-ID"]))

    def close(self) -> None:
        """End the connection."""
        with self._lock:
            self._drop()

    def _connected(self) -> smtplib.SMTP:
        """Return a living connection: the one kept, or a new one."""
        if self._connection is not None:
            try:
                if self._connection.noop()[0] == 250:  # noqa: PLR2004 - SMTP's "fine"
                    return self._connection
            except (smtplib.SMTPException, OSError):
                pass
            self._drop()
        config = self._config
        if config.security == "tls":
            self._connection = smtplib.SMTP_SSL(
                config.host,
                config.port,
                timeout=config.timeout_seconds,
                context=ssl.create_default_context(),
            )
        else:
            self._connection = smtplib.SMTP(
                config.host, config.port, timeout=config.timeout_seconds
            )
        if config.security == "starttls":
            self._connection.starttls(context=ssl.create_default_context())
        if config.user and config.password:
            self._connection.login(config.user, config.password)
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def mail_of(message: OutgoingMessage, config: SmtpConfig, *, at: datetime) -> EmailMessage:
    """Return the e-mail of ``message``; raises ChannelError, code MESSAGE_INVALID."""
    if not _ADDRESS.fullmatch(message.to):
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
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = Address(display_name=config.sender_name, addr_spec=config.sender)
        mail["To"] = message.to
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = f"<{message.reference}@{config.sender.partition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        for name, value in message.headers.items():
            mail[name] = value
        if message.unsubscribe_url:
            mail["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
            # one click needs an encrypted address (RFC 8058, section 3.1)
            if message.unsubscribe_url.startswith("https://"):
                mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    except ValueError as error:
        raise ChannelError("MESSAGE_INVALID", f"A header cannot be written: {error}.") from error
    mail.set_content(message.text)
    if message.html is not None:
        mail.add_alternative(_page(message), subtype="html")
    # last: setting the content removes every Content- header
    mail["Content-Language"] = message.language
    return mail


def _page(message: OutgoingMessage) -> str:
    return (
        f'<!doctype html><html lang="{message.language}"><meta charset="utf-8">'
        '<body style="margin:0;padding:24px;background:#f6f7f6;color:#1f2a2e;'
        "font:16px/1.6 system-ui,-apple-system,'Segoe UI','PingFang SC',sans-serif"
        '"><main style="max-width:560px;margin:0 auto;padding:24px 28px;background:#fff;'
        f'border-radius:8px">{message.html}</main></body></html>'
    )


def _answer(
    code: int, reply: bytes | str, mail: EmailMessage, *, status: Literal["bounced", "failed"]
) -> Receipt:
    """Return a lasting refusal as a receipt; raise ChannelError for a passing one."""
    said = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    if code < _PERMANENT:
        raise ChannelError(
            "CHANNEL_BUSY",
            f"The mail server asks to wait ({code} {said}). The message will be tried again.",
            is_retryable=True,
        )
    return Receipt(status, str(mail["Message-ID"]), f"{code} {said}")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _unfit(because: str) -> ChannelError:
    return ChannelError("CHANNEL_NOT_CONFIGURED", f"FORBEAR_SMTP_URL cannot be used: {because}.")
