"""Payments by the API: once under a key, exact, and every refusal with its status and code."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from forbear.services.ledger import period_lock
from forbear.services.payments.returning import payment_return
from forbear.store.models import Account, AuditEntry, Due, Payment
from tests.web.api.conftest import AT, BODY, ON, Post, bearer

pytestmark = pytest.mark.django_db


def test_a_payment_is_taken_and_told_how_it_was_allotted(owed: Account, post: Post) -> None:
    Due.objects.create(account=owed, due_on="2026-02-23", amount_minor=500)
    answer = post(paid_by="A Friend", reference="run 7/12")
    assert answer.status_code == 201, answer.content
    told = answer.json()
    payment = Payment.objects.get()
    assert told == {
        "id": payment.pk,
        "state": "posted",
        "source": "api",
        "account": "CARD/1",
        "amount_minor": 600,
        "currency": "USD",
        "value_on": "2026-03-05",
        "booked_on": "2026-03-05",
        "allotted": told["allotted"],
        "dues": [{"due_on": "2026-02-23", "amount_minor": 500}],
    }
    allotted = {part["lot"] or part["component"]: part["amount_minor"] for part in told["allotted"]}
    assert allotted == {"interest": 300, "late_fee": 200, "cash_advance": 100}
    assert (payment.paid_by, payment.is_by_other, payment.note) == ("A Friend", True, "run 7/12")
    assert payment.actor == "api:host"
    assert AuditEntry.objects.get(action="payment.taken").actor == "api:host"
    assert answer["Location"] == f"/api/v1/payments/{payment.pk}"
    shown = Client().get(answer["Location"], headers={"Authorization": bearer("payments:read")})
    assert shown.status_code == 200
    assert shown.json() == told


def test_the_same_request_again_is_the_same_payment(post: Post) -> None:
    first, again = post(), post()
    other_token = post(token=bearer("payments:write"))
    assert [one.status_code for one in (first, again, other_token)] == [201] * 3
    assert first.json() == again.json() == other_token.json()
    assert post(key="k-2").json()["id"] != first.json()["id"]
    # another system's keys are its own
    assert post(token=bearer(name="other")).json()["id"] != first.json()["id"]
    assert Payment.objects.count() == 3


@pytest.mark.parametrize(
    "changed",
    [{"amount_minor": 601}, {"value_on": "2026-03-04"}, {"paid_by": "X"}, {"reference": "other"}],
)
def test_another_request_under_the_same_key_is_a_conflict(
    post: Post, changed: dict[str, object]
) -> None:
    post()
    answer = post(**changed)
    assert (answer.status_code, answer.json()["code"]) == (409, "IDEMPOTENCY_CONFLICT")
    assert Payment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_posts_at_the_same_time_under_one_key_are_one_payment(post: Post) -> None:
    def one(_: int) -> tuple[int, int]:
        try:
            answer = post()
            return answer.status_code, answer.json()["id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        found = set(pool.map(one, range(6)))
    assert found == {(201, Payment.objects.get().pk)}


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"account": "NONE"}, 404, "ACCOUNT_UNKNOWN"),
        ({"currency": "EUR"}, 422, "WRONG_CURRENCY"),
        ({"value_on": "2026-03-06"}, 422, "DAY_IN_FUTURE"),
        ({"amount_minor": 0}, 422, "DOES_NOT_FIT"),
        ({"amount_minor": -5}, 422, "DOES_NOT_FIT"),
        ({"amount_minor": 5.0}, 422, "DOES_NOT_FIT"),
        ({"amount_minor": "5"}, 422, "DOES_NOT_FIT"),
        ({"amount_minor": True}, 422, "DOES_NOT_FIT"),
        ({"amount_minor": None}, 422, "DOES_NOT_FIT"),
        ({"amount_minor": 10**15 + 1}, 422, "DOES_NOT_FIT"),
        ({"currency": "usd"}, 422, "DOES_NOT_FIT"),
        ({"value_on": "2026-02-30"}, 422, "DOES_NOT_FIT"),
        ({"value_on": "20260305"}, 422, "DOES_NOT_FIT"),
        ({"value_on": 1772668800}, 422, "DOES_NOT_FIT"),
        ({"account": ""}, 422, "DOES_NOT_FIT"),
        ({"account": "A\x00"}, 422, "DOES_NOT_FIT"),
        ({"paid_by": "A\ud800"}, 422, "DOES_NOT_FIT"),
        ({"reference": "x" * 201}, 422, "DOES_NOT_FIT"),
        ({"amount": 5}, 422, "DOES_NOT_FIT"),
    ],
)
def test_what_does_not_fit_is_refused(
    post: Post, changed: dict[str, object], status: int, code: str
) -> None:
    answer = post(**changed)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "NOT_JSON"),
        ("[" * 9000, 400, "NOT_JSON"),
        (b"\xff", 400, "NOT_JSON"),
        ("[]", 422, "DOES_NOT_FIT"),
        ("[1]", 422, "DOES_NOT_FIT"),
        ("7", 422, "DOES_NOT_FIT"),
        ("null", 422, "DOES_NOT_FIT"),
        (json.dumps(BODY)[:-1] + ', "amount_minor": 7}', 400, "NOT_JSON"),
        (json.dumps(BODY) + " " * 16384, 413, "TOO_LARGE"),
    ],
)
def test_a_body_that_is_no_request_is_refused(
    post: Post, body: str | bytes, status: int, code: str
) -> None:
    answer = post(body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert not Payment.objects.exists()


@pytest.mark.parametrize("key", [None, "", "x" * 61, "with space", "schlüssel"])
def test_a_payment_needs_a_key(post: Post, key: str | None) -> None:
    answer = post(key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "KEY_UNUSABLE")
    assert not Payment.objects.exists()


def test_a_form_is_no_request(post: Post) -> None:
    del post
    answer = Client().post("/api/v1/payments", BODY, headers={"Authorization": bearer()})
    assert (answer.status_code, answer.json()["code"]) == (415, "NOT_JSON")


@pytest.mark.parametrize("status", ["sold", "settled", "paid"])
def test_an_account_that_takes_no_payment_is_a_conflict(
    owed: Account, post: Post, status: str
) -> None:
    Account.objects.filter(pk=owed.pk).update(status=status)
    answer = post()
    assert (answer.status_code, answer.json()["code"]) == (409, f"ACCOUNT_{status.upper()}")


def test_what_comes_after_the_books_were_closed_is_booked_on_the_first_open_day(
    post: Post,
) -> None:
    period_lock(locked_through=ON, at=AT, actor="a")
    told = post().json()
    assert (told["value_on"], told["booked_on"]) == ("2026-03-05", "2026-03-06")


def test_the_day_of_a_house_in_the_east_has_begun(
    post: Post, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.FORBEAR_ZONE = "Pacific/Kiritimati"
    assert post(value_on="2026-03-05").status_code == 201
    from forbear.wiring import clock

    monkeypatch.setattr(clock, "now", lambda: AT.replace(hour=11))
    assert post(value_on="2026-03-06", key="k-2").status_code == 201


def test_a_payment_that_went_back_says_so(post: Post) -> None:
    number = post().json()["id"]
    payment_return(payment_id=number, on=ON, at=AT, actor="a", reason="AC04")
    assert post().json()["state"] == "returned"


@pytest.mark.parametrize(
    ("number", "status"), [("1", 404), ("0", 422), ("x", 422), (str(2**70), 422)]
)
def test_a_payment_that_is_not_there(owed: Account, number: str, status: int) -> None:
    del owed
    answer = Client().get(f"/api/v1/payments/{number}", headers={"Authorization": bearer()})
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
