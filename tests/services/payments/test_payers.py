"""Another person pays: booked to the account, told to nobody, and what is too much goes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forbear.core.payments.references import in_fours, is_creditor_reference
from forbear.packs.issuers import load_issuer
from forbear.ports.writing import MessageRefused
from forbear.services.payments.files import BankFileResult
from forbear.services.payments.payers import (
    PayTo,
    pay_open,
    pay_reference_end,
    pay_reference_give,
    pay_reference_send,
    pay_to,
    pay_token,
    payers_money,
)
from forbear.services.payments.paying_back import payers_refund
from forbear.services.payments.queue import payment_match
from forbear.services.payments.returning import payment_return
from forbear.services.refunds import refund_credit, refund_request
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    Contact,
    ContactPoint,
    PayerPayment,
    Payment,
    PayReference,
    Person,
    PlannedContact,
    Refund,
)
from tests.interchange.bank.make import camt053, entry, statement
from tests.services.agreements.make import code
from tests.services.payments.test_files import AT, ON, done, owed
from tests.services.test_message_links import writer
from tests.store.make import point

pytestmark = pytest.mark.django_db
ISSUER = load_issuer()
KEY = b"a key of the tests"
PAYER, OTHER = "FR1420041010050500013M02606", "DE89370400440532013000"


def give(of: Account, **given: object) -> PayReference | Refusal:
    return pay_reference_give(
        **{"account_id": of.pk, "issuer": ISSUER, "code_key": KEY, "at": AT, "actor": "a", **given}
    )


def given(of: Account) -> tuple[PayReference, PayTo]:
    row = give(of)
    assert isinstance(row, PayReference), row
    told = pay_to(row, issuer=ISSUER)
    assert told is not None
    return row, told


def transfer(text: str, amount: str, *, name: str = "Uncle Joe", iban: str = PAYER) -> str:
    detail = (
        f"<RltdPties><Dbtr><Nm>{name}</Nm></Dbtr>"
        f"<DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct></RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>"
    )
    return entry(amount, details=[detail])


def take(path: Path, *entries: str) -> BankFileResult:
    return done(path / f"{len(list(path.iterdir()))}.xml", camt053(statement(*entries)))


def test_a_reference_is_made_once_and_tells_nothing_of_the_account() -> None:
    of = owed(card_last4="4821")
    row, told = given(of)
    assert give(of) == row
    assert is_creditor_reference(told.reference)
    assert of.reference not in told.reference
    told_all = repr(told)
    for part in ("Jane", "Doe", "4821", of.reference, "500", "200"):
        assert part not in told_all.replace(told.iban, "")
    assert told.iban == ISSUER.bank.iban  # type: ignore[union-attr]
    assert pay_open(pay_token(row.pk), issuer=ISSUER) == told
    assert pay_open(pay_token(row.pk + 1), issuer=ISSUER) is None
    assert pay_open("1." + "A" * 22, issuer=ISSUER) is None


def test_where_nothing_is_to_be_paid_to_the_creditor_there_is_none() -> None:
    assert code(give(owed(status="paid"))) == "PAY_ACCOUNT_CLOSED"
    assert code(give(owed(collector_kind="buyer"))) == "PAY_TO_UNKNOWN"
    assert code(give(owed(), issuer=replace(ISSUER, bank=None))) == "PAY_TO_UNKNOWN"
    assert code(give(owed(), account_id=0)) == "ACCOUNT_UNKNOWN"
    of = owed()
    row, _ = given(of)
    Account.objects.filter(pk=of.pk).update(status="settled")
    assert pay_open(pay_token(row.pk), issuer=ISSUER) is None


@pytest.mark.parametrize(
    "text", ["{}", "for you {}", "{fours}", "ref {fours} love, Joe", "{small}", "{inner}"]
)
def test_what_comes_under_it_is_booked_and_the_payer_is_nobody_to_reach(
    tmp_path: Path, text: str
) -> None:
    of = owed()
    row, told = given(of)
    people, points = Person.objects.count(), ContactPoint.objects.count()
    words = {
        "fours": in_fours(told.reference),
        "small": told.reference.lower(),
        "inner": row.code,
    }
    result = take(tmp_path, transfer(text.format(told.reference, **words), "100.00"))
    assert result.posted == 1
    [payment] = Payment.objects.all()
    assert (payment.account_id, payment.state, payment.is_by_other) == (of.pk, "posted", True)
    assert PayerPayment.objects.get().payment == payment
    assert (Person.objects.count(), ContactPoint.objects.count()) == (people, points)
    assert not Contact.objects.exists()
    assert not PlannedContact.objects.exists()


def test_a_wrong_reference_finds_nobody_and_an_ended_one_still_books(tmp_path: Path) -> None:
    of = owed()
    row, told = given(of)
    wrong = f"RF{(int(told.reference[2:4]) + 1) % 100:02d}{told.reference[4:-1]}Z"
    assert take(tmp_path, transfer(wrong, "10.00")).unmatched == 1
    assert isinstance(pay_reference_end(account_id=of.pk, at=AT, actor="a"), PayReference)
    assert code(pay_reference_end(account_id=of.pk, at=AT, actor="a")) == "PAY_REFERENCE_NONE"
    assert pay_open(pay_token(row.pk), issuer=ISSUER) is None
    assert take(tmp_path, transfer(told.reference, "20.00")).posted == 1
    anew, other = given(of)
    assert (anew != row, other.reference != told.reference) == (True, True)


def test_a_payment_that_a_person_matched_is_noted_too(tmp_path: Path) -> None:
    of = owed()
    _, told = given(of)
    Account.objects.filter(pk=of.pk).update(status="paid")
    assert take(tmp_path, transfer(told.reference, "10.00")).held == 1
    [waiting] = Payment.objects.all()
    found = payment_match(payment_id=waiting.pk, account_id=of.pk, on=ON, at=AT, actor="a")
    assert isinstance(found, Payment), found
    assert PayerPayment.objects.get().payment == found


def refund(of: Account, minor: int, iban: str, key: str = "1") -> Refund | Refusal:
    of.refresh_from_db()
    return refund_request(
        account_id=of.pk,
        amount_minor=minor,
        holder="Jane Doe",
        iban=iban,
        reason="too much",
        key=key,
        at=AT,
        actor="a",
    )


def test_what_is_too_much_goes_back_to_where_it_came_from(tmp_path: Path) -> None:
    of = owed(30_000)
    _, told = given(of)
    take(tmp_path, transfer(told.reference, "400.00"))
    of.refresh_from_db()
    assert refund_credit(of) == 10_000
    assert payers_money(of) == {PAYER: 10_000}
    assert code(refund(of, 10_000, OTHER)) == "PAYER_MONEY"
    assert code(refund(of, 1, OTHER)) == "PAYER_MONEY"
    asked = payers_refund(account_id=of.pk, reason="too much", at=AT, actor="a")
    assert isinstance(asked, list), asked
    [made] = asked
    assert (made.iban, made.holder, made.amount_minor) == (PAYER, "Uncle Joe", 10_000)
    again = payers_refund(account_id=of.pk, reason="too much", at=AT, actor="a")
    assert code(again) == "NOTHING_TOO_MUCH"


def test_of_a_mixed_credit_each_gets_their_own(tmp_path: Path) -> None:
    of = owed(10_000)
    _, told = given(of)
    take(tmp_path, transfer(told.reference, "150.00"))
    take(tmp_path, transfer(of.reference, "30.00", name="Jane Doe", iban=OTHER))
    of.refresh_from_db()
    # 30 came last and is hers; of the payer's 150, 50 are too much
    assert refund_credit(of) == 8_000
    assert payers_money(of) == {PAYER: 5_000}
    assert code(refund(of, 3_001, OTHER)) == "PAYER_MONEY"
    assert isinstance(refund(of, 3_000, OTHER), Refund)
    assert code(refund(of, 5_001, PAYER, "2")) == "PAYER_MONEY"
    assert isinstance(refund(of, 5_000, PAYER, "2"), Refund)


def back(payment: Payment, minor: int | None = None) -> None:
    found = payment_return(
        payment_id=payment.pk, on=ON, at=AT, actor="a", reason="taken back", amount_minor=minor
    )
    assert isinstance(found, Payment), found


def test_what_stays_of_a_payment_that_went_back_in_part_is_still_the_payers(
    tmp_path: Path,
) -> None:
    of = owed(30_000)
    row, told = given(of)
    take(tmp_path, transfer(told.reference, "500.00"))
    back(Payment.objects.get(), 10_000)
    rest = Payment.objects.get(state="posted")
    assert (rest.amount_minor, rest.is_by_other, rest.entry) == (40_000, True, None)
    assert rest.payer.reference == row
    of.refresh_from_db()
    assert payers_money(of) == {PAYER: 10_000}
    assert code(refund(of, 1, OTHER)) == "PAYER_MONEY"
    # and once more
    back(rest, 5_000)
    of.refresh_from_db()
    assert payers_money(of) == {PAYER: 5_000}
    [made] = payers_refund(account_id=of.pk, reason="too much", at=AT, actor="a")  # type: ignore[misc]
    assert (made.iban, made.holder, made.amount_minor) == (PAYER, "Uncle Joe", 5_000)  # type: ignore[attr-defined]


def test_what_stays_of_the_cardholders_own_payment_is_nobody_elses(tmp_path: Path) -> None:
    of = owed(30_000)
    take(tmp_path, transfer(of.reference, "500.00", name="Jane Doe", iban=OTHER))
    back(Payment.objects.get(), 10_000)
    of.refresh_from_db()
    assert not PayerPayment.objects.exists()
    assert payers_money(of) == {}


def send(of: Account, url: str = "https://pay.bank.example") -> PayReference | Refusal:
    return pay_reference_send(
        account_id=of.pk, issuer=ISSUER, code_key=KEY, public_url=url, at=AT, actor="a"
    )


def test_the_reference_is_told_to_the_cardholder_alone(tmp_path: Path) -> None:
    of = owed(card_last4="4821")
    assert code(send(of, "")) == "NO_PUBLIC_PAGES"
    point(of.person, kind="mobile", party="spouse")
    assert code(send(of)) == "NO_LINK_ADDRESS"
    assert not PayReference.objects.exists()
    mailbox = point(of.person, kind="email", value="jane@example.com")
    row = send(of)
    assert isinstance(row, PayReference)
    assert send(of) == row
    [planned] = PlannedContact.objects.all()
    assert (planned.contact_point, planned.purpose) == (mailbox, "notice")
    write = writer(tmp_path, public_url="https://pay.bank.example")
    draft = write(planned_id=planned.pk, reference="fb-7", must_disclose=(), at=AT)
    assert f"https://pay.bank.example/pay/{pay_token(row.pk)}/" in draft.message.text
    pay_reference_end(account_id=of.pk, at=AT, actor="a")
    with pytest.raises(MessageRefused):
        write(planned_id=planned.pk, reference="fb-7", must_disclose=(), at=AT)
