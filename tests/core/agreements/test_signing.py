"""What somebody types to show who they are, and as their name."""

from __future__ import annotations

import pytest

from forbear.core.agreements.signing import NAME_MAX, name_read, proof_matches


@pytest.mark.parametrize(
    ("kind", "held", "typed", "is_right"),
    [
        ("card_last4", "4821", "4821", True),
        ("card_last4", "4821", " 48-21 ", True),
        ("card_last4", "4821", "１２34821", False),
        ("card_last4", "4821", "", False),
        ("mobile", "+44 7700 900123", "0123", True),
        ("mobile", "+44 7700 900123", "900123", False),
        ("work", "12", "12", False),
        ("email", "Ada@Example.com", " ada@example.COM ", True),
        ("email", "ada@example.com", "ada", False),
        ("postal", "12 Elm Street\nAlbany, NY 12207", "12207", True),
        ("postal", "12 Elm Street\nAlbany, NY 12207", "12", False),
        ("postal", "12 Elm Street\nAlbany, NY 12207", "Albany", False),
        ("postal", "12 Elm Street\nAlbany, NY 12207", "12elm", False),
        ("postal", "1 High Street\nLondon SW1A 1AA", "sw1a1aa", True),
        ("postal", "1 High Street\nLondon SW1A 1AA", "SW1A 1AA", True),
        ("postal", "上海市示例路1号 200000", "200000", True),
        ("postal", "上海市示例路1号", "", False),
        ("face", "x", "x", False),
    ],
)
def test_a_proof_is_what_the_file_holds(
    kind: str, held: str, typed: str, *, is_right: bool
) -> None:
    assert proof_matches(kind, held, typed) is is_right


@pytest.mark.parametrize(
    ("typed", "held", "kept"),
    [
        ("Ada Kowalski", "Ada Kowalski", "Ada Kowalski"),
        ("  a.   KOWALSKI ", "Ada Kowalski", "a. KOWALSKI"),
        ("Zoe Muller", "Zoë Müller", "Zoe Muller"),
        ("欧阳 晓琳", "欧阳晓琳", "欧阳 晓琳"),
        ("欧阳", "欧阳晓琳", None),
        ("محمد علي", "محمد علي", "محمد علي"),
        ("Ada\u200f Kowalski", "Ada Kowalski", None),
        ("\u202eAda Kowalski", "Ada Kowalski", None),
        ("Bob", "Ada Kowalski", None),
        ("a a", "Ada Kowalski", None),
        ("Ada\nKowalski", "Ada Kowalski", None),
        ("Ada " * NAME_MAX, "Ada Kowalski", None),
        ("", "Ada Kowalski", None),
    ],
)
def test_a_name_is_read_or_refused(typed: str, held: str, kept: str | None) -> None:
    assert name_read(typed, held) == kept
