"""An offer that waits for a signature, and somebody who reads its paper."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from forbear.core.agreements.offers import OfferTerms
from forbear.core.speech.facts import Language
from forbear.letters.press import TypstPress
from forbear.letters.store import LetterFiles
from forbear.packs.issuers import load_issuer
from forbear.packs.words import load_disclosures, load_templates
from forbear.services.agreements.links import sign_link_send
from forbear.services.agreements.papers import Papers, paper_of
from forbear.services.agreements.proving import Visitor, reader_verify
from forbear.services.agreements.signing import Signing, offer_sign
from forbear.services.agreements.steps import moment_of
from forbear.services.refusals import Refusal
from forbear.store.models import Account, SignedAgreement, SignLink, SignStep
from tests.letters.keys import signer
from tests.services.agreements.make import AT, PLAN, made, owing
from tests.store.make import person, point

PUBLIC = "https://pay.bank.example"
VISITOR = Visitor("192.0.2.7", "a browser")
RIGHT = {"card_last4": "4821", "mobile": "0123"}
NAME = "Ada Kowalski"


@cache
def press() -> TypstPress:
    return TypstPress()


def papers(folder: Path, *, is_sealed: bool = False) -> Papers:
    return Papers(
        issuer=load_issuer(),
        templates=load_templates(),
        disclosures=load_disclosures(),
        press=press(),
        letters=LetterFiles(folder),
        code_key=b"a key of the tests",
        seal=signer() if is_sealed else None,
    )


def cardholder(name: str = NAME, **given: object) -> Account:
    """An account whose cardholder has a mailbox, a mobile number and an address."""
    of = owing(person(name=name), card_last4="4821", **given)
    point(of.person, kind="email", value="ada@example.com")
    point(of.person, kind="mobile", value="+12025550123")
    point(of.person, kind="postal", value="12 Elm Street\nAlbany, NY 12207")
    return of


def linked(of: Account | None = None, terms: OfferTerms = PLAN) -> SignLink:
    offer = made(of or cardholder(), terms)
    found = sign_link_send(offer_id=offer.pk, public_url=PUBLIC, at=AT, actor="maker")
    assert isinstance(found, SignLink), found
    return found


def read(link: SignLink, at: datetime = AT) -> SignStep:
    found = reader_verify(link_id=link.pk, typed=RIGHT, at=at, visitor=VISITOR)
    assert isinstance(found, SignStep), found
    return found


def digest(link: SignLink, made_by: Papers, language: Language = "en", at: datetime = AT) -> str:
    offer = link.offer
    on = moment_of(offer.account, at, "").on
    found = paper_of(offer, offer.account, language, made_by, on=on, at=at)
    return "" if isinstance(found, Refusal) else found.digest


def sign(
    step: SignStep,
    made_by: Papers,
    *,
    name: str = NAME,
    is_ticked: bool = True,
    shown: str = "",
    language: Language = "en",
    at: datetime = AT,
) -> SignedAgreement | Refusal:
    given = Signing(name, is_ticked, shown or digest(step.link, made_by, language, at), language)
    return offer_sign(verified=step, given=given, at=at, visitor=VISITOR, papers=made_by)
