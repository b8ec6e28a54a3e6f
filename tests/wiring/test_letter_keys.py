from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forbear.letters.authority import authority_new, signer_new
from forbear.services.letters.certificates import certificates
from forbear.store.models import AuditEntry
from forbear.wiring import adapters, clock, letter_keys
from tests.letters.keys import CODE, der
from tests.letters.test_press import PRESS, letter

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
NAME, PLACE = "Larkfield Bank", "https://larkfield.example/check"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))
    monkeypatch.delenv("FORBEAR_LETTER_KEY", raising=False)
    monkeypatch.setattr(clock, "now", lambda: AT)
    letter_keys.signer.cache_clear()
    yield tmp_path
    letter_keys.signer.cache_clear()


def test_a_key_is_made_once_and_its_certificate_counts_as_ours(home: Path) -> None:
    first = letter_keys.bundle(NAME)
    assert letter_keys.bundle(NAME).pem() == first.pem()
    assert first.root == letter_keys.bundle(NAME).root
    for name in ("letter_signer", "letter_root"):
        assert (home / "secrets" / name).stat().st_mode & 0o777 == 0o600
    assert letter_keys.signer(NAME, PLACE).sealed(
        PRESS.letter_pdf(letter("notice_of_rights", "en"), "en"), code=CODE, at=AT
    )
    assert certificates() == [der(first)]
    assert AuditEntry.objects.filter(action="letters.certificate_noted").count() == 1


def test_a_new_key_leaves_the_old_one_known() -> None:
    letter_keys.signer(NAME, PLACE)
    old = letter_keys.bundle(NAME)
    new = letter_keys.bundle_new(NAME, with_root=False)
    assert new.root == old.root
    assert letter_keys.bundle(NAME).pem() == new.pem()
    letter_keys.signer(NAME, PLACE)
    assert set(certificates()) == {der(old), der(new)}
    assert letter_keys.bundle_new(NAME, with_root=True).root != old.root


def test_a_house_gives_its_own_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    own = signer_new(authority_new("Bank of Tests", at=AT), "Bank of Tests", at=AT)
    path = tmp_path / "own key.pem"
    path.write_bytes(own.pem())
    path.chmod(0o600)
    monkeypatch.setenv("FORBEAR_LETTER_KEY", str(path))
    assert letter_keys.bundle(NAME).chain == own.chain
    assert not (home / "secrets").exists()
    with pytest.raises(OSError, match="FORBEAR_LETTER_KEY"):
        letter_keys.bundle_new(NAME, with_root=False)
    path.chmod(0o644)
    with pytest.raises(OSError, match="chmod 600"):
        letter_keys.bundle(NAME)


def test_a_house_may_want_no_signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_LETTER_KEY", "off")
    assert adapters.letter_seal() is None
    assert certificates() == []
