"""Cardholders who cannot be reached: what is closed, and the search for them."""
