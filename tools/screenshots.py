"""Take the pictures of the desk that the documentation shows, from a running server.

Run after ``make demo``: ``.venv/bin/python tools/screenshots.py --user NAME --password WORD``.
Needs a system Chromium. Writes ``docs/images/*.png``.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# name, path ("case" is the first of the calls, "owed" what it owes), width, scheme, language
PICTURES = (
    ("desk-queue", "/today/?queue=call", 1440, "light", "en"),
    ("desk-queue-zh", "/today/?queue=call", 1440, "light", "zh"),
    ("desk-queue-dark", "/today/", 1440, "dark", "en"),
    ("desk-queue-phone", "/today/?queue=call", 390, "light", "zh"),
    ("desk-case", "case", 1440, "light", "en"),
    ("desk-case-zh", "case", 1440, "light", "zh"),
    ("desk-case-dark", "case", 1440, "dark", "en"),
    ("desk-case-phone", "case", 390, "light", "en"),
    ("money-payments", "/payments/", 1440, "light", "en"),
    ("money-day", "/money/day/", 1440, "light", "en"),
    ("money-reconciliation", "/money/reconciliation/", 1440, "light", "en"),
    ("money-owed", "owed", 1440, "light", "en"),
    ("money-owed-phone", "owed", 390, "light", "en"),
    ("law", "/law/?place=US", 1440, "light", "en"),
    ("law-zh", "/law/?place=CN", 1440, "light", "zh"),
    ("law-phone", "/law/?place=GB", 390, "dark", "en"),
    ("law-rule", "/law/rules/us-regf-call-freq-7/", 1440, "light", "en"),
    ("law-changes", "/law/changes/", 1440, "light", "en"),
    ("law-try", "/law/try/?rule=us-regf-call-freq-7", 1440, "light", "en"),
    ("law-try-zh", "/law/try/?rule=cn-quiet-hours-cba", 390, "light", "zh"),
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--url", default="http://127.0.0.1:8000")
    asked.add_argument("--user", required=True)
    asked.add_argument("--password", required=True)
    asked.add_argument("--out", type=Path, default=IMAGES)
    asked.add_argument("--only", default="", help="only pictures whose name begins so")
    asked.add_argument("--queue", default="call", help="queue of the case that is shown")
    given = asked.parse_args()
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        sys.exit("screenshots: no Chromium here. apt-get install chromium, then try again.")
    given.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        state = _sign_in(browser, given.url, given.user, given.password)
        for name, address, width, scheme, language in PICTURES:
            if not name.startswith(given.only):
                continue
            page = _page(browser, state, width=width, scheme=scheme, language=language)
            if address in {"case", "owed"}:
                page.goto(f"{given.url}/today/?queue={given.queue}")
                page.locator(".queue .who").first.click()
                page.wait_for_url("**/accounts/**")
                if address == "owed":
                    page.locator("#owed-title ~ a").click()
                    page.wait_for_url("**/owed/**")
            else:
                page.goto(f"{given.url}{address}")
            page.screenshot(path=given.out / f"{name}.png")
            print(f"screenshots: {name}.png")
            page.context.close()
        browser.close()


def _sign_in(browser: Browser, url: str, user: str, password: str) -> object:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{url}/sign-in/")
    page.fill("#id_username", user)
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    state = context.storage_state()
    context.close()
    return state


def _page(browser: Browser, state: object, *, width: int, scheme: str, language: str) -> Page:
    context = browser.new_context(
        storage_state=state,  # type: ignore[arg-type] # as the other context gave it
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN" if language == "zh" else "en-GB",
    )
    return context.new_page()


if __name__ == "__main__":
    main()
