"""Setting a page by Typst: tagged, archivable (PDF/A-2a) and accessible (PDF/UA-1)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from threading import Lock

import typst

from forbear.letters.coverage import FONTS
from forbear.ports.letters import LetterError

_TOO_LONG = "ADDRESS_TOO_LONG"


class Typesetter:
    """Sets one template. Holds a compiler with the fonts; safe to share by threads, in turns."""

    def __init__(self, template: Path) -> None:
        """Take the template; nothing but the fonts of the package is used."""
        self._lock = Lock()
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
        )
        if not fonts.families():
            raise LetterError("FONT_MISSING", f"No font in {FONTS}. Install Forbear again.")
        self._compiler = typst.Compiler(template, root=template.parent, font_paths=fonts)

    def pdf(self, *, on: date, what: str, **inputs: str) -> bytes:
        """Return the PDF of ``inputs``, dated ``on``; equal inputs give equal bytes.

        ``what`` names the page in an error. Raises LetterError: LETTER_INVALID for what cannot be
        set, ADDRESS_TOO_LONG for an address that no window of an envelope holds.
        """
        with self._lock:
            try:
                pdf = self._compiler.compile(
                    sys_inputs=inputs,
                    format="pdf",
                    pdf_standards=["a-2a", "ua-1"],
                    timestamp=datetime.combine(on, time(), UTC),
                )
            except typst.TypstError as error:
                if _TOO_LONG in error.message:
                    raise LetterError(
                        _TOO_LONG,
                        f"{what} has an address that does not fit the window of an envelope, even "
                        "in small type. Shorten it to eight lines or fewer.",
                    ) from error
                raise LetterError(
                    "LETTER_INVALID", f"{what} cannot be set: {error.message}"
                ) from error
        if not isinstance(pdf, bytes):
            raise LetterError("LETTER_INVALID", f"{what} has no pages.")
        return pdf
