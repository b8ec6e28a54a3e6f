"""Where a page of the timeline begins, as an address says it, and what is shown on it to whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest

from forbear.store.models import Account, AcrossAppeal, FindingAppeal
from forbear.store.selectors.conduct import Scope, scope_of
from forbear.store.selectors.kept import Kept
from forbear.store.selectors.timeline import (
    APPEAL_KINDS,
    NOBODYS,
    TIMELINE_KINDS,
    Event,
    Place,
    appeals_shown,
)
from forbear.web.shared.backend import roles_of
from forbear.web.shared.permissions import REVIEW_TEXTS, SEE_CONDUCT

_ID_MAX = 2**63 - 1


def place_text(place: Place | None) -> str:
    """Write a place of the timeline into an address."""
    return f"{place[0].isoformat()}|{place[1]}|{place[2]}" if place else ""


def after_of(request: HttpRequest) -> Place | None:
    """Read where a page of the timeline begins; what makes no sense is the beginning."""
    at, _bar, rest = request.GET.get("after", "").partition("|")
    kind, _bar, pk = rest.partition("|")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    is_whole = pk.isascii() and pk.isdecimal() and int(pk) <= _ID_MAX
    if moment.tzinfo is None or kind not in TIMELINE_KINDS or not is_whole:
        return None
    return (moment, kind, int(pk))


def kinds_shown(show: str) -> tuple[str, ...]:
    """Return the kinds of lines that an address asks for; none if it asks for all.

    Whether there are appeals that somebody may not see must not show in the answer.
    """
    if show in APPEAL_KINDS:
        return APPEAL_KINDS
    return (show,) if show in TIMELINE_KINDS else ()


def all_kinds(*, conduct: Scope) -> tuple[str, ...]:
    """Return every kind of line that somebody may see."""
    if conduct != NOBODYS:
        return TIMELINE_KINDS
    return tuple(kind for kind in TIMELINE_KINDS if kind not in APPEAL_KINDS)


def appeals_seen(user: User | AnonymousUser, kept: Kept) -> Scope:
    """Return about whom somebody may see appeals on a case; nobody where there are none.

    Those whom a finding concerns, their lead, their agency, and who sees or judges all conduct.
    ``kept`` says whether there is any appeal at all: most cases have none, and nothing is asked.
    """
    if not kept & {FindingAppeal, AcrossAppeal} or not isinstance(user, User):
        return NOBODYS
    if user.has_perm(REVIEW_TEXTS):
        return Scope(is_all=True)
    return scope_of(user, roles=roles_of(user)) if user.has_perm(SEE_CONDUCT) else NOBODYS


def chips_of(account: Account, events: Iterable[Event], *, conduct: Scope) -> list[str]:
    """Return the kinds of lines that may be asked for one by one.

    ``appeals``, which stands for all kinds of them, only if there is one that may be seen: that
    there are others is not told. ``events`` are those of the page, which often say it.
    """
    usual = list(all_kinds(conduct=NOBODYS))
    if conduct == NOBODYS:
        return usual
    is_seen = any(event.kind in APPEAL_KINDS for event in events)
    if is_seen or appeals_shown(account, conduct=conduct):
        usual.append(APPEAL_KINDS[0])
    return usual
