from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from forbear.wiring.keeping import keeper


@pytest.fixture(autouse=True)
def a_home_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))
    keeper.cache_clear()
    yield
    keeper.cache_clear()


def test_the_key_is_made_once(tmp_path: Path) -> None:
    kept = keeper().keep("a", of="b")
    keeper.cache_clear()
    assert keeper().read(kept, of="b") == "a"
    assert (tmp_path / "secrets" / "keeping_key").stat().st_mode & 0o077 == 0


def test_keys_can_be_given_the_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    monkeypatch.setenv("FORBEAR_SECRET_KEEPING_KEY", first)
    kept = keeper().keep("a", of="b")
    keeper.cache_clear()
    monkeypatch.setenv("FORBEAR_SECRET_KEEPING_KEY", f"{second} {first}")
    assert keeper().read(kept, of="b") == "a"


def test_what_is_no_key_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_SECRET_KEEPING_KEY", "short")
    with pytest.raises(OSError, match="no Fernet key"):
        keeper()
