"""In which team somebody works."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User

from forbear.store.models import TeamPlace
from forbear.store.prepared import Prepared, Slot


def team_names(users: Iterable[User]) -> dict[int, str]:
    """Return the team of each user now, by their key; "" for one who is in none.

    A team of an agency is named with it after a dot, as the pages of conduct do.
    """
    ids = [user.pk for user in users]
    found = {place.user_id: _name(place) for place in _NOW.all(users=ids)}
    return {pk: found.get(pk, "") for pk in ids}


_NOW = Prepared(lambda: TeamPlace.objects.filter(user__id__one_of=Slot("users"), until_at=None))


def _name(place: TeamPlace) -> str:
    return " · ".join(filter(None, (place.team, place.agency)))
