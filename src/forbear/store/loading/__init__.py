"""Bulk loading: rows are copied beside the tables first, then merged set by set."""

from forbear.store.loading.plans import PLANS, Plan
from forbear.store.loading.staging import Counts, Stage

__all__ = ["PLANS", "Counts", "Plan", "Stage"]
