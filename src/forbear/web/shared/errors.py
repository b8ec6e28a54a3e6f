"""Pages for what went wrong: what happened, what was kept, what to do next."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    words = {"title": title, "text": text, "status": status}
    return render(request, "shared/problem.html", words, status=status)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    del exception
    return _page(
        request,
        404,
        _("There is no such page"),
        _("The address may be old, or the case is not yours to see. Search for it by name."),
    )


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    del exception
    return _page(
        request,
        403,
        _("This page is not open to you"),
        _("Your role does not include it. Ask your team lead, or sign in with another name."),
    )


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return _page(
        request,
        500,
        _("Something broke on our side"),
        _("Nothing was half saved. Go back and try again; if it stays, tell your administrator."),
    )


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose safety mark is missing or old."""
    del reason
    return _page(
        request,
        403,
        _("This form is too old to be sent"),
        _("Nothing was saved. Go back, load the page again, and send the form once more."),
    )
