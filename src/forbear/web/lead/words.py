"""Words of the pages of team leads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DOING = {
    "call": _("on a call"),
    "case": _("has a case"),
    "idle": _("ready"),
    "away": _("away"),
    "out": _("not signed in"),
}
DOING_ICON = {"call": "call", "case": "contacts", "idle": "permitted", "away": "hold", "out": "out"}
REASON = {
    "complaint": _("somebody complained"),
    "finding": _("a finding is open"),
    "starter": _("new in the team"),
    "random": _("drawn at random"),
}
MOVE = {
    "one": _("one case"),
    "some": _("ticked cases"),
    "filter": _("all that matched"),
    "all_of": _("everything of one person"),
}
STAYED = {
    "IN_CALL": _("on the phone right now"),
    "IN_CONFLICT": _("a finding or a complaint stands between them"),
    "OFFER_ABOVE": _("an offer is not within their authority"),
}
