"""The rail of the law pages: the views of the law, and its nations."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.core.law.changes import changes
from forbear.store.selectors.fakes import fake_counts
from forbear.web.compliance import words
from forbear.web.compliance.shelf import lines, places
from forbear.web.shared.permissions import SEE_FAKES
from forbear.web.shared.rail import RailItem

YEAR = timedelta(days=365)


def rail_of(request: HttpRequest, *, on: date, current: str) -> list[RailItem]:
    """Return the rail for a day; ``current`` is the view, or the nation, that is shown."""
    here = reverse("law:list")
    held = [line.rule for line in lines() if line.rule.is_ever_in_force(on, on)]
    unverified = sum(rule.confidence in words.UNVERIFIED for rule in held)
    every = [line.rule for line in lines()]
    soon = len(changes(every, after=on, until=min(on, date.max - YEAR) + YEAR))
    views = (
        ("list", _("In force"), "decisions", here, str(len(held))),
        ("changes", _("Changes soon"), "clock", reverse("law:changes"), str(soon)),
        (
            "unverified",
            _("Unverified"),
            "read-half",
            f"{here}?confidence=unverified",
            str(unverified),
        ),
        ("try", _("Try a case"), "try", reverse("law:try"), ""),
    )
    items = [
        RailItem(name, icon, url, key == current, count) for key, name, icon, url, count in views
    ]
    nations = [place for place in places() if place.depth == 0]
    items += [
        RailItem(
            place.name,
            "brand" if place.code == "*" else "place",
            f"{here}?place={place.code}",
            is_current=place.code == current,
            count_text=str(sum(rule.nation == place.code for rule in held)),
            starts_group=index == 0,
        )
        for index, place in enumerate(nations)
    ]
    if request.user.has_perm(SEE_FAKES):
        new = str(fake_counts()["new"] or "")
        url = reverse("law:fakes")
        is_here = current == "fakes"
        items.append(RailItem(_("Fakes reported"), "warning", url, is_here, new, starts_group=True))
    return items
