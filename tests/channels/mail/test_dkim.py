from __future__ import annotations

import base64
import re
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.channels.mail.compose import mail_of
from forbear.channels.mail.dkim import DkimError, DkimSigner, dkim_key_make, dkim_signer
from forbear.ports.channels import OutgoingMessage

AT = datetime(2026, 3, 12, 15, 15, tzinfo=UTC)


def pem(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


RSA = dkim_signer(domain="bank.example", selector="fb1", pem=dkim_key_make())
ED = dkim_signer(
    domain="bank.example", selector="fb2", pem=pem(ed25519.Ed25519PrivateKey.generate())
)
SIGNERS = pytest.mark.parametrize("signer", [RSA, ED], ids=["rsa", "ed25519"])
MAIL = mail_of(
    OutgoingMessage(
        to="ada@example.com",
        subject="您的信用卡 and a long subject that has to be folded onto more than one line of it",
        text="您好，欧阳晓琳：\n\n.a line that starts with a dot\n应还1,200.50元。\n\n\n",
        html="<p>您好</p>",
        language="zh-Hans",
        reference="fb-317",
        unsubscribe_url="https://bank.example/p/" + "a7_-:" * 40 + "/stop",
    ),
    sender="letters@bank.example",
    sender_name="北岸银行, North Bank",
    at=AT,
)


def is_good(mail: bytes, signer: DkimSigner) -> bool:
    """Ask dkimpy, which knows nothing of us but the DNS record."""
    asked: list[bytes] = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        del timeout
        asked.append(name)
        return signer.record_value.encode()

    good = dkim.verify(mail, dnsfunc=dns, minkey=1024)
    assert {name.rstrip(b".").decode() for name in asked} <= {signer.record_name}
    return bool(good)


@SIGNERS
def test_another_program_finds_the_signature_good(signer: DkimSigner):
    signed = signer.sign(MAIL, at=AT)
    assert signed.endswith(MAIL)
    assert is_good(signed, signer)


@SIGNERS
@pytest.mark.parametrize(
    "before, after",
    [
        (b"letters@bank.example", b"letters@bink.example"),
        (b"ada@example.com", b"eve@example.com"),
        (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click", b"List-Unsubscribe-Post: no"),
        (b"https://bank.example/p/", b"https://evil.example/p/"),
        (b"Auto-Submitted: auto-generated", b"Auto-Submitted: no"),
        (b"Message-ID: <fb-317@", b"Message-ID: <fb-318@"),
        (b"From: ", b"From: Eve <eve@evil.example>\r\nFrom: "),
        (b"MIME-Version", b"Subject: another\r\nMIME-Version"),
        (b"MIME-Version", b"Reply-To: eve@evil.example\r\nMIME-Version"),
    ],
)
def test_whatever_a_reader_acts_on_cannot_be_changed(
    signer: DkimSigner, before: bytes, after: bytes
):
    head, gap, body = signer.sign(MAIL, at=AT).partition(b"\r\n\r\n")
    signature, mime, rest = head.partition(b"\r\nFrom: ")
    assert before in mime + rest
    changed = signature + (mime + rest).replace(before, after, 1) + gap + body
    assert not is_good(changed, signer)


@SIGNERS
def test_the_body_cannot_be_changed(signer: DkimSigner):
    signed = signer.sign(MAIL, at=AT)
    assert not is_good(signed[:-12] + b"X" + signed[-11:], signer)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([b"a", b" ", b"\t", b"\r\n", b".", b"word", b" \r\n"]), max_size=30),
    st.sampled_from([b"One", b" One  two \t three ", b"One\r\n two\r\n\tthree", b""]),
)
def test_any_spacing_is_canonical_as_it_is_elsewhere(parts: list[bytes], subject: bytes):
    head = b"From: a@bank.example\r\nTo: b@c.example\r\nSubject:" + subject + b"\r\nDate: x\r\n"
    mail = head + b"\r\n" + b"".join(parts) + b"\r\n"
    assert is_good(ED.sign(mail, at=AT), ED)


@SIGNERS
def test_lines_of_the_signature_and_the_record_are_short_enough(signer: DkimSigner):
    header = signer.sign(MAIL, at=AT).removesuffix(MAIL)
    assert max(map(len, header.split(b"\r\n"))) <= 100
    strings = re.findall(r'"([^"]*)"', signer.zone_line())
    assert "".join(strings) == signer.record_value
    assert max(map(len, strings)) <= 255
    assert base64.b64decode(signer.record_value.partition("p=")[2])


@pytest.mark.parametrize(
    "changes, because",
    [
        ({"domain": "bank example"}, "domain"),
        ({"domain": "bank.example; p=evil"}, "domain"),
        ({"selector": ""}, "selector"),
        ({"selector": "a\r\nb"}, "selector"),
        ({"pem": b"no key"}, "not a private key"),
        ({"pem": pem(ec.generate_private_key(ec.SECP256R1()))}, "neither of RSA"),
    ],
)
def test_what_cannot_sign_is_refused(changes: dict[str, object], because: str):
    fine = {"domain": "bank.example", "selector": "fb1", "pem": pem(RSA.key)}
    with pytest.raises(DkimError, match=because):
        dkim_signer(**{**fine, **changes})  # type: ignore[arg-type]
