"""Which SMSC, and how it is spoken to."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from forbear.channels.hosts import is_loopback
from forbear.ports.channels import ChannelError

Bind = Literal["transceiver", "split"]
Long = Literal["udh", "payload"]
Ids = Literal["same", "hex_to_decimal", "decimal_to_hex"]

_PORTS = {"smpp": 2775, "smpps": 3550}
_OPTIONS: dict[str, tuple[str, ...]] = {
    "bind": ("transceiver", "split"),
    "long": ("udh", "payload"),
    "receipt_ids": ("same", "hex_to_decimal", "decimal_to_hex"),
    "private": ("1",),
}
_NUMBERS = {
    "window": (1, 1000, 50),
    "enquire": (1, 3600, 30),
    "timeout": (1, 120, 20),
    "validity": (0, 5000, 240),
}
_WORDS = {"system_type": 12, "ca": 400}
_USER_MAX, _PASSWORD_MAX = 15, 8  # SMPP 3.4, section 4.1.1


@dataclass(frozen=True, slots=True)
class SmppConfig:
    """An SMSC and an account there. Times are in seconds; ``window`` is PDUs without an answer.

    ``validity_minutes`` is how long the network may try to deliver; 0 leaves that to the SMSC.
    """

    host: str
    port: int
    is_tls: bool
    user: str
    password: str
    system_type: str = ""
    bind: Bind = "transceiver"
    long: Long = "udh"
    receipt_ids: Ids = "same"
    window: int = 50
    enquire_seconds: float = 30
    timeout_seconds: float = 20
    validity_minutes: int = 240
    ca: str = ""

    def context(self) -> ssl.SSLContext | None:
        """Return how the connection is encrypted; ``None`` if it is not."""
        return ssl.create_default_context(cafile=self.ca or None) if self.is_tls else None


def smpp_config(url: str) -> SmppConfig:
    """Return the configuration that ``url`` describes.

    ``smpps://user:password@host:3550/?window=50``; ``smpp://`` is not encrypted, and is for this
    machine or, with ``private=1``, for a line of your own. Options: ``bind=transceiver|split``,
    ``long=udh|payload``, ``receipt_ids=same|hex_to_decimal|decimal_to_hex``, ``window``,
    ``enquire``, ``timeout``, ``validity``, ``system_type``, ``ca``.

    Raises ChannelError, code CHANNEL_NOT_CONFIGURED.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _unfit(f"it cannot be read ({error})") from error
    if parts.scheme not in _PORTS:
        raise _unfit(f"it starts with {parts.scheme or 'nothing'}://, not smpp:// or smpps://")
    if not parts.hostname:
        raise _unfit("it names no host")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not 0 < len(user) <= _USER_MAX or not user.isascii() or not user.isprintable():
        raise _unfit(f"it needs a user of 1 to {_USER_MAX} ASCII characters")
    if (
        len(password) > _PASSWORD_MAX
        or not password.isascii()
        or not (password + "x").isprintable()
    ):
        raise _unfit(f"SMPP takes a password of at most {_PASSWORD_MAX} ASCII characters")
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if unknown := sorted(given.keys() - _OPTIONS.keys() - _NUMBERS.keys() - _WORDS.keys()):
        raise _unfit(f"it has the unknown option {unknown[0]}")
    if parts.scheme == "smpp" and "private" not in given and not is_loopback(parts.hostname):
        raise _unfit("it would send password and texts in the open; use smpps://, or private=1")
    return SmppConfig(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        is_tls=parts.scheme == "smpps",
        user=user,
        password=password,
        system_type=_word(given, "system_type"),
        bind=_choice(given, "bind"),  # type: ignore[arg-type] # one of the words of _OPTIONS
        long=_choice(given, "long"),  # type: ignore[arg-type]
        receipt_ids=_choice(given, "receipt_ids"),  # type: ignore[arg-type]
        window=_number(given, "window"),
        enquire_seconds=_number(given, "enquire"),
        timeout_seconds=_number(given, "timeout"),
        validity_minutes=_number(given, "validity"),
        ca=_word(given, "ca"),
    )


def _choice(given: dict[str, str], name: str) -> str:
    value = given.get(name, _OPTIONS[name][0])
    if value not in _OPTIONS[name]:
        raise _unfit(f"{name} is {value!r}, not {' or '.join(_OPTIONS[name])}")
    return value


def _number(given: dict[str, str], name: str) -> int:
    least, most, usual = _NUMBERS[name]
    value = given.get(name, str(usual))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise _unfit(f"{name} is {value!r}, not a whole number from {least} to {most}")
    return int(value)


def _word(given: dict[str, str], name: str) -> str:
    value = given.get(name, "")
    if len(value) > _WORDS[name] or not value.isascii():
        raise _unfit(f"{name} has more than {_WORDS[name]} characters, or others than ASCII")
    return value


def _unfit(because: str) -> ChannelError:
    return ChannelError("CHANNEL_NOT_CONFIGURED", f"FORBEAR_SMPP_URL cannot be used: {because}.")
