"""Law that says when the last or the first day is: suing, keeping records, notices, answers."""

from forbear.core.law.periods.counting import PeriodAnswer, answer_period, window_covers
from forbear.core.law.periods.events import EVENTS, RECORDS
from forbear.core.law.periods.finding import in_force, limitation_of, named
from forbear.core.law.periods.keeping import RetentionAnswer, retention
from forbear.core.law.periods.kinds import KINDS, Limitation, Period, Retention, Window
from forbear.core.law.periods.lengths import Length, add_months
from forbear.core.law.periods.limits import Event, LimitationAnswer, limitation, strictest
from forbear.core.law.periods.reading import LawPeriod, read_periods

__all__ = [
    "EVENTS",
    "KINDS",
    "RECORDS",
    "Event",
    "LawPeriod",
    "Length",
    "Limitation",
    "LimitationAnswer",
    "Period",
    "PeriodAnswer",
    "Retention",
    "RetentionAnswer",
    "Window",
    "add_months",
    "answer_period",
    "in_force",
    "limitation",
    "limitation_of",
    "named",
    "read_periods",
    "retention",
    "strictest",
    "window_covers",
]
