"""Who signs in: with a password. What they may do comes from their roles, never from a row."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model


class PasswordBackend(ModelBackend):
    """Signs in by name and password; grants nothing, and so asks the database nothing.

    Permissions are rules about roles (``forbear.web.shared.permissions``). A row of Django's own
    permission tables would grant what the list of roles does not tell.
    """

    def get_all_permissions(
        self,
        user_obj: User | AnonymousUser,
        obj: Model | None = None,
    ) -> set[str]:
        """Return nothing: a row grants no permission."""
        del user_obj, obj
        return set()

    def get_user_permissions(
        self, user_obj: User | AnonymousUser, obj: Model | None = None
    ) -> set[str]:
        """Return nothing, for the same reason."""
        del user_obj, obj
        return set()

    def get_group_permissions(
        self, user_obj: User | AnonymousUser, obj: Model | None = None
    ) -> set[str]:
        """Return nothing, for the same reason."""
        del user_obj, obj
        return set()
