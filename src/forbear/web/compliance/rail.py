"""The rail of the law pages: the views of the law, its nations, and the way back to the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.core.law.changes import changes
from forbear.store.selectors.fakes import fake_counts
from forbear.web.compliance import words
from forbear.web.compliance.shelf import lines, places
from forbear.web.shared.permissions import SEE_CASES, SEE_FAKES, SEE_MONEY

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class RailItem:
    """One place to go to; without a count where counting says nothing."""

    name: str
    icon: str
    url: str
    count_text: str
    is_current: bool
    starts_group: bool = False


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
        RailItem(name, icon, url, count, is_current=key == current)
        for key, name, icon, url, count in views
    ]
    nations = [place for place in places() if place.depth == 0]
    items += [
        RailItem(
            place.name,
            "brand" if place.code == "*" else "place",
            f"{here}?place={place.code}",
            str(sum(rule.nation == place.code for rule in held)),
            is_current=place.code == current,
            starts_group=index == 0,
        )
        for index, place in enumerate(nations)
    ]
    if request.user.has_perm(SEE_FAKES):
        new = str(fake_counts()["new"] or "")
        url = reverse("law:fakes")
        is_here = current == "fakes"
        items.append(RailItem(_("Fakes reported"), "warning", url, new, is_here, starts_group=True))
    if request.user.has_perm(SEE_CASES):
        desk = reverse("desk:today")
        items.append(RailItem(_("Desk"), "contacts", desk, "", is_current=False, starts_group=True))
    if request.user.has_perm(SEE_MONEY):
        money = reverse("money:day")
        items.append(RailItem(_("Money"), "money", money, "", is_current=False))
    return items
