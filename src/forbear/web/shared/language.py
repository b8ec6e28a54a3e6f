"""The language in which a page is read: English or Simplified Chinese."""

from __future__ import annotations

from django.utils.translation import get_language

from forbear.core.law.saying.joining import Said


def is_chinese() -> bool:
    """Return whether the page is read in Chinese."""
    return (get_language() or "en").startswith("zh")


def locale() -> str:
    """Return the locale of the page, as Babel names it."""
    return "zh_Hans" if is_chinese() else "en"


def in_language(pair: Said) -> str:
    """Return the half of a pair that the reader reads."""
    return pair[1] if is_chinese() else pair[0]
