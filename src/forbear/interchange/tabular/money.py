"""Money from text to minor units, exactly: digits are moved, never computed with a float."""

from __future__ import annotations

import re

import polars as pl

# Eighteen digits always fit into 64 bits.
_DIGITS_MAX = 18
_INT64_MAX = 2**63 - 1


def minor_units(
    text: pl.Expr, *, scale: int = 0, decimal: str = ".", thousands: str = "", multiply: int = 1
) -> tuple[pl.Expr, list[tuple[pl.Expr, str]]]:
    """Return the amount in minor units, and what can be wrong with the text.

    "12.34" at scale 2 is 1234; ``multiply`` then changes the unit by a whole factor. A decimal that
    the scale has no room for is refused unless it is zero: nothing is rounded.
    """
    whole = "[0-9]+"
    if thousands:
        whole = f"(?:[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+|[0-9]+)"
    pattern = f"^[+-]?{whole}(?:{re.escape(decimal)}[0-9]+)?$"
    is_amount = text.str.contains(pattern)
    plain = text.str.replace_all(thousands, "", literal=True) if thousands else text
    plain = plain.str.replace(decimal, ".", literal=True) if decimal != "." else plain
    before = plain.str.extract(r"^[+-]?([0-9]+)")
    after = plain.str.extract(r"\.([0-9]+)$").fill_null("")
    kept = after.str.slice(0, scale).str.pad_end(scale, "0") if scale else pl.lit("")
    beyond = after.str.slice(scale).str.strip_chars_start("0").str.len_chars() > 0
    digits = pl.concat_str(before, kept).str.strip_chars_start("0")
    is_long = digits.str.len_chars() > _DIGITS_MAX
    number = (
        pl.when(digits == "").then(pl.lit("0")).otherwise(digits).cast(pl.Int64(), strict=False)
    )
    is_large = is_long | (number > _INT64_MAX // multiply)
    signed = pl.when(plain.str.starts_with("-")).then(-number).otherwise(number) * multiply
    value = pl.when(is_amount & ~beyond & ~is_large).then(signed)
    room = f"has more than {scale} decimals" if scale else "has decimals, but the scale is 0"
    return value, [
        (~is_amount, f"is not an amount{_like(decimal, thousands, scale)}"),
        (is_amount & beyond, room),
        (is_amount & ~beyond & is_large, "is too large"),
    ]


def _like(decimal: str, thousands: str, scale: int) -> str:
    """Return an example of what was expected."""
    example = f"1{thousands}234" + (f"{decimal}{'5678'[:scale]}" if scale else "")
    return f" such as {example}"
