"""Wishes of a cardholder as values."""
