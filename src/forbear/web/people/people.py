"""Who may sign in, in which roles, when they were last here; and the end of a session."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.services.refusals import Refusal
from forbear.services.seats import seat_end
from forbear.store.selectors.people import user_list
from forbear.web.shared.permissions import END_SESSIONS, SEE_PEOPLE
from forbear.web.shared.proof import freshly_proved
from forbear.web.shared.seats import KEY
from forbear.wiring import clock

ID_MAX = 2**63 - 1


@require_GET
@permission_required(SEE_PEOPLE, raise_exception=True)
def people(request: HttpRequest) -> HttpResponse:
    """Show everybody who may sign in, and every session that is open."""
    context = {"rows": user_list(), "own": request.session.get(KEY)}
    return render(request, "people/list.html", context)


@require_POST
@permission_required(END_SESSIONS, raise_exception=True)
@freshly_proved
def end(request: HttpRequest, seat_id: int) -> HttpResponse:
    """End a session."""
    done = seat_end(seat_id=min(seat_id, ID_MAX), at=clock.now(), actor=request.user.get_username())
    if isinstance(done, Refusal):
        raise Http404
    said = _("The session of %(name)s is ended.") % {"name": done.user.get_username()}
    messages.success(request, said)
    return redirect("people:list")
