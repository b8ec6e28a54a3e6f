"""The reader of whole texts, against a plain reference."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from forbear.core.speech.audit.readers.learned import BUCKETS, LABELS, Pieces, Unit
from forbear.core.speech.audit.readers.overall import RARITY_STEPS, Overall, counted


def unit(*buckets: int) -> Unit:
    return Unit(0, 0, 1, Pieces.of(np.array(sorted(buckets), dtype=np.uint32)))


def reader(seed: int) -> Overall:
    rng = np.random.default_rng(seed)
    return Overall(
        rng.integers(-127, 128, (BUCKETS, len(LABELS))).astype(np.int8),
        rng.random(len(LABELS)).astype(np.float32),
        rng.normal(0, 1, len(LABELS)).astype(np.float32),
        rng.integers(0, 200, BUCKETS).astype(np.uint8),
    )


def plainly(units: Sequence[Unit], given: Overall) -> list[float]:
    """The same by hand: each piece counted, weighed by its rarity, the row made one long."""
    counts = Counter(int(bucket) for one in units for bucket in one.buckets)
    row = {
        bucket: math.log(1 + count) * int(given.rarity[bucket]) for bucket, count in counts.items()
    }
    length = max(1.0, math.sqrt(sum(value**2 for value in row.values())))
    length /= math.sqrt(min(1, len(row) / 400))
    return [
        sum(value / length * int(given.weights[bucket, label]) for bucket, value in row.items())
        * float(given.scale[label])
        + float(given.bias[label])
        for label in range(len(LABELS))
    ]


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_sum_of_what_its_pieces_say(seed: int) -> None:
    rng = np.random.default_rng(seed)
    units = [
        unit(*rng.choice(BUCKETS, size=rng.integers(1, 300), replace=False).tolist())
        for _ in range(rng.integers(1, 6))
    ]
    given = reader(seed)
    assert given.scores(units).tolist() == pytest.approx(plainly(units, given), rel=1e-3, abs=1e-3)


def test_a_text_without_words_says_nothing() -> None:
    given = reader(0)
    for units in ([], [unit()]):
        assert given.scores(units).tolist() == given.bias.tolist()


def test_a_piece_said_in_two_sentences_counts_more_than_once_and_less_than_twice() -> None:
    rarity = np.full(BUCKETS, RARITY_STEPS, dtype=np.uint8)
    buckets, values = counted([unit(3, 5), unit(3)], rarity)
    assert buckets.tolist() == [3, 5]
    assert 1 < values[0] / values[1] < 2


def test_the_order_of_sentences_does_not_matter() -> None:
    given, units = reader(1), [unit(1, 2), unit(2, 9), unit(4)]
    assert given.scores(units).tolist() == given.scores(units[::-1]).tolist()
