"""Set every letter that may be sent, in both languages, and draw it, for people to look at.

Run as ``.venv/bin/python tools/letter_pictures.py FOLDER``; needs pdftoppm (poppler-utils).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.facts import facts_in  # noqa: E402

from forbear.core.speech.facts import LANGUAGES  # noqa: E402 - the tests' facts are no package
from forbear.core.speech.render import Text, render  # noqa: E402
from forbear.letters.compose import letter_from  # noqa: E402
from forbear.letters.press import TypstPress  # noqa: E402
from forbear.packs.issuers import load_issuer  # noqa: E402
from forbear.packs.words import load_templates  # noqa: E402

ADDRESS = ("Flat 7", "Alder House", "48 Alder Lane", "Hill Village", "Larkfield LX1 2BB")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    drawer = shutil.which("pdftoppm")
    if drawer is None:
        sys.exit("letter_pictures: pdftoppm is missing. Install poppler-utils.")
    press, issuer = TypstPress(), load_issuer()
    for template_id, template in load_templates().items():
        for language in LANGUAGES if "letter" in template.channels else ():
            facts = replace(facts_in(language), message_code="38VT-QM8F-C")
            text = render(template, facts, language, channel="letter")
            if not isinstance(text, Text):
                print(f"{template_id} {language}: {text.sentence}")
                continue
            letter = letter_from(
                text,
                reference=str(facts.reference),
                on=date(2026, 3, 12),
                issuer_name=issuer.words[language]["issuer_name"],
                issuer_lines=issuer.lines[language],
                address=(str(facts.person_name), *ADDRESS),
                currency=facts.currency,
                check_url=issuer.check_url,
                code="38VT-QM8F-C",
                is_signed=True,
            )
            path = folder / f"{template_id}-{language}.pdf"
            path.write_bytes(press.letter_pdf(letter, language))
            subprocess.run([drawer, "-r", "60", "-png", path, path.with_suffix("")], check=True)
            print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
