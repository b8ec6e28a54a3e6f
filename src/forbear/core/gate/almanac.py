"""The almanac: every instant that the rules want of the day that is asked about, place by place.

Rules say their instants as wall times of the local day (``Edge``). Here they are placed in the
zones of each candidate, once for each zone and day however many candidates share them, and put
beside the candidates as columns. So no rule is an expression of a zone: one set of expressions
serves every place, and hundreds of sets of zones in one file cost no more than hundreds of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import polars as pl

from forbear.core.calendar.clocks import instant, moment, placed
from forbear.core.calendar.edges import Edge
from forbear.core.gate.places import PLACE, clock_at, zones_of
from forbear.core.gate.values import FEW

# What a rule may ask of time besides its own edges.
_DAYS = ("local_on", "law_on_first", "law_on_last")
# How many places and days one almanac remembers.
_REMEMBERED = 2048


class Almanac:
    """The instants called for by some rules, for whatever zones and days are asked about."""

    def __init__(self, edges: Mapping[str, Edge], on: date | None = None) -> None:
        """Take the edges by their names; ``on`` is the day, or ``None`` to ask at a moment."""
        self._edges, self._on = dict(edges), on
        self._known: dict[tuple[str | None, object], pl.DataFrame] = {}
        self._local: dict[str, list[pl.Expr]] = {}
        self._walls: dict[date, tuple[datetime | None, ...]] = {}

    def beside(self, frame: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
        """Return ``frame`` with the local days and every edge beside it.

        ``keys`` are the different ``PLACE`` of the frame.
        """
        if frame.height == 1:
            return frame.hstack(self._one(frame))
        if keys.height == 1 and frame.height <= FEW:
            one = self._one(frame)
            return frame.hstack([each.new_from_index(0, frame.height) for each in one])
        told = self._told(keys)
        if keys.height == 1:
            row = told.drop(PLACE)
            # constants: ten million rows hold them once
            return frame.with_columns(
                (moment(value) if name in self._edges else pl.lit(value, dtype=pl.Date)).alias(name)
                for name, value in row.row(0, named=True).items()
            )
        found = frame.select(PLACE).join(
            told, on=PLACE, how="left", nulls_equal=True, maintain_order="left"
        )
        return frame.hstack(found.drop(PLACE).get_columns())

    def _one(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the almanac of the first candidate; mostly its place and day are known already."""
        zones = frame.item(0, "time_zones")
        on = self._on or frame.head(1).select(self._local_days(zones)).row(0)
        key = zones, on
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._told_one(zones, on, frame.item(0, "horizon"))
        return self._known[key]

    def _told_one(
        self, time_zones: str | None, on: date | tuple[date, ...], horizon: datetime
    ) -> pl.DataFrame:
        """Return what ``_told`` does for one place, a wall time at a time."""
        zones = [zone for zone in zones_of(time_zones) if zone]
        days = on if isinstance(on, tuple) else (on,) * len(zones)
        days = days[: len(zones)]
        walls = [self._walls_of(day) for day in days]
        told = []
        for number, edge in enumerate(self._edges.values()):
            shown = [(wall[number], zone) for wall, zone in zip(walls, zones, strict=True)]
            instants = [instant(at.date(), at.time(), zone) for at, zone in shown if at]
            told.append((max if edge.is_latest else min)(instants, default=None))
        somewhere = [horizon.astimezone(UTC).date()]
        row = (min(days, default=None), min(days or somewhere), max(days or somewhere), *told)
        schema = dict.fromkeys(_DAYS, pl.Date()) | dict.fromkeys(self._edges, _INSTANT)
        return pl.DataFrame([row], schema=schema, orient="row")

    def _walls_of(self, day: date) -> tuple[datetime | None, ...]:
        """Return the wall times of every edge on a local day, the same in every zone."""
        if day not in self._walls:
            if len(self._walls) >= _REMEMBERED:
                self._walls.clear()
            edges = [edge.wall.alias(name) for name, edge in self._edges.items()]
            self._walls[day] = pl.DataFrame({"local_day": [day]}).select(edges).row(0)
        return self._walls[day]

    def _local_days(self, zones: str | None) -> list[pl.Expr]:
        if str(zones) not in self._local:
            if len(self._local) >= _REMEMBERED:
                self._local.clear()
            names = str(zones).split(",") if zones else ["UTC"]
            self._local[str(zones)] = [self._day_in(zone).alias(zone) for zone in names]
        return self._local[str(zones)]

    def _day_in(self, zone: str) -> pl.Expr:
        return clock_at((zone,), self._on).local_on(zone)

    def _told(self, keys: pl.DataFrame) -> pl.DataFrame:
        """Return ``keys`` with their local days and edges; unknown where no zone is known."""
        zones = pl.col("time_zones").str.split(",").alias("_zone")
        pairs = (
            keys.with_row_index("_key")
            .with_columns(zones)
            .explode("_zone")
            .filter(pl.col("_zone") != "")
        )
        by_zone = pairs.partition_by("_zone", as_dict=True)
        asked = [
            part.select("_key", "_zone", local_day=self._day_in(str(zone)))
            for (zone,), part in by_zone.items()
        ]
        days = pl.concat([_NO_DAYS, *asked])
        placed_days = days.select("_zone", "local_day").unique()
        found = days.join(self._placed(placed_days), on=["_zone", "local_day"])
        worst = [
            (pl.col(name).max() if edge.is_latest else pl.col(name).min()).alias(name)
            for name, edge in self._edges.items()
        ]
        day = pl.col("local_day")
        told = found.group_by("_key").agg(
            *worst, local_on=day.min(), law_on_first=day.min(), law_on_last=day.max()
        )
        # the law of the place binds even where the hour there is unknown
        somewhere = pl.col("horizon").dt.date()
        return (
            keys.with_row_index("_key")
            .join(told, on="_key", how="left", maintain_order="left")
            .with_columns(pl.col(name).fill_null(somewhere) for name in _DAYS[1:])
            .select(*PLACE, *_DAYS, *self._edges)
        )

    def _placed(self, days: pl.DataFrame) -> pl.DataFrame:
        """Return ``days``, pairs of zone and local day, with every edge as an instant."""
        names = list(self._edges)
        walls = days.select(
            "_zone", "local_day", **{name: edge.wall for name, edge in self._edges.items()}
        )
        parts = [walls.clear().cast(dict.fromkeys(names, _INSTANT))]
        for (zone,), part in walls.partition_by("_zone", as_dict=True).items():
            # one column of every wall time in the zone: placing has a price for each call
            stacked = part.select(names).unpivot().select(placed(pl.col("value"), str(zone)))
            instants, height = stacked.to_series(), part.height
            parts.append(
                part.select("_zone", "local_day").with_columns(
                    instants.slice(index * height, height).alias(name)
                    for index, name in enumerate(names)
                )
            )
        return pl.concat(parts)


_INSTANT = pl.Datetime("us", "UTC")
_NO_DAYS = pl.DataFrame(schema={"_key": pl.UInt32, "_zone": pl.String, "local_day": pl.Date})
