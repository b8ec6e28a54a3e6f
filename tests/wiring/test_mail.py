from __future__ import annotations

from pathlib import Path

import pytest

from forbear.channels.mail.dkim import dkim_key_make
from forbear.ports.channels import ChannelError
from forbear.wiring.mail import mail_signer, verp_key

SENDER = "letters@mail.bank.example"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path / "home"))


def test_mail_is_signed_only_where_a_selector_is_set() -> None:
    assert mail_signer({}, sender=SENDER) is None


@pytest.mark.parametrize("domain", [None, "mail.bank.example", "bank.example"])
def test_a_key_is_made_once_for_the_senders_domain(domain: str | None) -> None:
    given = {"FORBEAR_DKIM_SELECTOR": "fb1"}
    if domain:
        given["FORBEAR_DKIM_DOMAIN"] = domain
    first, second = mail_signer(given, sender=SENDER), mail_signer(given, sender=SENDER)
    assert first is not None
    assert second is not None
    assert first.record_name == f"fb1._domainkey.{domain or 'mail.bank.example'}"
    assert first.record_value == second.record_value


def test_a_key_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "dkim.pem"
    path.write_bytes(dkim_key_make())
    given = {"FORBEAR_DKIM_SELECTOR": "fb1", "FORBEAR_DKIM_KEY_FILE": str(path)}
    signer = mail_signer(given, sender=SENDER)
    assert signer is not None
    path.write_bytes(b"no key")
    with pytest.raises(ChannelError, match="not a private key"):
        mail_signer(given, sender=SENDER)
    path.unlink()
    with pytest.raises(ChannelError, match="No such file"):
        mail_signer(given, sender=SENDER)


@pytest.mark.parametrize("domain", ["evil.example", "ank.example", "a.mail.bank.example"])
def test_a_domain_that_no_receiver_counts_is_refused(domain: str) -> None:
    given = {"FORBEAR_DKIM_SELECTOR": "fb1", "FORBEAR_DKIM_DOMAIN": domain}
    with pytest.raises(ChannelError, match="counts that signature"):
        mail_signer(given, sender=SENDER)


def test_the_key_of_return_addresses_stays() -> None:
    assert verp_key() == verp_key()
    assert len(verp_key()) == 32
