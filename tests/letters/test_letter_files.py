from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from forbear.letters.store import LetterFiles
from forbear.ports.letters import LetterError

ON = date(2026, 3, 12)


def test_a_letter_is_kept_for_its_owner_alone(tmp_path: Path):
    folder = tmp_path / "my letters"
    store = LetterFiles(folder)
    place = store.keep(reference="FB-1", on=ON, pdf=b"%PDF one")
    assert place == "2026-03-12/FB-1.pdf"
    assert store.read(reference="FB-1", on=ON) == b"%PDF one"
    assert (folder / place).stat().st_mode & 0o777 == 0o600
    assert (folder / place).parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in (folder / place).parent.iterdir()] == ["FB-1.pdf"]


def test_keeping_the_same_again_is_harmless(tmp_path: Path):
    store = LetterFiles(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        places = set(pool.map(lambda _: store.keep(reference="FB-1", on=ON, pdf=b"one"), range(16)))
    assert places == {"2026-03-12/FB-1.pdf"}


def test_what_was_kept_is_never_replaced(tmp_path: Path):
    store = LetterFiles(tmp_path)
    store.keep(reference="FB-1", on=ON, pdf=b"one")
    with pytest.raises(LetterError) as caught:
        store.keep(reference="FB-1", on=ON, pdf=b"two")
    assert caught.value.code == "LETTER_EXISTS"
    assert store.read(reference="FB-1", on=ON) == b"one"


@pytest.mark.parametrize("reference", ["", "../x", "a/b", ".hidden", "a b", "a\n", "x" * 81])
def test_a_reference_cannot_name_another_place(tmp_path: Path, reference: str):
    with pytest.raises(LetterError) as caught:
        LetterFiles(tmp_path).keep(reference=reference, on=ON, pdf=b"one")
    assert caught.value.code == "LETTER_INVALID"
    assert list(tmp_path.iterdir()) == []


def test_a_letter_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(LetterError) as caught:
        LetterFiles(tmp_path).read(reference="FB-1", on=ON)
    assert caught.value.code == "LETTER_MISSING"


def test_the_same_letter_signed_again_leaves_the_first_signature(tmp_path: Path):
    store = LetterFiles(tmp_path)
    store.keep(reference="FB-1", on=ON, pdf=b"letter signed at nine", unsigned=b"letter")
    store.keep(reference="FB-1", on=ON, pdf=b"letter signed at ten", unsigned=b"letter")
    assert store.read(reference="FB-1", on=ON) == b"letter signed at nine"
    with pytest.raises(LetterError):
        store.keep(reference="FB-1", on=ON, pdf=b"lettre signed at ten", unsigned=b"lettre")
