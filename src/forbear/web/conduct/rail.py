"""The rail of the pages of conduct."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from forbear.web.review.rail import conduct_places
from forbear.web.review.rail import rail_of as review_rail
from forbear.web.shared.permissions import REVIEW_TEXTS
from forbear.web.shared.rail import RailItem


def rail_of(request: HttpRequest, *, current: str) -> list[RailItem]:
    """Return the rail: for reviewers with all that waits, for others with their own pages."""
    if request.user.has_perm(REVIEW_TEXTS):
        rate = settings.FORBEAR_REVIEW_PER_THOUSAND
        return review_rail(request, current=current, per_thousand=rate)
    return conduct_places(request, current=current)
