"""Texts of payers and banks made comparable, as column expressions."""

from __future__ import annotations

import polars as pl

_NEITHER_LETTER_NOR_DIGIT = r"[^\p{L}\p{N}]+"
# Latin letters and digits, or those of other scripts: "还款4000" are two, though nothing parts them
_WORD = r"[A-Z0-9]+|[\p{L}\p{N}--[A-Z0-9]]+"
# forms of address, which banks put into names
_TITLES = r"\b(?:MR|MRS|MS|MISS|DR|HERR|FRAU|MME)\b"


def folded(text: pl.Expr) -> pl.Expr:
    """Return a text with capital letters, wide characters made narrow."""
    return text.str.normalize("NFKC").str.to_uppercase()


def plain(text: pl.Expr) -> pl.Expr:
    """Return a reference as it is compared: letters and digits only."""
    return folded(text).str.replace_all(_NEITHER_LETTER_NOR_DIGIT, "")


def tokens(text: pl.Expr) -> pl.Expr:
    """Return the words and numbers of a text, in order."""
    return folded(text).str.extract_all(_WORD)


def name_key(text: pl.Expr) -> pl.Expr:
    """Return a name as it is compared: its words without titles, in whatever order."""
    return (
        folded(text).str.replace_all(_TITLES, "").str.extract_all(_WORD).list.sort().list.join(" ")
    )
