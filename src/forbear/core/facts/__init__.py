"""Facts: what is known about each account on a stated day, in documented columns."""

from forbear.core.facts.account import account_facts, segment
from forbear.core.facts.table import FACTS, SEGMENTS

__all__ = ["FACTS", "SEGMENTS", "account_facts", "segment"]
