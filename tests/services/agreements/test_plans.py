"""Plans: collection rests while they are kept, and what is paid says whether they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forbear.core.ledger.books import Part, legs_of
from forbear.services.agreements.accepting import offer_accept
from forbear.services.agreements.following import agreements_settle
from forbear.services.ledger import transaction_post
from forbear.store.models import Account, Offer, Plan, PlanInstalment
from tests.services.agreements.make import (
    AT,
    OWED,
    PLAN,
    accepted,
    day,
    made,
    moment,
    morning,
    owed,
    owing,
    pay,
    state_of,
)

pytestmark = pytest.mark.django_db


def flag(of: Account) -> str:
    of.refresh_from_db()
    return of.plan


def test_a_plan_has_its_schedule_and_stops_collection() -> None:
    of = owing()
    offer = accepted(of, PLAN)
    rows = list(PlanInstalment.objects.filter(plan__offer=offer))
    assert len(rows) == 10
    assert sum(row.amount_minor for row in rows) == offer.plan.total_minor == OWED
    assert rows[0].due_on == PLAN.first_due_on
    assert flag(of) == "kept"


def test_a_plan_that_is_paid_to_the_end_is_fulfilled() -> None:
    of = owing()
    offer = accepted(of, PLAN)
    for row in PlanInstalment.objects.filter(plan__offer=offer).order_by("number"):
        pay(of, row.amount_minor, (row.due_on - day(0)).days)
        agreements_settle(on=row.due_on + timedelta(days=1), at=AT, actor="system")
    assert (state_of(offer), flag(of), owed(of)) == ("fulfilled", "none", 0)


def test_a_missed_payment_has_days_of_grace_and_then_breaks_the_plan() -> None:
    of = owing()
    offer = accepted(of, PLAN)
    assert morning(15) == {}
    assert Plan.objects.get().state == "kept"
    morning(16)
    assert (Plan.objects.get().state, flag(of)) == ("missed", "kept")
    morning(25)
    assert Plan.objects.get().state == "missed"
    assert morning(26) == {"broken": 1}
    assert (state_of(offer), flag(of)) == ("broken", "broken")
    assert morning(27) == {}


def test_a_payment_within_the_days_of_grace_keeps_it() -> None:
    of = owing()
    accepted(of, PLAN)
    morning(16)
    pay(of, 50_000, 25)
    assert Plan.objects.get().state == "kept"
    assert morning(26) == {}


def test_the_sum_that_was_offered_binds_us() -> None:
    of = owing()
    offer = made(of, PLAN)
    transaction_post(
        key="later",
        kind="interest",
        on=day(3),
        currency=of.currency,
        legs=legs_of("interest", [Part("interest", 7_000)]),
        at=moment(3),
        actor="night",
        account_id=of.pk,
    )
    Account.objects.filter(pk=of.pk).update(balance_minor=OWED + 7_000)
    assert isinstance(offer_accept(offer_id=offer.pk, at=moment(4), actor="a"), Offer)
    assert owed(of) == OWED == Plan.objects.get().total_minor


def test_less_is_owed_then_there_is_less_to_pay() -> None:
    of = owing()
    offer = made(of, PLAN)
    pay(of, 100_000, 2)
    offer_accept(offer_id=offer.pk, at=moment(4), actor="a")
    assert Plan.objects.get().total_minor == OWED - 100_000


def test_the_flag_comes_back_after_an_import_took_it() -> None:
    of = owing()
    accepted(of, PLAN)
    Account.objects.update(plan="none")
    assert morning(1) == {"flags_restored": 1}
    assert flag(of) == "kept"
