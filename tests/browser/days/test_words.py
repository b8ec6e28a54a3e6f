"""A writer, an approver and product: words written, refused for a claim, approved, in force."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forbear.core.roles import APPROVER, PRODUCT, WRITER
from forbear.store.models import TemplateVersion
from tests.browser.conftest import Desk
from tests.browser.days.day import begun, worker

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PLACES = ["Words", "Law", "Your sign-in"]
NAME = "first_reminder"


def test_words_from_the_writer_to_the_customer(desk: Desk) -> None:
    worker("amara", WRITER, first="Amara", last="Diallo")
    worker("novak", APPROVER, first="P.", last="Novak")
    worker("lowe", PRODUCT, first="T.", last="Lowe")
    written(desk)
    approved(desk)
    read_by_product(desk)


def written(desk: Desk) -> None:
    """A threat is not saved, and is named; a sound sentence is, and waits for somebody else."""
    day = begun(desk, "amara")
    page = day.page
    assert day.places() == PLACES
    day.go(f"/words/{NAME}/")
    box = page.locator("textarea[name='en.body']")
    sound = box.input_value()
    box.fill(f"{sound}\nWe will take you to court.")
    day.press("Save as a new version")
    expect(page.get_by_role("alert")).to_contain_text("We will take you to court.")
    day.look()
    page.locator("textarea[name='en.body']").fill(sound.replace("Hello", "Good day"))
    page.fill("#note", "As people greet here.")
    day.press("Save as a new version")
    day.told("Saved as version 1.")
    expect(page.locator(".diff")).to_contain_text("Good day")
    day.look()
    day.press("Submit for approval")
    day.told("Submitted. Someone else decides now.")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    day.may_not("/today/")
    day.ended()


def approved(desk: Desk) -> None:
    day = begun(desk, "novak")
    page = day.page
    assert day.places() == PLACES
    page.get_by_role("link", name="First reminder").click()
    page.wait_for_url(f"**/{NAME}/**")
    page.get_by_role("link", name="version 1").click()
    expect(page.locator(".diff")).to_contain_text("Good day")
    expect(page.get_by_role("button", name="Save as a new version")).to_have_count(0)
    day.look()
    day.press("Approve")
    day.told("Approved. It is in force now.")
    day.look()
    assert TemplateVersion.objects.get().drafted_by == "amara"
    day.may_not("/messages/")
    day.ended()


def read_by_product(desk: Desk) -> None:
    """Product reads what is in force, and changes nothing."""
    day = begun(desk, "lowe")
    assert day.places() == PLACES
    day.go(f"/words/{NAME}/")
    expect(day.page.locator("main")).to_contain_text("Good day")
    for name in ("Save as a new version", "Approve", "Submit for approval"):
        expect(day.page.get_by_role("button", name=name)).to_have_count(0)
    day.may_not("/today/")
    day.ended()
