"""A queue of things that wait for somebody's judgement, and of those that were judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from forbear.services.refusals import Refusal
from forbear.web.shared.told import outcome_told

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Judging:
    """One page of such a queue, and which of its two halves is looked at."""

    view: str
    page: Page[Any]

    @property
    def rows(self) -> list[Any]:
        """What stands on the page."""
        return list(self.page.object_list)


def judging_of(
    request: HttpRequest, *, waiting: QuerySet[Any], judged: QuerySet[Any], rows: int
) -> Judging:
    """Return the page that is asked for: of what waits, unless what was judged is wanted."""
    is_judged = request.GET.get("view") == "judged"
    pages = Paginator(judged if is_judged else waiting, rows)
    return Judging("judged" if is_judged else "open", pages.get_page(request.GET.get("page")))


def reason_of(request: HttpRequest) -> str:
    """Return why somebody judged so, as it can be kept."""
    return request.POST.get("reason", "").replace("\x00", "")


def judged_told(
    request: HttpRequest, done: Done | Refusal, said: Callable[[Done], object], *, back: str
) -> HttpResponse:
    """Tell what somebody judged, in the words of ``said``, or why it was refused; go ``back``."""
    outcome_told(request, done, lambda made: _("Noted: %(what)s.") % {"what": said(made)})
    return redirect(back)
