"""The agreements of an account: what is on offer, what is agreed, and a new offer worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import AnonymousUser, User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forbear.core.agreements.authority import PERSON
from forbear.core.agreements.offers import OfferTerms
from forbear.core.agreements.standing import PlanStanding
from forbear.core.calendar.zones import local_date
from forbear.packs.agreements import load_agreement_rules
from forbear.services.agreements.accepting import offer_accept
from forbear.services.agreements.offers import (
    OfferView,
    offer_decline,
    offer_make,
    offer_view,
    offer_withdraw,
)
from forbear.services.agreements.plans import standing_of
from forbear.services.agreements.relief import reliefs_running
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Offer
from forbear.store.selectors.cases import account_list_visible_to
from forbear.store.selectors.offers import offer_list
from forbear.store.selectors.queue import day_latest
from forbear.web.agreements import words
from forbear.web.agreements.forms import FIELDS, OfferForm, ReliefForm
from forbear.web.agreements.payers import payer_of
from forbear.web.agreements.signing import Signed, signing_of
from forbear.web.desk.case import NO_ZONE
from forbear.web.desk.rail import rail_of
from forbear.web.shared import formats
from forbear.web.shared.permissions import MAKE_OFFERS
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock

SHOWN = 50
FIRST_AFTER = 14
TEAM_LEAD = "team_lead"


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer as the page shows it; with its plan's standing if it is one that began."""

    offer: Offer
    sentence: str
    standing: PlanStanding | None
    signing: Signed | None = None

    @property
    def can_answer(self) -> bool:
        """Whether the cardholder may still say yes or no."""
        return self.offer.state == "offered"

    @property
    def can_withdraw(self) -> bool:
        """Whether it may be taken back: never once it is accepted."""
        return self.offer.state in {"asked", "offered"}

    @property
    def can_link(self) -> bool:
        """Whether a link to sign it may be sent."""
        return self.can_answer and self.offer.type in load_agreement_rules().sign_types


def roles_of(user: User | AnonymousUser) -> tuple[str, ...]:
    """Return by what a user may agree to something: groups and name; an administrator leads."""
    found = set(user.groups.values_list("name", flat=True))
    own = f"{PERSON}{user.get_username()}"
    return tuple(sorted(found | {own} | ({TEAM_LEAD} if user.is_superuser else set())))


@require_http_methods(["GET", "POST"])
@permission_required(MAKE_OFFERS, raise_exception=True)
def agreements(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show what is offered and agreed; work a new offer out, and make it."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    kind = (request.POST or request.GET).get("type", "")
    kind = kind if kind in FIELDS else "installment"
    now = clock.now()
    today = local_date(now, account.person.time_zones)
    most = load_agreement_rules().months_most
    if request.method == "GET":
        first = {"key": uuid4().hex, "first_due_on": today + timedelta(days=FIRST_AFTER)}
        form = OfferForm(
            initial=first, kind=kind, currency=account.currency, today=today, months_most=most
        )
        return agreements_page(request, account, form)
    form = OfferForm(
        request.POST, kind=kind, currency=account.currency, today=today, months_most=most
    )
    is_made = request.POST.get("act") == "make"
    if form.is_valid() and is_made:
        done = _make(request, account, form)
        if isinstance(done, Offer):
            return redirect(reverse("agreements:account", args=[account.pk]))
        form.add_error("why" if done.code == "NOTE_MISSING" else None, refusal_said(done))
    view: OfferView | Refusal | None = None
    if form.is_valid():
        view = offer_view(
            account, form.terms, roles=roles_of(request.user), at=now, budget=form.budget
        )
    if request.headers.get("HX-Request"):
        worked = {"view": view, "account": account, **_told(view)}
        return render(request, "agreements/_view.html", worked)
    status = 422 if is_made else 200
    return agreements_page(request, account, form, view=view, status=status)


def _make(request: HttpRequest, account: Account, form: OfferForm) -> Offer | Refusal:
    terms: OfferTerms = form.terms
    done = offer_make(
        account_id=account.pk,
        terms=terms,
        why=form.cleaned_data["why"],
        key=f"desk:{form.cleaned_data['key']}",
        roles=roles_of(request.user),
        at=clock.now(),
        actor=request.user.get_username(),
        budget=form.budget,
    )
    if isinstance(done, Offer):
        waits = _("It waits for somebody else's approval.")
        made = _("It is offered. Say it, or note the answer here.")
        messages.success(request, waits if done.state == "asked" else made)
    return done


def agreements_page(
    request: HttpRequest,
    account: Account,
    form: OfferForm,
    *,
    view: OfferView | Refusal | None = None,
    relief_form: ReliefForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page of an account's agreements."""
    today = local_date(clock.now(), account.person.time_zones)
    found = (
        offer_list(account.pk)
        .select_related("signed")
        .prefetch_related("steps", "plan__instalments", "sign_links__planned", "sign_links__steps")[
            :SHOWN
        ]
    )
    rows = [
        Shown(
            offer,
            words.offer_sentence(offer),
            standing_of(offer.plan, on=today) if hasattr(offer, "plan") else None,
            signing_of(offer),
        )
        for offer in found
    ]
    page = {
        "account": account,
        "person": account.person,
        "today": today,
        "zone": formats.zone_or_none(account.person.time_zones) or NO_ZONE,
        "rows": rows,
        "kinds": [(kind, words.TYPE[kind]) for kind in FIELDS],
        "kind": form.kind,
        "form": form,
        "view": view,
        **_told(view),
        "reliefs": [
            (relief, words.relief_sentence(relief))
            for relief in reliefs_running(account.person_id, on=today)
        ],
        "relief_form": relief_form or relief_form_of(account),
        "payer": payer_of(account),
        "rail": rail_of(day_latest(on=today), current=""),
    }
    return render(request, "agreements/agreements.html", page, status=status)


def relief_form_of(account: Account, data: object = None) -> ReliefForm:
    """Return the form of relief, with the help that there is in the account's country."""
    help_there = load_agreement_rules().signposts_of(account.nation)
    signposts = [(each.code, each.name) for each in help_there]
    return ReliefForm(data, currency=account.currency, signposts=signposts)


def _told(view: OfferView | Refusal | None) -> dict[str, object]:
    """Return what is said of a view: why it cannot be, or why it has to be asked for."""
    if isinstance(view, Refusal):
        return {"refused": refusal_said(view), "needs": []}
    return {"refused": "", "needs": [words.NEEDS[code] for code in view.above] if view else []}


@require_POST
@permission_required(MAKE_OFFERS, raise_exception=True)
def move(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Note that an offer is accepted or declined, or take it back."""
    offer = get_object_or_404(Offer, pk=offer_id)
    get_object_or_404(account_list_visible_to(request.user), pk=offer.account_id)
    at, actor = clock.now(), request.user.get_username()
    done: Offer | Refusal
    match request.POST.get("to"):
        case "accepted":
            done = offer_accept(offer_id=offer_id, at=at, actor=actor)
        case "declined":
            done = offer_decline(offer_id=offer_id, at=at, actor=actor)
        case "withdrawn":
            why = request.POST.get("why", "")
            done = offer_withdraw(offer_id=offer_id, at=at, actor=actor, why=why)
        case _:
            raise Http404
    outcome_told(
        request, done, lambda offer: f"{words.TYPE[offer.type]} · {words.STATE[offer.state]}"
    )
    return redirect(reverse("agreements:account", args=[offer.account_id]))
