"""A real Chromium over a real server. Without a Chromium these tests say so and are skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from forbear.wiring import clock
from tests.web import portfolio

# Each window of Chromium loads two pages of its own beside ours, which nobody sees, and takes most
# of a window's time with them. Of such lists the last counts: the rest is Playwright's.
_NOT_NEEDED = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
ARGUMENTS = [
    f"--disable-features={','.join(_NOT_NEEDED)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# a busy machine is slow, not wrong
expect.set_options(timeout=20_000)
_AXE = Axe().axe_script
NAMES = ("chromium", "chromium-browser", "google-chrome")


# Closed after this folder: Playwright's event loop, left open, breaks the async tests that follow.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium runs the browser tests")
    # Playwright keeps an event loop in this thread; the database is still used from one thread
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _told(*words: object) -> None:
    print(*words)  # noqa: T201 - shown with the test if it fails


@dataclass
class Desk:
    """The desk in a browser."""

    browser: Browser
    address: str

    def page(self, *, width: int = 1440, scheme: str = "light", language: str = "en") -> Page:
        """Open a fresh browser window of that width; a failed test prints what went wrong in it."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            locale="zh-CN" if language == "zh" else "en-GB",
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("requestfailed", lambda asked: _told("failed", asked.url, asked.failure))
        page.on(
            "response",
            lambda got: (
                _told(got.status, got.url) if got.status >= HTTPStatus.BAD_REQUEST else None
            ),
        )
        page.on("pageerror", lambda error: _told("error", error))
        _patient(page)
        return page

    def sign_in(self, page: Page, name: str = "chen") -> Page:
        """Come to somebody's first page as one who has signed in; the page of it has its tests."""
        client = Client()
        client.force_login(User.objects.get(username=name), portfolio.BACKEND)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])
        page.goto(f"{self.address}/")
        return page


def _patient(page: Page) -> None:
    """Let keys wait for the script that hears them: a page is seen before it is whole."""
    press = page.keyboard.press

    def pressed(key: str, *, delay: float | None = None) -> None:
        page.wait_for_load_state()
        press(key, delay=delay)

    page.keyboard.press = pressed  # type: ignore[method-assign]


@pytest.fixture
def desk(browser: Browser, live_server: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(clock, "now", lambda: portfolio.AT)
    portfolio.collector()
    # a ledger transaction and its legs come together
    with transaction.atomic():
        portfolio.portfolio(30)
    yield Desk(browser, str(live_server))
    for context in browser.contexts:
        context.close()


def hold(page: Page, address: str) -> list[Route]:
    """Keep requests to an address waiting; the list holds them until each is continued."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(address, keep)
    return held


def flaws(page: Page) -> list[str]:
    """List what axe finds wrong with a page, each with the elements."""
    page.evaluate(_AXE)
    found = page.evaluate(
        "axe.run({resultTypes: ['violations']}).then((found) => found.violations)"
    )
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found]


def overflows(page: Page) -> bool:
    """Whether the page must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
