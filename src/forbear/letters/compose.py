"""From the words of a rendered template to a letter."""

from __future__ import annotations

from datetime import date

from forbear.core.speech.formats import date_text
from forbear.core.speech.render import Text
from forbear.ports.letters import Enclosed, Fact, Letter


def letter_from(
    text: Text,
    *,
    reference: str,
    on: date,
    issuer_name: str,
    issuer_lines: tuple[str, ...],
    address: tuple[str, ...],
    currency: str | None = None,
    check_url: str | None = None,
    code: str = "",
    is_signed: bool = False,
    enclosed: tuple[Enclosed, ...] = (),
) -> Letter:
    """Return the letter of ``text``, which must have been rendered for the channel ``letter``.

    ``currency`` tells how an English letter writes its date, as it does in the text.
    """
    assert text.channel == "letter"
    return Letter(
        reference=reference,
        on=on,
        issuer_name=issuer_name,
        issuer_lines=issuer_lines,
        address=address,
        subject=text.subject,
        paragraphs=tuple(text.text.split("\n\n")),
        facts=tuple(
            Fact(line.label, line.value, line.is_figure, line.is_total) for line in text.facts
        ),
        rights=text.rights,
        closing=text.closing,
        tear_off=text.tear_off,
        check_url=check_url,
        code=code,
        is_signed=is_signed,
        enclosed=enclosed,
        on_words=date_text(on, currency, text.language),
    )
