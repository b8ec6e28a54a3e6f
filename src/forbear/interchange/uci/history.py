"""Recent contacts of late accounts, and what cardholders asked for: all invented.

Of each late account: the contact that its rung stands for, and a spread of attempts within 30 days,
so that some people stand at a cap, some were just spoken to, and most were left in peace.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from forbear.interchange.uci.chance import draw, happens, weighted

_STEP_CHANNEL = {1: "sms", 2: "email", 3: "call", 4: "letter", 6: "call"}
_POINT = {
    "call": "mobile",
    "sms": "mobile",
    "email": "email",
    "letter": "postal",
}
# the rung from which calls prevail
_CALLING_FROM = 3
_CALL_OUTCOMES = {
    "no_answer": 52,
    "busy": 12,
    "voicemail": 16,
    "answered_dropped": 6,
    "conversation": 11,
    "not_in_service": 3,
}
# how many attempts in the last days: most few, some at a cap
_ATTEMPTS = {"0": 30, "1": 22, "2": 16, "3": 12, "4": 7, "5": 5, "7": 5, "9": 3}


def contacts(late: pl.DataFrame, *, as_of: date, seed: int) -> pl.DataFrame:
    """Return the import table ``contacts`` for the late accounts."""
    steps = late.filter(pl.col("step") > 0).with_columns(
        pl.lit(0, dtype=pl.Int64()).alias("nth"),
        pl.col("step_ago").alias("ago"),
        pl.col("step")
        .replace_strict(_STEP_CHANNEL, return_dtype=pl.String(), default="sms")
        .alias("channel"),
    )
    tried = _attempts(late, seed=seed)
    both = pl.concat([steps, tried.select(steps.columns)])
    key = pl.col("id") * 100 + pl.col("nth")
    called = weighted("outcome", _CALL_OUTCOMES, seed=seed, key=key)
    written = weighted("written", {"delivered": 94, "bounced": 6}, seed=seed, key=key)
    incoming = (pl.col("nth") > 0) & happens("incoming", 30, seed=seed, key=key)
    incoming &= pl.col("channel").is_in(["call", "sms", "email"])
    outcome = (
        pl.when(incoming)
        .then(
            pl.when(pl.col("channel") == "call")
            .then(pl.lit("conversation"))
            .otherwise(pl.lit("replied"))
        )
        .when(pl.col("channel") == "call")
        .then(called)
        .otherwise(written)
    )
    # by three in the afternoon there, so that even in the far west it is over when as_of begins
    minute = 9 * 60 + draw("minute", 6 * 60, seed=seed, key=key)
    local = (
        pl.lit(as_of).cast(pl.Datetime("us"))
        - pl.duration(days=pl.col("ago"))
        + pl.duration(minutes=minute)
    )
    made = both.with_columns(
        local.alias("local"), incoming.alias("incoming"), outcome.alias("outcome")
    )
    point = pl.col("channel").replace_strict(_POINT, return_dtype=pl.String())
    return (
        _in_utc(made)
        .select(
            pl.concat_str(pl.col("reference"), pl.lit("-c"), pl.col("nth").cast(pl.String())).alias(
                "reference"
            ),
            "person_reference",
            pl.col("reference").alias("account_reference"),
            pl.concat_str(pl.col("person_reference"), pl.lit("-"), point).alias(
                "contact_point_reference"
            ),
            "at",
            "channel",
            pl.when("incoming").then(pl.lit("in")).otherwise(pl.lit("out")).alias("direction"),
            pl.lit("cardholder").alias("party"),
            "outcome",
            pl.col("collector_kind").alias("collector"),
            pl.lit("").alias("note"),
        )
        .sort("reference")
    )


def _attempts(late: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Return one row an attempt: ``nth``, ``ago`` in days, and ``channel``."""
    worked = late.filter(pl.col("step") > 0).with_columns(
        weighted("attempts", _ATTEMPTS, seed=seed).cast(pl.Int64()).alias("attempts"),
        weighted("pace", {"6": 4, "29": 6}, seed=seed).cast(pl.Int64()).alias("pace"),
    )
    rows = worked.with_columns(pl.int_ranges(1, pl.col("attempts") + 1).alias("nth")).explode("nth")
    rows = rows.filter(pl.col("nth").is_not_null())
    key = pl.col("id") * 100 + pl.col("nth")
    # nobody was contacted about a due before the day after it
    longest = pl.min_horizontal("pace", pl.col("dpd") - 1).clip(lower_bound=1)
    channel = (
        pl.when(pl.col("step") >= _CALLING_FROM)
        .then(weighted("late way", {"call": 75, "sms": 15, "email": 10}, seed=seed, key=key))
        .otherwise(weighted("early way", {"call": 20, "sms": 50, "email": 30}, seed=seed, key=key))
    )
    return rows.with_columns(
        (draw("attempt day", 1_000_000, seed=seed, key=key) % longest + 1).alias("ago"),
        channel.alias("channel"),
        pl.col("nth").cast(pl.Int64()),
    )


def _in_utc(made: pl.DataFrame) -> pl.DataFrame:
    """Turn ``local`` into the instant ``at``, each person by the likeliest zone."""
    zone = pl.col("time_zones").str.split(",").list.first()
    parts = made.with_columns(zone.alias("zone")).partition_by("zone", as_dict=True)
    return pl.concat(
        part.with_columns(
            pl.col("local")
            .dt.replace_time_zone(str(name), ambiguous="earliest")
            .dt.convert_time_zone("UTC")
            .alias("at")
        )
        for (name,), part in sorted(parts.items())
    )


def opt_outs(people: pl.DataFrame, *, as_of: date, seed: int) -> pl.DataFrame:
    """Return the import table ``opt_outs``: of messages mostly, rarely of calls."""
    having = people.filter(happens("opt out", 35, seed=seed))
    return having.select(
        pl.col("reference").alias("person_reference"),
        weighted("opt out way", {"sms": 55, "email": 35, "call": 10}, seed=seed).alias("channel"),
        pl.lit(None, dtype=pl.String()).alias("contact_point_reference"),
        _some_time(as_of, "opt out day", 200, seed=seed).alias("at"),
    )


def consents(people: pl.DataFrame, *, as_of: date, seed: int) -> pl.DataFrame:
    """Return the import table ``consents``: a few gave leave for a channel or for later hours."""
    having = people.filter(happens("consent", 60, seed=seed))
    kind = weighted("consent kind", {"contact": 80, "hours": 20}, seed=seed)
    return having.with_columns(kind.alias("kind")).select(
        pl.col("reference").alias("person_reference"),
        pl.when(pl.col("kind") == "contact")
        .then(weighted("consent way", {"sms": 5, "email": 5}, seed=seed))
        .otherwise(pl.lit("call"))
        .alias("channel"),
        "kind",
        _some_time(as_of, "consent day", 300, seed=seed).alias("at"),
        pl.when(pl.col("kind") == "hours").then(pl.time(19, 0)).alias("from_time"),
        pl.when(pl.col("kind") == "hours").then(pl.time(21, 0)).alias("to_time"),
    )


def inconvenient(people: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Return the import table ``inconvenient``: lunch, the morning school run, Fridays."""
    having = people.filter(happens("inconvenient", 25, seed=seed))
    which = weighted("inconvenient which", {"lunch": 4, "morning": 3, "friday": 2}, seed=seed)
    return having.with_columns(which.alias("which")).select(
        pl.col("reference").alias("person_reference"),
        pl.when(pl.col("which") == "lunch")
        .then(pl.time(12, 0))
        .when(pl.col("which") == "morning")
        .then(pl.time(7, 0))
        .alias("from_time"),
        pl.when(pl.col("which") == "lunch")
        .then(pl.time(14, 0))
        .when(pl.col("which") == "morning")
        .then(pl.time(10, 0))
        .alias("to_time"),
        pl.when(pl.col("which") == "friday").then(pl.lit("fri")).alias("days"),
        pl.lit(None, dtype=pl.String()).alias("place"),
    )


def _some_time(as_of: date, about: str, days: int, *, seed: int) -> pl.Expr:
    """Return a moment on one of the ``days`` before ``as_of``."""
    ago = pl.duration(days=draw(about, days, seed=seed) + 1)
    return pl.lit(as_of).cast(pl.Datetime("us", "UTC")) - ago + pl.duration(hours=11)
