"""A collector closes a number and works a search, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forbear.services.lost.closing import points_close
from forbear.store.models import Account, ContactPoint, SearchTask
from tests.browser.conftest import Desk, flaws, overflows
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def search() -> SearchTask:
    owed = Account.objects.order_by("pk")[0]
    mine = ContactPoint.objects.filter(person=owed.person)
    points_close(mine, why="wrong_person", door="desk", at=portfolio.AT, actor="kim")
    return SearchTask.objects.get(person=owed.person)


def test_a_number_is_closed_and_the_search_is_worked(desk: Desk) -> None:
    task = search()
    page = desk.sign_in(desk.page())
    page.goto(f"{desk.address}/lost/")
    page.get_by_role("link", name=task.person.name).click()
    page.get_by_role("button", name="Write it down Other accounts").click()
    expect(page.get_by_role("status").first).to_contain_text("Written down.")
    page.get_by_text("Somebody wants me to").click()
    page.get_by_role("button", name="Refuse it").click()
    expect(page.locator("#main")).to_contain_text("Refused, and kept.")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_pages_fit_and_have_no_flaws(
    width: int, scheme: str, language: str, desk: Desk
) -> None:
    task = search()
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    for place in ("/lost/", f"/lost/{task.pk}/"):
        page.goto(desk.address + place)
        assert not overflows(page), place
        assert not flaws(page), place
