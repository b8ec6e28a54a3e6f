"""Delinquency: days past due, buckets, missed statements, cures and rolls."""

from forbear.core.delinquency.ageing import (
    BUCKET_FROM_DAYS,
    age_dues,
    bucket,
    days_past_due,
    person_days_past_due,
    with_ageing,
)
from forbear.core.delinquency.rolls import MOVES, roll_matrix, rolls

__all__ = [
    "BUCKET_FROM_DAYS",
    "MOVES",
    "age_dues",
    "bucket",
    "days_past_due",
    "person_days_past_due",
    "roll_matrix",
    "rolls",
    "with_ageing",
]
