"""Evidence: seals over what was written, each bound to the one before it."""
