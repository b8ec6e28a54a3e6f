"""The documented tables: what goes in, what comes out, and the words columns may hold."""

from forbear.core.tables.candidates import CANDIDATES
from forbear.core.tables.columns import MOMENT, Column, Table
from forbear.core.tables.decisions import DAY_CHANNELS, DECISIONS
from forbear.core.tables.portfolio import (
    ACCOUNTS,
    CONSENTS,
    CONTACT_POINTS,
    CONTACTS,
    DUES,
    EVENTS,
    INCONVENIENT,
    OPT_OUTS,
    PERSONS,
    PORTFOLIO,
)

__all__ = [
    "ACCOUNTS",
    "CANDIDATES",
    "CONSENTS",
    "CONTACTS",
    "CONTACT_POINTS",
    "DAY_CHANNELS",
    "DECISIONS",
    "DUES",
    "EVENTS",
    "INCONVENIENT",
    "MOMENT",
    "OPT_OUTS",
    "PERSONS",
    "PORTFOLIO",
    "Column",
    "Table",
]
