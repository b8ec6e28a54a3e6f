from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from forbear.store.models import Account
from tests.web import portfolio

pytestmark = pytest.mark.django_db


def shown(desk: Client, query: str = "") -> str:
    answer = desk.get(f"/today/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    for address in ("/", "/today/", "/accounts/1/"):
        assert client.get(address, follow=True).redirect_chain[-1][0].startswith("/sign-in/")


def test_a_user_without_a_role_sees_no_cases(client: Client, accounts: list[Account]) -> None:
    client.force_login(User.objects.create_user("visitor"), portfolio.BACKEND)
    assert client.get("/today/").status_code == 403
    assert client.get(f"/accounts/{accounts[0].pk}/").status_code == 403


def test_a_superuser_sees_the_queue(client: Client, accounts: list[Account]) -> None:
    root = User.objects.create_superuser("root")
    client.force_login(root, portfolio.BACKEND)
    assert accounts[0].person.name in client.get("/today/").content.decode()


@pytest.mark.usefixtures("at_ten")
def test_before_the_first_day_the_queue_says_how_it_fills(desk: Client) -> None:
    assert "No day has been run yet" in shown(desk)


@pytest.mark.parametrize(
    ("query", "inside", "outside"),
    [
        pytest.param("?queue=call", "Lin Xiaoyu", "陈思远", id="calls"),
        pytest.param("?queue=sms", "陈思远", "Lin Xiaoyu", id="messages"),
        pytest.param("?queue=hold", "Cardholder 010", "Lin Xiaoyu", id="holds"),
        pytest.param("?queue=refer", "Cardholder 011", "Lin Xiaoyu", id="to a desk"),
        pytest.param("?nation=US", "Cardholder 009", "Lin Xiaoyu", id="nation"),
        pytest.param("?queue=all&q=xiaoyu", "Lin Xiaoyu", "Zhao Min", id="name"),
        pytest.param("?queue=all&q=A-00003", "Zhao Min", "Lin Xiaoyu", id="account"),
        pytest.param("?queue=all&q=0000003", "Zhao Min", "Liu Yang", id="phone digits"),
        pytest.param("?queue=all&q=4003", "Zhao Min", "Liu Yang", id="card"),
        pytest.param("?queue=x&sort=x&page=99", "Lin Xiaoyu", "Cardholder 010", id="junk"),
    ],
)
def test_what_is_asked_for_is_what_is_shown(
    desk: Client, accounts: list[Account], query: str, inside: str, outside: str
) -> None:
    del accounts
    page = shown(desk, query)
    assert inside in page
    assert outside not in page


def test_bucket_filter_shows_that_bucket_only(desk: Client, accounts: list[Account]) -> None:
    del accounts
    rows = desk.get("/today/?queue=all&bucket=M2").context["rows"]
    assert rows
    assert {row.decision.bucket for row in rows} == {"M2"}


def test_numbers_and_windows_are_written_for_people(desk: Client, accounts: list[Account]) -> None:
    page = shown(desk, "?queue=call")
    assert "¥1,301.11" in page
    assert "08:00–22:00" in page
    assert "Shanghai" in page
    assert accounts[0].person.contact_points.get(kind="mobile").value not in page


def test_a_search_that_finds_elsewhere_says_so(desk: Client, accounts: list[Account]) -> None:
    del accounts
    page = shown(desk, "?queue=sms&q=Lin")
    assert "Nobody in this queue matches" in page
    assert "Search everything" in page


def test_htmx_gets_the_table_alone(desk: Client, accounts: list[Account]) -> None:
    del accounts
    page = desk.get("/today/?q=Lin", headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith("<section")
    assert "<html" not in page


@pytest.mark.usefixtures("at_ten")
def test_pages_hold_twenty_five_and_go_on(desk: Client) -> None:
    portfolio.portfolio(40)
    page = shown(desk, "?queue=all")
    assert "1–25 of 41" in page
    assert "26–41 of 41" in shown(desk, "?queue=all&page=2")


@pytest.mark.usefixtures("at_ten")
def test_the_number_of_queries_does_not_grow_with_the_rows(
    desk: Client, django_assert_max_num_queries: object
) -> None:
    portfolio.portfolio(30)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        shown(desk, "?queue=all")


def test_a_nul_in_the_search_is_harmless(desk: Client, accounts: list[Account]) -> None:
    del accounts
    assert "Lin Xiaoyu" in shown(desk, "?q=Lin%00")
