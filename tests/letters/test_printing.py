from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.letters.keys import AT, CODE, signer
from tests.letters.test_press import PRESS, bare, letter, needs_poppler, read

from forbear.letters.printing import folder_write, merged, pages_of
from forbear.ports.letters import LetterError

LONG = replace(letter("visit_notice", "en"), paragraphs=("A long sentence. " * 20,) * 12)
SHORT = letter("notice_of_rights", "zh-Hans")


def pdfs() -> list[bytes]:
    plain = [PRESS.letter_pdf(LONG, "en"), PRESS.letter_pdf(SHORT, "zh-Hans")]
    return [signer().sealed(plain[0], code=CODE, at=AT), plain[1]]


@needs_poppler
def test_merged_letters_are_all_there_in_order(tmp_path: Path) -> None:
    one, two = pdfs()
    assert pages_of(one) > 1
    assert pages_of(two) == 1
    both = merged([one, two, one])
    assert pages_of(both) == 2 * pages_of(one) + 1
    text = read(both, tmp_path)
    assert text.count(bare(LONG.subject)) == 2
    assert bare(SHORT.paragraphs[1]) in text
    assert text.index(bare(LONG.subject)) < text.index(bare(SHORT.subject))


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is missing: poppler-utils")
def test_a_merged_page_looks_as_its_letter(tmp_path: Path) -> None:
    def picture(pdf: bytes, page: int) -> bytes:
        path = tmp_path / "one.pdf"
        path.write_bytes(pdf)
        command = ["pdftoppm", "-r", "40", "-f", str(page), "-l", str(page), "-png", str(path)]
        return subprocess.run(command, check=True, capture_output=True).stdout

    one, two = pdfs()
    last = pages_of(one) + 1
    assert picture(merged([one, two]), last) == picture(two, 1)
    assert picture(merged([one, two]), 1) == picture(one, 1)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7", b"hello" * 100])
def test_what_is_no_letter_is_told(pdf: bytes) -> None:
    with pytest.raises(LetterError) as caught:
        pages_of(pdf)
    assert caught.value.code == "LETTER_INVALID"


ROWS = [{"position": 1, "file": "00001.pdf"}]


def test_a_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "out" / "batch-000001"

    def breaks() -> list[tuple[str, bytes]]:
        raise KeyboardInterrupt

    def files(*, broken: bool):  # noqa: ANN202 - a generator
        yield "00001.pdf", b"one"
        if broken:
            breaks()

    with pytest.raises(KeyboardInterrupt):
        folder_write(target, files(broken=True), ROWS)
    assert list((tmp_path / "out").iterdir()) == []
    for _ in range(2):
        folder_write(target, files(broken=False), ROWS)
    assert sorted(path.name for path in target.iterdir()) == ["00001.pdf", "manifest.csv"]
    assert (target / "manifest.csv").read_bytes() == b"position,file\r\n1,00001.pdf\r\n"
    assert target.stat().st_mode & 0o777 == 0o700
    assert (target / "00001.pdf").stat().st_mode & 0o777 == 0o600
    with pytest.raises(OSError, match="something else"):
        folder_write(target, files(broken=False), [{"position": 2}])
