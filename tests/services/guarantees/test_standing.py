"""No contact with a guarantor is ever permitted without a guarantee that stands at that instant."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from forbear.ports.gate import asked_frame
from forbear.store.models import Account, ContactPoint, Guarantee
from forbear.store.selectors.frames import portfolio_in_transaction
from forbear.wiring.gate import ask
from tests.store.make import account, person, point

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 1)
NOON = datetime(2026, 3, 10, 15, tzinfo=UTC)
NAMES = ("Wang Lei", "Li Na", "wang lei")
LAST_PLACE = timezone(timedelta(hours=14))


@dataclass(frozen=True)
class Signed:
    """A guarantee as the test draws it, read without the product's words."""

    owed: int
    name: str
    state: str
    answered_at: datetime | None
    signed_on: date
    ends_on: date


def stands(signed: Signed, at: datetime) -> bool:
    """Say it from the words of the manual: proved before, signed before, not over anywhere."""
    if signed.state != "accepted" or signed.answered_at is None or signed.answered_at > at:
        return False
    begun = datetime(*signed.signed_on.timetuple()[:3], tzinfo=UTC)
    over = datetime(*signed.ends_on.timetuple()[:3], tzinfo=LAST_PLACE) + timedelta(days=1)
    return begun <= at < over


def drawn(rng: random.Random, owed: Account) -> Signed:
    """Write down one guarantee as chance has it."""
    state = rng.choice(("asked", "accepted", "accepted", "accepted", "refused", "ended"))
    ends_on = FIRST + timedelta(days=rng.randrange(20))
    signed = Signed(
        owed.pk,
        rng.choice(NAMES),
        state,
        NOON + timedelta(hours=rng.randrange(-200, 200)) if state != "asked" else None,
        min(ends_on, FIRST + timedelta(days=rng.randrange(-5, 15))),
        ends_on,
    )
    Guarantee.objects.create(
        account=owed,
        person=owed.person,
        name=signed.name,
        kind="joint",
        document_sha256="a" * 64,
        signed_on=signed.signed_on,
        limit_minor=1,
        currency=owed.currency,
        ends_on=signed.ends_on,
        state=state,
        asked_at=NOON - timedelta(days=30),
        asked_by="kim",
        answered_at=signed.answered_at,
        answered_by="lee" if signed.answered_at else "",
    )
    return signed


@pytest.mark.parametrize("seed", range(4))
def test_only_whoever_a_guarantee_covers_at_that_instant_is_told(seed: int) -> None:
    rng = random.Random(seed)
    every: list[Signed] = []
    cases: list[tuple[Account, ContactPoint]] = []
    for _ in range(20):
        owner = person()
        accounts = [account(owner), account(owner)]
        points = [
            point(
                owner,
                kind="postal",
                value=f"{number} Elm St",
                party="guarantor",
                party_name=name,
                data_source="contract",
            )
            for number, name in enumerate(NAMES[:2])
        ]
        every += [drawn(rng, rng.choice(accounts)) for _ in range(rng.randrange(1, 5))]
        cases += [(owed, each) for owed in accounts for each in points]
    people = sorted({owed.person_id for owed, _ in cases})
    told = 0
    for hours in (-230, -100, -3, 0, 1, 90, 200):
        at = NOON + timedelta(hours=hours)
        portfolio = portfolio_in_transaction(person_ids=people, at=at)
        for purpose in ("notice", "collect"):
            asked = asked_frame([(owed.pk, one.pk, "letter", purpose) for owed, one in cases])
            answers = ask(portfolio, asked, at)
            for (owed, one), answer in zip(cases, answers, strict=True):
                covered = any(
                    stands(each, at)
                    for each in every
                    if each.owed == owed.pk and each.name.lower() == one.party_name.lower()
                )
                assert answer.is_permitted == covered, (at, purpose)
                told += answer.is_permitted
    assert told, "the test would show nothing"
