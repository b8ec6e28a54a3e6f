from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User

from forbear.services.users import user_ensure
from forbear.store.models import AuditEntry

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_a_user_is_made_once_and_then_brought_up_to_date() -> None:
    user_ensure(username="chen", password="first word", at=AT, name="A. Chen")
    user = user_ensure(username="chen", password="second word", at=AT, name="An Chen")
    assert User.objects.count() == 1
    assert user.get_full_name() == "An Chen"
    assert [group.name for group in user.groups.all()] == ["collector"]
    assert authenticate(username="chen", password="first word") is None
    assert authenticate(username="chen", password="second word") == user
    assert list(AuditEntry.objects.values_list("action", flat=True)) == [
        "user.added",
        "user.changed",
    ]
