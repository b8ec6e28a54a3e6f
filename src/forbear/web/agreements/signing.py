"""A link to sign, sent from the desk; where it stands; and the signed paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forbear.ports.letters import LetterError
from forbear.services.agreements.links import sign_link_send
from forbear.services.agreements.signing import signed_pdf
from forbear.store.models import Offer, SignedAgreement, SignLink
from forbear.store.selectors.cases import account_list_visible_to
from forbear.web.messages.why import why_words
from forbear.web.shared.permissions import MAKE_OFFERS
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock
from forbear.wiring.adapters import papers, public_url

_NOT_SENT = frozenset({"refused", "failed", "lapsed", "unknown"})


@dataclass(frozen=True, slots=True)
class Signed:
    """Where the latest link of an offer stands."""

    link: SignLink
    signed: SignedAgreement | None

    @property
    def is_closed(self) -> bool:
        """Whether it closed after too many wrong tries."""
        return any(step.kind == "closed" for step in self.link.steps.all())

    @property
    def sentence(self) -> str:
        """Say it in a few words."""
        kinds = {step.kind for step in self.link.steps.all()}
        if self.signed:
            return _("signed by link")
        if self.is_closed:
            return _("link closed: wrong answers")
        if "declined" in kinds:
            return _("declined by link")
        if "verified" in kinds:
            return _("link opened, not signed yet")
        said = {
            "planned": _("link waits to be sent"),
            "queued": _("link waits to be sent"),
            "sending": _("link waits to be sent"),
            "sent": _("link sent, not opened yet"),
            "done": _("link sent, not opened yet"),
        }
        return said.get(self.link.planned.state, _("link was not sent"))

    @property
    def begins_at(self) -> datetime | None:
        """From when it may leave, while it waits for its moment."""
        planned = self.link.planned
        waits = planned.state == "planned" and planned.window_from > clock.now()
        return planned.window_from if waits else None

    @property
    def why_not(self) -> str:
        """Why the link did not leave; empty if it did, or still waits."""
        planned = self.link.planned
        return why_words(planned.note) if planned.state in _NOT_SENT else ""


def signing_of(offer: Offer) -> Signed | None:
    """Return where the signing of an offer stands, from what was read with it; none without."""
    links = sorted(offer.sign_links.all(), key=lambda link: link.pk)
    return Signed(links[-1], getattr(offer, "signed", None)) if links else None


@require_POST
@permission_required(MAKE_OFFERS, raise_exception=True)
def send(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Plan the message with the link; the gate is asked when it leaves."""
    offer = _offer(request, offer_id)
    done = sign_link_send(
        offer_id=offer.pk,
        public_url=public_url(),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    outcome_told(request, done, _("The link goes out with the next messages."))
    return redirect(f"{reverse('agreements:account', args=[offer.account_id])}#offer-{offer.pk}")


@require_safe
@permission_required(MAKE_OFFERS, raise_exception=True)
def signed(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Hand over the signed paper of an offer."""
    offer = _offer(request, offer_id)
    found = get_object_or_404(SignedAgreement, offer=offer)
    try:
        pdf = signed_pdf(found, papers().letters)
    except LetterError as error:
        raise Http404(str(error)) from error
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _offer(request: HttpRequest, offer_id: int) -> Offer:
    offer = get_object_or_404(Offer, pk=offer_id)
    get_object_or_404(account_list_visible_to(request.user), pk=offer.account_id)
    return offer
