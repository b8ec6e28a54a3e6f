"""E-mail by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from forbear.channels.hosts import is_loopback
from forbear.channels.mail.addresses import mail_address
from forbear.channels.mail.compose import mail_of, message_id
from forbear.channels.mail.dkim import DkimSigner
from forbear.channels.mail.handover import Refused, hand_over
from forbear.channels.mail.verp import verp_address
from forbear.ports.channels import (
    ChannelError,
    OutgoingMessage,
    PermitKey,
    Receipt,
    not_begun,
    require_permit,
)

Security = Literal["none", "starttls", "tls"]

_SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
_PERMANENT = 500
_IDLE_MAX = timedelta(seconds=20)
_NOBODY_THERE = frozenset({"CHANNEL_UNREACHABLE", "CHANNEL_LOGIN_REFUSED"})


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
    # where mail that cannot be delivered comes back to; without it, to the sender
    bounces: str | None = None


def smtp_config(url: str) -> SmtpConfig:
    """Return the configuration that ``url`` describes.

    ``smtp+starttls://user:password@host:587/?from=letters@bank.example&name=Bank``, or ``smtps``,
    or ``smtp`` without encryption. ``&bounces=`` names the mailbox for mail that comes back.
    Raises ChannelError, code CHANNEL_NOT_CONFIGURED.
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
    if mail_address(sender) is None:
        raise _unfit("it names no sender; add ?from=letters@bank.example")
    security, default_port = _SCHEMES[parts.scheme]
    bounces = query.get("bounces", [None])[0]
    if bounces is not None and mail_address(bounces) is None:
        raise _unfit("its bounces= is not one e-mail address")
    if parts.password and security == "none" and not is_loopback(parts.hostname):
        raise _unfit("it would send a password in the open; use smtp+starttls:// or smtps://")
    return SmtpConfig(
        host=parts.hostname,
        port=port or default_port,
        security=security,
        sender=sender,
        sender_name=query.get("name", [""])[0],
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        bounces=bounces,
    )


@dataclass(frozen=True, slots=True)
class _Mail:
    """One mail, written and signed: what is said on the envelope, and the mail itself."""

    return_path: str
    to: str
    data: bytes
    message_id: str


class EmailChannel:
    """Sends e-mail over one connection, which it keeps and renews. Safe to share by threads.

    With ``signer`` each mail is signed (DKIM); with ``verp_key`` and a mailbox for bounces, each
    has a return address of its own by which a bounce is known.
    """

    # most servers deliver a repeat again, whatever its Message-ID
    knows_repeats = False

    def __init__(
        self,
        config: SmtpConfig,
        *,
        signer: DkimSigner | None = None,
        verp_key: bytes | None = None,
    ) -> None:
        self._config = config
        self._signer = signer
        self._verp_key = verp_key
        self._lock = Lock()
        self._connection: smtplib.SMTP | None = None
        self._used_at: datetime | None = None

    def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
        """Send ``message``; the Message-ID is made of its reference, so that a repeat is known."""
        mail = self._written(message, permit, at=at)
        with self._lock:
            return self._sent(mail, at=at)

    def send_many(
        self,
        items: Sequence[tuple[OutgoingMessage, PermitKey]],
        *,
        at: datetime,
        go_on: Callable[[], bool],
    ) -> list[Receipt | ChannelError]:
        """Send several over the one connection; return what became of each, in their order.

        Raises nothing. Once ``go_on`` says no, or the server does not answer, those that were not
        begun are answered with the code NOT_BEGUN: they did not leave.
        """
        answers: list[Receipt | ChannelError] = []
        is_over = False
        for message, permit in items:
            is_over = is_over or (bool(answers) and not go_on())
            if is_over:
                answers.append(not_begun())
                continue
            try:
                answers.append(self.send(message, permit, at=at))
            except ChannelError as error:
                answers.append(error)
                is_over = error.code in _NOBODY_THERE
        return answers

    def close(self) -> None:
        """End the connection."""
        with self._lock:
            self._drop()

    def _written(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> _Mail:
        require_permit(permit, channel="email", at=at)
        config = self._config
        data = mail_of(message, sender=config.sender, sender_name=config.sender_name, at=at)
        return_path = config.bounces or config.sender
        if config.bounces and self._verp_key:
            return_path = verp_address(config.bounces, message.reference, self._verp_key)
        return _Mail(
            return_path=return_path,
            to=mail_address(message.to) or message.to,
            data=self._signer.sign(data, at=at) if self._signer else data,
            message_id=message_id(message.reference, config.sender),
        )

    def _sent(self, mail: _Mail, *, at: datetime) -> Receipt:
        try:
            refused = self._handed_over(mail, at=at)
        except smtplib.SMTPAuthenticationError as error:
            self._drop()
            raise ChannelError(
                "CHANNEL_LOGIN_REFUSED",
                f"The mail server {self._config.host} refused the login. "
                "Check user and password in FORBEAR_SMTP_URL.",
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise ChannelError(
                "CHANNEL_UNREACHABLE",
                f"The mail server {self._config.host}:{self._config.port} does not answer "
                f"({error}). Check FORBEAR_SMTP_URL and the network; the message waits.",
                is_retryable=True,
            ) from error
        if refused is None:
            return Receipt("accepted", mail.message_id)
        return _answer(refused, mail.message_id)

    def _handed_over(self, mail: _Mail, *, at: datetime) -> Refused | None:
        """Hand a mail over; a kept connection that turns out to be dead is renewed once.

        Only before the text was sent: nothing can have left by then.
        """
        is_kept = self._connection is not None
        connection = self._connected(at)
        try:
            return hand_over(connection, mail.return_path, mail.to, mail.data)
        except smtplib.SMTPServerDisconnected as gone:
            self._drop()
            if not is_kept or getattr(gone, "text_was_sent", False):
                raise
        return hand_over(self._connected(at), mail.return_path, mail.to, mail.data)

    def _connected(self, at: datetime) -> smtplib.SMTP:
        """Return a living connection: the one kept, or a new one."""
        is_idle = self._used_at is None or not timedelta() <= at - self._used_at < _IDLE_MAX
        self._used_at = at
        if self._connection is not None:
            if not is_idle:
                return self._connection
            try:
                if self._connection.noop()[0] == 250:  # noqa: PLR2004 - SMTP's "fine"
                    return self._connection
            except (smtplib.SMTPException, OSError):
                pass
            self._drop()
        self._connection = _opened(self._config)
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _opened(config: SmtpConfig) -> smtplib.SMTP:
    """Open a connection: encrypted and signed in as the configuration says."""
    connection: smtplib.SMTP
    if config.security == "tls":
        connection = smtplib.SMTP_SSL(
            config.host,
            config.port,
            timeout=config.timeout_seconds,
            context=ssl.create_default_context(),
        )
    else:
        connection = smtplib.SMTP(config.host, config.port, timeout=config.timeout_seconds)
    try:
        if config.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if config.user and config.password:
            connection.login(config.user, config.password)
        connection.ehlo_or_helo_if_needed()
    except BaseException:
        connection.close()
        raise
    return connection


def _answer(refused: Refused, provider_ref: str) -> Receipt:
    """Return a lasting refusal as a receipt; raise ChannelError for a passing one."""
    said = f"{refused.code} {refused.text}"
    if refused.code < _PERMANENT:
        raise ChannelError(
            "CHANNEL_BUSY",
            f"The mail server asks to wait ({said}). The message will be tried again.",
            is_retryable=True,
        )
    return Receipt("bounced" if refused.at == "rcpt" else "failed", provider_ref, said)


def _unfit(because: str) -> ChannelError:
    return ChannelError("CHANNEL_NOT_CONFIGURED", f"FORBEAR_SMTP_URL cannot be used: {because}.")
