"""The portfolio: what the daily run reads. ``forbear schema`` prints this page."""

from __future__ import annotations

import polars as pl

from forbear.core.tables import words as w
from forbear.core.tables.columns import MOMENT, Column, Table

_ID = pl.Int64()
_MONEY = pl.Int64()
_BOOL = pl.Boolean()
_DATE = pl.Date()
_TEXT = pl.String()

PERSONS = Table(
    "persons",
    "One row a cardholder.",
    (
        Column("person_id", _ID, "The cardholder."),
        Column(
            "language", _TEXT, "BCP 47 tag of the language to write and speak in.", default="en"
        ),
        Column(
            "time_zones",
            _TEXT,
            "Every IANA zone that the facts make plausible, by commas; the likeliest first.",
            "unknown",
        ),
        Column("is_minor", _BOOL, "Under the age of majority.", default=False),
        Column("is_deceased", _BOOL, "Known to have died.", default=False),
        Column("bankruptcy", w.words(w.BANKRUPTCY), "State of a bankruptcy.", default="none"),
        Column("attorney_known", _BOOL, "Represented, and the attorney is known.", default=False),
        Column(
            "attorney_responded",
            _BOOL,
            "The attorney answers within a reasonable time.",
            default=True,
        ),
        Column("attorney_consents", _BOOL, "The attorney allows direct contact.", default=False),
        Column("cease_at", MOMENT, "When the request to stop all contact arrived.", "no request"),
        Column("cease_form", w.words(w.CEASE_FORMS), "How it was made.", "no request"),
        Column("employer_prohibits", _BOOL, "The employer forbids such calls.", default=False),
        Column(
            "is_lost_contact",
            _BOOL,
            "Cannot be reached, as the law defines it.",
            "worked out from the attempts to reach them, as the pack says",
        ),
        Column("is_location_known", _BOOL, "Home, phone or work place is known.", default=True),
        Column(
            "third_party_refused", _BOOL, "A third party asked not to be contacted.", default=False
        ),
        Column("breathing_space_until", _DATE, "Last day of a debt moratorium.", "no moratorium"),
        Column("is_vulnerable", _BOOL, "Particularly vulnerable.", default=False),
        Column(
            "preferred_channel",
            w.words(w.CHANNELS),
            "By which channel they would rather be reached, where it is permitted.",
            "no preference",
        ),
    ),
)

ACCOUNTS = Table(
    "accounts",
    "One row a card account, as it stands at the start of the day.",
    (
        Column("account_id", _ID, "The account."),
        Column("person_id", _ID, "The cardholder who owes."),
        Column("nation", _TEXT, "Country of the cardholder, ISO 3166-1 alpha-2, or EU."),
        Column("region", _TEXT, "State or province, as US-NY.", "none applies"),
        Column("city", _TEXT, "City with rules of its own, as US-NY-NYC.", "none applies"),
        Column("currency", w.words(w.CURRENCIES), "ISO 4217 code of every amount in the row."),
        Column("status", w.words(w.ACCOUNT_STATUS), "Where the account stands.", default="open"),
        Column("balance_minor", _MONEY, "All that is owed.", unit="minor units"),
        Column("overdue_minor", _MONEY, "What is past due.", default=0, unit="minor units"),
        Column("next_due_on", _DATE, "Day of the next payment due.", "no payment is coming due"),
        Column("next_due_minor", _MONEY, "Amount then due.", default=0, unit="minor units"),
        Column(
            "oldest_unpaid_due_on",
            _DATE,
            "Oldest due date not paid in full; derived from the table dues where that is given.",
            "nothing is unpaid",
        ),
        Column("missed_statements", pl.Int16(), "Statements whose due is unpaid.", default=0),
        Column("dispute", w.words(w.DISPUTES), "State of a dispute.", default="none"),
        Column(
            "dispute_in_validation_period",
            _BOOL,
            "The dispute came in writing within the validation period.",
            default=False,
        ),
        Column("validation_sent_on", _DATE, "Day the validation notice was sent.", "not sent"),
        Column("is_first_contact", _BOOL, "Nobody has been contacted about it yet.", default=False),
        Column("time_barred", _BOOL, "The last day to sue has passed.", default=False),
        Column("plan", w.words(w.PLANS), "State of an agreed plan.", default="none"),
        Column("hardship_until", _DATE, "Last day of hardship relief.", "no relief"),
        Column("litigation", w.words(w.LITIGATION), "True legal state.", default="none"),
        Column("collection_started_on", _DATE, "Day collection began.", "not begun"),
        Column(
            "collector_kind", w.words(w.COLLECTOR_KINDS), "Who collects it.", default="creditor"
        ),
        Column("collector_authorised", _BOOL, "Holds a written authorisation.", "unknown"),
        Column("collector_licensed", _BOOL, "Holds the licence that the place needs.", "unknown"),
        Column("last_payment_on", _DATE, "Day of the latest payment.", "never paid"),
        Column(
            "last_debit_failed_on",
            _DATE,
            "Day on which the cardholder's bank last failed to pay a direct debit.",
            "no debit failed",
        ),
        Column("promise_on", _DATE, "Day of an open promise to pay.", "no open promise"),
        Column("promise_minor", _MONEY, "Amount promised.", default=0, unit="minor units"),
        Column("broken_promises", pl.Int16(), "Promises broken on this debt.", default=0),
        Column(
            "guarantor_points",
            _TEXT,
            "Contact points of those whose guarantee of it is proved and runs, by spaces.",
            "nobody stands guarantor: a party so named is an other_contact",
        ),
        Column("step", pl.Int16(), "Rung of the ladder reached so far; 0 is none.", default=0),
        Column("step_on", _DATE, "Day from which the stay on that rung counts.", "no rung reached"),
    ),
)

CONTACT_POINTS = Table(
    "contact_points",
    "One row a phone number, address or mailbox.",
    (
        Column("contact_point_id", _ID, "The contact point."),
        Column("person_id", _ID, "The cardholder whose case it serves."),
        Column("kind", w.words(w.POINT_KINDS), "What it is."),
        Column("party", w.words(w.PARTIES), "Who is reached there."),
        Column("is_verified", _BOOL, "Known to reach that party.", "unknown"),
        Column("is_connected_to_other", _BOOL, "Now belongs to someone else.", default=False),
        Column("data_source", w.words(w.DATA_SOURCES), "Where it comes from.", "unknown"),
        Column("state", w.words(w.POINT_STATES), "Open for use or closed.", default="open"),
    ),
)

CONTACTS = Table(
    "contacts",
    "One row a past attempt to reach someone, or an inbound contact. Append-only.",
    (
        Column("person_id", _ID, "The cardholder whose case it belongs to."),
        Column("account_id", _ID, "The account it was about.", "counts for every account"),
        Column("contact_point_id", _ID, "Where it went.", "counts for every point"),
        Column("at", MOMENT, "When it was placed or arrived."),
        Column("channel", w.words(w.CHANNELS), "By which channel."),
        Column("direction", w.words(w.DIRECTIONS), "Ours or theirs.", default="out"),
        Column("party", w.words(w.HISTORY_PARTIES), "With whom, or to whom.", default="cardholder"),
        Column("outcome", w.words(w.OUTCOMES), "What came of it.", "counts as any outcome"),
        Column("collector", w.words(w.COLLECTOR_KINDS), "Who made it.", default="creditor"),
    ),
    is_optional=True,
)

OPT_OUTS = Table(
    "opt_outs",
    "One row a wish not to be reached by a channel.",
    (
        Column("person_id", _ID, "Whose wish."),
        Column("channel", w.words(w.CHANNELS), "Which channel.", "every channel"),
        Column("contact_point_id", _ID, "Only this number or address.", "all of the channel"),
        Column("at", MOMENT, "When it arrived."),
    ),
    is_optional=True,
)

CONSENTS = Table(
    "consents",
    "One row a consent, given directly to the collector.",
    (
        Column("person_id", _ID, "Who consents."),
        Column("channel", w.words(w.CHANNELS), "For which channel.", "every channel"),
        Column("contact_point_id", _ID, "For which number or address.", "all of the channel"),
        Column("kind", w.words(w.CONSENT_KINDS), "What is allowed."),
        Column("at", MOMENT, "When it was given."),
        Column("until", MOMENT, "When it ends.", "it has no end of its own"),
        Column("from_time", pl.Time(), "Local time from which it holds.", "all day"),
        Column("to_time", pl.Time(), "Local time up to which it holds.", "all day"),
    ),
    is_optional=True,
)

INCONVENIENT = Table(
    "inconvenient",
    "One row a time or place that the cardholder called inconvenient.",
    (
        Column("person_id", _ID, "Who said so."),
        Column("from_time", pl.Time(), "Local time from which, included.", "all day"),
        Column("to_time", pl.Time(), "Local time up to which, not included.", "all day"),
        Column("days", _TEXT, "Days of the week, as mon,tue.", "every day"),
        Column("place", w.words(w.PLACES), "Only at this place.", "anywhere"),
    ),
    is_optional=True,
)

DUES = Table(
    "dues",
    "One row an amount due on a day: the minimum payment of a statement.",
    (
        Column("account_id", _ID, "The account."),
        Column("due_on", _DATE, "The due date. It is day 0: a payment due today is not late."),
        Column("amount_minor", _MONEY, "What was due.", unit="minor units"),
        Column("paid_minor", _MONEY, "What has been paid of it.", default=0, unit="minor units"),
    ),
    is_optional=True,
)

EVENTS = Table(
    "events",
    "One row an event of an account that its cardholder is told of once.",
    (
        Column("account_id", _ID, "The account."),
        Column("person_id", _ID, "The cardholder."),
        Column("event", w.words(w.EVENTS), "What happened, or is about to."),
        Column("on", _DATE, "Its day: of a promise or an offer's end, the day that is coming."),
        Column(
            "told",
            _TEXT,
            "Templates of the messages that went out, or wait to, since it was known; by spaces.",
            "none",
        ),
    ),
    is_optional=True,
)

PORTFOLIO: tuple[Table, ...] = (
    PERSONS,
    ACCOUNTS,
    CONTACT_POINTS,
    CONTACTS,
    OPT_OUTS,
    CONSENTS,
    INCONVENIENT,
    DUES,
    EVENTS,
)
