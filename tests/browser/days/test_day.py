"""What a day looks for, it finds: words that run over, pages that were never looked at."""

from __future__ import annotations

import pytest

from forbear.core.roles import FIELD
from tests.browser.conftest import Desk
from tests.browser.days.day import RUN_OVER, begun, worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CELL = "<!doctype html><main><dl><dd style='width:9em;{}'>Manner or words of a person</dd></dl>"


@pytest.mark.parametrize(("style", "many"), [("white-space:nowrap", 1), ("", 0)])
def test_words_that_run_over_are_found(desk: Desk, style: str, many: int) -> None:
    page = desk.page()
    page.set_content(CELL.format(style))
    assert len(page.evaluate(RUN_OVER)) == many


def test_a_page_that_nobody_looked_at_is_named(desk: Desk) -> None:
    worker("bao", FIELD)
    day = begun(desk, "bao")
    day.page.goto(f"{desk.address}/me/")
    with pytest.raises(AssertionError, match="/me/"):
        day.ended()
