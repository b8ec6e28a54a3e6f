"""A working day in a browser: somebody signs in, and every page they come to is looked at."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.auth.models import Group, User
from playwright.sync_api import Frame, Page, expect

from forbear.store.models import Account, AuditEntry
from tests.browser.conftest import Desk, flaws, overflows
from tests.web import portfolio

# the queues of the day, as the rail of the desk begins
QUEUES = (
    *("Contacts", "Call", "SMS", "E-mail", "Letter", "Visit"),
    *("To a desk", "On hold", "Nothing due", "Everything"),
)
RAIL = """() => [...document.querySelectorAll('nav.rail a')].map((link) => [...link.childNodes]
  .filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent.trim())
  .join(''))"""
# words that run out of the place they stand in, over what is beside them
RUN_OVER = """() => [...document.querySelectorAll(
    'main :is(h1, h2, h3, p, dt, dd, th, td, li, button)')]
  .filter((node) => node.clientWidth && node.scrollWidth > node.clientWidth + 1
    && getComputedStyle(node).overflowX === 'visible' && !node.closest('.sr'))
  .map((node) => node.textContent.trim())"""


def worker(name: str, *roles: str, first: str = "", last: str = "") -> User:
    """Someone who signs in as ``name`` with these roles and no other."""
    user = User.objects.create_user(
        name, password=portfolio.PASSWORD, first_name=first, last_name=last
    )
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    return user


def path_of(url: str) -> str:
    """The address without what was asked for, numbers as one: the same page with another case."""
    return re.sub(r"\d+", "N", urlsplit(url).path)


@dataclass
class Day:
    """One person's day. ``ended`` finds a page that was come to and never looked at."""

    desk: Desk
    page: Page
    name: str
    come_to: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    def _moved(self, frame: Frame) -> None:
        if frame == self.page.main_frame and frame.url.startswith("http"):
            self.come_to.append(path_of(frame.url))

    def look(self) -> None:
        """Nothing for axe on this page, and nothing beside it."""
        self.page.wait_for_load_state()
        here = path_of(self.page.url)
        if folder := os.environ.get("FORBEAR_PICTURES"):
            place = here.strip("/").replace("/", "-") or "home"
            name = f"{self.name}-{len(self.looked_at):02d}-{place}.png"
            self.page.screenshot(path=Path(folder) / name, full_page=True)
        found = flaws(self.page)
        assert not found, f"{here}: {found}"
        assert not overflows(self.page), here
        over = self.page.evaluate(RUN_OVER)
        assert over == [], f"{here}: {over}"
        self.looked_at.add(here)

    def go(self, path: str) -> Page:
        """Open a page by its address and look at it."""
        self.page.goto(f"{self.desk.address}{path}")
        self.look()
        return self.page

    def follow(self, name: str) -> Page:
        """Click a place in the rail and look at it."""
        rail = self.page.locator("nav.rail")
        with self.page.expect_navigation():
            rail.get_by_role("link", name=re.compile(rf"^{name}\b")).first.click()
        self.look()
        return self.page

    def rail(self) -> list[str]:
        """The names in the rail, without their numbers."""
        return list(self.page.evaluate(RAIL))

    def places(self) -> list[str]:
        """Every place that is open to them: the whole rail of a page that has none of its own."""
        first = self.page.url
        self.go("/me/")
        found = self.rail()
        self.page.goto(first)
        return found

    def account(self) -> Account:
        """The account of the page that is open."""
        found = re.search(r"/accounts/(\d+)/", self.page.url)
        assert found is not None, self.page.url
        return Account.objects.get(pk=found[1])

    def told(self, text: str) -> None:
        """What was done is said on the page."""
        expect(self.page.get_by_role("status").filter(has_text=text).first).to_be_visible()

    def keys(self, *keys: str) -> None:
        """Press keys one after the other."""
        for each in keys:
            self.page.keyboard.press(each)

    def press(self, name: str) -> None:
        """Press the first button of that name."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def may_not(self, path: str) -> None:
        """A door that is closed to them says so, calmly, and shows the way back."""
        answer = self.page.goto(f"{self.desk.address}{path}")
        assert answer is not None
        assert answer.status == 403, path
        expect(self.page.get_by_role("heading", level=1)).to_have_text(
            "This page is not open to you"
        )
        expect(self.page.get_by_text("Your role does not include it.")).to_be_visible()
        self.look()
        self.page.get_by_role("link", name="To the first page").click()
        expect(self.page.locator("nav.rail")).to_be_visible()

    def ended(self) -> None:
        """Sign out: the work of the day stands in the trail, and every page was looked at."""
        assert AuditEntry.objects.filter(actor=self.name).exists()
        self.page.locator("form[action='/sign-out/'] button:visible").first.click()
        expect(self.page.get_by_role("heading", name="Sign in")).to_be_visible()
        self.look()
        assert set(self.come_to) <= self.looked_at, set(self.come_to) - self.looked_at


def begun(desk: Desk, name: str, *, width: int = 1440) -> Day:
    """Sign in through the page; where it leads is the first page of the role."""
    page = desk.page(width=width)
    day = Day(desk, page, name)
    page.on("framenavigated", day._moved)
    day.go("/sign-in/")
    page.fill("#id_username", name)
    page.fill("#id_password", portfolio.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    day.look()
    return day
