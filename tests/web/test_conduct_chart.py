"""The chart of rates, for any counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.speech.conduct import Tally, rate
from forbear.services.speech.conduct import TrendPoint
from forbear.web.conduct.chart import HEIGHT, WIDTH, chart_of


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=60))
def test_a_chart_stays_in_its_frame_and_begins_at_zero(counts: list[tuple[int, int]]) -> None:
    points = []
    for month, (one, other) in enumerate(counts):
        contacts, found = max(one, other), min(one, other)
        tally = Tally(contacts, high=found)
        value = rate(found, contacts, confidence=950)
        points.append(TrendPoint(date(2026, 1, 1) + timedelta(days=7 * month), tally, value))
    chart = chart_of(points, least=50)
    for column in chart.columns:
        assert 0 <= column.x <= column.x + column.width <= WIDTH
        assert 0 <= column.high_y <= column.y <= column.low_y + 0.11
        assert column.low_y <= chart.base_y < HEIGHT
        assert column.y + column.height == pytest.approx(chart.base_y)
        if not column.point.tally.found:
            assert column.height == 0
    assert chart.columns[0].is_labelled
