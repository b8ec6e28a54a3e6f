from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509

from forbear.cli import main
from forbear.wiring import letter_keys
from tests.store.address import address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _home(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    transactional_db: None,  # noqa: ARG001 - the tables come first
) -> Iterator[None]:
    monkeypatch.setenv("DATABASE_URL", address())
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))
    monkeypatch.setenv("FORBEAR_CLOCK", "2026-03-10T09:00:00+00:00")
    monkeypatch.delenv("FORBEAR_LETTER_KEY", raising=False)
    letter_keys.signer.cache_clear()
    yield
    letter_keys.signer.cache_clear()


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(main, ["letters", "ca", *arguments])
    assert result.exit_code == status, result.output
    return result.output


def test_who_signs_is_shown_and_the_key_never(tmp_path: Path) -> None:
    said = run("show")
    assert "a key made here at first use" in said
    assert "CN=Larkfield Bank Letters,O=Larkfield Bank" in said
    assert "to 2028-03-10" in said
    assert "PRIVATE" not in said
    root = x509.load_pem_x509_certificate(run("show", "--pem").encode())
    assert root.subject == root.issuer
    assert run("show") == said
    assert "PRIVATE" in (tmp_path / "secrets" / "letter_signer").read_text()


def test_a_new_key_replaces_the_old_one() -> None:
    before, root = run("show"), run("show", "--pem")
    assert "restart what sends them" in run("new")
    assert run("show") != before
    assert run("show", "--pem") == root
    run("new", "--root")
    assert run("show", "--pem") != root


def test_what_is_not_signed_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FORBEAR_LETTER_KEY", "off")
    assert "are not signed" in run("show")
    path = tmp_path / "bad.pem"
    path.write_text("nonsense")
    path.chmod(0o600)
    monkeypatch.setenv("FORBEAR_LETTER_KEY", str(path))
    assert "KEY_UNUSABLE" in run("show", status=1)
    monkeypatch.setenv("FORBEAR_LETTER_KEY", str(tmp_path / "none.pem"))
    assert "no such file" in run("show", status=2).lower()
