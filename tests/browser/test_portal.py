"""Someone worried, on a phone, once: is this really from you?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, Page, expect

from forbear.services.fakes import fake_report
from forbear.services.letters.certificates import certificate_note
from forbear.store.models import FakeReport
from forbear.wiring import clock
from tests.browser.conftest import Desk, flaws, overflows
from tests.letters.keys import AT, CODE, bundle, der, signer
from tests.letters.test_press import PRESS, letter
from tests.store.make import account, permit, planned
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def portal(
    browser: Browser, live_server: object, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setattr(clock, "now", lambda: portfolio.AT)
    owed = account()
    at = portfolio.AT - timedelta(days=3)
    row = planned(owed, at=at, channel="letter", code=CODE)
    permit(owed, at=at, planned=row, channel="letter", consumed_at=at)
    certificate_note(der(bundle()), at=AT)
    yield Desk(browser, str(live_server))
    for context in browser.contexts:
        context.close()


def without_script(portal: Desk) -> Page:
    context = portal.browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="en-GB"
    )
    return context.new_page()


def test_a_code_is_checked_without_a_script_or_a_cookie(portal: Desk) -> None:
    page = without_script(portal)
    page.goto(f"{portal.address}/check/")
    page.get_by_label("Type the code").fill(CODE.lower().replace("-", " "))
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("status")).to_contain_text("Yes, this is ours")
    page.get_by_role("link", name="简体中文").click()
    expect(page.get_by_role("status")).to_contain_text("是的，这是我们发出的")
    assert page.context.cookies() == []


def test_a_changed_letter_is_found_out_and_told(portal: Desk, tmp_path: Path) -> None:
    plain = PRESS.letter_pdf(letter("notice_of_rights", "en"), "en")
    pdf = signer().sealed(plain, code=CODE, at=AT)
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf[:9000] + bytes([pdf[9000] ^ 1]) + pdf[9001:])
    page = without_script(portal)
    page.goto(f"{portal.address}/check/")
    page.get_by_role("link", name="as a file").click()
    page.get_by_label("The PDF file").set_input_files(path)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("status")).to_contain_text("has been changed")
    page.get_by_role("link", name="Tell us about it").click()
    page.get_by_label("What did it say?").fill("Pay to another account.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    report = FakeReport.objects.get()
    assert (report.kind, len(report.file_sha256)) == ("letter", 64)


PLACES = (
    "/check/",
    f"/check/?code={CODE}",
    "/check/?q=2222-2222-2",
    "/check/?q=hello",
    "/check/file/",
    "/check/report/",
)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_pages_fit_and_have_no_flaws(
    width: int, scheme: str, language: str, portal: Desk
) -> None:
    page = portal.page(width=width, scheme=scheme, language=language)
    for place in PLACES:
        page.goto(f"{portal.address}{place}")
        assert not overflows(page), place
        assert not flaws(page), place


@pytest.mark.parametrize(("width", "language"), [(390, "zh"), (1440, "en")])
def test_compliance_reads_reports_of_any_length(width: int, language: str, portal: Desk) -> None:
    user = portfolio.collector()
    user.groups.add(Group.objects.get_or_create(name="compliance")[0])
    report = fake_report(
        kind="sms",
        sender="x" * 120,
        text="http://" + "long" * 200,
        seen="y" * 400,
        file_sha256="a" * 64,
        language="en",
        at=portfolio.AT,
    )
    assert isinstance(report, FakeReport)
    page = portal.sign_in(portal.page(width=width, language=language))
    for place in ("/fakes/", f"/fakes/{report.pk}/"):
        page.goto(f"{portal.address}{place}")
        assert not overflows(page), place
        assert not flaws(page), place
    page.locator("textarea").fill("Told the network.")
    page.locator("main form button").click()
    expect(page.get_by_text("Told the network.")).to_be_visible()
