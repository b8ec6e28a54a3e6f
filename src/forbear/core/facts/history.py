"""What past contacts, contact points and persons say about an account."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

# Nothing arrived and nothing rang, so the day of such a try is no day of contact.
_NEVER_ARRIVED = ("busy", "not_in_service", "bounced")
_REACHED = ("conversation", "replied")
HISTORY_DAYS = 30
WEEK_DAYS = 7


def _counts(contacts: pl.LazyFrame, key: str, *, on: date) -> pl.LazyFrame:
    """Count the contacts of each ``key``: one pass, one group-by."""
    day = pl.col("at").dt.date()
    is_out = pl.col("direction") == "out"
    is_week = day > on - timedelta(days=WEEK_DAYS)
    is_month = day > on - timedelta(days=HISTORY_DAYS)
    arrived = pl.col("outcome").is_in(_NEVER_ARRIVED).not_().fill_null(value=True)
    reached = pl.col("outcome").is_in(_REACHED).fill_null(value=False)
    marked = contacts.filter(day <= on).select(
        key,
        (is_out & is_week).alias("week"),
        (is_out & is_month).alias("month"),
        (reached & is_month).alias("reached"),
        pl.when(is_out & arrived).then(day).alias("sent_on"),
    )
    return marked.group_by(key).agg(
        pl.col("week").sum(),
        pl.col("month").sum(),
        pl.col("reached").sum(),
        pl.col("sent_on").max(),
    )


def with_contacts(accounts: pl.LazyFrame, contacts: pl.LazyFrame, *, on: date) -> pl.LazyFrame:
    """Add contact counts and days since the latest contact; days are counted in UTC.

    A contact without an account counts for every account of its person.
    """
    own = _counts(contacts.filter(pl.col("account_id").is_not_null()), "account_id", on=on)
    shared = _counts(contacts.filter(pl.col("account_id").is_null()), "person_id", on=on)
    joined = accounts.join(own, on="account_id", how="left").join(
        shared, on="person_id", how="left", suffix="_shared"
    )
    latest = pl.max_horizontal("sent_on", "sent_on_shared")

    def both(name: str) -> pl.Expr:
        return (pl.col(name).fill_null(0) + pl.col(f"{name}_shared").fill_null(0)).cast(pl.Int32)

    return joined.with_columns(
        both("week").alias("contacts_7d"),
        both("month").alias("contacts_30d"),
        both("reached").alias("reached_30d"),
        days_between(latest, on).alias("days_since_contact"),
    )


def with_points(accounts: pl.LazyFrame, points: pl.LazyFrame) -> pl.LazyFrame:
    """Add which kinds of open contact point the cardholder has."""
    mine = points.filter(
        (pl.col("state") == "open")
        & (pl.col("party") == "cardholder")
        & ~pl.col("is_connected_to_other")
    )
    kind = pl.col("kind")
    has = mine.group_by("person_id").agg(
        (kind == "mobile").any().alias("has_mobile"),
        (kind == "email").any().alias("has_email"),
        (kind == "postal").any().alias("has_postal"),
        (kind != "none").any().alias("has_point"),
    )
    names = ("has_mobile", "has_email", "has_postal", "has_point")
    return accounts.join(has, on="person_id", how="left").with_columns(
        pl.col(names).fill_null(value=False)
    )


def days_between(day: pl.Expr, on: date) -> pl.Expr:
    """Whole calendar days from ``day`` to ``on``; negative if ``day`` lies ahead; null if null."""
    return (pl.lit(on, dtype=pl.Date) - day).dt.total_days().cast(pl.Int32)
