"""Signing e-mail: DKIM (RFC 6376) with RSA and SHA-256, or Ed25519 (RFC 8463).

Headers and body are canonicalised ``relaxed/relaxed`` (sections 3.4.2 and 3.4.4). The headers that
a reader acts on are signed, those of one-click unsubscribe too (RFC 8058, section 4); From, To,
Subject, Date and Reply-To are signed once more than they occur, so that nobody can add another.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

RSA_BITS = 2048
_RSA_BITS_MIN = 1024  # RFC 8301, section 3.2
_SIGNED = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "reply-to",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-language",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
)
_OVERSIGNED = ("from", "to", "subject", "date", "reply-to")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:((?:[^\r\n]|\r\n[ \t])*)\r\n")
_SPACE = re.compile(rb"[ \t]+")
_SPACE_AT_END = re.compile(rb"[ \t]+\r\n")
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_DNS_TEXT_MAX = 255  # RFC 1035, section 3.3.14

PrivateKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


class DkimError(ValueError):
    """A key, domain or selector that cannot sign; says what to set."""


@dataclass(frozen=True, slots=True)
class DkimSigner:
    """Signs for a domain with the key that ``<selector>._domainkey.<domain>`` names."""

    domain: str
    selector: str
    key: PrivateKey

    @property
    def record_name(self) -> str:
        """Where the public key stands in the DNS."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record_value(self) -> str:
        """The text of the DNS record of the public key."""
        public = self.key.public_key()
        if isinstance(public, ed25519.Ed25519PublicKey):
            raw = public.public_bytes_raw()
        else:
            raw = public.public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        kind = "ed25519" if isinstance(public, ed25519.Ed25519PublicKey) else "rsa"
        return f"v=DKIM1; k={kind}; p={base64.b64encode(raw).decode()}"

    def zone_line(self) -> str:
        """Return the record as a line of a zone file; a long text stands in several strings."""
        value = self.record_value
        strings = [value[n : n + _DNS_TEXT_MAX] for n in range(0, len(value), _DNS_TEXT_MAX)]
        return f"{self.record_name}. IN TXT " + " ".join(f'"{one}"' for one in strings)

    def sign(self, mail: bytes, *, at: datetime) -> bytes:
        """Return ``mail``, with CRLF line ends, under its signature of the moment ``at``."""
        head, _, body = mail.partition(b"\r\n\r\n")
        fields = [(name.lower().decode(), raw) for name, raw in _FIELD.findall(head + b"\r\n")]
        names = _names([name for name, _ in fields])
        kind = "ed25519" if isinstance(self.key, ed25519.Ed25519PrivateKey) else "rsa"
        digest = base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest()).decode()
        listed = ":\r\n  ".join(_lines(names))
        said = (
            f" v=1; a={kind}-sha256; c=relaxed/relaxed; d={self.domain}; s={self.selector};\r\n"
            f" t={int(at.timestamp())}; h={listed};\r\n bh={digest};\r\n b="
        )
        signed = _signed(fields, names) + _relaxed("dkim-signature", said.encode())
        value = base64.b64encode(self._signature(signed)).decode()
        folded = "\r\n  ".join(value[n : n + 72] for n in range(0, len(value), 72))
        return b"DKIM-Signature:" + said.encode() + folded.encode() + b"\r\n" + mail

    def _signature(self, signed: bytes) -> bytes:
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return self.key.sign(hashlib.sha256(signed).digest())
        return self.key.sign(signed, padding.PKCS1v15(), hashes.SHA256())


def dkim_signer(*, domain: str, selector: str, pem: bytes) -> DkimSigner:
    """Return the signer; raises DkimError for what cannot sign."""
    for what, name in (("domain", domain), ("selector", selector)):
        if not _NAME.fullmatch(name):
            raise DkimError(f"The DKIM {what} {name!r} is not a name of the DNS.")
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise DkimError("The DKIM key is not a private key in PEM without a password.") from error
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < _RSA_BITS_MIN:
        raise DkimError(f"The DKIM key has {key.key_size} bits; make one of {RSA_BITS}.")
    if not isinstance(key, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
        raise DkimError("The DKIM key is neither of RSA nor of Ed25519.")
    return DkimSigner(domain, selector, key)


def dkim_key_make() -> bytes:
    """Make a new RSA key, as PEM: every receiver can read its signatures."""
    return rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _names(present: Sequence[str]) -> list[str]:
    names = [name for name in _SIGNED for _ in range(present.count(name))]
    return [*names, *_OVERSIGNED]


def _lines(names: Sequence[str]) -> list[str]:
    """Put the names on lines that are short enough for every mail server."""
    return [":".join(names[n : n + 5]) for n in range(0, len(names), 5)]


def _signed(fields: Sequence[tuple[str, bytes]], names: Sequence[str]) -> bytes:
    """Return the canonical headers, each name taking its fields from the last (section 5.4.2)."""
    left: dict[str, list[bytes]] = {}
    for name, raw in fields:
        left.setdefault(name, []).append(raw)
    found = [_relaxed(name, raws.pop()) + b"\r\n" for name in names if (raws := left.get(name, []))]
    return b"".join(found)


def _relaxed(name: str, raw: bytes) -> bytes:
    value = _SPACE.sub(b" ", raw.replace(b"\r\n", b"")).strip(b" ")
    return name.encode() + b":" + value


def _relaxed_body(body: bytes) -> bytes:
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    # space at the end of lines first: a line of spaces is an empty one
    body = _SPACE.sub(b" ", _SPACE_AT_END.sub(b"\r\n", body))
    body = body.rstrip(b"\r\n")
    return body + b"\r\n" if body else b""
