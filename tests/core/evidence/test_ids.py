from __future__ import annotations

import pytest

from forbear.core.evidence.ids import count_of, ranges_of


@pytest.mark.parametrize(
    ("text", "ranges", "count"),
    [
        ("", [], 0),
        ("7", [(7, 7)], 1),
        ("1-500,503", [(1, 500), (503, 503)], 501),
        ("0-1,3-4,9", [(0, 1), (3, 4), (9, 9)], 5),
    ],
)
def test_ranges(text: str, ranges: list[tuple[int, int]], count: int) -> None:
    assert ranges_of(text) == ranges
    assert count_of(ranges) == count


@pytest.mark.parametrize("text", ["2-1", "5,3", "1-4,4-6", "a", "1-", "1,,2", "-3"])
def test_what_no_seal_can_have_written_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        ranges_of(text)
