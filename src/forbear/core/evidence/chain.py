"""The chain of seals: what a seal's hash is made of, and what a broken chain shows.

A seal names, for each table, the rows that it covers and one SHA-256 over them. Its own hash covers
that and the hash of the seal before it (Haber and Stornetta, "How to Time-Stamp a Digital
Document", 1991). So a row that was changed, removed or slipped in later shows; and so does a seal
that was made again, unless every later one was made again too. Against that, keep the newest hash
somewhere else: it must still be found in the chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from forbear.core.evidence.ids import count_of, ranges_of

GENESIS = "0" * 64
FaultCode = Literal[
    "SEAL_MISSING",
    "SEAL_CHANGED",
    "CHAIN_BROKEN",
    "ROWS_REMOVED",
    "ROWS_CHANGED",
    "ROWS_SEALED_TWICE",
    "HEAD_UNKNOWN",
]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table under one seal.

    ``columns`` are those that the digest covers, in its order; ``ids`` the rows, as ``1-500,503``;
    ``digest`` the SHA-256 over the rows' own SHA-256, by row number, in hexadecimal.
    """

    table: str
    columns: tuple[str, ...]
    ids: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal: its number from 1, when it was made, the hash before it, its parts and its hash."""

    number: int
    at: datetime
    previous: str
    parts: tuple[Part, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a table holds now of the rows of a part."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and what it means."""

    code: FaultCode
    seal: int
    table: str
    sentence: str


def seal_hash(number: int, at: datetime, previous: str, parts: Iterable[Part]) -> str:
    """Return the SHA-256 of a seal, in hexadecimal: over JSON with sorted tables and no spaces."""
    told = {
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "previous": previous,
        "parts": [
            [part.table, list(part.columns), part.ids, part.rows, part.digest]
            for part in sorted(parts, key=lambda part: part.table)
        ],
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def chain_faults(seals: Sequence[Seal], *, head: str | None = None) -> list[Fault]:
    """Return what is wrong with the seals themselves, oldest first; nothing if they hold.

    ``head`` is a hash that was written down elsewhere before: it must be one of theirs.
    """
    found: list[Fault] = []
    previous, expected = GENESIS, 1
    covered: dict[str, list[tuple[int, int, int]]] = {}
    for seal in seals:
        if seal.number != expected:
            gap = f"Seal {expected} is missing: the next one is {seal.number}."
            found.append(Fault("SEAL_MISSING", expected, "", gap))
        if seal.previous != previous:
            found.append(
                Fault(
                    "CHAIN_BROKEN",
                    seal.number,
                    "",
                    f"Seal {seal.number} does not follow from the one before it.",
                )
            )
        if seal_hash(seal.number, seal.at, seal.previous, seal.parts) != seal.hash:
            found.append(
                Fault(
                    "SEAL_CHANGED",
                    seal.number,
                    "",
                    f"Seal {seal.number} does not give its own hash: it was changed.",
                )
            )
        for part in seal.parts:
            covered.setdefault(part.table, []).extend(
                (start, end, seal.number) for start, end in ranges_of(part.ids)
            )
        previous, expected = seal.hash, seal.number + 1
    found += _overlaps(covered)
    if head is not None and head not in {GENESIS, *(seal.hash for seal in seals)}:
        sentence = (
            f"No seal has the hash {head}: the chain was made again after it was written down."
        )
        found.append(Fault("HEAD_UNKNOWN", seals[-1].number if seals else 0, "", sentence))
    return found


def part_fault(number: int, part: Part, now: Found) -> Fault | None:
    """Compare the rows of a part with what its table holds now."""
    expected = count_of(ranges_of(part.ids))
    if now.rows < part.rows or part.rows != expected:
        missing = part.rows - now.rows
        sentence = f"{part.table}: {missing} of the {part.rows} rows {part.ids} are gone."
        return Fault("ROWS_REMOVED", number, part.table, sentence)
    if now.digest != part.digest or now.rows != part.rows:
        sentence = (
            f"{part.table}: among the {part.rows} rows {part.ids} at least one is not as it was."
        )
        return Fault("ROWS_CHANGED", number, part.table, sentence)
    return None


def _overlaps(covered: Mapping[str, list[tuple[int, int, int]]]) -> list[Fault]:
    found: list[Fault] = []
    for table, spans in covered.items():
        last = -1
        for start, end, number in sorted(spans):
            if start <= last:
                sentence = f"{table}: row {start} stands under two seals."
                found.append(Fault("ROWS_SEALED_TWICE", number, table, sentence))
            last = max(last, end)
    return found
