"""A promise outside a call of ours: they rang, wrote or came."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from forbear.store.models import Account, AuditEntry, Permit, Promise
from tests.web import portfolio

pytestmark = pytest.mark.django_db
# the clock stands on Mon 23 Nov 2026
TOMORROW = "2026-11-24"


def send(desk: Client, account: Account, **given: str) -> HttpResponse:
    return desk.post(f"/accounts/{account.pk}/promise/", given, follow=True)  # type: ignore[return-value]


@pytest.fixture
def account(accounts: list[Account]) -> Account:
    """Return an account that promised nothing."""
    found = accounts[3]
    Promise.objects.filter(account=found).delete()
    return found


def test_a_promise_is_written_down_once(desk: Client, account: Account) -> None:
    for _press in range(2):
        answer = send(desk, account, promise_amount="500.00", promise_on=TOMORROW)
        assert answer.status_code == 200
        assert "They promised" in answer.content.decode()
    promise = Promise.objects.get(account=account)
    assert (promise.amount_minor, promise.pay_on) == (50_000, date(2026, 11, 24))
    assert AuditEntry.objects.filter(action="promise.recorded", subject_id=promise.pk).count() == 1


def test_another_promise_beside_an_open_one_is_refused(desk: Client, account: Account) -> None:
    send(desk, account, promise_amount="500.00", promise_on=TOMORROW)
    answer = send(desk, account, promise_amount="600.00", promise_on=TOMORROW)
    assert answer.status_code == 422
    assert "There is an open promise on this account already." in answer.content.decode()
    assert Promise.objects.get(account=account).amount_minor == 50_000


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "How much? A promise needs an amount and a day."),
        ({"promise_amount": "5"}, "By which day? A promise needs an amount and a day."),
        ({"promise_amount": "x", "promise_on": TOMORROW}, "Write the amount in digits"),
        ({"promise_amount": "0", "promise_on": TOMORROW}, "The amount must be above zero."),
        ({"promise_amount": "5", "promise_on": "soon"}, "Write the day as 2026-11-23."),
        ({"promise_amount": "5", "promise_on": "2026-11-22"}, "Choose a day up to"),
        ({"promise_amount": "5", "promise_on": "2027-11-24"}, "Offer a plan for longer."),
        ({"promise_amount": "99999999", "promise_on": TOMORROW}, "more than all that is owed"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_kept(
    desk: Client, account: Account, given: dict[str, str], sentence: str
) -> None:
    answer = send(desk, account, **given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Promise.objects.filter(account=account).exists()


def test_too_many_broken_promises_leave_no_form(desk: Client, account: Account) -> None:
    Promise.objects.bulk_create(
        Promise(
            account=account,
            amount_minor=100,
            pay_on=date(2026, 11, 1 + n),
            made_at=portfolio.AT,
            state="broken",
            actor="chen",
        )
        for n in range(9)
    )
    page = desk.get(f"/accounts/{account.pk}/").content.decode()
    assert 'name="promise_on"' not in page
    answer = send(desk, account, promise_amount="5", promise_on=TOMORROW)
    assert "Too many promises were broken" in answer.content.decode()
    assert not Promise.objects.filter(account=account, state="open").exists()


def test_while_a_call_is_open_the_promise_goes_with_it(
    desk: Client, accounts: list[Account]
) -> None:
    called = accounts[0]
    Promise.objects.filter(account=called, state="open").delete()
    point = called.person.contact_points.filter(kind="mobile").first()
    assert point is not None
    desk.post(f"/accounts/{called.pk}/call/", {"contact_point_id": point.pk})
    assert Permit.objects.count() == 1
    answer = send(desk, called, promise_amount="5", promise_on=TOMORROW)
    assert "Log the call first" in answer.content.decode()
    assert not Promise.objects.filter(account=called, state="open").exists()


def test_a_case_that_is_not_theirs_does_not_exist(desk: Client, accounts: list[Account]) -> None:
    del accounts
    assert desk.post("/accounts/999999/promise/", {}).status_code == 404
