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

from forbear.core.speech.render import Text, render
from forbear.letters.compose import letter_from
from forbear.letters.press import TypstPress
from forbear.packs.issuers import load_issuer
from forbear.packs.notices import load_notices
from forbear.packs.trying import invented_case
from forbear.packs.words import load_templates
from forbear.ports.letters import Enclosed

ADDRESS = ("Flat 7", "Alder House", "48 Alder Lane", "Hill Village", "Larkfield LX1 2BB")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    drawer = shutil.which("pdftoppm")
    if drawer is None:
        sys.exit("letter_pictures: pdftoppm is missing. Install poppler-utils.")
    press, issuer, notices = TypstPress(), load_issuer(), load_notices()
    for template_id, template in load_templates().items():
        for language, place, _ in template.all_words() if "letter" in template.channels else ():
            facts = replace(invented_case(template, language, place), message_code="38VT-QM8F-C")
            text = render(template, facts, language, channel="letter")
            if not isinstance(text, Text):
                print(f"{template_id} {language}: {text.sentence}")
                continue
            head = issuer.letterhead(facts.collector_kind or "creditor", language)
            assert head is not None, "the demo's issuer knows all who collect for it"
            letter = letter_from(
                text,
                reference=str(facts.reference),
                on=date(2026, 3, 12),
                issuer_name=head[0],
                issuer_lines=head[1],
                address=(str(facts.person_name), *ADDRESS),
                currency=facts.currency,
                check_url=issuer.check_url,
                code="38VT-QM8F-C",
                is_signed=True,
                enclosed=tuple(
                    Enclosed(
                        one.title[language],
                        one.publisher,
                        issuer.enclosures[one.enclosure_id],
                        one.obtain,
                    )
                    for one in (notices[template_id].encloses if template_id in notices else ())
                ),
            )
            path = folder / f"{template_id}-{language}{place and '-'}{place}.pdf"
            path.write_bytes(press.letter_pdf(letter, language))
            subprocess.run([drawer, "-r", "60", "-png", path, path.with_suffix("")], check=True)
            print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
