"""Guarantees: written down with their document, proved by a second person, released."""
