"""The address of the test database, for what does not go through Django."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.db import connection


def address() -> str:
    """The libpq URI of the database that this test uses."""
    given = {key: str(value) for key, value in connection.get_connection_params().items()}
    names = ("host", "port", "password", "sslmode")
    query = urlencode({name: given[name] for name in names if name in given}, quote_via=quote)
    return f"postgresql://{quote(given.get('user', ''))}@/{quote(given['dbname'])}?{query}"
