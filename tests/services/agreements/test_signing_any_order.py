"""Whatever is done to an offer and its link, in any order: accepted once at most, in its time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from forbear.services.agreements.accepting import offer_accept
from forbear.services.agreements.links import sign_link_send
from forbear.services.agreements.offers import offer_decline, offer_withdraw
from forbear.services.agreements.proving import reader_verify
from forbear.store.models import (
    Offer,
    OfferStep,
    Plan,
    PlannedContact,
    SignedAgreement,
    SignLink,
    SignStep,
)
from tests.services.agreements.make import AT, PLAN, SETTLEMENT, made, moment, morning
from tests.services.agreements.signing import (
    PUBLIC,
    RIGHT,
    VISITOR,
    cardholder,
    digest,
    papers,
    sign,
)

pytestmark = pytest.mark.django_db


def act(random: Random, offer: Offer, folder: Path, today: int) -> None:
    at, made_by = moment(today), papers(folder)
    links = list(SignLink.objects.filter(offer=offer))
    steps = list(SignStep.objects.filter(link__offer=offer, kind="verified"))
    match random.randrange(9):
        case 0 | 1:
            sign_link_send(offer_id=offer.pk, public_url=PUBLIC, at=at, actor="maker")
            PlannedContact.objects.filter(template="agreement_link").update(state="sent")
        case 2 | 3 if links:
            typed = random.choice((RIGHT, RIGHT, {**RIGHT, "mobile": "0000"}))
            link = random.choice(links)
            reader_verify(link_id=link.pk, typed=typed, at=at, visitor=VISITOR)
        case 4 | 5 | 6 if steps:
            step = random.choice(steps)
            shown = digest(step.link, made_by, at=at)
            sign(step, made_by, shown=random.choice((shown, shown, "0" * 64)), at=at)
        case 7 if random.random() < 0.3:
            end = random.choice((offer_withdraw, offer_decline, offer_accept))
            more = {} if end is offer_accept else {"why": "so"}
            end(offer_id=offer.pk, at=at, actor="maker", **more)  # type: ignore[operator] # any of them
        case 8:
            morning(today)


@pytest.mark.parametrize("seed", range(6))
def test_an_offer_is_never_accepted_twice_or_after_its_day(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    offer = made(cardholder(), random.choice((PLAN, SETTLEMENT)))
    today = 0
    for _ in range(30):
        act(random, offer, tmp_path, today)
        today += random.choice((0, 0, 0, 1, 2))
    offer.refresh_from_db()
    accepted = OfferStep.objects.filter(offer=offer, step="accepted")
    assert accepted.count() <= 1
    assert Plan.objects.count() <= 1
    assert all(step.on <= offer.expires_on for step in accepted)
    signed = SignedAgreement.objects.filter(offer=offer)
    assert signed.count() <= accepted.count()
    assert SignStep.objects.filter(kind="signed").count() == signed.count()
    for one in signed:
        assert one.at - one.verified.at <= timedelta(days=40)
        assert one.at >= AT
