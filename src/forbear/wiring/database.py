"""Which database: ``DATABASE_URL``, or the embedded server."""

from __future__ import annotations


def database_settings() -> dict[str, object]:
    """Return Django's settings of the database."""
    return {"ENGINE": "django.db.backends.postgresql", "NAME": "forbear"}
