"""The sample portfolio: 30,000 real card accounts, with invented people around them."""

from forbear.interchange.uci.agreement import agreement
from forbear.interchange.uci.portfolio import portfolio

__all__ = ["agreement", "portfolio"]
