"""The words by which a count is known to be days past due, missed payments or the months of a plan.

``before`` patterns end right where the number begins, ``after`` patterns begin where the unit ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What the counts of one language are known by."""

    # without one of these nothing is found
    hint: re.Pattern[str]
    # a number with its unit
    span: re.Pattern[str]
    # a number without one: behind its label, times a sum, "day 14 of the arrears", "14 dpd"
    bare: re.Pattern[str]
    days_before: re.Pattern[str]
    label_before: re.Pattern[str]
    times_before: re.Pattern[str]
    times_after: re.Pattern[str]
    # the fourth missed in a row
    row: re.Pattern[str]
    nth_before: re.Pattern[str]
    nth_after: re.Pattern[str]
    dpd_after: re.Pattern[str]
    # one of a choice or a range is not stated
    choice_before: re.Pattern[str]
    choice_after: re.Pattern[str]
    late_before: re.Pattern[str]
    late_after: re.Pattern[str]
    # "That was 14 days ago.", behind a sentence that ends with a due day
    so_long_before: re.Pattern[str]
    so_long_after: re.Pattern[str]
    due_told: re.Pattern[str]
    # such words before with such words behind
    late_around: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    not_late_before: re.Pattern[str]
    missed_before: re.Pattern[str]
    missed_after: re.Pattern[str]
    plan_before: re.Pattern[str]
    plan_after: re.Pattern[str]
    # words that a plan may have, and other things too
    may_plan_before: re.Pattern[str]
    not_plan_before: re.Pattern[str]
    not_plan_after: re.Pattern[str]
    rough_before: re.Pattern[str]
    over_before: re.Pattern[str]
