"""A row of Django's permission tables grants nothing: a role does."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from tests.web import portfolio

pytestmark = pytest.mark.django_db


def test_a_row_grants_nothing_and_a_role_does(client: Client) -> None:
    kind = ContentType.objects.create(app_label="desk", model="case")
    row = Permission.objects.create(content_type=kind, codename="see_cases", name="See cases")
    visitor = User.objects.create_user("visitor", password=portfolio.PASSWORD)
    visitor.user_permissions.add(row)
    group = Group.objects.create(name="visitors")
    group.permissions.add(row)
    visitor.groups.add(group)
    assert not User.objects.get(pk=visitor.pk).has_perm("desk.see_cases")
    assert User.objects.get(pk=visitor.pk).get_all_permissions() == set()
    assert portfolio.collector().has_perm("desk.see_cases")
    assert client.login(username="visitor", password=portfolio.PASSWORD)
    assert not client.login(username="visitor", password="another")
