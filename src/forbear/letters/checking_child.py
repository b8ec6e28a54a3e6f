"""The child of ``forbear.letters.checking``: reads a PDF from its input, writes what it found."""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from collections.abc import Sequence

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

MEMORY = 1 << 30
SECONDS = 10


def found_in(pdf: bytes, ours: Sequence[Certificate]) -> dict[str, str]:
    """Return state, code and moment of a PDF's signature; ``ours`` are our certificates.

    Only these very certificates count, not others under the same authority. A PDF was changed if
    it has a signature of ours that is not good, or that does not cover all of the file: a letter
    of ours has one signature and nothing after it.
    """
    signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    known = {certificate.dump() for certificate in ours}
    given = next((each for each in signatures if each.signer_cert.dump() in known), None)
    if given is None:
        return _said("foreign" if signatures else "none")
    at = given.self_reported_timestamp
    held = ValidationContext(
        trust_roots=list(ours), allow_fetching=False, revocation_mode="soft-fail", moment=at
    )
    status = validate_pdf_signature(given, held, skip_diff=True)
    is_whole = (
        len(signatures) == 1
        and status.intact
        and status.valid
        and status.trusted
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    )
    if not is_whole:
        return _said("changed")
    return _said("whole", str(given.sig_object.get("/Reason", "")), at.isoformat() if at else "")


def _said(state: str, code: str = "", at: str = "") -> dict[str, str]:
    return {"state": state, "code": code, "at": at}


def little() -> None:
    """Give up what reading a letter never needs: memory, time, files."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer for what stands at the input."""
    little()
    logging.disable(logging.CRITICAL)
    head, _, pdf = sys.stdin.buffer.read().partition(b"\n")
    ours = [Certificate.load(bytes.fromhex(each)) for each in json.loads(head)["ours"]]
    sys.stdout.write(json.dumps(found_in(pdf, ours)))


if __name__ == "__main__":
    main()
