"""People who sign in to the desk: made, given roles, ended. No name is ever used twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from forbear.core.roles import COLLECTOR, ROLES
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.services.seats import seats_end

# a name stands in the audit trail, in lists and on the command line
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")


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

    For the demo: the password is not judged. ``name`` is shown beside the sign-out button.
    """
    user, is_new = User.objects.get_or_create(username=username)
    user.set_password(password)
    user.first_name, user.last_name = name, ""
    user.is_superuser = is_superuser
    user.is_active = True
    user.save()
    _set_roles(user, groups)
    _audit(user, "user.added" if is_new else "user.changed", at=at, actor=actor)
    return user


@transaction.atomic
def user_add(
    *, username: str, password: str, name: str, roles: Sequence[str], at: datetime, actor: str
) -> User | Refusal:
    """Make a user who can sign in.

    Refusals: ``NAME_UNUSABLE``, ``USER_EXISTS``, ``ROLE_UNKNOWN``, ``ROLE_MISSING``,
    ``PASSWORD_WEAK``.
    """
    if not _NAME.fullmatch(username):
        text = "A name has up to 60 small letters, digits, dots, hyphens and underscores."
        return Refusal("NAME_UNUSABLE", text)
    if User.objects.filter(username=username).exists():
        text = f"{username} exists. Change the roles, or set a password."
        return Refusal("USER_EXISTS", text)
    user = User(username=username, first_name=name[:150])
    if refusal := _roles_refused(roles) or _weak(password, user):
        return refusal
    user.set_password(password)
    user.save()
    _set_roles(user, roles)
    _audit(user, "user.added", at=at, actor=actor)
    return user


@transaction.atomic
def user_set_roles(
    *, username: str, roles: Sequence[str], at: datetime, actor: str
) -> User | Refusal:
    """Give a user these roles and no other; sessions under the last ones end.

    Refusals: ``USER_UNKNOWN``, ``ROLE_UNKNOWN``, ``ROLE_MISSING``.
    """
    user = _locked(username)
    if isinstance(user, Refusal):
        return user
    if refusal := _roles_refused(roles):
        return refusal
    before = set(user.groups.values_list("name", flat=True))
    _set_roles(user, roles)
    if before != set(roles):
        seats_end(user=user, at=at, actor=actor)
    _audit(user, "user.roles", at=at, actor=actor)
    return user


@transaction.atomic
def user_set_password(*, username: str, password: str, at: datetime, actor: str) -> User | Refusal:
    """Set a password, end the sessions under the last one, and let an ended user in again.

    Refusals: ``USER_UNKNOWN``, ``PASSWORD_WEAK``.
    """
    user = _locked(username)
    if isinstance(user, Refusal):
        return user
    if refusal := _weak(password, user):
        return refusal
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    seats_end(user=user, at=at, actor=actor)
    _audit(user, "user.password", at=at, actor=actor)
    return user


@transaction.atomic
def user_end(*, username: str, at: datetime, actor: str) -> User | Refusal:
    """Let a user sign in no more, and end every session at once. Refusal: ``USER_UNKNOWN``."""
    user = _locked(username)
    if isinstance(user, Refusal):
        return user
    seats_end(user=user, at=at, actor=actor)
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        _audit(user, "user.ended", at=at, actor=actor)
    return user


def _locked(username: str) -> User | Refusal:
    user = User.objects.select_for_update().filter(username=username).first()
    return user or Refusal("USER_UNKNOWN", f"There is no user {username!r}.")


def _roles_refused(roles: Sequence[str]) -> Refusal | None:
    known = ", ".join(ROLES)
    if unknown := [role for role in roles if role not in ROLES]:
        return Refusal("ROLE_UNKNOWN", f"There is no role {unknown[0]!r}; known: {known}.")
    return None if roles else Refusal("ROLE_MISSING", f"Name at least one role of {known}.")


def _weak(password: str, user: User) -> Refusal | None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return Refusal("PASSWORD_WEAK", " ".join(error.messages))
    return None


def _set_roles(user: User, roles: Sequence[str]) -> None:
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])


def _audit(user: User, action: str, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="user",
        subject_id=user.pk,
        data={"user": user.username, "groups": sorted(group.name for group in user.groups.all())},
    )
