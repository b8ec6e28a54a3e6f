from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from forbear.interchange.case_files import CaseFiles
from forbear.ports.case_files import CaseFileError


def test_a_file_is_kept_once_for_its_owner_alone(tmp_path: Path) -> None:
    files = CaseFiles(tmp_path / "kept")
    sha256 = files.keep(b"a receipt")
    assert files.keep(b"a receipt") == sha256 == hashlib.sha256(b"a receipt").hexdigest()
    assert files.read(sha256) == b"a receipt"
    kept = [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [sha256]
    assert kept[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "a" * 63])
def test_what_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(CaseFileError) as caught:
        CaseFiles(tmp_path).read(name)
    assert caught.value.code == "FILE_MISSING"


def test_a_file_that_was_changed_is_not_given_out(tmp_path: Path) -> None:
    files = CaseFiles(tmp_path)
    sha256 = files.keep(b"a receipt")
    (tmp_path / sha256[:2] / sha256).write_bytes(b"another")
    with pytest.raises(CaseFileError) as caught:
        files.read(sha256)
    assert caught.value.code == "FILE_CHANGED"
