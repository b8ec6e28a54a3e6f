"""Payment messages of SEPA: collections and transfers written, a bank's answers read."""

from forbear.interchange.sepa.orders import Collection, Party, SepaFile, SepaProblem, Transfer

__all__ = ["Collection", "Party", "SepaFile", "SepaProblem", "Transfer"]
