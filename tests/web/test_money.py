"""The money pages: the day's books, reconciliation, and what one account owes."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from forbear.core.ledger.books import Part, legs_of
from forbear.core.reconcile import CAUSES, RESULT, VERDICTS
from forbear.core.tables import words as w
from forbear.packs.products import load_products
from forbear.services.cards import card_open
from forbear.services.ledger import period_lock, transaction_post
from forbear.services.night import night_run
from forbear.services.reconciliation import Reconciliation, reconcile, reconciliation_keep
from forbear.store.models import (
    Account,
    BankFile,
    CardState,
    HostStatement,
    ImportBatch,
    LedgerTransaction,
    NightWork,
)
from forbear.web.shared import words
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
ON = portfolio.ON
DAY = timedelta(days=1)


@pytest.fixture
def books(client: Client) -> Client:
    """Someone of finance, who sees no case."""
    user = User.objects.create_user("brandt")
    user.groups.add(Group.objects.create(name="finance"))
    client.force_login(user, portfolio.BACKEND)
    return client


def page(client: Client, address: str, *, language: str = "en") -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, address
    return answer.content.decode()


def book(owed: Account | None, kind: str, part: Part, on: date = ON, key: str = "k") -> None:
    found = transaction_post(
        key=f"{key}-{kind}-{on}",
        kind=kind,
        on=on,
        value_on=on - DAY,
        currency=owed.currency if owed else "CNY",
        legs=legs_of(kind, [part]),
        at=portfolio.AT,
        actor="a",
        account_id=owed.pk if owed else None,
    )
    assert isinstance(found, LedgerTransaction), found


def printed(owed: Account, balance_minor: int, **given: object) -> HostStatement:
    return HostStatement.objects.create(
        **{
            "account": owed,
            "statement_on": ON,
            "currency": owed.currency,
            "balance_minor": balance_minor,
            **given,
        }
    )


ADDRESSES = ("/money/day/", "/money/reconciliation/")


@pytest.mark.parametrize("address", [*ADDRESSES, "/money/"])
def test_the_books_are_for_finance(address: str, client: Client) -> None:
    assert client.get(address, follow=True).redirect_chain[-1][0].startswith("/sign-in/")
    client.force_login(portfolio.collector("lin"), portfolio.BACKEND)
    assert client.get(address, follow=True).status_code == 403


def test_finance_begins_with_the_day_and_sees_no_case(
    books: Client, accounts: list[Account]
) -> None:
    assert books.get("/").headers["Location"] == "/money/day/"
    assert books.get("/money/").headers["Location"] == "/money/day/"
    assert books.get(f"/accounts/{accounts[0].pk}/").status_code == 403
    shown = page(books, "/money/day/")
    assert "/today/" not in shown
    assert 'href="/money/reconciliation/"' in shown
    assert 'href="/money/day/"' in page(books, "/law/")


def test_a_collector_sees_what_is_owed_but_not_the_books(
    desk: Client, accounts: list[Account]
) -> None:
    owed = accounts[0]
    shown = page(desk, f"/accounts/{owed.pk}/owed/")
    assert "/money/day/" not in shown
    assert f"/accounts/{owed.pk}/owed/" in page(desk, f"/accounts/{owed.pk}/")
    assert "/money/day/" not in page(desk, "/today/")


def test_a_stranger_sees_no_account(client: Client, accounts: list[Account]) -> None:
    client.force_login(User.objects.create_user("reader"), portfolio.BACKEND)
    assert client.get(f"/accounts/{accounts[0].pk}/owed/").status_code == 403


def test_an_account_that_is_none_is_not_found(books: Client) -> None:
    assert books.get("/accounts/999999/owed/").status_code == 404


def test_the_day_shows_opening_movements_and_closing(
    books: Client, accounts: list[Account]
) -> None:
    owed = accounts[0]
    before = page(books, f"/money/day/?on={ON}")
    assert "contacts.csv" in before
    assert "No file came in" in page(books, f"/money/day/?on={ON - DAY}")
    book(owed, "fee", Part("late_fee", 4_321))
    shown = page(books, f"/money/day/?on={ON}")
    assert "¥43.21" in shown
    assert "Late fees" not in shown
    assert "2 postings on this day" in shown
    rows = csv_rows(books, f"/money/day/?on={ON}&form=csv")
    fees = next(row for row in rows if row["book"] == "fee_income")
    assert (fees["opening_minor"], fees["credit_minor"], fees["closing_minor"]) == (
        "0",
        "-4321",
        "-4321",
    )
    assert sum(int(row["closing_minor"]) for row in rows if row["currency"] == "CNY") == 0


def csv_rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(answer.content.decode().splitlines()))


def test_the_day_shows_what_waits_what_is_closed_and_what_came_in(
    books: Client, accounts: list[Account]
) -> None:
    assert accounts
    assert "Nothing stands in suspense" in page(books, "/money/day/")
    book(None, "suspense_in", Part("payment", 77_700))
    ImportBatch.objects.create(
        at=portfolio.AT, table="dues", file_name="dues.csv", file_sha256="0" * 64, read=5, added=3
    )
    BankFile.objects.create(
        at=portfolio.AT,
        actor="a",
        name="statement.xml",
        sha256="1" * 64,
        kind="camt.053",
        read=1_200,
        added=1_100,
        known=99,
        left_out=1,
    )
    period_lock(locked_through=ON - DAY, at=portfolio.AT, actor="brandt", note="November")
    shown = page(books, "/money/day/")
    assert "¥777.00" in shown
    assert "dues.csv" in shown
    assert "5 read, 3 new, 0 rejected" in shown
    assert "statement.xml" in shown
    assert "1,200 entries, 1,100 new, 1 left out" in shown
    assert "closed through 22 Nov 2026" in shown
    assert "The day was decided" in shown
    assert ">closed<" not in shown.replace("\n", "")
    assert "To the queue of payments" not in shown
    user = User.objects.get(username="brandt")
    user.groups.add(Group.objects.create(name="cashier"))
    assert "To the queue of payments" in page(books, "/money/day/")
    assert "closed</span>" in page(books, f"/money/day/?on={ON - DAY}")


def test_an_empty_ledger_says_what_would_be_there(books: Client) -> None:
    assert "The ledger is empty up to this day" in page(books, "/money/day/")
    assert "No statements yet" in page(books, "/money/reconciliation/")


@pytest.mark.parametrize("given", ["soon", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_makes_no_sense_does_no_harm(books: Client, given: str) -> None:
    page(books, f"/money/day/?on={given}")
    page(books, f"/money/reconciliation/?from={given}&to={given}")


def test_reconciliation_shows_the_latest_statements_and_every_difference(
    books: Client, accounts: list[Account]
) -> None:
    first, second, third = accounts[:3]
    for owed in Account.objects.exclude(pk__in=[second.pk, third.pk]):
        printed(owed, owed.balance_minor)
    printed(second, second.balance_minor + 5_000)
    book(third, "payment", Part("principal", 30_000), ON + DAY)
    printed(third, third.balance_minor - 30_000)
    shown = page(books, "/money/reconciliation/")
    assert "Not explained" in shown
    assert "Booked on another day" in shown
    assert "24 Nov 2026" in shown
    assert "¥50.00" in shown
    assert first.reference not in shown
    assert f"/accounts/{second.pk}/owed/?on={ON}" in shown
    only = page(books, "/money/reconciliation/?verdict=unknown")
    assert second.reference in only
    assert third.reference not in only
    found = page(books, f"/money/reconciliation/?q={third.reference}")
    assert third.reference in found
    assert second.reference not in found
    rows = csv_rows(books, f"/money/reconciliation/?from={ON}&to={ON}&form=csv")
    assert list(rows[0]) == list(RESULT)
    assert {row["account_reference"] for row in rows} == {second.reference, third.reference}


def test_when_all_agree_it_says_so(books: Client, accounts: list[Account]) -> None:
    assert accounts
    for owed in Account.objects.all():
        printed(owed, owed.balance_minor)
    assert "Comparisons that were kept" not in page(books, "/money/reconciliation/")
    agreed = reconcile(since=ON, until=ON)
    assert isinstance(agreed, Reconciliation)
    reconciliation_keep(agreed, at=datetime(2026, 12, 1, 9, tzinfo=UTC), actor="a")
    shown = page(books, "/money/reconciliation/")
    assert "All agree" in shown
    assert "1 Dec 2026" in shown
    assert "Find an account among the differences" in shown
    assert "Find an account in the reconciliation" in page(books, "/money/day/")
    none = page(books, f"/money/reconciliation/?to={ON - DAY * 9}")
    assert "No statements of these days" in none
    assert "23 Nov 2026" in none


def test_what_is_owed_is_told_by_part_and_line_as_of_a_day(
    books: Client, accounts: list[Account]
) -> None:
    owed = accounts[0]
    book(owed, "fee", Part("late_fee", 4_321), ON - DAY)
    printed(owed, owed.balance_minor, minimum_minor=12_345, due_on=ON + DAY * 20)
    shown = page(books, f"/accounts/{owed.pk}/owed/?on={ON}")
    assert "¥123.45" in shown
    assert "due on 13 Dec 2026" in shown
    assert "¥43.21" in shown
    assert "counts from 21 Nov 2026" in shown
    assert "¥43.21" not in page(books, f"/accounts/{owed.pk}/owed/?on={ON - DAY * 2}")
    known_now = page(books, f"/accounts/{owed.pk}/owed/?on={ON - DAY * 2}&by=value_on")
    assert "¥43.21" in known_now
    rows = csv_rows(books, f"/accounts/{owed.pk}/owed/?on={ON}&form=csv")
    assert int(rows[-1]["owed_minor"]) == owed.balance_minor + 4_321
    assert sum(int(row["amount_minor"]) for row in rows) == owed.balance_minor + 4_321
    assert "Nothing was booked" in page(books, f"/accounts/{owed.pk}/owed/?on=2001-01-01")


def taken_over(owed: Account, on: date) -> None:
    found = card_open(
        account_id=owed.pk,
        product={"CNY": "larkfield-cn", "USD": "larkfield-us"}[owed.currency],
        on=on,
        at=portfolio.AT,
        actor="a",
        products=load_products(),
    )
    assert isinstance(found, CardState), found


def test_interest_of_an_account_that_forbear_works_out_is_told_day_by_day(
    books: Client, accounts: list[Account]
) -> None:
    owed = accounts[0]
    assert "Interest, day by day" not in page(books, f"/accounts/{owed.pk}/owed/?on={ON}")
    taken_over(owed, ON - DAY * 40)
    shown = page(books, f"/accounts/{owed.pk}/owed/?on={ON}")
    assert "Interest, day by day" in shown
    assert "0.05 % a day" in shown
    assert "Pays everything off" in shown
    assert "not billed yet" in shown
    assert "利息逐日明细" in page(books, f"/accounts/{owed.pk}/owed/", language="zh-hans")
    earlier = page(books, f"/accounts/{owed.pk}/owed/?on={ON - DAY * 40}")
    assert "Interest, day by day" not in earlier


def test_what_is_worked_out_and_what_is_booked_are_compared(
    books: Client, accounts: list[Account]
) -> None:
    owed = accounts[0]
    taken_over(owed, ON - DAY * 80)
    warning = "Do not name a sum before that is settled."
    assert warning in page(books, f"/accounts/{owed.pk}/owed/?on={ON}")
    night_run(on=ON, at=portfolio.AT, products=load_products())
    assert warning not in page(books, f"/accounts/{owed.pk}/owed/?on={ON}")
    book(owed, "interest", Part("interest", 700))
    assert warning in page(books, f"/accounts/{owed.pk}/owed/?on={ON}")


def test_interest_that_is_compounded_daily_is_one_row_a_bill(
    books: Client, accounts: list[Account]
) -> None:
    owed = next(each for each in accounts if each.currency == "USD")
    taken_over(owed, ON - DAY * 80)
    shown = page(books, f"/accounts/{owed.pk}/owed/?on={ON}")
    assert "21.99 % a year" in shown
    assert 2 <= shown.count("a sum that grew each day") <= 4
    assert "on_interest" not in shown
    assert "Larkfield Card agreement (fictitious), Rates and fees" in shown


def test_the_night_is_shown_on_the_page_of_its_day(books: Client, accounts: list[Account]) -> None:
    for owed in accounts[:3]:
        if owed.currency == "CNY":
            taken_over(owed, ON - DAY * 2)
    night_run(on=ON, at=portfolio.AT, products=load_products())
    shown = page(books, "/money/day/")
    assert ("Interest and fees were worked out" in shown) == NightWork.objects.filter(
        on=ON
    ).exists()
    NightWork.objects.create(
        on=ON - DAY,
        at=portfolio.AT,
        accounts=1_234,
        events=0,
        statements=12,
        late_fees=3,
        singles=0,
        told=[{"account_id": 1, "why": "differs"}],
    )
    before = page(books, f"/money/day/?on={ON - DAY}")
    assert "12 statements, 3 late fees" in before
    assert "told" in before


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (w.BOOKS, words.BOOK),
        (w.LOTS, words.LOT),
        ((*w.LOTS, "fees", "on_interest"), words.BORE),
        (VERDICTS, words.VERDICT),
        (CAUSES, words.CAUSE),
    ],
)
def test_every_word_of_the_books_is_named(
    values: tuple[str, ...], named: dict[str, object]
) -> None:
    assert set(values) == set(named)


def test_the_pages_are_chinese_too(books: Client, accounts: list[Account]) -> None:
    printed(accounts[0], 1)
    assert "日终" in page(books, "/money/day/", language="zh-hans")
    assert "对账" in page(books, "/money/reconciliation/", language="zh-hans")
    assert "欠款" in page(books, f"/accounts/{accounts[0].pk}/owed/", language="zh-hans")
