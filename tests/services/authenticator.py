"""A device that holds passkeys, by hand after WebAuthn level 2, sections 6.1 and 6.5."""

from __future__ import annotations

import base64
import json
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _octets(data: bytes) -> bytes:
    """CBOR of a byte string (RFC 8949, 3.1)."""
    size = len(data)
    head = bytes([0x40 | size]) if size < 24 else bytes([0x58, size])
    return (head if size < 256 else b"\x59" + struct.pack(">H", size)) + data


@dataclass
class Device:
    """One key for one place; ``counts`` says whether it counts its signatures."""

    origin: str
    counts: bool = True
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    number: bytes = b"the number of a credential"
    count: int = 0

    def made(self, options: str) -> str:
        asked = json.loads(options)["publicKey"]
        point = self.key.public_key().public_numbers()
        # COSE: kty EC2, alg ES256, crv P-256, x, y
        cose = b"\xa5\x01\x02\x03\x26\x20\x01\x21" + _octets(point.x.to_bytes(32))
        cose += b"\x22" + _octets(point.y.to_bytes(32))
        held = bytes(16) + struct.pack(">H", len(self.number)) + self.number + cose
        data = self._data(asked["rp"]["id"], ATTESTED) + held
        attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData" + _octets(data)
        client = self._client("webauthn.create", asked)
        return self._answer({"attestationObject": attestation, "clientDataJSON": client})

    def signed(self, options: str) -> str:
        asked = json.loads(options)["publicKey"]
        self.count += self.counts
        data = self._data(asked["rpId"], 0)
        client = self._client("webauthn.get", asked)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {"authenticatorData": data, "clientDataJSON": client, "signature": signature}
        )

    def _data(self, place: str, more: int) -> bytes:
        flags = bytes([PRESENT | VERIFIED | more])
        return sha256(place.encode()).digest() + flags + struct.pack(">I", self.count)

    def _client(self, kind: str, asked: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": asked["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        return json.dumps(
            {
                "id": b64(self.number),
                "rawId": b64(self.number),
                "type": "public-key",
                "response": {name: b64(data) for name, data in response.items()},
            }
        )
