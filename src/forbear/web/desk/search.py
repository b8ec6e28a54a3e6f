"""Search as you type: the few accounts that may be meant, within what the user may see."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from forbear.store.models import Account
from forbear.store.selectors.cases import account_list_visible_to
from forbear.store.selectors.queue import day_latest
from forbear.store.selectors.search import account_ids_found
from forbear.web.desk.rail import asked_of, rail_of
from forbear.web.shared.permissions import SEE_CASES
from forbear.wiring.house import house_day

SHOWN = 10


@require_GET
@permission_required(SEE_CASES, raise_exception=True)
def search(request: HttpRequest) -> HttpResponse:
    """List the accounts that fit; htmx asks for the list alone, a browser without it for a page."""
    asked = asked_of(request)
    ids = account_ids_found(asked.text, limit=SHOWN) if asked.text else []
    seen = {
        account.pk: account for account in account_list_visible_to(request.user).filter(pk__in=ids)
    }
    found: list[Account] = [seen[pk] for pk in ids if pk in seen]
    words: dict[str, object] = {"found": found, "asked": asked}
    if request.headers.get("HX-Request"):
        return render(request, "desk/_found.html", words)
    words["rail"] = rail_of(day_latest(on=house_day()), current="")
    return render(request, "desk/search.html", words)
