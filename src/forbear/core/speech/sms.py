"""The alphabets of text messages: how many parts a text has, its octets, and back."""

from __future__ import annotations

from typing import Literal

Alphabet = Literal["gsm7", "ucs2"]

# The alphabet of 3GPP TS 23.038, section 6.2.1, in the order of its codes; 0x1B leads to the
# extension, whose signs count double.
_ORDERED = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPE = 0x1B
_EXTENSION = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
_CODES = {sign: bytes([code]) for code, sign in enumerate(_ORDERED) if code != _ESCAPE} | {
    sign: bytes([_ESCAPE, code]) for code, sign in _EXTENSION.items()
}
_GSM7_ONE, _GSM7_EACH = 160, 153
_UCS2_ONE, _UCS2_EACH = 70, 67
# SMPP 3.4, section 5.2.19
_ASCII, _LATIN, _UCS2_CODING = 1, 3, 8
_TEXT_CODINGS = frozenset({0, _ASCII, _LATIN, _UCS2_CODING})


def sms_alphabet(text: str) -> Alphabet:
    """Return the alphabet of ``text``: a sign that GSM 7-bit lacks makes the whole text UCS-2."""
    return "gsm7" if all(sign in _CODES for sign in text) else "ucs2"


def sms_parts(text: str) -> int:
    """Return how many parts a network sends for ``text``: 0 for none.

    A sign that takes two units is never cut in half between parts.

    >>> sms_parts("a" * 160), sms_parts("a" * 161), sms_parts("中" * 70), sms_parts("中" * 71)
    (1, 2, 1, 2)
    """
    return len(sms_split(text))


def sms_split(text: str) -> tuple[str, ...]:
    """Return the parts that a network sends for ``text``; no sign is cut in half."""
    if not text:
        return ()
    if sms_alphabet(text) == "gsm7":
        units = [len(_CODES[sign]) for sign in text]
        return _parts(text, units, _GSM7_ONE, _GSM7_EACH)
    units = [1 if ord(sign) <= 0xFFFF else 2 for sign in text]  # noqa: PLR2004 - end of the basic plane
    return _parts(text, units, _UCS2_ONE, _UCS2_EACH)


def _parts(text: str, units: list[int], one: int, each: int) -> tuple[str, ...]:
    if sum(units) <= one:
        return (text,)
    found: list[str] = []
    begin = used = 0
    for index, unit in enumerate(units):
        if used + unit > each:
            found.append(text[begin:index])
            begin, used = index, 0
        used += unit
    return (*found, text[begin:])


def sms_octets(text: str, alphabet: Alphabet) -> bytes:
    """Return the octets of ``text``: one for each septet (unpacked), or UCS-2 big-endian.

    Raises ``ValueError`` for a sign that the alphabet lacks.
    """
    if alphabet == "ucs2":
        return text.encode("utf-16-be")
    try:
        return b"".join(_CODES[sign] for sign in text)
    except KeyError as error:
        raise ValueError(f"{error.args[0]!r} is not in the GSM alphabet") from None


def sms_text(data: bytes, coding: int) -> str:
    """Return the text of ``data`` in an SMPP ``data_coding``; never fails.

    0 is taken as GSM 7-bit, 1 as ASCII, 3 as Latin 1, 8 as UCS-2. What cannot be read becomes
    U+FFFD; octets of another coding are no text, and give none.
    """
    # 0xF0 to 0xF3 are the same alphabets with a message class (3GPP TS 23.038, section 4)
    base = coding if coding in _TEXT_CODINGS else 0 if coding & 0xFC == 0xF0 else -1  # noqa: PLR2004
    if base == _UCS2_CODING:
        return data.decode("utf-16-be", "replace")
    if base == _LATIN:
        return data.decode("latin-1")
    if base == _ASCII:
        return data.decode("ascii", "replace")
    return _gsm7(data) if base == 0 else ""


def _gsm7(data: bytes) -> str:
    found: list[str] = []
    octets = iter(data)
    for octet in octets:
        if octet == _ESCAPE:
            # a sign of the extension that is not known is shown as that of the alphabet
            code = next(octets, _ESCAPE)
            found.append(_EXTENSION.get(code) or _plain(code))
        else:
            found.append(_plain(octet))
    return "".join(found)


def _plain(code: int) -> str:
    if code == _ESCAPE or code >= len(_ORDERED):
        return "\ufffd"
    return _ORDERED[code]
