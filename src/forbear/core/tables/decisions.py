"""What the daily run writes: one row an account."""

from __future__ import annotations

import polars as pl

from forbear.core.tables import words as w
from forbear.core.tables.columns import MOMENT, Column, Table

# Channels that the daily run considers; each has its column of reasons in the decision.
DAY_CHANNELS = ("call", "sms", "email", "letter", "visit")

DECISIONS = Table(
    "decisions",
    "One row an account: what was decided on the day, and why not otherwise.",
    (
        Column("account_id", pl.Int64(), "The account."),
        Column("person_id", pl.Int64(), "The cardholder."),
        Column("nation", pl.String(), "Nation whose law was applied first."),
        Column("currency", w.words(w.CURRENCIES), "Currency of the amounts."),
        Column("overdue_minor", pl.Int64(), "What is past due.", unit="minor units"),
        Column("dpd", pl.Int32(), "Calendar days since the oldest due still unpaid.", unit="days"),
        Column("bucket", w.words(w.BUCKETS), "The band of days past due."),
        Column("stage", w.words(w.STAGES), "Where the case stands."),
        Column("step", pl.Int16(), "Rung of the ladder reached; 0 is none."),
        Column(
            "step_on", pl.Date(), "Day from which the stay on that rung counts.", "no rung reached"
        ),
        Column("action", w.words(w.ACTIONS), "contact, refer to a desk, hold, or none."),
        Column(
            "because", pl.String(), "Code of why: the step's id, a hold's code, or NO_PERMITTED."
        ),
        Column("channel", w.words(w.CHANNELS), "Channel of the chosen contact.", "no contact"),
        Column("contact_point_id", pl.Int64(), "Where it will go.", "no contact"),
        Column("purpose", w.words(w.PURPOSES), "Purpose of the contact.", "no contact"),
        Column("template", pl.String(), "Template to be sent, or guide to be used.", "no contact"),
        Column("window_from", MOMENT, "From when it may happen that day.", "no contact"),
        Column("window_to", MOMENT, "Up to when, not included.", "no contact"),
        *(
            Column(
                f"{channel}_denied",
                pl.String(),
                f"Ids of every rule against each {channel}, strictest first, separated by spaces.",
                "permitted, or there is no contact point for it",
            )
            for channel in DAY_CHANNELS
        ),
    ),
)
