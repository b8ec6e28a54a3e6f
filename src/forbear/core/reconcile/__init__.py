"""Reconciliation: the ledger against what the host system printed. Frames in, differences out."""

from forbear.core.reconcile.compare import compared
from forbear.core.reconcile.tables import CAUSES, PARTS, RESULT, VERDICTS, Inputs

__all__ = ["CAUSES", "PARTS", "RESULT", "VERDICTS", "Inputs", "compared"]
