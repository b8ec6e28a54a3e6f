"""Since when the cardholder counts as lost, from the attempts to reach them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce

import polars as pl

from forbear.core.calendar.clocks import MIDNIGHT, UTC_MOMENT, Clock, localize
from forbear.core.gate.beside import beside
from forbear.core.gate.places import PLACE, clock_at, places
from forbear.core.law.kinds.lost_contact import DEAD_NUMBER, STATED, LostContact

# Somebody was there, or may be: a call under way may become a conversation.
_REACHED = ("conversation", "answered_dropped", "replied", "refused", "pending")


def with_lost(
    candidates: pl.DataFrame,
    contacts: pl.DataFrame,
    kinds: Mapping[str, LostContact],
    on: date | None,
) -> pl.DataFrame:
    """Add for each rule ``<name>_opens``: since when others may be asked, null if not at all.

    And what it turns on: ``<name>_failed``, the dials in a row that failed, ``<name>_tried``, the
    last of them, and ``<name>_reached``, when the cardholder was, or may have been, reached last.
    """
    if not kinds:
        return candidates
    frame = candidates
    unstated = candidates.filter(pl.col(STATED).is_null()).unique(subset="person_id")
    asked = list(places(unstated.select("person_id", *PLACE))) if unstated.height else []
    if contacts.is_empty():
        asked = []
    for name, kind in kinds.items():
        found = [
            _found(_attempts(contacts, part["person_id"], kind), kind, clock_at(zones, on))
            for zones, part in asked
        ]
        told = pl.concat([_NOTHING, *found])
        told = told.select("person_id", pl.exclude("person_id").name.prefix(f"{name}_"))
        frame = beside(frame, told, ["person_id"])
    return frame


# What is told of nobody.
_NOTHING = pl.DataFrame(
    schema={
        "person_id": pl.Int64,
        "opens": UTC_MOMENT,
        "failed": pl.UInt32,
        "tried": UTC_MOMENT,
        "reached": UTC_MOMENT,
    }
)


def _found(tried: pl.DataFrame, kind: LostContact, clock: Clock) -> pl.DataFrame:
    found = _by_person(tried, kind, clock).join(_dead(tried), on="person_id", how="left")
    return found.select(
        "person_id",
        pl.min_horizontal("by_calls", "by_days", "by_number").alias("opens"),
        pl.col("failed").cast(pl.UInt32),
        "tried",
        "reached",
    )


def _attempts(contacts: pl.DataFrame, persons: pl.Series, kind: LostContact) -> pl.DataFrame:
    """Return the contacts with the cardholder, and what each of them says."""
    outcome = pl.col("outcome").cast(pl.String)
    is_dial = (pl.col("direction") == "out") & (pl.col("channel") == "call")
    # a contact of unknown outcome may have reached them
    reached = (pl.col("direction") == "in") | outcome.is_in(_REACHED).fill_null(value=True)
    failed = is_dial & outcome.is_in(kind.failed).fill_null(value=False)
    silent = is_dial & outcome.is_in(kind.unreached).fill_null(value=False)
    return (
        contacts.filter(
            pl.col("person_id").is_in(persons.implode())
            & (pl.col("party") == "cardholder")
            & (pl.col("at") <= pl.col("horizon"))
        )
        .select(
            "person_id",
            "contact_point_id",
            "at",
            is_dial=is_dial,
            reached=reached,
            failed=failed,
            silent=silent,
            # a dial that went anywhere else ends the run of those that failed
            breaks=reached | (is_dial & ~failed),
            is_dead=outcome == DEAD_NUMBER,
        )
        .with_columns(last=pl.col("at").filter("reached").max().over("person_id"))
        .with_columns(is_since=(pl.col("at") > pl.col("last")).fill_null(value=True))
    )


def _by_person(tried: pl.DataFrame, kind: LostContact, clock: Clock) -> pl.DataFrame:
    at = pl.col("at")
    run = pl.col("failed") & (at > at.filter("breaks").max()).fill_null(value=True)
    enough = at.filter(run).sort().slice(kind.failed_calls - 1, 1).first()
    days = {f"day_{n}": _third_day(zone, kind.days) for n, zone in enumerate(clock.zones)}
    found = tried.group_by("person_id").agg(
        reached=pl.col("last").first(), failed=run.sum(), tried=at.filter(run).max(), enough=enough,
        **days,
    )  # fmt: skip
    by_calls = [
        _after(pl.col("enough").dt.convert_time_zone(zone).dt.date(), zone) for zone in clock.zones
    ]
    by_days = [_after(pl.col(f"day_{n}"), zone) for n, zone in enumerate(clock.zones)]
    return found.with_columns(by_calls=_latest(by_calls), by_days=_latest(by_days))


def _third_day(zone: str, days: int) -> pl.Expr:
    """Return the first local day that ends so many in a row on which nobody was reached."""
    day = pl.col("at").dt.convert_time_zone(zone).dt.date().cast(pl.Int32)
    silent = day.filter(pl.col("silent") & pl.col("is_since")).unique().sort()
    return silent.filter(silent - silent.shift(days - 1) == days - 1).first().cast(pl.Date)


def _after(day: pl.Expr, zone: str) -> pl.Expr:
    return localize(day + pl.duration(days=1), MIDNIGHT, zone)


def _latest(moments: list[pl.Expr]) -> pl.Expr:
    """Return the latest, unknown where one is: it must hold wherever they may be."""
    unknown = pl.lit(None, dtype=UTC_MOMENT)
    if not moments:
        return unknown
    known = reduce(lambda left, right: left & right, (m.is_not_null() for m in moments))
    return pl.when(known).then(pl.max_horizontal(moments)).otherwise(unknown)


def _dead(tried: pl.DataFrame) -> pl.DataFrame:
    """Return since when every number that was dialled since they were reached is out of service."""
    at = pl.col("at")
    numbers = (
        tried.filter(pl.col("is_dial") & pl.col("is_since"))
        .group_by("person_id", "contact_point_id")
        .agg(
            is_dead=pl.col("is_dead").fill_null(value=False).filter(at == at.max()).all(),
            told=at.max(),
        )
    )
    return numbers.group_by("person_id").agg(
        by_number=pl.when(pl.col("is_dead").all()).then(pl.col("told").max())
    )
