"""The words of conduct."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

GROUP = {
    "collector": _("Collectors"),
    "team": _("Teams"),
    "agency": _("Agencies"),
    "category": _("Categories"),
}
STEP = {"month": _("Months"), "week": _("Weeks")}
STANDING = {
    "few": _("too few contacts to say"),
    "alike": _("no clear difference"),
    "above": _("more findings than all others"),
    "below": _("fewer findings than all others"),
}
STANDING_ICON = {"few": "clock", "alike": "none", "above": "warning", "below": "permitted"}
OUTCOME = {
    "upheld": _("The finding stands"),
    "not_theirs": _("It stands, but not of this person"),
    "overturned": _("The finding was overturned"),
}
