"""Rates as whole numbers of 10^-10, from and to decimal text. Never through a float."""

from __future__ import annotations

import re

E10 = 10**10
_DECIMAL = re.compile(r"(\d{1,6})(?:\.(\d{1,10}))?", re.ASCII)


def e10_of(text: object) -> int | None:
    """Return a decimal text of at most ten places as units of 10^-10; ``None`` if it is none.

    >>> e10_of("0.0005"), e10_of("1"), e10_of("5%"), e10_of(0.05)
    (5000000, 10000000000, None, None)
    """
    found = _DECIMAL.fullmatch(text) if isinstance(text, str) else None
    return int(found[1] + (found[2] or "").ljust(10, "0")) if found else None


def rate_text(rate_e10: int) -> str:
    """Return a rate as decimal text without zeros at its end.

    >>> rate_text(5_000_000), rate_text(1_825_000_000), rate_text(0)
    ('0.0005', '0.1825', '0')
    """
    whole, rest = divmod(rate_e10, E10)
    return f"{whole}.{rest:010d}".rstrip("0").rstrip(".")
