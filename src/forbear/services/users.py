"""People who sign in to the desk."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group, User
from django.db import transaction

from forbear.services.audit import audit_write

COLLECTOR = "collector"
FINANCE = "finance"
CASHIER = "cashier"
OPERATIONS = "operations"


@transaction.atomic
def user_ensure(
    *,
    username: str,
    password: str,
    at: datetime,
    name: str = "",
    groups: tuple[str, ...] = (COLLECTOR,),
    is_superuser: bool = False,
    actor: str = "system",
) -> User:
    """Make a user who can sign in, or bring one up to date: password, name and groups.

    ``name`` is shown beside the sign-out button. A group that is missing is made.
    """
    user, is_new = User.objects.get_or_create(username=username)
    user.set_password(password)
    user.first_name, user.last_name = name, ""
    user.is_superuser = is_superuser
    user.is_active = True
    user.save()
    user.groups.set([Group.objects.get_or_create(name=group)[0] for group in groups])
    audit_write(
        at=at,
        actor=actor,
        action="user.added" if is_new else "user.changed",
        subject="user",
        subject_id=user.pk,
        data={"groups": list(groups)},
    )
    return user
