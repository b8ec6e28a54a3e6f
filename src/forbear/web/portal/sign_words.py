"""What the pages of signing say: what is asked for, and why something is not possible."""

from __future__ import annotations

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forbear.services.refusals import Refusal
from forbear.web.shared.refusals import refusal_said

PROOF = {
    "card_last4": _("The last four digits of your card with us"),
    "postal": _("The postcode of your address"),
    "email": _("Your e-mail address"),
    "work_email": _("Your e-mail address at work"),
    "mobile": _("The last four digits of your mobile number"),
    "home": _("The last four digits of your phone number at home"),
    "work": _("The last four digits of your phone number at work"),
}


def ended(state: str) -> tuple[str, str]:
    """Return what became of a paper that cannot be signed: a title, and a kind sentence."""
    match state:
        case "agreed":
            return _now("It is agreed already"), _now(
                "You said yes to it in another way, and it holds. Nothing more need be signed."
            )
        case "declined":
            return _now("You said no"), _now(
                "We have written it down. If you change your mind, ask us: we may make a new one."
            )
        case "withdrawn":
            return _now("This paper no longer holds"), _now(
                "We have taken it back, and you need do nothing. There may be a newer one: ask us."
            )
        case "expired":
            return _now("Its last day has passed"), _now(
                "Nothing has changed for you because of it. Ask us if you would like a new one."
            )
        case _:
            return _now("We cannot show the paper now"), _now(
                "That is our fault, not yours. Please try again later, or call us."
            )


SAID_NO = {
    "TWO_ITEMS": _("Please fill in two of the lines, the first one among them."),
    "PROOF_WRONG": _("That does not match what we hold. Please look at it once more."),
    "PAPER_CHANGED": _("Something has changed since you read it. Please read it once more."),
    "NAME_UNFIT": _("Please type your own name, as it stands in the paper, in visible signs."),
    "NAME_UNPRINTABLE": _("We cannot print all signs of this name. Type it as on your card."),
    "TICK_MISSING": _("Please tick that you have read it all and agree."),
    "QUESTION_EMPTY": _("Please write what you would like to know."),
    "PAPER_UNMADE": _("We could not make your copy, so nothing was signed. Please try later."),
}


def said_no(refusal: Refusal) -> str:
    """Say a refusal to a reader, kindly; what the desk is told is not always meant for them."""
    said = SAID_NO.get(refusal.code)
    return str(said) if said else refusal_said(refusal)
