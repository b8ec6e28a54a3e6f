"""Next best case in one key, and who works on which case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from forbear.services.desk.holds import hold_renew, holds_free, holds_free_at_sign_out
from forbear.services.desk.next_case import case_next
from forbear.services.house import house_date
from forbear.services.refusals import Refusal
from forbear.store.models import Account, DayRun
from forbear.store.selectors.call_backs import call_back_due
from forbear.store.selectors.cases import account_list_visible_to
from forbear.store.selectors.desk import call_unlogged_any, hold_of, place_of, places_passed
from forbear.store.selectors.queue import day_latest
from forbear.web.desk.rail import asked_of
from forbear.web.desk.today import query_of
from forbear.web.shared import formats
from forbear.web.shared.permissions import MAKE_CONTACT
from forbear.web.shared.refusals import refusal_said
from forbear.wiring import clock
from forbear.wiring.gate import can_be_called


@dataclass(frozen=True, slots=True)
class Holding:
    """Who works on a case, as its page shows it."""

    is_mine: bool = False
    by_other: str = ""
    why_now: tuple[str, ...] = ()


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def next_case(request: HttpRequest) -> HttpResponse:
    """Give back the case at hand and open the next best one."""
    now = clock.now()
    asked = asked_of(request)
    actor = request.user.get_username()
    run = day_latest(on=house_date(now))
    queue = f"{reverse('desk:today')}?{query_of(asked)}"
    if run is None:
        return redirect(queue)
    found = case_next(
        asked, run=run, at=now, actor=actor, can_call=lambda pk: can_be_called(pk, at=now)
    )
    if isinstance(found, Refusal):
        messages.error(request, refusal_said(found))
        begun = call_unlogged_any(actor=actor)
        if begun is None:
            return redirect(queue)
        return redirect(_case_url(begun.account_id, request))
    return redirect(_case_url(found.account_id, request))


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def put_back(request: HttpRequest) -> HttpResponse:
    """Give back the case at hand and return to the queue."""
    refused = holds_free(at=clock.now(), actor=request.user.get_username())
    if refused:
        messages.error(request, refusal_said(refused))
    return redirect(f"{reverse('desk:today')}?{query_of(asked_of(request))}")


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def keep(request: HttpRequest, account_id: int) -> HttpResponse:
    """Hold a case on while its page is open; 409 if it is not the collector's any more."""
    get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    is_mine = hold_renew(account_id=account_id, at=clock.now(), actor=request.user.get_username())
    return HttpResponse(status=204 if is_mine else 409)


@receiver(user_logged_out)
def free_at_sign_out(sender: object, user: User | None = None, **given: object) -> None:
    """Whoever signs out gives their cases back."""
    del sender, given
    if user is not None:
        holds_free_at_sign_out(at=clock.now(), actor=user.get_username())


def holding_of(
    request: HttpRequest, account: Account, *, run: DayRun | None, zone: ZoneInfo, now: datetime
) -> Holding:
    """Say who works on a case; and to them, why it is its turn."""
    hold = hold_of(account.pk, at=now)
    if hold is None:
        return Holding()
    if hold.actor == request.user.get_username():
        why = _why_now(account, run=run, zone=zone, now=now) if run else ()
        return Holding(is_mine=True, why_now=why)
    user = User.objects.filter(username=hold.actor).first()
    values = {
        "name": (user.get_full_name() if user else "") or hold.actor,
        "time": formats.clock(hold.since, zone),
    }
    said = _("%(name)s has been working on this case since %(time)s. You can read it, not call.")
    return Holding(by_other=said % values)


def _why_now(account: Account, *, run: DayRun, zone: ZoneInfo, now: datetime) -> tuple[str, ...]:
    if back := call_back_due(account.pk, at=now):
        values = {"time": formats.clock(back.due_at, zone)}
        return (_("They asked to be called at %(time)s their time.") % values,)
    place = place_of(account.pk, run=run)
    if place is None or place.window_from is None or place.window_to is None:
        return ()
    said = [
        _("Place %(place)d of today's calls: by opening time, then by the amount overdue.")
        % {"place": place.place},
        _("Calls are permitted since %(from)s and until %(to)s their time.")
        % {
            "from": formats.clock(place.window_from, zone),
            "to": formats.clock(place.window_to, zone),
        },
    ]
    passed = places_passed(place, at=now)
    if passed:
        sentence = ngettext(
            "%(n)d open case before it is with a colleague or rests.",
            "%(n)d open cases before it are with colleagues or rest.",
            passed,
        )
        said.append(sentence % {"n": passed})
    return tuple(said)


def _case_url(account_id: int, request: HttpRequest) -> str:
    return f"{reverse('desk:case', args=[account_id])}?{query_of(asked_of(request))}"
