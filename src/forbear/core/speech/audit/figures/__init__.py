"""The figures of a text: sums, rates, days and counts, and what the facts say of each.

``numerals``, ``amounts``, ``abroad``, ``rates``, ``dates`` and ``counts`` find them; ``known`` is
what the facts bear out; ``stated`` and its kin hold each against it; ``claimed`` does all of it.
"""
