"""Lines that a stranger typed: made plain, or refused."""

from __future__ import annotations

import unicodedata

# Controls, formats (right-to-left marks, zero-width signs), surrogates, private use, line breaks.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def plain_line(text: str, *, length_max: int) -> str | None:
    """Return ``text`` as one visible line; ``None`` if it is empty, too long, or hides something.

    Space is made single and composed forms are used (NFC). Signs that cannot be seen, or that
    change the order in which others are read, are refused: what is read must be what is kept.
    """
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if not line or len(line) > length_max:
        return None
    if any(unicodedata.category(sign) in _HIDDEN for sign in text.strip()):
        return None
    return line
