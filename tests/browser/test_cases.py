"""The working day of somebody who handles complaints and disputes, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from forbear.services.cases.complaints import ComplaintWish, complaint_log
from forbear.services.cases.disputes import DisputeWish, dispute_open
from forbear.store.models import Account, CaseFile, Complaint, Dispute
from tests.browser.conftest import Desk, flaws, overflows
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))


def as_handler() -> None:
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name="team_lead")[0])


def first() -> Account:
    return Account.objects.order_by("pk")[0]


def log(number: int = 0, **given: object) -> Complaint:
    of = Account.objects.order_by("pk")[number]
    wish = ComplaintWish(**{"channel": "call", "said": "He shouted at me.", **given})  # type: ignore[arg-type]
    done = complaint_log(
        account_id=of.pk, wish=wish, key=f"c{number}", at=portfolio.AT, actor="wang"
    )
    assert isinstance(done, Complaint), done
    return done


def test_a_dispute_from_the_case_page_to_its_answer(desk: Desk, tmp_path: Path) -> None:
    as_handler()
    page = desk.sign_in(desk.page())
    page.goto(f"{desk.address}/accounts/{first().pk}/")
    page.get_by_role("link", name="Open a dispute").click()
    page.select_option("#id_extent", "part")
    page.fill("#id_amount", "20.00")
    page.fill("#id_said", "I never bought that.")
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url("**/disputes/*/")
    expect(page.get_by_role("status").first).to_contain_text("Collection of this account rests")
    assert first().dispute == "open"
    bill = tmp_path / "bill.txt"
    bill.write_text("a receipt", encoding="utf-8")
    page.set_input_files("#file", bill)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("link", name="bill.txt")).to_be_visible()
    page.get_by_role("button", name="Add our statement of what is owed").click()
    expect(page.locator("#files-title").locator("xpath=../..")).to_contain_text("Ours")
    assert CaseFile.objects.count() == 2
    page.select_option("#id_outcome", "rejected")
    page.fill("#id_reasons", "The shop has sent us the signed slip.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("The answer is given.")
    assert Dispute.objects.get().outcome == "rejected"
    page.goto(f"{desk.address}/accounts/{first().pk}/")
    expect(page.locator("#cases")).to_contain_text("Not upheld")
    expect(page.locator("#timeline")).to_contain_text("their evidence came")


def test_a_complaint_is_logged_looked_into_and_answered(desk: Desk) -> None:
    as_handler()
    page = desk.sign_in(desk.page())
    page.goto(f"{desk.address}/accounts/{first().pk}/complaints/new/")
    page.fill("#id_said", "Nine calls on Monday.")
    page.get_by_role("button", name="Log it").click()
    page.wait_for_url("**/complaints/*/")
    page.get_by_role("button", name="They know that we have it").click()
    page.select_option("#id_outcome", "upheld")
    page.fill("#id_reasons", "You were right.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("Name the root cause first")
    expect(page.locator("#id_reasons")).to_have_value("You were right.")
    page.select_option("#id_cause", "too_many_contacts")
    page.get_by_role("button", name="Name it").click()
    page.select_option("#id_outcome", "upheld")
    page.select_option("#id_redress", "apology")
    page.fill("#id_reasons", "You were right.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("The answer is given.")
    found = Complaint.objects.get()
    assert (found.outcome, found.redress, found.cause) == (
        "upheld",
        "apology",
        "too_many_contacts",
    )
    page.goto(f"{desk.address}/complaints/report/")
    expect(page.get_by_role("row", name="Too many calls")).to_be_visible()


def fits(page: Page, address: str) -> None:
    page.goto(address)
    assert not overflows(page), address
    assert not flaws(page), address


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_pages_fit_and_have_no_flaws(
    width: int, scheme: str, language: str, desk: Desk
) -> None:
    as_handler()
    log(0, about="wang", team="North", cause="manner")
    log(1, said="W" * 2_000)
    of = first()
    done = dispute_open(
        account_id=of.pk,
        wish=DisputeWish("fraud", "letter", said="Not me.\n" * 50),
        key="d",
        at=portfolio.AT,
        actor="wang",
    )
    assert isinstance(done, Dispute), done
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    for path in (
        "/disputes/",
        f"/disputes/{done.pk}/",
        f"/accounts/{of.pk}/disputes/new/",
        "/complaints/",
        f"/complaints/{Complaint.objects.order_by('pk')[0].pk}/",
        f"/complaints/{Complaint.objects.order_by('pk')[1].pk}/",
        f"/accounts/{of.pk}/complaints/new/",
        "/complaints/report/?by=team",
        f"/accounts/{of.pk}/",
    ):
        fits(page, f"{desk.address}{path}")
