"""Who signs in: with a password. What they may do comes from their roles, never from a row."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db.models import Model

from forbear.store.prepared import Prepared, Slot

_USER = Prepared(lambda: User.objects.filter(pk=Slot("user")))
_ROLES = Prepared(lambda: Group.objects.filter(user=Slot("user")).values_list("name"))


def roles_of(user: User) -> set[str]:
    """Return the roles of a user, asked for once a request."""
    # the name under which the library of rules keeps them, too
    if not hasattr(user, "_group_names_cache"):
        user._group_names_cache = {name for (name,) in _ROLES.rows(user=user.pk)}  # type: ignore[attr-defined] # noqa: SLF001 - the same
    found: set[str] = user._group_names_cache  # type: ignore[attr-defined] # noqa: SLF001 - the same
    return found


class PasswordBackend(ModelBackend):
    """Signs in by name and password; grants nothing, and so asks the database nothing.

    Permissions are rules about roles (``forbear.web.shared.permissions``). A row of Django's own
    permission tables would grant what the list of roles does not tell.
    """

    def get_user(self, user_id: int) -> User | None:
        """Return who is signed in, if they still may."""
        user = _USER.first(user=user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        return user

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
