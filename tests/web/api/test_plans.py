"""Plans by the API: payment by payment, and where they stand by what was paid."""

from __future__ import annotations

import pytest

from forbear.store.models import Account, Plan
from forbear.wiring import clock
from tests.services.agreements.make import AT, PLAN, accepted, moment, owing, pay
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setattr(clock, "now", lambda: AT)
    return owing(reference="CARD/9")


def test_a_plan_is_shown_with_what_is_paid_left_and_behind(
    card: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = System()
    assert host.get("accounts/CARD/9/plans").json() == []
    offer = accepted(card, PLAN)
    row = Plan.objects.get()
    told = host.get(f"plans/{row.pk}").json()
    assert host.get("accounts/CARD/9/plans").json() == [told]
    assert (told["account"], told["offer"], told["state"]) == ("CARD/9", offer.pk, "kept")
    due = [each["principal_minor"] + each["interest_minor"] for each in told["instalments"]]
    assert (len(due), sum(due)) == (10, told["total_minor"])
    assert (told["paid_minor"], told["left_minor"], told["behind_minor"]) == (0, sum(due), 0)
    monkeypatch.setattr(clock, "now", lambda: moment(40))
    assert host.get(f"plans/{row.pk}").json()["behind_minor"] == due[0]
    pay(card, due[0], days=40)
    later = host.get(f"plans/{row.pk}").json()
    assert (later["paid_minor"], later["left_minor"]) == (due[0], sum(due) - due[0])
    assert later["behind_minor"] == 0


def test_what_is_not_there(card: Account) -> None:
    del card
    answer = System().get("plans/999999")
    assert (answer.status_code, answer.json()["code"]) == (404, "PLAN_MISSING")
    assert System("other", "payments:read").get("plans/1").status_code == 403
