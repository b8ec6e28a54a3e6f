"""Reading and signing the paper of an offer, by a link; first it is asked who reads.

Until that is known the page has no name, no sum and no word of what it is about. There is no
cookie: what carries a reader on is a token in each form, good for a short while, so that no address
in a browser's history leads past the question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forbear.core.payments.references import in_fours
from forbear.core.speech.facts import Language
from forbear.ports.letters import LetterError
from forbear.services.agreements.links import sign_link_open, sign_link_state
from forbear.services.agreements.papers import paper_of
from forbear.services.agreements.proving import (
    Visitor,
    pass_of,
    pass_open,
    proofs_asked,
    reader_verify,
    tries_left,
)
from forbear.services.agreements.signing import (
    ACTOR,
    QUESTION_MAX,
    Signing,
    offer_question,
    offer_sign,
    offer_turn_down,
    signed_pdf,
)
from forbear.services.agreements.steps import moment_of
from forbear.services.payments.payers import pay_reference_give, pay_to, pay_token
from forbear.services.refusals import Refusal
from forbear.services.throttle import Limit
from forbear.store.models import SignedAgreement, SignLink, SignStep
from forbear.web.portal.public import page, public
from forbear.web.portal.sign_words import PROOF, ended, said_no
from forbear.web.shared.language import is_chinese
from forbear.web.shared.visitor_address import address_of
from forbear.wiring import clock
from forbear.wiring.adapters import code_key, issuer, papers, public_url

LOOKING = Limit("sign", 120, timedelta(minutes=10))
WRITING = Limit("sign-write", 60, timedelta(minutes=10))
_GONE = frozenset({"closed", "replaced", "over"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A reader of whom it is known that they are the cardholder, at a moment, from somewhere."""

    link: SignLink
    step: SignStep
    at: datetime
    visitor: Visitor


@require_http_methods(["GET", "HEAD", "POST"])
@public(reading=LOOKING, writing=WRITING)
def sign(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who reads; then show the paper, and take a signature, a no or a question."""
    answer = _answer(request, token)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    now = clock.now()
    link = sign_link_open(token)
    if link is None:
        return page(request, "portal/link_unknown.html", {}, status=404)
    if sign_link_state(link, at=now) in _GONE:
        return page(request, "portal/sign_closed.html", {})
    visitor = Visitor(address_of(request), request.headers.get("User-Agent", ""))
    if request.method != "POST":
        return _ask(request, link)
    act = request.POST.get("act", "")
    if act == "prove":
        typed = {item.kind: request.POST.get(item.kind, "")[:400] for item in proofs_asked(link)}
        step = reader_verify(link_id=link.pk, typed=typed, at=now, visitor=visitor)
        if isinstance(step, Refusal):
            return _not_known(request, link, step)
    else:
        found = pass_open(link, request.POST.get("pass", ""), at=now)
        if found is None:
            said = _("For your safety the page closed after a while. Please tell us once more.")
            return _ask(request, link, problem=said, status=403)
        step = found
    reading = Reading(link, step, now, visitor)
    return _ACTS.get(act, _show)(request, reading)


def _ask(
    request: HttpRequest, link: SignLink, *, problem: str = "", status: int = 200
) -> HttpResponse:
    asked = [(item.kind, PROOF[item.kind]) for item in proofs_asked(link)]
    words = {"asked": asked, "problem": problem, "left": tries_left(link)}
    return page(request, "portal/sign_ask.html", words, status=status)


def _not_known(request: HttpRequest, link: SignLink, refusal: Refusal) -> HttpResponse:
    if refusal.code == "LINK_CLOSED":
        return page(request, "portal/sign_closed.html", {}, status=403)
    return _ask(request, link, problem=said_no(refusal), status=422)


def _show(
    request: HttpRequest,
    reading: Reading,
    *,
    problem: Refusal | None = None,
    said: str = "",
    payer: dict[str, str] | None = None,
) -> HttpResponse:
    """Show the paper if it can be signed; or what became of it."""
    link = _again(reading.link)
    state = sign_link_state(link, at=reading.at)
    words: dict[str, object] = {
        "pass": pass_of(reading.step),
        "path": request.path,
        "said": said,
        "payer": payer,
        "may_pay": state in {"open", "signed", "agreed"} and issuer().bank is not None,
        "problem": said_no(problem) if problem else "",
        "question_max": QUESTION_MAX,
        "typed": request.POST.get("name", "")[:120] if problem else "",
        "question": request.POST.get("question", "")[:QUESTION_MAX] if problem else "",
    }
    status = 422 if problem else 200
    if state == "signed":
        signed = SignedAgreement.objects.get(offer=link.offer)
        return page(request, "portal/sign_signed.html", {**words, "signed": signed})
    if state != "open":
        return page(request, "portal/sign_ended.html", {**words, "ended": ended(state)})
    account = link.offer.account
    on = moment_of(account, reading.at, "").on
    paper = paper_of(link.offer, account, _paper_language(), papers(), on=on, at=reading.at)
    if isinstance(paper, Refusal):
        words["ended"] = ended("unmade")
        return page(request, "portal/sign_ended.html", words, status=503)
    return page(request, "portal/sign_paper.html", {**words, "paper": paper}, status=status)


def _sign(request: HttpRequest, reading: Reading) -> HttpResponse:
    given = Signing(
        name=request.POST.get("name", "")[:400],
        is_ticked=request.POST.get("agree") == "yes",
        digest=request.POST.get("digest", ""),
        language=_paper_language(),
    )
    done = offer_sign(
        verified=reading.step,
        given=given,
        at=reading.at,
        visitor=reading.visitor,
        papers=papers(),
    )
    return _show(request, reading, problem=done if isinstance(done, Refusal) else None)


def _decline(request: HttpRequest, reading: Reading) -> HttpResponse:
    done = offer_turn_down(verified=reading.step, at=reading.at, visitor=reading.visitor)
    return _show(request, reading, problem=done if isinstance(done, Refusal) else None)


def _question(request: HttpRequest, reading: Reading) -> HttpResponse:
    done = offer_question(
        verified=reading.step,
        text=request.POST.get("question", ""),
        at=reading.at,
        visitor=reading.visitor,
    )
    if isinstance(done, Refusal):
        return _show(request, reading, problem=done)
    return _show(request, reading, said=_("Thank you. We have your question and will answer it."))


def _payer(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the reference that the cardholder may pass on to somebody who wants to pay."""
    found = pay_reference_give(
        account_id=reading.link.offer.account_id,
        issuer=issuer(),
        code_key=code_key(),
        at=reading.at,
        actor=ACTOR,
    )
    told = None if isinstance(found, Refusal) else pay_to(found, issuer=issuer())
    if isinstance(found, Refusal) or told is None:
        said = _("This account is not paid this way. Please call us.")
        return _show(request, reading, said=said)
    base = public_url().rstrip("/")
    url = f"{base}/pay/{pay_token(found.pk)}/" if base else ""
    return _show(request, reading, payer={"reference": in_fours(told.reference), "url": url})


def _copy(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Hand over the signed file."""
    signed = SignedAgreement.objects.filter(link=reading.link).first()
    if signed is None:
        return _show(request, reading)
    try:
        pdf = signed_pdf(signed, papers().letters)
    except LetterError:
        words = {"ended": ended("unmade"), "pass": pass_of(reading.step), "path": request.path}
        return page(request, "portal/sign_ended.html", words, status=503)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{signed.reference}.pdf"'
    return answer


def _again(link: SignLink) -> SignLink:
    """Return the link with its offer as it stands now."""
    link.offer.refresh_from_db()
    return link


def _paper_language() -> Language:
    return "zh-Hans" if is_chinese() else "en"


_ACTS: dict[str, Callable[[HttpRequest, Reading], HttpResponse]] = {
    "sign": _sign,
    "decline": _decline,
    "ask": _question,
    "copy": _copy,
    "payer": _payer,
}
