"""The day of many card accounts at once, in columns; equal to the unit to the day of one."""

from forbear.core.ledger.bulk.accrual import accrue
from forbear.core.ledger.bulk.ageing import age
from forbear.core.ledger.bulk.coming import coming
from forbear.core.ledger.bulk.day import Day, catch_up, work_day
from forbear.core.ledger.bulk.frames import DUES, EVENTS, STATES, Holder, frames_of, states_of
from forbear.core.ledger.bulk.happenings import ORDINARY
from forbear.core.ledger.bulk.singles import Past

__all__ = [
    "DUES",
    "EVENTS",
    "ORDINARY",
    "STATES",
    "Day",
    "Holder",
    "Past",
    "accrue",
    "age",
    "catch_up",
    "coming",
    "frames_of",
    "states_of",
    "work_day",
]
