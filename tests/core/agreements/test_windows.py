from __future__ import annotations

from datetime import date

import pytest

from forbear.core.agreements.windows import PromiseWindow, window_for

WINDOWS = [PromiseWindow(0, 3, "", ""), PromiseWindow(2, 0, "", ""), PromiseWindow(4, None, "", "")]


@pytest.mark.parametrize(
    ("broken", "last"),
    [(0, 15), (1, 15), (2, 12), (3, 12), (4, None), (40, None)],
)
def test_the_last_day_is_that_of_the_widest_window_not_lost_yet(
    broken: int, last: int | None
) -> None:
    found = window_for(WINDOWS, broken).last_day(date(2026, 3, 12))
    assert found == (last and date(2026, 3, last))
