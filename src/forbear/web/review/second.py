"""Reading a second time: the same texts, without what the first reader said."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.packs.speech.conduct import conduct_now
from forbear.services.speech.readings import second_reading_make
from forbear.store.selectors.readings import findings_to_read_again, texts_to_read_again
from forbear.web.review.queue import ROWS, read_row
from forbear.web.review.rail import rail_of
from forbear.web.shared.permissions import REVIEW_TEXTS
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock

_DIGITS_MOST = 18


@require_GET
@permission_required(REVIEW_TEXTS, raise_exception=True)
def second(request: HttpRequest) -> HttpResponse:
    """Show what waits for a second reader: what the first one said is not shown."""
    me, share = request.user.get_username(), conduct_now().sampling.second_per_thousand
    texts = texts_to_read_again(me, per_thousand=share)
    page = Paginator(texts, ROWS).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    again = findings_to_read_again(me).filter(audit__text__in=shown)
    context = {
        "page": page,
        "rows": [read_row(text) for text in shown],
        "waiting": set(again.values_list("pk", flat=True)),
        "rate": share,
        "rail": rail_of(
            request, current="second", per_thousand=settings.FORBEAR_REVIEW_PER_THOUSAND
        ),
    }
    return render(request, "review/second.html", context)


@require_POST
@permission_required(REVIEW_TEXTS, raise_exception=True)
def second_judge(request: HttpRequest, text_id: int) -> HttpResponse:
    """Write down what the second reader says."""
    finding = request.POST.get("finding", "")
    done = second_reading_make(
        text_id=text_id,
        finding_id=int(finding) if finding.isdecimal() and len(finding) < _DIGITS_MOST else None,
        verdict=request.POST.get("verdict", ""),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    outcome_told(request, done, _("Noted. It changes nothing: it shows how far readers agree."))
    return redirect("review:second")
