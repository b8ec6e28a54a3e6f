"""A writer and an approver in a real browser: narrow and wide, both languages, nothing for axe."""

from __future__ import annotations

import os

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from forbear.store.models import TemplateVersion
from tests.browser.conftest import Desk, flaws, overflows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "first_reminder"


@pytest.fixture
def writer(desk: Desk) -> Desk:
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name="writer")[0])
    return desk


def test_a_claim_is_told_and_a_sound_text_is_saved(writer: Desk) -> None:
    page = writer.sign_in(writer.page())
    page.goto(f"{writer.address}/words/{NAME}/")
    box = page.locator("textarea[name='en.body']")
    sound = box.input_value()
    box.fill(f"{sound}\nWe will take you to court.")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_role("alert")).to_contain_text("We will take you to court.")
    assert not TemplateVersion.objects.exists()
    assert flaws(page) == []
    page.locator("textarea[name='en.body']").fill(sound.replace("Hello", "Good day"))
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.locator(".diff")).to_contain_text("Good day")
    assert TemplateVersion.objects.count() == 1
    if folder := os.environ.get("FORBEAR_PICTURES"):
        page.screenshot(path=f"{folder}/words-edited.png", full_page=True)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_pages_are_without_flaws(writer: Desk, width: int, scheme: str, language: str) -> None:
    page = writer.sign_in(writer.page(width=width, scheme=scheme, language=language))
    for place in ("", f"{NAME}/", "validation_notice/"):
        page.goto(f"{writer.address}/words/{place}")
        assert flaws(page) == []
        assert not overflows(page)
        if folder := os.environ.get("FORBEAR_PICTURES"):
            name = place.strip("/") or "list"
            page.screenshot(path=f"{folder}/words-{name}-{width}-{language}.png")
