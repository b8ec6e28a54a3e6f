"""The tables that ``forbear import`` takes, in the order in which they build on each other.

People and things are named by external references: the host system's own numbers.
"""

from __future__ import annotations

from forbear.core.tables import words as w
from forbear.interchange.tabular.fields import Field, ImportTable


def _reference(name: str, meaning: str, *, is_required: bool = True, long: bool = False) -> Field:
    return Field(name, "text", meaning, is_required=is_required, length_max=100 if long else 64)


def _flag(name: str, meaning: str, *, default: bool | None = False) -> Field:
    return Field(name, "flag", meaning, default=default)


def _word(
    name: str,
    words: tuple[str, ...],
    meaning: str,
    *,
    is_required: bool = False,
    default: str | None = None,
) -> Field:
    return Field(name, "word", meaning, is_required=is_required, words=words, default=default)


_PERSON = _reference("person_reference", "The cardholder, by the host's number.")
_ACCOUNT = _reference("account_reference", "The account, by the host's number.")
_SOME_POINT = _reference(
    "contact_point_reference", "The number or address, by the host's number.", is_required=False
)

PERSONS = ImportTable(
    "persons",
    "One row a cardholder.",
    (
        _reference("reference", "The host's number of the cardholder."),
        Field("name", "text", "Name as to be written.", is_required=True, length_max=200),
        Field("language", "text", "BCP 47 tag.", length_max=16, default="en"),
        Field(
            "time_zones",
            "zones",
            "Every IANA zone that the facts make plausible, by commas; empty is unknown.",
            length_max=200,
        ),
        _flag("is_minor", "Under the age of majority."),
        _flag("is_deceased", "Known to have died."),
        _word("bankruptcy", w.BANKRUPTCY, "State of a bankruptcy.", default="none"),
        _flag("attorney_known", "Represented, and the attorney is known."),
        _flag("attorney_responded", "The attorney answers in reasonable time.", default=True),
        _flag("attorney_consents", "The attorney allows direct contact."),
        Field("cease_at", "moment", "When a request to stop all contact arrived.", is_past=True),
        _word("cease_form", w.CEASE_FORMS, "How it was made."),
        _flag("employer_prohibits", "The employer forbids such calls."),
        _flag("is_lost_contact", "Cannot be reached, as the law defines it."),
        _flag("is_location_known", "Home, phone or work place is known.", default=True),
        _flag("third_party_refused", "A third party asked not to be contacted."),
        Field("breathing_space_until", "date", "Last day of a debt moratorium."),
        _flag("is_vulnerable", "Particularly vulnerable."),
    ),
)

ACCOUNTS = ImportTable(
    "accounts",
    "One row a card account, as the host reports it.",
    (
        _reference("reference", "The host's number of the account."),
        _PERSON,
        Field(
            "card_last4",
            "text",
            "Last four digits of the card.",
            pattern="^[0-9]{4}$",
            pattern_says="is not four digits",
            length_max=4,
            default="",
        ),
        Field(
            "nation",
            "text",
            "Country of the cardholder, ISO 3166-1 alpha-2, or EU.",
            is_required=True,
            pattern="^[A-Z]{2}$",
            pattern_says="is not a country code of two capital letters",
            length_max=2,
        ),
        Field(
            "region",
            "text",
            "State or province, as US-NY.",
            pattern="^[A-Z]{2}-[A-Z0-9]{1,3}$",
            pattern_says="is not a region such as US-NY",
            length_max=16,
        ),
        Field(
            "city",
            "text",
            "City with rules of its own, as US-NY-NYC.",
            pattern="^[A-Z]{2}-[A-Z0-9]{1,3}-[A-Z0-9]{1,6}$",
            pattern_says="is not a city such as US-NY-NYC",
            length_max=24,
        ),
        _word("currency", w.CURRENCIES, "ISO 4217 code of the row's amounts.", is_required=True),
        Field("credit_limit_minor", "money", "The credit limit.", default=0),
        _word("status", w.ACCOUNT_STATUS, "Where the account stands.", default="open"),
        Field(
            "balance_minor", "money", "All that is owed.", is_required=True, may_be_negative=True
        ),
        Field("overdue_minor", "money", "What is past due.", default=0),
        Field("next_due_on", "date", "Day of the next payment due."),
        Field("next_due_minor", "money", "Amount then due.", default=0),
        Field("statement_minor", "money", "Whole balance of that statement; empty is unknown."),
        Field("oldest_unpaid_due_on", "date", "Oldest due date not paid in full."),
        Field("missed_statements", "count", "Statements whose due is unpaid.", default=0),
        _word("dispute", w.DISPUTES, "State of a dispute.", default="none"),
        _flag("dispute_in_validation_period", "It came in writing in the validation period."),
        Field("validation_sent_on", "date", "Day the validation notice was sent."),
        _flag("is_first_contact", "Nobody has been contacted about it yet."),
        _flag("time_barred", "The last day to sue has passed."),
        _word("plan", w.PLANS, "State of an agreed plan.", default="none"),
        Field("hardship_until", "date", "Last day of hardship relief."),
        _word("litigation", w.LITIGATION, "True legal state.", default="none"),
        Field("collection_started_on", "date", "Day collection began."),
        _word("collector_kind", w.COLLECTOR_KINDS, "Who collects it.", default="creditor"),
        _flag(
            "collector_authorised", "Holds a written authorisation; unknown denies.", default=None
        ),
        _flag(
            "collector_licensed", "Holds the licence the place needs; unknown denies.", default=None
        ),
        Field("last_payment_on", "date", "Day of the latest payment."),
        Field("last_debit_failed_on", "date", "Day a direct debit last failed."),
        Field("step", "count", "Rung of the ladder reached so far.", default=0),
        Field("step_on", "date", "Day that rung was reached."),
    ),
)

CONTACT_POINTS = ImportTable(
    "contact_points",
    "One row a phone number, address or mailbox.",
    (
        _reference("reference", "The host's number of the contact point."),
        _PERSON,
        _word("kind", w.POINT_KINDS, "What it is.", is_required=True),
        _word("party", w.PARTIES, "Who is reached there.", default="cardholder"),
        Field("party_name", "text", "Name of that party.", length_max=200, default=""),
        Field("value", "text", "The number or address.", is_required=True, length_max=400),
        _flag("is_verified", "Known to reach that party; empty is unknown.", default=None),
        _flag("is_connected_to_other", "Now belongs to someone else."),
        _word("data_source", w.DATA_SOURCES, "Where it comes from; empty is unknown."),
        Field("basis", "text", "Legal basis of its use.", default=""),
        _word("state", w.POINT_STATES, "Open for use or closed.", default="open"),
    ),
)

CONTACTS = ImportTable(
    "contacts",
    "One row a past attempt to reach someone, or an inbound contact. Append-only.",
    (
        _reference("reference", "The host's number of the contact."),
        _PERSON,
        _reference("account_reference", "Empty: counts for every account.", is_required=False),
        _SOME_POINT,
        Field("at", "moment", "When it was placed or arrived.", is_required=True, is_past=True),
        _word("channel", w.CHANNELS, "By which channel.", is_required=True),
        _word("direction", w.DIRECTIONS, "Ours or theirs.", default="out"),
        _word("party", w.HISTORY_PARTIES, "With whom, or to whom.", default="cardholder"),
        _word("outcome", w.OUTCOMES, "What came of it; empty counts as an attempt."),
        _word("collector", w.COLLECTOR_KINDS, "Who made it.", default="creditor"),
        Field("actor", "text", "Who of the staff.", length_max=150, default="import"),
        Field("note", "text", "Note of the contact.", length_max=4000, default=""),
    ),
)

OPT_OUTS = ImportTable(
    "opt_outs",
    "One row a wish not to be reached by a channel. Append-only.",
    (
        _PERSON,
        _word("channel", w.CHANNELS, "Empty: every channel."),
        _SOME_POINT,
        Field("at", "moment", "When it arrived.", is_required=True, is_past=True),
    ),
)

CONSENTS = ImportTable(
    "consents",
    "One row a consent, given directly to the collector. Append-only.",
    (
        _PERSON,
        _word("channel", w.CHANNELS, "Empty: every channel."),
        _SOME_POINT,
        _word("kind", w.CONSENT_KINDS, "What is allowed.", is_required=True),
        Field("at", "moment", "When it was given.", is_required=True, is_past=True),
        Field("until", "moment", "When it ends."),
        Field("from_time", "time", "Local time from which it holds."),
        Field("to_time", "time", "Local time up to which it holds."),
    ),
)

INCONVENIENT = ImportTable(
    "inconvenient",
    "One row a time or place that the cardholder called inconvenient.",
    (
        _PERSON,
        Field("from_time", "time", "Local time from which, included."),
        Field("to_time", "time", "Local time up to which, not included."),
        Field(
            "days",
            "text",
            "Days of the week, as mon,tue; empty is every day.",
            pattern="^(mon|tue|wed|thu|fri|sat|sun)(,(mon|tue|wed|thu|fri|sat|sun))*$",
            pattern_says="is not a list of days such as mon,tue",
            length_max=32,
        ),
        _word("place", w.PLACES, "Only at this place; empty is anywhere."),
    ),
)

DUES = ImportTable(
    "dues",
    "One row an amount due on a day: the minimum payment of a statement.",
    (
        _ACCOUNT,
        Field("due_on", "date", "The due date.", is_required=True),
        Field("amount_minor", "money", "What was due.", is_required=True),
        Field("paid_minor", "money", "What has been paid of it.", default=0),
    ),
)

PROMISES = ImportTable(
    "promises",
    "One row a promise to pay.",
    (
        _ACCOUNT,
        Field("amount_minor", "money", "Amount promised.", is_required=True, may_be_zero=False),
        Field("pay_on", "date", "Day it is to be paid.", is_required=True),
        Field("made_at", "moment", "When it was made.", is_required=True, is_past=True),
        _word("state", w.PROMISE_STATES, "What became of it.", default="open"),
        Field("actor", "text", "Who took it.", length_max=150, default="import"),
    ),
)

POSTINGS = ImportTable(
    "postings",
    "One row what a transaction changes of one component. Append-only; the other side is booked.",
    (
        _reference("transaction_reference", "The host's number of the transaction.", long=True),
        _ACCOUNT,
        _word("kind", w.HOST_KINDS, "What happened.", is_required=True),
        Field("on", "date", "Day it is booked.", is_required=True),
        Field("value_on", "date", "Day from which it counts; empty: the day it is booked."),
        _word("component", w.COMPONENTS, "What of the balance changes.", is_required=True),
        _word("lot", w.LOTS, "Of principal: what it comes from."),
        _word("currency", w.CURRENCIES, "ISO 4217 code; empty: that of the account."),
        Field(
            "amount_minor",
            "money",
            "More owed is positive, less is negative.",
            is_required=True,
            may_be_negative=True,
            may_be_zero=False,
        ),
        Field("note", "text", "Note of the transaction.", length_max=200, default=""),
    ),
    parts_of="transaction_reference",
)

STATEMENTS = ImportTable(
    "statements",
    "One row a statement as the host printed it, to compare the ledger with. Append-only.",
    (
        _ACCOUNT,
        Field("statement_on", "date", "Day of the statement.", is_required=True),
        _word("currency", w.CURRENCIES, "ISO 4217 code of the row's amounts.", is_required=True),
        Field(
            "balance_minor",
            "money",
            "All that is owed; negative: in credit.",
            is_required=True,
            may_be_negative=True,
        ),
        Field("minimum_minor", "money", "The minimum payment asked for."),
        Field("due_on", "date", "Day it is due."),
        Field("principal_minor", "money", "Of the balance: principal.", may_be_negative=True),
        Field("interest_minor", "money", "Of the balance: interest."),
        Field("compound_interest_minor", "money", "Of the balance: interest on interest."),
        Field("late_fee_minor", "money", "Of the balance: late fees."),
        Field("other_fee_minor", "money", "Of the balance: other fees."),
        Field("cost_minor", "money", "Of the balance: costs."),
    ),
)

TABLES: dict[str, ImportTable] = {
    table.name: table
    for table in (
        PERSONS,
        ACCOUNTS,
        CONTACT_POINTS,
        CONTACTS,
        OPT_OUTS,
        CONSENTS,
        INCONVENIENT,
        DUES,
        PROMISES,
        POSTINGS,
        STATEMENTS,
    )
}
