"""How pages look, held against the pictures that are kept in ``tests/browser/looks``.

The fonts are the letters' own, so that words are as wide on every machine; what is left to differ
is how a browser draws them. Which tolerance follows from that is told in ``looks/README.md``.
``make looks`` keeps the pictures anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from forbear import letters
from forbear.core.roles import CASHIER, COLLECTOR
from forbear.services.agreements.links import sign_token
from forbear.store.models import Account
from forbear.web.portal import sign as sign_pages
from forbear.wiring import clock
from tests.browser.conftest import Desk
from tests.browser.days.day import worker
from tests.browser.pictures import (
    Picture,
    changed_share,
    picture_of,
    picture_read,
    picture_write,
)
from tests.browser.teams import team_at_work
from tests.browser.waiting import payments_waiting
from tests.services.agreements.make import AT as SIGN_AT
from tests.services.agreements.signing import cardholder, linked, papers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [(1440, "light", "en"), (390, "dark", "zh")]
KEPT = Path(__file__).parent / "looks"
# a cell counts as changed from this step of grey on; of the cells so many may
STEP, MOST_SHARE = 24, 0.015
# so much of a page is looked at, from its top
HIGH = 1600
FONTS = Path(letters.__file__).parent / "fonts"
STYLE = """
@font-face { font-family: Looks; src: url(/looks/NotoSansCJKsc-Regular-subset.otf) }
@font-face { font-family: Looks; font-weight: 600 900;
  src: url(/looks/NotoSansCJKsc-Bold-subset.otf) }
* { font-family: Looks !important; text-rendering: geometricPrecision !important }
"""


def _font(route: Route) -> None:
    route.fulfill(path=FONTS / route.request.url.rsplit("/", 1)[1], content_type="font/otf")


@dataclass
class Looking:
    """A browser window whose pages are held against what is kept."""

    desk: Desk
    folder: Path
    look: tuple[int, str, str] = LOOKS[0]
    wrong: list[str] = field(default_factory=list)

    def page(self, name: str = "") -> Page:
        """Open a window with the fonts of the letters, signed in if a name is given."""
        width, scheme, language = self.look
        context = self.desk.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            locale="zh-CN" if language == "zh" else "en-GB",
            bypass_csp=True,
        )
        context.route("**/looks/*.otf", _font)
        page = context.new_page()
        page.set_default_timeout(20_000)
        if name:
            self.desk.sign_in(page, name)
        return page

    def taken(self, page: Page, path: str, style: str = "", script: str = "") -> Picture:
        """Take a page; with a style and a script that spoil it on purpose."""
        page.goto(f"{self.desk.address}{path}")
        page.add_style_tag(content=STYLE + style)
        page.evaluate(f"() => {{ const find = (s) => document.querySelectorAll(s); {script} }}")
        page.evaluate("document.fonts.ready.then(() => null)")
        return picture_of(page, most=HIGH)

    def kept(self, name: str) -> Path:
        width, scheme, language = self.look
        return KEPT / f"{name}-{width}-{scheme}-{language}.png"

    def holds(self, page: Page, name: str, path: str) -> None:
        """Hold a page against its picture; or keep it, if that was asked for."""
        seen, kept = self.taken(page, path), self.kept(name)
        if os.environ.get("FORBEAR_LOOKS") == "keep":
            picture_write(kept, seen)
            return
        share = changed_share(seen, picture_read(kept), step=STEP)
        if share > MOST_SHARE:
            picture_write(self.folder / kept.name, seen)
            self.wrong.append(
                f"{kept.name}: {share:.1%} of it changed, at most {MOST_SHARE:.1%} may;"
                f" see {self.folder / kept.name}. Is it meant so? make looks"
            )


@pytest.fixture
def looking(desk: Desk, tmp_path: Path) -> Iterator[Looking]:
    found = Looking(desk, tmp_path)
    yield found
    assert not found.wrong, "\n".join(found.wrong)


@pytest.mark.parametrize("look", LOOKS)
def test_the_desk_looks_as_it_is_kept(looking: Looking, look: tuple[int, str, str]) -> None:
    looking.look = look
    team_at_work()
    worker("devi", COLLECTOR)
    worker("mori", CASHIER)
    payments_waiting(looking.folder)
    owed = Account.objects.get(reference="A-00001")
    page = looking.page("devi")
    looking.holds(page, "queue", "/today/")
    looking.holds(page, "case", f"/accounts/{owed.pk}/?queue=call")
    looking.holds(page, "agreements", f"/accounts/{owed.pk}/agreements/")
    looking.holds(looking.page("okafor"), "board", "/lead/")
    looking.holds(looking.page("mori"), "payments", "/payments/")


@pytest.mark.parametrize("look", LOOKS)
def test_the_public_pages_look_as_they_are_kept(
    looking: Looking, look: tuple[int, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looking.look = look
    looking.holds(looking.page(), "check", "/check/")
    monkeypatch.setattr(clock, "now", lambda: SIGN_AT)
    made_by = papers(looking.folder)
    monkeypatch.setattr(sign_pages, "papers", lambda: made_by)
    looking.holds(looking.page(), "sign", f"/s/{sign_token(linked(cardholder()).pk)}/")


# what a page may be drawn like on another machine, and what it may not
DRAWN_OTHERWISE = {
    "bolder": "* { -webkit-text-stroke: 0.25px }",
    "half a point aside": "body { transform: translate(0.5px, 0.5px) }",
    "paler": "body { filter: contrast(0.95) }",
}
SPOILT = {
    "no style": ("", "find('link').forEach((e) => e.remove())"),
    "a panel moved": ("", "find('#timeline')[0].after(find('.two')[0])"),
    "a panel lies over another": ("#call-back { position: relative; top: 60px }", ""),
    "the rail is gone": (".rail { display: none }", ""),
    "the buttons have grown": (".button { padding: 14px 30px !important }", ""),
}


def test_a_spoilt_page_is_found_and_another_way_of_drawing_is_not(looking: Looking) -> None:
    """Held against the same page of the same browser, so that nothing else differs."""
    page = looking.page("chen")
    path = f"/accounts/{Account.objects.get(reference='A-00001').pk}/?queue=call"
    sound = looking.taken(page, path)

    def share(style: str, script: str = "") -> float:
        return changed_share(looking.taken(page, path, style, script), sound, step=STEP)

    drawn = {name: share(style) for name, style in DRAWN_OTHERWISE.items()}
    spoilt = {name: share(*how) for name, how in SPOILT.items()}
    assert all(each <= MOST_SHARE / 2 for each in drawn.values()), drawn
    assert all(each > MOST_SHARE for each in spoilt.values()), spoilt
