"""Forbear: collections that keep to the law, by construction."""

__version__ = "0.1.0"
