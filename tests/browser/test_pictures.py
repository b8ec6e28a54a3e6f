"""Pictures are kept as they were, in sixteen shades, and differ by what stands in them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.browser.pictures import CELL, changed_share, picture_read, picture_write


@given(st.integers(1, 9), st.binary(min_size=9, max_size=90))
def test_a_picture_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, width: int, points: bytes
) -> None:
    height = len(points) // width
    picture = np.frombuffer(points[: height * width], np.uint8).reshape(height, width)
    path = tmp_path_factory.getbasetemp() / "one.png"
    picture_write(path, picture)
    assert (picture_read(path) == (picture >> 4) * 17).all()


@pytest.mark.parametrize(
    ("change", "share"), [(0, 0.0), (23, 0.0), (25, 0.5), (200, 0.5), (-100, 0.5)]
)
def test_the_share_counts_cells_with_something_in_them(change: int, share: float) -> None:
    kept = np.full((10 * CELL, 10 * CELL), 240, np.uint8)
    # two cells that are filled; one of them changes
    kept[:CELL, : 2 * CELL] = 30 if change > 0 else 130
    seen = kept.copy()
    seen[:CELL, :CELL] += np.uint8(change % 256)
    assert changed_share(seen, kept, step=24) == share


def test_a_longer_page_goes_on_in_its_ground() -> None:
    kept = np.full((40, 40), 240, np.uint8)
    longer = np.full((60, 40), 240, np.uint8)
    assert changed_share(longer, kept, step=24) == 0.0
    longer[44:48, :] = 0
    assert changed_share(longer, kept, step=24) == 1.0
