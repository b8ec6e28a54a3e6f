"""Matching in plain Python, entry by entry, written from the documentation."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import Any

Row = dict[str, Any]


def letters(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in wide if character.isalnum())


def is_good(reference: str) -> bool:
    if not re.fullmatch(r"RF[0-9]{2}[A-Z0-9]{1,21}", reference):
        return False
    return int("".join(str(int(c, 36)) for c in reference[4:] + reference[:4])) % 97 == 1


def inner(reference: str) -> str | None:
    return reference[4:] if is_good(reference) else None


def counts_in_text(key: str) -> bool:
    is_mixed = any(c.isdigit() for c in key) and any(c.isalpha() for c in key)
    return len(key) >= 6 or (is_mixed and len(key) >= 4)


def runs(text: str) -> set[str]:
    """Every one to four words side by side, put together."""
    words = re.findall(r"[A-Z0-9]+|[^\W_A-Z0-9]+", unicodedata.normalize("NFKC", text).upper())
    return {
        "".join(words[start : start + count])
        for count, start in itertools.product(range(1, 5), range(len(words)))
        if start + count <= len(words)
    }


def candidates(entry: Row, accounts: list[Row], debits: dict[str, int]) -> set[int]:
    found = {debits[entry["end_to_end_id"]]} if entry["end_to_end_id"] in debits else set()
    wanted = {letters(entry["reference"]), *map(letters, entry["reference"].split(" "))} - {""}
    texts = [entry["remittance"], entry["end_to_end_id"], entry["reference"]]
    for account in accounts:
        key = letters(account["reference"])
        parts = set().union(*map(runs, texts))
        by_reference = key in wanted or key in {inner(one) for one in wanted}
        by_text = key in {letters(text) for text in texts if text}
        by_words = (counts_in_text(key) and key in parts) or key in {inner(one) for one in parts}
        if key and (by_reference or by_text or by_words):
            found.add(account["account_id"])
    return found
