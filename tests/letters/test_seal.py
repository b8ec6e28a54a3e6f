from __future__ import annotations

import io
import re
import shutil
import subprocess
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from tests.letters.keys import AT, CODE, bundle, der, root, signer
from tests.letters.test_press import PRESS, letter

from forbear.core.speech.facts import LANGUAGES, Language
from forbear.letters.authority import authority_new, signer_new
from forbear.letters.checking import NO_SEAL, Seal, seal_read
from forbear.letters.checking_child import found_in
from forbear.letters.seal import LetterSigner
from forbear.ports.letters import LetterError

needs_pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None,
    reason="pdfsig is missing: install poppler-utils to check signatures by another program",
)


def plain(language: Language = "en") -> bytes:
    return PRESS.letter_pdf(letter("notice_of_rights", language), language)


def sealed(pdf: bytes | None = None) -> bytes:
    return signer().sealed(pdf or plain(), code=CODE, at=AT)


def found(pdf: bytes) -> dict[str, str]:
    return found_in(pdf, [Certificate.load(der(bundle()))])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_signed_letter_is_valid_by_the_library_and_says_when_and_which(
    language: Language,
) -> None:
    pdf = sealed(plain(language))
    (given,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    trusts = ValidationContext(
        trust_roots=[Certificate.load(der(root()))], allow_fetching=False, moment=AT
    )
    status = validate_pdf_signature(given, trusts)
    assert status.intact
    assert status.valid
    assert status.trusted
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert given.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert given.self_reported_timestamp == AT
    assert found(pdf) == {"state": "whole", "code": CODE, "at": AT.isoformat()}


@needs_pdfsig
def test_another_program_says_the_same(tmp_path: Path) -> None:
    pdf = sealed()
    for name, content, verdict in (
        ("whole.pdf", pdf, "Signature is Valid"),
        ("broken.pdf", flipped(pdf, len(plain()) // 2), "Digest Mismatch"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        done = subprocess.run(
            ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False
        )
        assert verdict in done.stdout
        assert "Total document signed" in done.stdout


def test_the_letter_itself_stays_as_it_was_tags_and_all() -> None:
    unsigned = plain()
    pdf = sealed(unsigned)
    assert pdf.startswith(unsigned)
    now = PdfFileReader(io.BytesIO(pdf))
    assert now.root["/MarkInfo"]["/Marked"]
    assert now.root["/StructTreeRoot"]["/K"]
    assert now.root["/Lang"] == "en"
    field = now.root["/AcroForm"]["/Fields"][0]
    x0, y0, x1, y1 = field["/Rect"]
    _, _, width, height = now.root["/Pages"]["/Kids"][0]["/MediaBox"]
    assert x0 < 0 or y0 < 0 or x1 > width or y1 > height, "outside of the page: need no tag"
    assert field["/F"] & 4, "PDF/A: may be printed"
    assert not field["/F"] & 2, "PDF/A: not hidden"


def flipped(pdf: bytes, place: int) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


@pytest.mark.parametrize("part", range(12))
def test_one_changed_byte_anywhere_breaks_it(part: int) -> None:
    pdf = sealed()
    place = part * len(pdf) // 12 + 57
    try:
        state = found(flipped(pdf, place))["state"]
    except Exception:  # noqa: BLE001 - a file that cannot be read any more is broken, too
        state = "none"
    assert state in {"changed", "none"}


def test_what_is_added_after_the_signature_is_a_change() -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed()))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert found(out.getvalue())["state"] == "changed"
    assert found(sealed() + b"\n% and one more thing\n")["state"] == "changed"


def test_a_letter_is_signed_once() -> None:
    other = signer_new(authority_new("Someone", at=AT), "Someone", at=AT)
    with pytest.raises(Exception, match=r"(?i)field|exist|signature"):
        LetterSigner(other).sealed(sealed(), code=CODE, at=AT)


def test_a_forger_with_our_very_names_is_foreign() -> None:
    other = signer_new(authority_new("Larkfield Bank", at=AT), "Larkfield Bank", at=AT)
    assert other.signer.subject == bundle().signer.subject
    forged = LetterSigner(other).sealed(plain(), code=CODE, at=AT)
    assert found(forged)["state"] == "foreign"
    sister = signer_new(root(), "Larkfield Bank", at=AT)
    assert found(LetterSigner(sister).sealed(plain(), code=CODE, at=AT))["state"] == "foreign"


def test_an_unsigned_letter_has_no_seal() -> None:
    assert found(plain())["state"] == "none"


@pytest.mark.parametrize("days", [-1, 732])
def test_a_certificate_that_does_not_hold_signs_nothing(days: int) -> None:
    with pytest.raises(LetterError, match="ca new") as caught:
        signer().sealed(plain(), code=CODE, at=AT + timedelta(days=days))
    assert caught.value.code == "KEY_EXPIRED"


def test_threads_share_a_signer() -> None:
    with ThreadPoolExecutor(4) as pool:
        signed = list(pool.map(lambda _: sealed(), range(8)))
    assert len(set(signed)) > 1
    assert all(found(pdf)["state"] == "whole" for pdf in signed)


def test_the_child_reads_a_letter() -> None:
    assert seal_read(sealed(), ours=[der(bundle())]) == Seal("whole", CODE, AT)
    assert seal_read(sealed(), ours=[]) == Seal("foreign")


def bomb() -> bytes:
    """A PDF whose one object stream unpacks to two gibibytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" * (1 << 24)) for _ in range(128)) + packer.flush()
    head = b"%PDF-1.7\n"
    stream = (
        b"1 0 obj\n<</Type/XRef/Size 2/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>\nstream\n"
        % len(packed)
    )
    end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)
    return head + stream + packed + end


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7", b"\0" * 1000, b"%PDF-1.7\nstartxref\n0\n%%EOF"])
def test_what_is_no_pdf_has_no_seal(pdf: bytes) -> None:
    assert seal_read(pdf, ours=[der(bundle())]) == NO_SEAL


def test_a_bomb_is_contained() -> None:
    pdf = bomb()
    assert len(pdf) < 5_000_000
    assert re.match(rb"%PDF", pdf)
    assert seal_read(pdf, ours=[der(bundle())]) == NO_SEAL
