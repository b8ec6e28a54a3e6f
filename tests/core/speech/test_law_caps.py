"""The packs' contact caps as caps on texts."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from forbear.core.speech.case_texts import Cap
from forbear.core.speech.law_caps import law_caps
from forbear.packs import load_book

ON = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("place", "on", "collector", "expected"),
    [
        # 12 CFR 1006.14(b)(2)(i)(A) binds collectors of others' debts
        ("US", ON, "agency", (7, 7, ("call",), "days")),
        # RG 96 part 2 s.5: every way of contact together
        ("AU", ON, "creditor", (3, 7, ("sms", "email", "letter", "call", "chat"), "days")),
        # GB/T 45251-2025 section 5.3, and a house's own of one message a day
        ("CN", ON, "creditor", (3, 1, ("call",), "day")),
        ("CN", ON, None, (1, 1, ("sms",), "day")),
    ],
)
def test_a_cap_of_the_law_is_among_those_of_its_place(
    place: str, on: date, collector: str | None, expected: tuple[int, int, tuple[str, ...], str]
) -> None:
    caps = law_caps(load_book(), place=place, on=on, collector=collector)
    assert expected in {(cap.most, cap.days, cap.channels, cap.period) for cap in caps}
    assert all(cap.cite for cap in caps)


@pytest.mark.parametrize(
    ("place", "on", "collector"),
    [
        ("US", ON, "creditor"),
        ("US", ON, None),
        ("US", date(2021, 11, 29), "agency"),
        ("XX", ON, "agency"),
    ],
)
def test_where_it_does_not_bind_there_is_no_call_cap(
    place: str, on: date, collector: str | None
) -> None:
    caps = law_caps(load_book(), place=place, on=on, collector=collector)
    assert not any(cap.channels == ("call",) and cap.days == 7 for cap in caps)


def test_a_place_within_a_nation_has_its_own_beside_the_nations() -> None:
    nation = set(law_caps(load_book(), place="US", on=ON, collector="agency"))
    city = set(law_caps(load_book(), place="US-NY-NYC", on=ON, collector="agency"))
    assert nation < city


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("period", "days", "first", "last", "both"),
    [
        ("", 1, "2026-03-12T23:00", "2026-03-13T22:59", True),
        ("", 1, "2026-03-12T23:00", "2026-03-13T23:00", False),
        ("days", 1, "2026-03-12T23:00", "2026-03-13T00:01", False),
        ("days", 7, "2026-03-06T00:00", "2026-03-12T23:59", True),
        ("days", 7, "2026-03-05T23:59", "2026-03-12T00:00", False),
        ("day", 1, "2026-03-12T00:00", "2026-03-12T23:59", True),
        ("day", 1, "2026-03-12T23:59", "2026-03-13T00:00", False),
        ("week", 1, "2026-03-09T00:00", "2026-03-15T23:59", True),
        ("week", 1, "2026-03-08T23:59", "2026-03-09T00:00", False),
        ("month", 1, "2026-03-01T00:00", "2026-03-31T23:59", True),
        ("month", 1, "2025-03-31T23:59", "2026-03-01T00:00", False),
    ],
)
def test_what_lies_in_one_stretch(
    period: str, days: int, first: str, last: str, *, both: bool
) -> None:
    assert Cap(1, days, period=period).holds_both(at(first), at(last)) is both


def test_which_channels_are_counted() -> None:
    assert Cap(1, 1).counts("sms")
    assert not Cap(1, 1, "call").counts("sms")
    assert Cap(1, 1, None, "", ("sms", "call")).counts("call")
    assert not Cap(1, 1, None, "", ("sms", "call")).counts("chat")
