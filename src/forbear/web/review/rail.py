"""The rail of the pages of reviewers."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.packs.speech.conduct import conduct_now
from forbear.store.selectors.across import across_open
from forbear.store.selectors.appeals import appeals_open
from forbear.store.selectors.readings import texts_to_read_again
from forbear.store.selectors.speech import VIEWS, texts_of
from forbear.web.shared.permissions import REVIEW_TEXTS, SEE_CONDUCT
from forbear.web.shared.rail import RailItem


def rail_of(request: HttpRequest, *, current: str, per_thousand: int) -> list[RailItem]:
    """Return the rail: what waits, the sample, what was read."""
    names = {"waiting": _("Findings"), "sample": _("Sample"), "read": _("Judged")}
    icons = {"waiting": "warning", "sample": "search", "read": "permitted"}
    start = reverse("review:queue")
    sampling = conduct_now().sampling
    items = [
        RailItem(
            names[view],
            icons[view],
            f"{start}?view={view}",
            is_current=view == current,
            count_text=str(texts_of(view, per_thousand=per_thousand, sampling=sampling).count()),
        )
        for view in VIEWS
    ]
    share = sampling.second_per_thousand
    again = texts_to_read_again(request.user.get_username(), per_thousand=share).count()
    for key, name, icon, count in (
        ("across", _("Across a case"), "refer", across_open().count()),
        ("second", _("Second reading"), "contacts", again),
    ):
        url = reverse(f"review:{key}")
        items.append(RailItem(name, icon, url, is_current=current == key, count_text=str(count)))
    return [*items, *conduct_places(request, current=current)]


def conduct_places(request: HttpRequest, *, current: str) -> list[RailItem]:
    """Return the places of conduct that someone may go to."""
    items = []
    if request.user.has_perm(REVIEW_TEXTS):
        waiting = str(appeals_open().count())
        url = reverse("conduct:appeals")
        items.append(
            RailItem(_("Appeals"), "hold", url, is_current=current == "appeals", count_text=waiting)
        )
    if request.user.has_perm(SEE_CONDUCT):
        for key, name, icon in (
            ("scores", _("Conduct"), "decisions"),
            ("mine", _("About me"), "contacts"),
        ):
            url = reverse(f"conduct:{key}")
            items.append(RailItem(name, icon, url, is_current=current == key))
    return items
