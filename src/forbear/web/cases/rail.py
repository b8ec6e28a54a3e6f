"""The rail of disputes and complaints."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.store.selectors.case_records import complaint_list, dispute_list
from forbear.web.shared.permissions import SEE_DISPUTES
from forbear.web.shared.rail import RailItem


def rail_of(request: HttpRequest, current: str) -> list[RailItem]:
    """Return the rail: how many disputes and complaints are open, and the report."""
    if not request.user.has_perm(SEE_DISPUTES):
        return []
    actor = request.user.get_username()
    return [
        RailItem(
            _("Disputes"),
            "decisions",
            reverse("cases:disputes"),
            is_current=current == "disputes",
            count_text=str(dispute_list("open").count()),
        ),
        RailItem(
            _("Complaints"),
            "warning",
            reverse("cases:complaints"),
            is_current=current == "complaints",
            count_text=str(complaint_list("open", actor=actor).count()),
        ),
        RailItem(
            _("Report"),
            "all",
            reverse("cases:report"),
            is_current=current == "report",
        ),
    ]
