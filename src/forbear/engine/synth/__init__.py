"""A synthetic portfolio of any size, the same for the same seed."""

from forbear.engine.synth.writing import BLOCK_ACCOUNTS, Written, write_portfolio

__all__ = ["BLOCK_ACCOUNTS", "Written", "write_portfolio"]
