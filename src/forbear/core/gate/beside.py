"""Putting found facts beside the candidates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from forbear.core.gate.values import FEW


def beside(frame: pl.DataFrame, found: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    """Return ``frame`` with the other columns of ``found`` beside it, null where nothing is found.

    ``found`` has each key once; a column that is there already is replaced. Only the keys travel
    through the join: candidates have dozens of columns, and a join of the whole frame would copy
    every one of them.
    """
    keys = list(on)
    joined = frame.select(keys).join(found, on=keys, how="left", maintain_order="left")
    assert joined.height == frame.height, "each key is found once"
    return put(frame, joined.drop(keys))


def put(frame: pl.DataFrame, columns: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` with ``columns`` in the order of its rows; those of equal name go."""
    known = frame.columns
    replaced = [name for name in columns.columns if name in known]
    return (frame.drop(replaced) if replaced else frame).hstack(columns.get_columns())


def told_of(candidates: pl.DataFrame, known: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """Return the rows of ``known`` beside each candidate of the same person.

    ``columns`` are the candidates' that stand beside them, and ``ix``. For one candidate nothing is
    joined.
    """
    names = ["ix", *columns]
    if candidates.height != 1:
        return candidates.select("person_id", *names).join(known, on="person_id")
    found = known.filter(pl.col("person_id") == candidates.item(0, "person_id"))
    return found.hstack([candidates[name].new_from_index(0, found.height) for name in names])


def summed_up(
    candidates: pl.DataFrame, found: pl.DataFrame, aggregates: Sequence[pl.Expr]
) -> pl.DataFrame:
    """Return ``candidates`` with what the rows of ``told_of`` add up to, null where none are."""
    if candidates.height == 1:
        return put(candidates, found.select(aggregates))
    return beside(candidates, found.group_by("ix").agg(aggregates), ["ix"])


def gathered(
    frame: pl.DataFrame,
    past: pl.DataFrame,
    keys: Sequence[str],
    aggregates: Iterable[pl.Expr],
    *,
    as_lists: bool = False,
) -> pl.DataFrame:
    """Return what rows of the ``past`` with the same ``keys`` add up to, in the order of ``frame``.

    Null where there are none, or a key is null. For one candidate, or a few with the same keys as a
    page asks about them, nothing need be grouped or joined, and that is a third of the price.
    ``as_lists``: each aggregate is many values.
    """
    names = list(keys)
    wanted = list(aggregates)
    few = set(frame[names].rows()) if 0 < frame.height <= FEW else ()
    if len(few) == 1:
        [values] = few
        if any(value is None for value in values):
            found = past.clear()
        else:
            found = past.filter(
                pl.col(name) == value for name, value in zip(names, values, strict=True)
            )
        if found.is_empty():
            return past.clear().group_by(names).agg(wanted).drop(names).clear(frame.height)
        once = found.select([one.implode() for one in wanted] if as_lists else wanted)
        return pl.DataFrame([told.new_from_index(0, frame.height) for told in once])
    tally = past.group_by(names).agg(wanted)
    joined = frame.select(names).join(tally, on=names, how="left", maintain_order="left")
    return joined.drop(names)
