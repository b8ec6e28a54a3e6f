"""A small certificate authority of our own: enough to sign letters where a house has no other.

Keys are P-256 (NIST FIPS 186-5), certificates X.509 v3 (RFC 5280). A bundle is one PEM text: the
key (PKCS #8), its certificate, and the certificates above it up to the root.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from forbear.ports.letters import LetterError

ROOT_LASTS = timedelta(days=3653)
SIGNER_LASTS = timedelta(days=731)
_BEFORE = timedelta(hours=1)  # a clock elsewhere may be slow


@dataclass(frozen=True, slots=True)
class Bundle:
    """A key and its certificates, the key's own first, the root last."""

    key: ec.EllipticCurvePrivateKey
    chain: tuple[x509.Certificate, ...]

    @property
    def signer(self) -> x509.Certificate:
        """Return the certificate of the key."""
        return self.chain[0]

    @property
    def root(self) -> x509.Certificate:
        """Return the certificate that others must trust."""
        return self.chain[-1]

    def pem(self) -> bytes:
        """Return the bundle as it is kept."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return key + b"".join(each.public_bytes(Encoding.PEM) for each in self.chain)


def authority_new(name: str, *, at: datetime) -> Bundle:
    """Make a root that signs certificates only."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _begun(f"{name} Letters Root", name, key.public_key(), at=at, lasts=ROOT_LASTS)
    builder = builder.issuer_name(_subject(f"{name} Letters Root", name))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(is_root=True), critical=True)
    return Bundle(key, (builder.sign(key, hashes.SHA256()),))


def signer_new(root: Bundle, name: str, *, at: datetime) -> Bundle:
    """Make a key that signs letters, certified by ``root``."""
    key = ec.generate_private_key(ec.SECP256R1())
    lasts = min(SIGNER_LASTS, root.signer.not_valid_after_utc - at)
    builder = _begun(f"{name} Letters", name, key.public_key(), at=at, lasts=lasts)
    builder = builder.issuer_name(root.signer.subject)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
    builder = builder.add_extension(_usage(is_root=False), critical=True)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    builder = builder.add_extension(above, critical=False)
    return Bundle(key, (builder.sign(root.key, hashes.SHA256()), *root.chain))


def bundle_read(pem: bytes, *, where: str) -> Bundle:
    """Read a bundle; LetterError, code KEY_UNUSABLE, for one that cannot sign letters.

    ``where`` names it in the sentence. The key must be P-256 and belong to the first certificate,
    and each certificate must be signed by the next.
    """
    try:
        key = load_pem_private_key(pem, password=None)
        chain = tuple(x509.load_pem_x509_certificates(pem))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unusable(where, f"it cannot be read ({error})") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise _unusable(where, "its key is not of the kind P-256")
    if chain[0].public_key() != key.public_key():
        raise _unusable(where, "its first certificate is not that of the key")
    for below, above in pairwise(chain):
        try:
            below.verify_directly_issued_by(above)
        except (ValueError, TypeError, InvalidSignature) as error:
            raise _unusable(where, "its certificates do not follow from one another") from error
    return Bundle(key, chain)


def _unusable(where: str, why: str) -> LetterError:
    return LetterError(
        "KEY_UNUSABLE",
        f"{where} cannot sign letters: {why}. "
        "It is a PEM text: a P-256 key, its certificate, then the certificates above it.",
    )


def _begun(
    common: str,
    organisation: str,
    key: ec.EllipticCurvePublicKey,
    *,
    at: datetime,
    lasts: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_subject(common, organisation))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _BEFORE)
        .not_valid_after(at + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _subject(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _short(organisation)),
            x509.NameAttribute(NameOID.COMMON_NAME, _short(common)),
        ]
    )


def _short(name: str) -> str:
    """Return a name as long as a certificate may hold it (X.520: 64), in whole characters."""
    return name.encode()[:64].decode(errors="ignore")


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_cert_sign=is_root,
        crl_sign=is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
