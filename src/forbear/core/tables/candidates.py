"""What the gate knows of a candidate: the columns that a rule in a pack may speak of.

One row is one candidate: account x contact point x channel x purpose, with the facts of the person,
the account and the contact point beside it. A missing value is *unknown* unless its column says
otherwise, and a rule that needs an unknown fact denies.
"""

from __future__ import annotations

import polars as pl

from forbear.core.tables import words as w
from forbear.core.tables.columns import MOMENT, Column, Table
from forbear.core.tables.portfolio import ACCOUNTS, CONTACT_POINTS, PERSONS

_BOOL = pl.Boolean()

CONTACT_COLUMNS = (
    Column("account_id", pl.Int64(), "The account."),
    Column("contact_point_id", pl.Int64(), "Where it would go.", "no contact point is used"),
    Column("channel", w.words(w.CHANNELS), "By which channel."),
    Column("purpose", w.words(w.PURPOSES), "What for.", default="collect"),
    Column("direction", w.words(w.DIRECTIONS), "Ours or theirs.", default="out"),
    Column("is_automated", _BOOL, "Dialled or sent by a machine.", default=False),
    Column("is_prerecorded", _BOOL, "An artificial or recorded voice.", default=False),
    Column("states_debt", _BOOL, "Reveals that there is a debt.", "unknown"),
    Column("form", w.words(w.FORMS), "In which form.", default="ordinary"),
    Column("place", w.words(w.PLACES), "Where the person is, if known.", "not tied to a place"),
    Column("replying_to_at", MOMENT, "The message that it answers.", "it answers nothing"),
    Column("has_opt_out_text", _BOOL, "Says how to stop such messages.", default=True),
    Column("is_recorded", _BOOL, "Recorded from start to end.", default=True),
    Column("staff", pl.Int16(), "People who visit together.", default=2),
    Column("shows_authorisation", _BOOL, "They show their authorisation.", default=True),
    Column("threatens_suit", _BOOL, "Speaks of suing.", default=False),
)

DERIVED_COLUMNS = (
    Column("at", MOMENT, "The moment of the contact.", "no such moment on the day"),
    Column("local_on", pl.Date(), "The earliest local date it may be there.", "unknown"),
    Column("opted_out_at", MOMENT, "Latest wish not to be reached this way.", "no such wish"),
    Column(
        "calls_and_texts_refused_at",
        MOMENT,
        "Latest wish not to be called or texted, whatever the number.",
        "no such wish",
    ),
    Column("contact_consent_at", MOMENT, "Latest consent to this channel.", "no such consent"),
    Column("point_consent_at", MOMENT, "Latest one that names this point.", "no such consent"),
    Column("has_third_party_consent", _BOOL, "Consents to speak with others.", default=False),
    Column("has_hours_consent", _BOOL, "Consents to this hour.", default=False),
    Column("last_in_at", MOMENT, "Their latest message by this channel.", "none"),
    Column("last_out_at", MOMENT, "Our latest message by this channel.", "none"),
    Column("point_in_at", MOMENT, "Their latest message from this number or address.", "none"),
    Column("they_wrote_at", MOMENT, "The message of theirs that a reply answers.", "none"),
    Column("first_talk_on", pl.Date(), "Local day the debt was first spoken of.", "never"),
)


def _facts(table: Table) -> tuple[Column, ...]:
    return tuple(column for column in table.columns if not column.name.endswith("person_id"))


def _renamed(column: Column, name: str) -> Column:
    return Column(name, column.dtype, column.meaning, column.null_means, column.default)


# kind and state are too short to stand alone beside the columns of an account
POINT_NAMES = {"kind": "point_kind", "state": "point_state"}

CANDIDATES = Table(
    "candidates",
    "One row a contact that could be made, with every fact that a rule may need.",
    (
        Column("person_id", pl.Int64(), "The cardholder."),
        *CONTACT_COLUMNS,
        # whom a guarantee covers is told by `party`
        *(c for c in _facts(ACCOUNTS) if c.name not in {"account_id", "guarantor_points"}),
        *(c for c in _facts(PERSONS)),
        *(
            _renamed(c, POINT_NAMES.get(c.name, c.name))
            for c in _facts(CONTACT_POINTS)
            if c.name != "contact_point_id"
        ),
        Column("dpd", pl.Int32(), "Days past due.", "unknown", unit="days"),
        *DERIVED_COLUMNS,
    ),
)
