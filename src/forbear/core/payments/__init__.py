"""Payments in: whose they are, and what they settle."""
