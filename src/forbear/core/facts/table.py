"""The facts about an account on a stated day: what a ladder's conditions may read.

Age, sex, marital status, origin, religion, occupation and education are not here, so that no
condition can use them.
"""

from __future__ import annotations

import polars as pl

from forbear.core.tables import words as w
from forbear.core.tables.columns import Column, Table

SEGMENTS = ("ordinary", "lost_contact", "unwilling", "willing_unable")

_ID = pl.Int64()
_DAYS = pl.Int32()
_COUNT = pl.Int32()
_BOOL = pl.Boolean()
_DATE = pl.Date()
_MONEY = pl.Int64()

FACTS = Table(
    "facts",
    "One row an account: what is known about it at the start of the day. Derived, never typed in.",
    (
        Column("account_id", _ID, "The account."),
        Column("person_id", _ID, "The cardholder."),
        Column("nation", pl.String(), "Country of the cardholder, ISO 3166-1 alpha-2, or EU."),
        Column(
            "region",
            pl.String(),
            "State or province, as US-NY; of the EU the country, as EU-NL.",
            "none applies",
        ),
        Column("currency", w.words(w.CURRENCIES), "Currency of the amounts."),
        Column("status", w.words(w.ACCOUNT_STATUS), "Where the account stands."),
        Column("collector_kind", w.words(w.COLLECTOR_KINDS), "Who collects it."),
        Column("balance_minor", _MONEY, "All that is owed.", unit="minor units"),
        Column("overdue_minor", _MONEY, "What is past due.", unit="minor units"),
        Column("dpd", _DAYS, "Calendar days since the oldest due still unpaid.", unit="days"),
        Column("bucket", w.words(w.BUCKETS), "The band of days past due."),
        Column(
            "person_dpd", _DAYS, "The most days past due of the person's accounts.", unit="days"
        ),
        Column("missed_statements", _COUNT, "Statements whose due is past and unpaid."),
        Column(
            "days_to_due",
            _DAYS,
            "Days until the next payment due; 0 on the day itself.",
            "no payment is coming due",
            unit="days",
        ),
        Column("next_due_minor", _MONEY, "Amount then due.", unit="minor units"),
        Column("has_promise", _BOOL, "A promise to pay is open and its day has not passed."),
        Column("promise_on", _DATE, "Day of the open promise.", "no open promise"),
        Column(
            "days_since_promise",
            _DAYS,
            "Days since the promised day; negative before it.",
            "no open promise",
            unit="days",
        ),
        Column("broken_promises", _COUNT, "Promises broken on this debt."),
        Column("has_guarantor", _BOOL, "Somebody's guarantee of it is proved and runs."),
        Column("plan", w.words(w.PLANS), "State of an agreed plan."),
        Column("dispute", w.words(w.DISPUTES), "State of a dispute."),
        Column("has_hardship", _BOOL, "Hardship relief holds on the day."),
        Column("hardship_until", _DATE, "Last day of hardship relief.", "no relief"),
        Column("has_breathing_space", _BOOL, "A debt moratorium holds on the day."),
        Column("litigation", w.words(w.LITIGATION), "True legal state."),
        Column(
            "time_barred",
            _BOOL,
            "The last day to sue has passed: as given, or by limitation_ends_on.",
        ),
        Column(
            "limitation_ends_on",
            _DATE,
            "Last day to sue, by the dates known here and the shortest reading of the law of the"
            " place.",
            "it cannot be worked out, or a suit was filed",
        ),
        Column("step", pl.Int16(), "Rung of the ladder reached so far; 0 is none."),
        Column("step_on", _DATE, "Day from which the stay on that rung counts.", "no rung reached"),
        Column("days_on_step", _DAYS, "Days since step_on.", "no rung reached", unit="days"),
        Column("paid_since_step", _BOOL, "On a rung, and a payment came on step_on or later."),
        Column(
            "days_since_payment",
            _DAYS,
            "Days since the latest payment.",
            "never paid",
            unit="days",
        ),
        Column(
            "days_since_debit_failed",
            _DAYS,
            "Days since the cardholder's bank last failed to pay a direct debit.",
            "no debit failed",
            unit="days",
        ),
        Column(
            "days_since_contact",
            _DAYS,
            "Days since the latest outbound contact that was sent or rang, on this account or on"
            " the person as a whole.",
            "none is recorded",
            unit="days",
        ),
        Column("contacts_7d", _COUNT, "Outbound attempts of the last 7 days, today included."),
        Column("contacts_30d", _COUNT, "Outbound attempts of the last 30 days, today included."),
        Column("reached_30d", _COUNT, "Conversations and replies of the last 30 days."),
        Column("is_vulnerable", _BOOL, "The person is particularly vulnerable."),
        Column("is_lost_contact", _BOOL, "The record states that the person cannot be reached."),
        Column("language", pl.String(), "Language to write and speak in."),
        Column("has_mobile", _BOOL, "An open mobile number of the cardholder is known."),
        Column("has_email", _BOOL, "An open private mailbox of the cardholder is known."),
        Column("has_postal", _BOOL, "An open postal address of the cardholder is known."),
        Column("segment", w.words(SEGMENTS), "Kind of customer, by behaviour alone."),
    ),
)
