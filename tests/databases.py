"""The test's own database, for another process."""

from __future__ import annotations

from urllib.parse import quote

from django.db import connection


def url() -> str:
    given = connection.settings_dict
    user = quote(given["USER"], safe="")
    secret = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    name, host = quote(given["NAME"], safe=""), quote(given["HOST"], safe="")
    return f"postgresql://{user}{secret}@/{name}?host={host}&port={given['PORT']}"
