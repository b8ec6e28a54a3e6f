"""How may we reach you? The page behind the link in a message; and its one-click opt-out.

Looking at it changes nothing: programs that scan mail follow every link. A button does, or the one
click of a mail program, which is a POST without cookies (RFC 8058, section 3.2). No sum, no name
and no account of theirs is shown; see ``paying`` for how to pay.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forbear.services.preferences import (
    Link,
    link_open,
    opt_out_record,
    opt_out_standing,
    preference_record,
    representative_record,
)
from forbear.services.refusals import Refusal
from forbear.services.throttle import Limit
from forbear.web.portal.paying import Way, may_pay, way_to_pay
from forbear.web.portal.public import page, public
from forbear.web.portal.ringing import Ring, ring_ask, ring_cancel, ring_of
from forbear.web.shared.wish_forms import RepresentativeForm, WaysForm, initial_of
from forbear.web.shared.words import CHANNEL
from forbear.wiring import clock

LOOKING = Limit("preferences", 120, timedelta(minutes=10))
# a large mail provider sends the clicks of all its readers from few addresses
WISHING = Limit("preferences-wish", 3000, timedelta(minutes=10))
ACTOR = "link"
_INBOUND = frozenset({"email", "sms", "letter"})


@require_http_methods(["GET", "HEAD", "POST"])
@public(reading=LOOKING, writing=WISHING)
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page of wishes, or take one."""
    now = clock.now()
    link = link_open(token, at=now)
    if link is None:
        return page(request, "portal/link_unknown.html", {}, status=404)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return _stop(request, link, source="one_click", at=now)
    asked = request.POST.get("wish")
    if asked == "stop":
        return _stop(request, link, source="page", at=now)
    if asked in _WISHES and _may_wish(link):
        return _WISHES[asked](request, link, at=now)
    return _shown(request, link)


def _stop(request: HttpRequest, link: Link, *, source: str, at: datetime) -> HttpResponse:
    """Stop the channel of the message; an old link can do so too: a no does not grow old."""
    planned = link.planned
    is_known = _is_stopped(link)
    opt_out_record(
        person_id=planned.person_id,
        channel=planned.channel,
        contact_point_id=_address(link),
        at=at,
        actor=ACTOR,
        source=source,
        inbound=None if is_known else _inbound(link),
    )
    return _shown(request, link, said=_("Done. We have written it down."))


def _ways(request: HttpRequest, link: Link, *, at: datetime) -> HttpResponse:
    form = WaysForm(request.POST)
    if not form.is_valid():
        return _shown(request, link, ways=form, status=422)
    found = preference_record(
        person_id=link.planned.person_id,
        channel=form.cleaned_data["channel"] or None,
        hours=form.hours,
        language=form.cleaned_data["language"],
        at=at,
        actor=ACTOR,
        source="page",
        inbound=_inbound(link),
    )
    assert not isinstance(found, Refusal), found
    return _shown(request, link, ways=form, said=_("Thank you. We keep to it from now on."))


def _representative(request: HttpRequest, link: Link, *, at: datetime) -> HttpResponse:
    form = RepresentativeForm(request.POST)
    if not form.is_valid():
        return _shown(request, link, representative=form, status=422)
    found = representative_record(
        person_id=link.planned.person_id,
        kind=form.cleaned_data["kind"],
        name=form.cleaned_data["name"],
        reach=form.cleaned_data["reach"],
        at=at,
        actor=ACTOR,
        source="page",
        inbound=_inbound(link),
    )
    if isinstance(found, Refusal):
        field = "name" if found.code == "NAME_UNREADABLE" else "reach"
        form.add_error(field, _("Please write it with visible signs only, on one line."))
        return _shown(request, link, representative=form, status=422)
    return _shown(request, link, said=_("Thank you. We have written down who speaks for you."))


def _ring(request: HttpRequest, link: Link, *, at: datetime) -> HttpResponse:
    done = ring_ask(link.planned, request.POST, channel=_inbound(link), at=at)
    if done is None or done.fault:
        return _shown(request, link, ring=done, status=422)
    return _shown(request, link, ring=done, said=_("Thank you. We will ring you then."))


def _pay(request: HttpRequest, link: Link, *, at: datetime) -> HttpResponse:
    if not may_pay(link.planned, at=at):
        return _shown(request, link)
    return _shown(request, link, way=way_to_pay(link.planned, at=at))


def _ring_not(request: HttpRequest, link: Link, *, at: datetime) -> HttpResponse:
    said = _("Done. We will not ring you then.") if ring_cancel(link.planned, at=at) else ""
    return _shown(request, link, said=said)


_WISHES = {
    "ways": _ways,
    "representative": _representative,
    "ring": _ring,
    "ring_not": _ring_not,
    "pay": _pay,
}


def _shown(
    request: HttpRequest,
    link: Link,
    *,
    ways: WaysForm | None = None,
    representative: RepresentativeForm | None = None,
    ring: Ring | None = None,
    way: Way | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    wish = link.planned.person.preference
    now = clock.now()
    words = {
        "link": link,
        "channel": CHANNEL.get(link.planned.channel, link.planned.channel),
        "is_cardholder": _is_cardholder(link),
        "is_stopped": _is_stopped(link),
        "ways": ways or WaysForm(initial=initial_of(wish)),
        "representative": representative or RepresentativeForm(),
        "ring": (ring or ring_of(link.planned, at=now)) if _may_wish(link) else None,
        "may_pay": _may_wish(link) and may_pay(link.planned, at=now),
        "way": way,
        "said": said,
    }
    return page(request, "portal/preferences.html", words, status=status)


def _is_stopped(link: Link) -> bool:
    planned = link.planned
    found = opt_out_standing(
        person_id=planned.person_id, channel=planned.channel, contact_point_id=_address(link)
    )
    return found is not None


def _may_wish(link: Link) -> bool:
    return _is_cardholder(link) and not link.is_old


def _is_cardholder(link: Link) -> bool:
    """A relative who was asked for an address speaks for their own address alone."""
    return link.planned.contact_point.party == "cardholder"


def _address(link: Link) -> int | None:
    """Return what the stop is about: a cardholder's whole channel, another's own address."""
    return None if _is_cardholder(link) else link.planned.contact_point_id


def _inbound(link: Link) -> str | None:
    """Return by which channel they reached us: that of the message that they followed."""
    return link.planned.channel if link.planned.channel in _INBOUND else None
