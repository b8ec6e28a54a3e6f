"""Parts: candidates that are judged together share a nation, and large ones a place too."""

from __future__ import annotations

import polars as pl

from forbear.core.gate.places import PLACE

# A place with as many candidates is judged alone: its instants are constants then.
_LARGE = 20_000


def split(candidates: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """Split candidates by nation, and those of large places by place.

    Into slices, where the rows come in that order; otherwise apart.
    """
    if candidates.height == 1:
        return [(str(candidates.item(0, "nation")), candidates)]
    if 0 < candidates.height < _LARGE and candidates.get_column("nation").n_unique() == 1:
        return [(str(candidates.item(0, "nation")), candidates)]
    parts = []
    for (nation,), part in _by(candidates, ["nation"]):
        sizes = part.group_by(PLACE).len()["len"]
        if sizes.len() == 1 or (sizes < _LARGE).all():
            parts.append((str(nation), part))
            continue
        rest = []
        for _, place in _by(part, list(PLACE)):
            if place.height >= _LARGE:
                parts.append((str(nation), place))
            else:
                rest.append(place)
        if rest:
            parts.append((str(nation), pl.concat(rest)))
    return parts


def _by(frame: pl.DataFrame, names: list[str]) -> list[tuple[tuple[object, ...], pl.DataFrame]]:
    keys = frame.select(names)
    changes = pl.any_horizontal(pl.all().ne_missing(pl.all().shift())) | (
        pl.int_range(pl.len()) == 0
    )
    starts = keys.select(changes.arg_true()).to_series().to_list()
    if len(starts) <= 1:
        return [(keys.row(0), frame)] if starts else []
    named = keys[starts].rows()
    if len(set(named)) < len(named):
        return list(frame.partition_by(names, as_dict=True).items())
    ends = [*starts[1:], frame.height]
    return [
        (name, frame.slice(start, end - start))
        for name, start, end in zip(named, starts, ends, strict=True)
    ]
