"""The ledger of one card account: terms, events, and what is owed on a day, with its reasons.

Plain integers. Amounts are minor units; interest that accrues is kept in grains of 10^-8 of a
minor unit; a rate is a whole number of 10^-10. See ``docs/concepts/card-arithmetic.md``.
"""
