"""Which other systems may ask, and which are told."""
