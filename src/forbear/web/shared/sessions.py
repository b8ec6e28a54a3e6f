"""Where sessions are kept: Django's own table, asked by a question that is written once."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from forbear.store.prepared import Prepared, Slot

_LIVE = Prepared(lambda: Session.objects.filter(session_key=Slot("key"), expire_date__gt=Now()))


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        """Return the row of a session that has not ended; without one a new key is made."""
        found = _LIVE.first(key=self.session_key)
        if found is None:
            self._session_key = None
        return found
