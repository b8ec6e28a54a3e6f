"""Who may agree to what: now, in plain words; what was written; and what is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.core.agreements.authority import PERSON, Limit
from forbear.core.agreements.offers import AUTHORITY_KINDS
from forbear.core.roles import ROLES
from forbear.core.tables.words import CURRENCIES
from forbear.services.agreements.authority import authority_limits
from forbear.services.agreements.authority_asking import authority_answer, authority_propose
from forbear.services.house import house_date
from forbear.services.refusals import Refusal
from forbear.store.models import Approval, AuthorityLimit, AuthorityProposal
from forbear.store.selectors.offers import proposals_open
from forbear.store.selectors.roster import callers
from forbear.web.agreements import words
from forbear.web.agreements.pages import roles_of
from forbear.web.shared import formats
from forbear.web.shared.permissions import (
    APPROVE_AUTHORITY,
    PROPOSE_AUTHORITY,
    SEE_AUTHORITY,
)
from forbear.web.shared.rail import RailItem
from forbear.web.shared.told import outcome_told
from forbear.web.shared.words import ROLE
from forbear.wiring import clock

ROWS = 25
_ID_MAX = 2**63 - 1
_PERCENT = 100
_AMOUNT_MAX = 10**15
_MONTHS_MAX = 32_000


@dataclass(frozen=True, slots=True)
class Holder:
    """A role or a person, and what each limit lets them grant, in words."""

    name: str
    is_person: bool
    limits: list[tuple[Limit, str]]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that waits, in words."""

    approval: Approval
    limit: AuthorityProposal
    sentence: str
    holder: str
    is_own: bool


@require_GET
@permission_required(SEE_AUTHORITY, raise_exception=True)
def authority(request: HttpRequest) -> HttpResponse:
    """Show who may grant what on a day, what waits for four eyes, and all that was written."""
    today = house_date(clock.now())
    on = _day(request.GET.get("on", "")) or today
    page = Paginator(AuthorityLimit.objects.order_by("-pk"), ROWS).get_page(request.GET.get("page"))
    context = {
        "rail": [
            RailItem(_("Authority"), "decisions", request.path, is_current=True),
        ],
        "holders": _holders(authority_limits(on)),
        "on": on,
        "today": today,
        "waiting": _waiting(request),
        "page": page,
        "history": [(row, holder_name(row.role), limit_sentence(row)) for row in page.object_list],
        "roles": [(role, ROLE.get(role, role)) for role in ROLES],
        "people": [(f"{PERSON}{user.get_username()}", _name(user)) for user in callers()],
        "kinds": [(kind, words.AUTHORITY[kind]) for kind in AUTHORITY_KINDS],
        "currencies": CURRENCIES,
    }
    return render(request, "agreements/authority.html", context)


@require_POST
@permission_required(PROPOSE_AUTHORITY, raise_exception=True)
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a limit; it counts once somebody else has approved it."""
    given = request.POST
    since = _day(given.get("since", ""))
    numbers = [
        _number(given.get("share", ""), _PERCENT, 100),
        _number(given.get("amount", ""), _AMOUNT_MAX, 100),
        _number(given.get("months", ""), _MONTHS_MAX, 1),
    ]
    if since is None or since < house_date(clock.now()):
        done: Approval | Refusal = Refusal("DAY_MISSING", "Choose the day.")
    elif any(isinstance(number, Refusal) for number in numbers):
        done = Refusal("LIMIT_UNUSABLE", "")
    else:
        share, amount, months = [None if isinstance(n, Refusal) else n for n in numbers]
        limit = Limit(
            role=given.get("role", "").replace("\x00", "")[:150],
            kind=given.get("kind", ""),
            since=since,
            share_bp=share,
            amount_minor=amount,
            months=months,
            currency=given.get("currency", "")[:3],
            is_withdrawn=given.get("withdraw") == "yes",
        )
        actor = request.user.get_username()
        why = given.get("why", "").replace("\x00", "")
        done = authority_propose(limit, at=clock.now(), actor=actor, note=why)
    outcome_told(request, done, _("Proposed. It counts once somebody else has approved it."))
    return redirect("agreements:authority")


@require_POST
@permission_required(APPROVE_AUTHORITY, raise_exception=True)
def answer(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Approve a proposed limit, or refuse it."""
    is_given = request.POST.get("to") == "given"
    done = authority_answer(
        approval_id=min(approval_id, _ID_MAX),
        is_given=is_given,
        roles=roles_of(request.user),
        at=clock.now(),
        actor=request.user.get_username(),
        why=request.POST.get("why", "").replace("\x00", ""),
    )
    approved = _("Approved. It counts from its day on.")
    said = approved if is_given else _("Refused. Who asked sees your reason.")
    outcome_told(request, done, said)
    return redirect("agreements:authority")


def limit_sentence(limit: Limit | AuthorityLimit | AuthorityProposal) -> str:
    """Say in plain words what a limit lets somebody grant."""
    kind = str(words.AUTHORITY.get(limit.kind, limit.kind))
    if limit.is_withdrawn:
        return _("%(kind)s: not any more") % {"kind": kind}
    bounds = []
    if limit.share_bp is not None:
        whole, rest = divmod(limit.share_bp, 100)
        share = f"{whole}.{rest:02}" if rest else str(whole)
        bounds.append(_("up to %(share)s %% of what is owed") % {"share": share})
    if limit.amount_minor is not None:
        money = (
            formats.money(limit.amount_minor, limit.currency)
            if limit.currency
            else _("%(n)s minor units of any currency") % {"n": formats.number(limit.amount_minor)}
        )
        bounds.append(_("at most %(money)s") % {"money": money})
    if limit.months is not None:
        bounds.append(_("for at most %(n)d months") % {"n": limit.months})
    if limit.currency and limit.amount_minor is None:
        bounds.append(_("only in %(currency)s") % {"currency": limit.currency})
    return _("%(kind)s: %(bounds)s") % {
        "kind": kind,
        "bounds": ", ".join(bounds) or _("without a limit"),
    }


def holder_name(role: str) -> str:
    """Return the role's name, or the person's."""
    if not role.startswith(PERSON):
        return str(ROLE.get(role, role))
    user = User.objects.filter(username=role.removeprefix(PERSON)).first()
    return _name(user) if user else role


def _holders(limits: Iterable[Limit]) -> list[Holder]:
    found: dict[str, list[tuple[Limit, str]]] = {}
    for limit in sorted(limits, key=lambda each: (each.role, each.kind, each.currency)):
        found.setdefault(limit.role, []).append((limit, limit_sentence(limit)))
    return [
        Holder(holder_name(role), role.startswith(PERSON), rows) for role, rows in found.items()
    ]


def _waiting(request: HttpRequest) -> list[Proposed]:
    asked = list(proposals_open())
    limits = AuthorityProposal.objects.in_bulk([each.subject_id for each in asked])
    mine = {*roles_of(request.user)}
    actor = request.user.get_username()
    return [
        Proposed(
            each,
            limits[each.subject_id],
            limit_sentence(limits[each.subject_id]),
            holder_name(limits[each.subject_id].role),
            each.asked_by == actor or limits[each.subject_id].role in mine,
        )
        for each in asked
    ]


def _name(user: User) -> str:
    return user.get_full_name() or user.get_username()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str, most: int, unit: int) -> int | Refusal | None:
    """Read a number with two decimals at most as whole ``unit``-ths; nothing is no limit."""
    text = text.strip().replace(",", "")
    if not text:
        return None
    whole, _dot, part = text.partition(".")
    digits = len(str(unit)) - 1
    is_read = whole.isascii() and whole.isdigit() and len(part) <= digits
    if not is_read or (part and not (part.isascii() and part.isdigit())):
        return Refusal("LIMIT_UNUSABLE", "")
    found = int(whole[:18]) * unit + int((part or "0").ljust(digits, "0") or "0")
    return found if found <= most * unit else Refusal("LIMIT_UNUSABLE", "")
