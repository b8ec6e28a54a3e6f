"""A whole call through a provider on this machine, in a real browser, over real sockets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from forbear.channels.local.call_exchange import Exchange, call_exchange
from forbear.channels.local.webhooks import Reporter
from forbear.services.identities import number_add
from forbear.services.telephony.lines import line_set
from forbear.store.models import Account, CallBack, CallRecording, Contact, ProviderCall
from forbear.wiring.calls import call_provider
from forbear.wiring.webhooks import calls_secret
from tests.browser.conftest import Desk, flaws, overflows
from tests.web.portfolio import AT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [(1440, "light", "en"), (390, "dark", "zh")]


@pytest.fixture
def exchange(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Exchange]:
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path / "home"))
    line_set(actor="chen", typed="sip:chen@phones.example", at=AT, by="lead")
    number_add(typed="+862150000000", label="", on=date(2026, 1, 1), at=AT, actor="lead")
    report = Reporter(f"{desk.address}/api/v1", calls_secret())
    with call_exchange(tmp_path / "c", clock=lambda: AT, token="t", report=report) as running:
        monkeypatch.setenv("FORBEAR_CALLS_URL", running.url)
        monkeypatch.setenv("FORBEAR_CALLS_TOKEN", running.token)
        call_provider.cache_clear()
        yield running
        provider = call_provider()
        assert provider is not None
        provider.close()  # type: ignore[attr-defined] # the adapter's own
    call_provider.cache_clear()


@pytest.mark.parametrize(("width", "scheme", "language"), SIZES)
def test_a_call_from_the_click_to_the_recording(
    desk: Desk, exchange: Exchange, width: int, scheme: str, language: str
) -> None:
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    owed = Account.objects.get(reference="A-00001")
    page.goto(f"{desk.address}/accounts/{owed.pk}/?queue=call")
    page.keyboard.press("c")
    state = page.locator(".line-state")
    expect(state).to_contain_text("电话正在响铃" if language == "zh" else "Your phone rings")
    [call] = exchange.calls
    assert (call["agent"], call["from"]) == ("sip:chen@phones.example", "+862150000000")
    _picture(page, f"call-{language}-{width}")
    assert flaws(page) == []
    assert not overflows(page)
    for event, said in (
        ("ringing", "对方电话" if language == "zh" else "It rings at theirs"),
        ("answered", "已接通" if language == "zh" else "Answered"),
    ):
        assert exchange.tell(call["id"], event) == 200
        expect(state).to_contain_text(said)
    page.locator("#said-recording").check()
    for item in ("card_last4", "email"):
        page.locator(f"#item-{item}").check()
    page.locator("#verify button").click()
    expect(page.locator(".guide-steps")).to_be_visible()
    expect(page.locator("#said-recording")).to_be_checked()
    _picture(page, f"guide-{language}-{width}")
    assert flaws(page) == []
    assert not overflows(page)
    page.keyboard.press("h")
    expect(state).to_be_visible()
    assert exchange.hung_up == [call["id"]]
    exchange.tell(call["id"], "ended", seconds=75)
    recording = {"reference": "vault/1", "consent": "announced"}
    exchange.tell(call["id"], "recording", recording=recording)
    for tick in page.locator("[data-tick]:not(:checked)").all():
        tick.check()
    page.locator("details.back summary").click()
    page.fill("#id_back_on", "2026-11-24")
    page.fill("#id_back_at", "10:00")
    page.locator("[data-outcome='1'] input").check()
    page.locator("#outcome button.button-primary").click()
    expect(page.locator("#call-back")).to_contain_text("10:00")
    assert Contact.objects.get(permit__isnull=False).outcome == "conversation"
    assert CallBack.objects.get().state == "open"
    assert CallRecording.objects.get().reference == "vault/1"
    assert ProviderCall.objects.get().talk_seconds == 75
    _picture(page, f"after-{language}-{width}")
    assert flaws(page) == []
    assert not overflows(page)
    page.goto(f"{desk.address}/call-backs/?view=coming")
    expect(page.locator(".back-row")).to_have_count(1)
    _picture(page, f"backs-{language}-{width}")
    assert flaws(page) == []
    assert not overflows(page)


def _picture(page: object, name: str) -> None:
    """Keep a picture where someone wants to look at it."""
    if folder := os.environ.get("FORBEAR_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("exchange")
def test_a_machine_hears_only_what_may_be_left(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    owed = Account.objects.get(reference="A-00001")
    page.goto(f"{desk.address}/accounts/{owed.pk}/?queue=call")
    page.keyboard.press("c")
    page.locator("[data-machine]").wait_for()
    page.keyboard.press("v")
    expect(page.locator("blockquote.guide")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("¥")
    assert flaws(page) == []
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#timeline")).to_be_visible()
    assert Contact.objects.get(permit__isnull=False).outcome == "limited_content"
