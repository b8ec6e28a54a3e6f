"""Wishes that someone tells on the phone: written down where the case is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forbear.services.preferences import (
    channels_stopped,
    opt_out_record,
    preference_record,
    representative_end,
    representative_record,
)
from forbear.services.refusals import Refusal
from forbear.store.models import Account, OptOut, Person, Representative
from forbear.store.selectors.cases import account_list_visible_to
from forbear.store.selectors.kept import Kept
from forbear.web.desk.rail import asked_of
from forbear.web.desk.today import query_of
from forbear.web.shared.permissions import MAKE_CONTACT
from forbear.web.shared.wish_forms import RepresentativeForm, WaysForm, initial_of
from forbear.web.shared.words import CHANNEL
from forbear.wiring import clock

STOPPABLE = ("call", "sms", "email", "letter", "visit")
SOURCE = "desk"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wishes, and the forms to tell more."""

    ways: WaysForm
    representative: RepresentativeForm
    representatives: list[Representative]
    stopped: list[str]
    may_stop: list[tuple[str, str]]


def wishes_of(person: Person, *, kept: Kept) -> Wishes:
    """Return what is known of a person's wishes; ``kept`` says of what there is any row."""
    wished = channels_stopped(person.pk) if OptOut in kept else set()
    stopped = set(STOPPABLE) if None in wished else wished
    representatives = person.representatives.filter(ended_at__isnull=True).order_by("pk")
    return Wishes(
        ways=WaysForm(initial=initial_of(person.preference), auto_id="wish_%s"),
        representative=RepresentativeForm(auto_id="wish_%s"),
        representatives=list(representatives) if Representative in kept else [],
        stopped=[str(CHANNEL[one]) for one in STOPPABLE if one in stopped],
        may_stop=[(one, str(CHANNEL[one])) for one in STOPPABLE if one not in stopped],
    )


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def wishes(request: HttpRequest, account_id: int) -> HttpResponse:
    """Write down a wish; what cannot be kept is told above the case."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    tell = _WISHES.get(request.POST.get("wish", ""))
    if tell is None:
        raise Http404
    fault = tell(request, account, clock.now())
    if fault:
        messages.error(request, fault)
    else:
        messages.success(request, _("Written down. It holds from now on."))
    return redirect(f"{reverse('desk:case', args=[account.pk])}?{query_of(asked_of(request))}")


def _stop(request: HttpRequest, account: Account, at: datetime) -> str:
    channel = request.POST.get("channel", "")
    if channel not in STOPPABLE:
        return _("Choose what they do not want any more.")
    opt_out_record(
        person_id=account.person_id,
        channel=channel,
        contact_point_id=None,
        at=at,
        actor=request.user.get_username(),
        source=SOURCE,
    )
    return ""


def _ways(request: HttpRequest, account: Account, at: datetime) -> str:
    form = WaysForm(request.POST)
    if not form.is_valid():
        return _first_fault(form)
    found = preference_record(
        person_id=account.person_id,
        channel=form.cleaned_data["channel"] or None,
        hours=form.hours,
        language=form.cleaned_data["language"],
        at=at,
        actor=request.user.get_username(),
        source=SOURCE,
    )
    return found.text if isinstance(found, Refusal) else ""


def _representative(request: HttpRequest, account: Account, at: datetime) -> str:
    form = RepresentativeForm(request.POST)
    if not form.is_valid():
        return _first_fault(form)
    found = representative_record(
        person_id=account.person_id,
        kind=form.cleaned_data["kind"],
        name=form.cleaned_data["name"],
        reach=form.cleaned_data["reach"],
        at=at,
        actor=request.user.get_username(),
        source=SOURCE,
    )
    if isinstance(found, Refusal):
        return _("Please write it with visible signs only, on one line.")
    return ""


def _representative_end(request: HttpRequest, account: Account, at: datetime) -> str:
    given = request.POST.get("representative_id", "")
    known = account.person.representatives.filter(pk=given) if given.isdecimal() else None
    if known is None or not known.exists():
        raise Http404
    representative_end(
        representative_id=int(given), at=at, actor=request.user.get_username(), source=SOURCE
    )
    return ""


def _first_fault(form: WaysForm | RepresentativeForm) -> str:
    return str(next(iter(form.errors.values()))[0])


_WISHES: dict[str, Callable[[HttpRequest, Account, datetime], str]] = {
    "stop": _stop,
    "ways": _ways,
    "representative": _representative,
    "representative_end": _representative_end,
}
