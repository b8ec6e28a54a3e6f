"""People of a team, for tests."""

from __future__ import annotations

from django.contrib.auth.models import Group, User


def user(name: str, *roles: str) -> User:
    made = User.objects.create_user(name)
    for role in roles or ("collector",):
        made.groups.add(Group.objects.get_or_create(name=role)[0])
    return made
