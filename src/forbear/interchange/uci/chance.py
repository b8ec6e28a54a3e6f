"""Chance that is the same on every machine and in every version: a seeded hash of the id."""

from __future__ import annotations

import zlib

import polars as pl

# splitmix64, by Sebastiano Vigna (public domain); unsigned arithmetic wraps on purpose
_STEP = 0x9E3779B97F4A7C15
_MIX_A = 0xBF58476D1CE4E5B9
_MIX_B = 0x94D049BB133111EB
_MASK = (1 << 64) - 1


def _u64(value: int) -> pl.Expr:
    return pl.lit(value & _MASK, dtype=pl.UInt64())


def _mixed(expr: pl.Expr, seed: int) -> pl.Expr:
    x = expr.cast(pl.UInt64()) * _u64(_STEP) + _u64(seed)
    x = (x ^ (x // _u64(1 << 30))) * _u64(_MIX_A)
    x = (x ^ (x // _u64(1 << 27))) * _u64(_MIX_B)
    return x ^ (x // _u64(1 << 31))


def draw(about: str, sides: int, *, seed: int, key: pl.Expr | None = None) -> pl.Expr:
    """Return a whole number from 0 up to ``sides``, not included, for each row.

    ``about`` names the question, so that answers to different questions do not follow each other;
    ``key`` is what stands for the row, ``id`` unless given.
    """
    salt = (zlib.crc32(about.encode()) << 20) + seed
    row = pl.col("id") if key is None else key
    return (_mixed(row, salt) % _u64(sides)).cast(pl.Int64())


def happens(about: str, per_mille: int, *, seed: int, key: pl.Expr | None = None) -> pl.Expr:
    """Return whether something happens, ``per_mille`` times in a thousand rows."""
    return draw(about, 1000, seed=seed, key=key) < per_mille


def pick(about: str, words: tuple[str, ...], *, seed: int, key: pl.Expr | None = None) -> pl.Expr:
    """Return one of ``words`` for each row, all equally likely."""
    index = draw(about, len(words), seed=seed, key=key)
    return index.replace_strict(list(range(len(words))), list(words), return_dtype=pl.String())


def weighted(
    about: str, weights: dict[str, int], *, seed: int, key: pl.Expr | None = None
) -> pl.Expr:
    """Return one of the words of ``weights``, as often as its weight says."""
    number = draw(about, sum(weights.values()), seed=seed, key=key)
    chosen: pl.Expr = pl.lit(None, dtype=pl.String())
    reached = sum(weights.values())
    for word, weight in reversed(weights.items()):
        chosen = pl.when(number < reached).then(pl.lit(word)).otherwise(chosen)
        reached -= weight
    return chosen
