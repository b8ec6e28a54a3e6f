"""What the reader of cases says, in the language of the page.

The reader speaks English and knows nothing of pages; each of its sentences is recognised here by
its shape. One that is not recognised is shown as it is.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

_SHAPES: tuple[tuple[str, object], ...] = (
    (
        "is missing; it is the moment of the contact",
        _("Say when: the day and the time there."),
    ),
    ("is missing", _("This is needed.")),
    ("must be true or false, not (?P<given>.+)", _("Choose yes or no; %(given)s is neither.")),
    ("must be a text, not (?P<given>.+)", _("%(given)s is not a text.")),
    (
        "is (?P<given>.+); it must be one of (?P<words>.+)",
        _("%(given)s is not among the words known here: %(words)s."),
    ),
    (
        "is (?P<given>.+); half of a character is no text",
        _("%(given)s holds half of a character, which is no text."),
    ),
    (
        "must be a whole number, not (?P<given>.+)",
        _("%(given)s is not a number that fits here."),
    ),
    (
        "is (?P<given>.+); it must not be below (?P<least>.+)",
        _("%(given)s is too small: the least is %(least)s."),
    ),
    ("must not be above (?P<most>.+)", _("This is too much: the most is %(most)s.")),
    (
        "is (?P<given>.+); write 2026-03-12T10:15:00-05:00",
        _("%(given)s is not a moment. Write a day and a time."),
    ),
    (
        "is (?P<given>.+); a time needs its offset, as -05:00",
        _("%(given)s lacks its offset from UTC, as -05:00."),
    ),
    (
        "is (?P<given>.+); the years (?P<first>.+) to (?P<last>.+) are known here",
        _("%(given)s is outside the years %(first)s to %(last)s."),
    ),
    (
        "is (?P<given>.+); write a day such as 2026-03-12",
        _("%(given)s is not a day. Write it as 2026-03-12."),
    ),
    (
        "is (?P<given>.+); write a local time such as 12:00",
        _("%(given)s is not a time. Write it as 12:00."),
    ),
    (
        "is (?P<given>.+); a local time has no offset",
        _("%(given)s has an offset; a local time has none."),
    ),
    (
        "is (?P<given>.+); there is no such IANA time zone",
        _("There is no time zone %(given)s. Write one such as America/New_York."),
    ),
    ("is not JSON: (?P<why>.+)", _("This is not JSON: %(why)s.")),
    ("is JSON, but a case is a JSON object", _("A case is one JSON object, in braces.")),
    (
        "is not a field of a case; did you mean (?P<near>.+)\\?",
        _("There is no such field. Did you mean %(near)s?"),
    ),
    ("is not a field of a case", _("There is no such field.")),
    ("must be an object, not (?P<given>.+)", _("%(given)s is not an object in braces.")),
    ("must be a list, not (?P<given>.+)", _("%(given)s is not a list.")),
    ("must be a text or a number, not (?P<given>.+)", _("%(given)s is no text and no number.")),
    (
        "must list codes, nation first, as .+",
        _('Say where: codes, the nation first, as ["US", "US-NY"].'),
    ),
    (
        "has (?P<given>.+); write US, US-NY or US-NY-NYC",
        _("%(given)s is not the code of a place. Write US, US-NY or US-NY-NYC."),
    ),
    (
        "has (?P<given>.+), which is not within (?P<outer>.+)",
        _("%(given)s does not lie within %(outer)s."),
    ),
    (
        "names both (?P<one>.+) and (?P<other>.+)",
        _("%(one)s and %(other)s cannot both be meant."),
    ),
    ("(?P<given>.+) is not within (?P<outer>.+)", _("%(given)s does not lie within %(outer)s.")),
    (
        "has (?P<given>.+); use (?P<words>.+)",
        _("%(given)s is not among the words known here: %(words)s."),
    ),
)
_KNOWN = tuple((re.compile(shape, re.DOTALL), said) for shape, said in _SHAPES)


def said(message: str) -> str:
    """Say what the reader said of a field, in the language of the page."""
    for shape, sentence in _KNOWN:
        if found := shape.fullmatch(message):
            return str(sentence) % found.groupdict()
    return message[:1].upper() + message[1:]
