"""Where a user begins: the desk, the day's books, or the law."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from forbear.web.shared.permissions import (
    MATCH_MONEY,
    REVIEW_TEXTS,
    SEE_CASES,
    SEE_MESSAGES,
    SEE_MONEY,
    SEE_WORDING,
)


def home(request: HttpRequest) -> HttpResponse:
    """Lead a user to the first page that is open to them."""
    if request.user.has_perm(SEE_CASES):
        return redirect("desk:today")
    if request.user.has_perm(MATCH_MONEY) and not request.user.has_perm(SEE_MONEY):
        return redirect("money:payments")
    if request.user.has_perm(SEE_WORDING) and not request.user.has_perm(SEE_MONEY):
        return redirect("wording:list")
    if request.user.has_perm(REVIEW_TEXTS) and not request.user.has_perm(SEE_MONEY):
        return redirect("review:queue")
    if request.user.has_perm(SEE_MESSAGES) and not request.user.has_perm(SEE_MONEY):
        return redirect("messages:channels")
    return redirect("money:day" if request.user.has_perm(SEE_MONEY) else "law:list")
