"""Pairs of words, English and Chinese, and how lists of them are joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# What is said, in English and in Simplified Chinese.
Said = tuple[str, str]


def listed(pairs: Iterable[Said], *, last: Said = ("or", "或")) -> Said:
    """Join words as a list: ``a, b or c`` and ``a、b或c``.

    >>> listed([("calls", "电话"), ("texts", "短信"), ("visits", "外访")])
    ('calls, texts or visits', '电话、短信或外访')
    """
    given = list(pairs)
    if not given:
        return ("", "")
    if len(given) == 1:
        return given[0]
    head, tail = given[:-1], given[-1]
    return (
        f"{', '.join(en for en, _ in head)} {last[0]} {tail[0]}",
        f"{'、'.join(zh for _, zh in head)}{last[1]}{tail[1]}",
    )


def named(words: Iterable[str], names: Mapping[str, Said]) -> list[Said]:
    """Return the names of words; a word without one stands for itself."""
    return [names.get(word, (word, word)) for word in words]


def sentence(pair: Said) -> Said:
    """Make a sentence of what is said: a capital and a stop, unless it has them.

    >>> sentence(("others can read it", "他人可以看到"))
    ('Others can read it.', '他人可以看到。')
    """
    en, zh = pair
    return (
        en[:1].upper() + en[1:] + ("" if en.endswith((".", "!", "?")) else "."),
        zh + ("" if zh.endswith(("。", "!", "?", "！", "？")) else "。"),
    )
