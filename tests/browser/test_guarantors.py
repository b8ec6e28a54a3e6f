"""A guarantee is written down and proved by somebody else, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from forbear.core.roles import LEGAL
from forbear.store.models import Account, Guarantee
from tests.browser.conftest import Desk, flaws, overflows
from tests.services.guarantees.make import TERMS, asked
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Written down. It counts"), ("zh", "经他人证实后才生效")]
)
def test_a_guarantee_is_written_down(
    language: str, said: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))
    owed = Account.objects.order_by("pk")[0]
    paper = tmp_path / "signed.pdf"
    paper.write_bytes(b"%PDF-1.7 signed")
    page = desk.sign_in(desk.page(language=language))
    page.goto(f"{desk.address}/accounts/{owed.pk}/")
    page.locator("#guarantors a").click()
    page.locator("#id_name").fill("Zhao Ming")
    page.locator("#id_limit").fill("5000")
    page.locator("#id_signed_on").fill("2025-01-02")
    page.locator("#id_ends_on").fill("2027-01-31")
    page.locator("#document").set_input_files(paper)
    page.locator("main form[enctype] button").click()
    expect(page.get_by_role("status").first).to_contain_text(said)
    assert Guarantee.objects.get().state == "asked"
    # whoever wrote it down is not offered to prove it
    expect(page.locator("button[value=accepted]")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_pages_fit_and_have_no_flaws(
    width: int, scheme: str, language: str, desk: Desk
) -> None:
    owed = Account.objects.order_by("pk")[0]
    asked(owed, TERMS, at=portfolio.AT)
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name=LEGAL)[0])
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    for place in ("/guarantors/", f"/accounts/{owed.pk}/guarantors/", f"/accounts/{owed.pk}/"):
        page.goto(desk.address + place)
        assert not overflows(page), place
        assert not flaws(page), place
