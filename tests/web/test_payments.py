"""The queue of payments: who may see it, what it offers, and what a press of a button does."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from forbear.core.payments.matching import CONFIDENCE, HOLDS, NOTES
from forbear.core.tables import words as w
from forbear.services.payments.files import BankFileResult, bank_file_take
from forbear.store.models import Account, Payment
from forbear.web.shared import words
from tests.interchange.bank.make import camt053, entry, statement
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


@pytest.fixture
def cashier(client: Client) -> Client:
    user = User.objects.create_user("kasse")
    user.groups.add(Group.objects.create(name="cashier"))
    client.force_login(user, portfolio.BACKEND)
    return client


def waiting(tmp_path: Path, owed: Account, amount: str = "10.00", **given: object) -> Payment:
    detail = f"<RltdPties><Dbtr><Nm>{owed.person.name}</Nm></Dbtr></RltdPties>"
    one = entry(amount, currency=owed.currency, details=[detail], **given)
    path = tmp_path / f"{Payment.objects.count()}.xml"
    path.write_bytes(camt053(statement(one, number=path.stem, currency=owed.currency)))
    taken = bank_file_take(path=path, on=portfolio.ON, at=portfolio.AT, actor="a")
    assert isinstance(taken, BankFileResult)
    return Payment.objects.latest("pk")


def page(client: Client, view: str = "", *, language: str = "en") -> str:
    answer = client.get(f"/payments/?view={view}", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, payment: Payment, what: str, **given: object) -> str:
    answer = client.post(f"/payments/{payment.pk}/{what}/", given, follow=True)
    assert answer.status_code == 200
    payment.refresh_from_db()
    return answer.content.decode()


def test_the_queue_is_for_cashiers(client: Client) -> None:
    assert client.get("/payments/").headers["Location"].startswith("/sign-in/")
    client.force_login(portfolio.collector("lin"), portfolio.BACKEND)
    assert client.get("/payments/").status_code == 403
    assert client.post("/payments/1/match/").status_code == 403


def test_a_cashier_begins_with_the_queue(cashier: Client) -> None:
    assert cashier.get("/").headers["Location"] == "/payments/"
    assert "Nothing waits" in page(cashier)
    assert "没有待处理的付款" in page(cashier, language="zh-hans")


def test_a_payment_that_waits_offers_its_likely_account_and_is_matched(
    cashier: Client, accounts: list[Account], tmp_path: Path
) -> None:
    owed = accounts[0]
    payment = waiting(tmp_path, owed)
    shown = page(cashier)
    assert "Nothing in it leads to an account." in shown
    assert f"Match {owed.reference}" in shown or "Match</button>" in shown
    assert 'data-choice="1"' in shown
    assert "the holder has the payer&#x27;s name" in shown
    said = press(cashier, payment, "match", account_id=owed.pk)
    assert f"is posted to {owed.reference}." in said
    assert (payment.state, payment.account_id) == ("posted", owed.pk)
    assert "Someone else has dealt with this payment" in press(
        cashier, payment, "match", account_id=owed.pk
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reference": "no such"}, "There is no account with this number."),
        ({"reference": ""}, "There is no account with this number."),
        ({"account_id": "9" * 30}, "There is no account with this number."),
        ({"account_id": "x"}, "There is no account with this number."),
    ],
)
def test_a_wrong_account_is_told_and_nothing_moves(
    given: dict[str, str], said: str, cashier: Client, accounts: list[Account], tmp_path: Path
) -> None:
    payment = waiting(tmp_path, accounts[0])
    assert said in press(cashier, payment, "match", **given)
    assert payment.state == "unmatched"


def test_an_account_can_be_written(
    cashier: Client, accounts: list[Account], tmp_path: Path
) -> None:
    payment = waiting(tmp_path, accounts[0])
    press(cashier, payment, "match", reference=f" {accounts[0].reference} ")
    assert payment.state == "posted"


def test_a_payment_is_put_aside_taken_up_and_sent_back(
    cashier: Client, accounts: list[Account], tmp_path: Path
) -> None:
    payment = waiting(tmp_path, accounts[0])
    assert "Say why, in a few words." in press(cashier, payment, "move", to="aside")
    press(cashier, payment, "move", to="aside", note="ask the bank")
    assert payment.state == "aside"
    assert "ask the bank" in page(cashier, "aside")
    press(cashier, payment, "move", to="waiting")
    assert payment.state == "unmatched"
    press(cashier, payment, "move", to="refund", note="not ours")
    assert "It was sent back" in page(cashier, "refunds")
    press(cashier, payment, "move", to="refunded")
    assert payment.state == "refunded"


def test_money_taken_back_offers_the_payments_of_its_amount(
    cashier: Client, accounts: list[Account], tmp_path: Path
) -> None:
    owed = accounts[0]
    first = waiting(tmp_path, owed)
    press(cashier, first, "match", account_id=owed.pk)
    back = waiting(tmp_path, owed, way="DBIT", more="<RvslInd>true</RvslInd>")
    assert back.amount_minor == -1000
    shown = page(cashier)
    assert "Takes back" in shown
    assert owed.reference in shown
    press(cashier, back, "returned", returned_id="x")
    assert back.state == "unmatched"
    press(cashier, back, "returned", returned_id=first.pk)
    first.refresh_from_db()
    assert (first.state, back.state) == ("returned", "returned")
    assert "returned by the bank" in page(cashier, "returned")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("view", ["waiting", "aside", "refunds", "returned", "posted", "nonsense"])
def test_every_view_answers(view: str, language: str, cashier: Client) -> None:
    assert page(cashier, view, language=language)


def test_what_a_payer_wrote_is_text_and_never_markup(
    cashier: Client, accounts: list[Account], tmp_path: Path
) -> None:
    waiting(tmp_path, accounts[0], more="<AddtlNtryInf>&lt;script&gt;x</AddtlNtryInf>")
    shown = page(cashier)
    assert "&lt;script&gt;x" in shown
    assert "<script>x" not in shown


def test_every_state_and_reason_has_words() -> None:
    assert set(w.PAYMENT_STATES) == set(words.PAYMENT)
    others = {"NO_CANDIDATE", "TWO_CANDIDATES", "POSSIBLE_REPEAT"}
    returns = {"NO_PAYMENT", "TWO_PAYMENTS", "RETURNED_TWICE"}
    assert {*CONFIDENCE, *HOLDS, *NOTES, *others, *returns} == set(words.PAYMENT_REASON)
