from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.letters.keys import AT, bundle, root

from forbear.letters.authority import Bundle, authority_new, bundle_read, signer_new
from forbear.ports.letters import LetterError


def test_a_signer_follows_from_its_root_and_signs_letters_only() -> None:
    given = bundle()
    given.signer.verify_directly_issued_by(given.root)
    usage = given.signer.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert given.signer.not_valid_after_utc == AT + timedelta(days=731)
    assert given.root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_a_signer_never_outlives_its_root() -> None:
    late = AT + timedelta(days=3600)
    assert signer_new(root(), "Larkfield Bank", at=late).signer.not_valid_after_utc == (
        root().signer.not_valid_after_utc
    )


def test_a_bundle_is_read_as_it_was_written() -> None:
    again = bundle_read(bundle().pem(), where="here")
    assert again.chain == bundle().chain
    assert again.pem() == bundle().pem()


def test_a_very_long_name_fits() -> None:
    assert authority_new("云雀银行" * 40, at=AT).root.subject


def rsa_pem() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return text + bundle().signer.public_bytes(Encoding.PEM)


def strangers(*, kept: Bundle, other: Bundle) -> bytes:
    return Bundle(kept.key, (kept.signer, other.root)).pem()


@pytest.mark.parametrize(
    ("pem", "why"),
    [
        (b"", "cannot be read"),
        (b"hello", "cannot be read"),
        (bundle().pem()[:300], "cannot be read"),
        (bundle().root.public_bytes(Encoding.PEM), "cannot be read"),
        (rsa_pem(), "not of the kind P-256"),
        (Bundle(ec.generate_private_key(ec.SECP384R1()), bundle().chain).pem(), "P-256"),
        (Bundle(root().key, bundle().chain).pem(), "not that of the key"),
        (
            strangers(kept=bundle(), other=authority_new("Larkfield Bank", at=AT)),
            "do not follow",
        ),
    ],
)
def test_what_cannot_sign_is_refused_in_words(pem: bytes, why: str) -> None:
    with pytest.raises(LetterError, match=why) as caught:
        bundle_read(pem, where="the file key.pem")
    assert caught.value.code == "KEY_UNUSABLE"
    assert str(caught.value).startswith("the file key.pem cannot sign letters")
