"""A chain of seals holds as it was made; every other shape of it is found out."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.evidence.chain import (
    GENESIS,
    Found,
    Part,
    Seal,
    chain_faults,
    part_fault,
    seal_hash,
)

AT = datetime(2026, 3, 5, 8, tzinfo=UTC)
PART = Part("store_contact", ("at", "id"), "1-3,7", 4, "ab" * 32)


def chain(length: int, tables: tuple[str, ...] = ("a", "b")) -> list[Seal]:
    seals: list[Seal] = []
    previous = GENESIS
    for number in range(1, length + 1):
        first = number * 10
        parts = tuple(
            Part(table, ("id",), f"{first}-{first + 4}", 5, f"{number:064x}") for table in tables
        )
        at = AT + timedelta(minutes=number)
        own = seal_hash(number, at, previous, parts)
        seals.append(Seal(number, at, previous, parts, own))
        previous = own
    return seals


def codes(seals: list[Seal], **given_: str | None) -> list[str]:
    return [fault.code for fault in chain_faults(seals, **given_)]


def test_a_chain_as_it_was_made_holds() -> None:
    assert chain_faults([]) == []
    assert chain_faults(chain(5)) == []


def test_each_newest_hash_of_the_past_is_found_again() -> None:
    seals = chain(4)
    for seal in seals:
        assert chain_faults(seals, head=seal.hash) == []
    assert chain_faults([], head=GENESIS) == []


def test_a_chain_made_again_does_not_hold_the_hash_that_was_kept() -> None:
    kept = chain(4)[-1].hash
    forged = chain(4, tables=("a", "c"))
    assert codes(forged) == []
    assert codes(forged, head=kept) == ["HEAD_UNKNOWN"]


@given(st.integers(2, 6), st.data())
def test_a_seal_taken_out_is_missed(length: int, data: st.DataObject) -> None:
    seals = chain(length)
    # the last one leaves no gap: only the hash kept elsewhere tells
    gone = data.draw(st.integers(0, length - 2))
    del seals[gone]
    assert "SEAL_MISSING" in codes(seals)
    assert "CHAIN_BROKEN" in codes(seals)


CHANGES: dict[str, object] = {
    "at": AT,
    "parts": (PART,),
    "hash": "f" * 64,
    "previous": "e" * 64,
}


@pytest.mark.parametrize("name", CHANGES)
@given(st.integers(0, 4))
def test_a_changed_seal_shows(name: str, which: int) -> None:
    seals = chain(5)
    seals[which] = dataclasses.replace(seals[which], **{name: CHANGES[name]})
    assert "SEAL_CHANGED" in codes(seals)


def test_two_seals_over_one_row_show() -> None:
    first = chain(1)[0]
    parts = (Part("a", ("id",), "12-20", 9, "0" * 64),)
    at = AT + timedelta(hours=1)
    again = Seal(2, at, first.hash, parts, seal_hash(2, at, first.hash, parts))
    assert codes([first, again]) == ["ROWS_SEALED_TWICE"]


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (Found(4, PART.digest), None),
        (Found(4, "00" * 32), "ROWS_CHANGED"),
        (Found(3, "00" * 32), "ROWS_REMOVED"),
        (Found(0, ""), "ROWS_REMOVED"),
        (Found(5, "00" * 32), "ROWS_CHANGED"),
    ],
)
def test_rows_are_compared_with_their_seal(now: Found, code: str | None) -> None:
    fault = part_fault(3, PART, now)
    assert (fault.code if fault else None) == code


def test_a_part_that_counts_wrongly_is_a_fault() -> None:
    fault = part_fault(3, dataclasses.replace(PART, rows=3), Found(3, PART.digest))
    assert fault is not None


def test_the_order_of_the_tables_does_not_matter() -> None:
    one, two = Part("a", ("id",), "1", 1, "0" * 64), Part("b", ("id",), "1", 1, "1" * 64)
    assert seal_hash(1, AT, GENESIS, [one, two]) == seal_hash(1, AT, GENESIS, [two, one])
