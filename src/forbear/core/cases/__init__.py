"""Disputes and complaints as values: their states, their clocks, the files that come with them."""
