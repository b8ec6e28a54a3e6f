"""A rule in words: what its value asks, whom it binds and where, in English and in Chinese."""

from forbear.core.law.saying.charges import charge_said
from forbear.core.law.saying.conditions import Clause, clauses
from forbear.core.law.saying.joining import Said
from forbear.core.law.saying.periods import period_said
from forbear.core.law.saying.places import place_name
from forbear.core.law.saying.values import SAYINGS, value_said

__all__ = [
    "SAYINGS",
    "Clause",
    "Said",
    "charge_said",
    "clauses",
    "period_said",
    "place_name",
    "value_said",
]
