"""Signing letters: PAdES baseline B-B (ETSI EN 319 142-1) by pyHanko, with one loaded key.

The signature is added after the letter, which stays as it was, byte for byte: its tags, its
archive and access marks and its fonts. The signature's field shows nothing and lies outside of the
page, which is what PDF/UA and PDF/A ask of an annotation that is not tagged.
"""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from forbear.letters.authority import Bundle, bundle_read
from forbear.ports.letters import LetterError

FIELD = "Signature"
_HASH = ec.ECDSA(hashes.SHA256())
_BESIDE_CERTIFICATES = 2048  # what a signature holds besides, in bytes, with room to spare


class _LoadedKey(signers.SimpleSigner):
    """Signs with a key that is loaded once; the library's own loads it for every signature."""

    def __init__(self, bundle: Bundle) -> None:
        self._key = bundle.key
        first, *above = (Certificate.load(each.public_bytes(Encoding.DER)) for each in bundle.chain)
        held = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library's
        held.register_multiple(above)
        der = bundle.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        super().__init__(first, PrivateKeyInfo.load(der), held)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        assert digest_algorithm == "sha256"
        return self._key.sign(data, _HASH)


class _At(signers.PdfSigner):
    """A signer that takes the moment as an argument; the library's own asks the clock."""

    def __init__(self, *args: Any, at: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self._at = at

    def init_signing_session(self, *args: Any, **more: Any) -> signers.pdf_signer.PdfSigningSession:
        session = super().init_signing_session(*args, **more)
        session.system_time = self._at
        return session


class LetterSigner:
    """Signs letters; holds its key. Safe to share by threads."""

    def __init__(self, bundle: Bundle, *, place: str = "") -> None:
        """Take the key; ``place`` is the address at which a letter can be checked."""
        self._bundle = bundle
        self._place = place
        self._signer = _LoadedKey(bundle)
        # the library begins an event loop, which cannot be where one runs already
        self._turns = ThreadPoolExecutor(1, thread_name_prefix="letter-signer")
        size = sum(len(each.public_bytes(Encoding.DER)) for each in bundle.chain)
        self._reserved = 2 * (size + _BESIDE_CERTIFICATES)  # two digits a byte
        self._field = fields.SigFieldSpec(
            FIELD, invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True)
        )

    @classmethod
    def of(cls, pem: bytes, *, where: str, place: str = "") -> LetterSigner:
        """Return a signer with the key of a bundle; LetterError, code KEY_UNUSABLE."""
        return cls(bundle_read(pem, where=where), place=place)

    def sealed(self, pdf: bytes, *, code: str, at: datetime) -> bytes:
        """Return ``pdf`` with a signature of the moment ``at`` that names the message ``code``.

        Raises LetterError: KEY_EXPIRED where the certificate does not hold at that moment.
        """
        held = self._bundle.signer
        if not held.not_valid_before_utc <= at <= held.not_valid_after_utc:
            raise LetterError(
                "KEY_EXPIRED",
                f"On {at:%Y-%m-%d} no letter can be signed: the certificate holds from "
                f"{held.not_valid_before_utc:%Y-%m-%d} to {held.not_valid_after_utc:%Y-%m-%d}. "
                "Make a new one: forbear letters ca new.",
            )
        about = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=code or None,
            contact_info=self._place or None,
        )
        out = io.BytesIO()
        signer = _At(about, self._signer, new_field_spec=self._field, at=at)
        self._turns.submit(
            signer.sign_pdf,
            IncrementalPdfFileWriter(io.BytesIO(pdf)),
            bytes_reserved=self._reserved,
            output=out,
        ).result()
        return out.getvalue()
