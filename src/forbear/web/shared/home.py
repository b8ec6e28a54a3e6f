"""Where a user begins: the desk, the day's books, or the law."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from forbear.web.shared.permissions import (
    LEAD_TEAM,
    MATCH_MONEY,
    PROPOSE_AUTHORITY,
    REVIEW_TEXTS,
    SEE_CASES,
    SEE_FAKES,
    SEE_MESSAGES,
    SEE_MONEY,
    SEE_PEOPLE,
    SEE_WORDING,
)

# the work of a role before what it may also look at
_PLACES = (
    (LEAD_TEAM, "lead:board"),
    (SEE_CASES, "desk:today"),
    (SEE_MONEY, "money:day"),
    (MATCH_MONEY, "money:payments"),
    (SEE_FAKES, "law:fakes"),
    (REVIEW_TEXTS, "review:queue"),
    (SEE_PEOPLE, "people:list"),
    (SEE_WORDING, "wording:list"),
    (SEE_MESSAGES, "messages:channels"),
    (PROPOSE_AUTHORITY, "agreements:authority"),
)


def home(request: HttpRequest) -> HttpResponse:
    """Lead a user to the first page that is open to them."""
    for permission, place in _PLACES:
        if request.user.has_perm(permission):
            return redirect(place)
    return redirect("law:list")
