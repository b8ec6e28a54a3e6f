"""The characters that every bank in SEPA can read, and how others are written with them.

The set is that of EPC217-08: Latin letters without accents, digits, / - ? : ( ) . , ' + and space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ ")
# A sign that nothing stands for.
UNKNOWN = "."
# Signs and how they are written, where taking the accent away is not enough: German and Nordic
# letters, punctuation, Greek (ELOT 743), Cyrillic (the Bulgarian law of transliteration).
_TABLE = """
    Ä AE Ö OE Ü UE ä ae ö oe ü ue ß ss ẞ SS Æ AE æ ae Œ OE œ oe Ø O ø o Ł L ł l Đ D đ d Ð D ð d
    Þ TH þ th ı i Ħ H ħ h Ŧ T ŧ t Ŋ N ŋ n ĸ k & + @ (at) ‘ ' ’ ' ` ' ´ ' " ' “ ' ” ' „ '
    – - — - ‐ - ‑ - _ - ; , [ ( ] ) { ( } ) < ( > ) | / \\ / € E № No
    Α A Β V Γ G Δ D Ε E Ζ Z Η I Θ TH Ι I Κ K Λ L Μ M Ν N Ξ X Ο O Π P Ρ R Σ S Τ T Υ Y Φ F Χ CH Ψ PS
    Ω O α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f
    χ ch ψ ps ω o
    А A Б B В V Г G Д D Е E Ж ZH З Z И I Й Y К K Л L М M Н N О O П P Р R С S Т T У U Ф F Х H Ц TS
    Ч CH Ш SH Щ SHT Ъ A Ы Y Ь Y Э E Ю YU Я YA Ё E І I Ї I Є E а a б b в v г g д d е e ж zh з z и i
    й y к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh щ sht ъ a ы y ь y э e ю yu
    я ya ё e і i ї i є e
"""
_PAIRS = _TABLE.split()
_OTHERWISE: Mapping[str, str] = MappingProxyType(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))
_BLANKS = re.compile(r"\s+")
_SLASHES = re.compile(r"/{2,}")


def plain(text: str) -> str:
    """Return ``text`` in the characters of SEPA.

    >>> plain("Jürgen Weiß & Söhne"), plain("Ольга"), plain("王芳")
    ('Juergen Weiss + Soehne', 'Olyga', '..')
    """
    signs = "".join(map(_sign, unicodedata.normalize("NFC", _BLANKS.sub(" ", text))))
    return _SLASHES.sub("/", _BLANKS.sub(" ", signs).strip())


def _sign(sign: str) -> str:
    if sign in ALLOWED:
        return sign
    if sign in _OTHERWISE:
        return _OTHERWISE[sign]
    bare = "".join(
        _OTHERWISE.get(part, part)
        for part in unicodedata.normalize("NFKD", sign)
        if not unicodedata.combining(part)
    )
    return bare if bare and ALLOWED.issuperset(bare) else UNKNOWN


def is_writable(text: str) -> bool:
    """Return whether anything of ``text`` is left when it is written so.

    >>> is_writable("Ольга"), is_writable("王芳")
    (True, False)
    """
    return bool(plain(text).strip(f"{UNKNOWN} "))
