"""The pages of a timeline, put together, are the whole of it, whatever happened at one moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forbear.store.models import Account, CaseNote, HostStatement, Promise
from forbear.store.selectors.timeline import PAGE_SIZE, TIMELINE_KINDS, Place, timeline_page
from tests.store.make import account
from tests.web import portfolio

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)
ON = MIDNIGHT.date() + timedelta(days=400)


def walked(owed: Account, kinds: tuple[str, ...] = TIMELINE_KINDS) -> list[Place]:
    after, places = None, []
    while True:
        page = timeline_page(owed, on=ON, kinds=kinds, after=after)
        assert len(page.events) <= PAGE_SIZE
        places += [event.place for event in page.events]
        after = page.after
        if after is None:
            return places


def test_pages_lose_nothing_and_repeat_nothing() -> None:
    owed = account()
    for number in range(130):
        # many at one and the same moment, on both sides of a page, and some with the day alone
        at = MIDNIGHT + timedelta(hours=number // 60 * 7)
        CaseNote.objects.create(account=owed, at=at, actor="chen", text=str(number))
        Promise.objects.create(account=owed, amount_minor=1, pay_on=ON, made_at=at)
        HostStatement.objects.create(
            account=owed,
            statement_on=MIDNIGHT.date() - timedelta(days=number - 1),
            currency="USD",
            balance_minor=number,
        )
    places = walked(owed)
    assert len(places) == len(set(places)) == 390
    assert places == sorted(places, reverse=True)
    assert len(walked(owed, ("notes",))) == 130


def test_an_empty_timeline_has_one_empty_page() -> None:
    assert walked(account()) == []


def test_each_kind_by_itself_is_its_part_of_the_whole() -> None:
    seen: set[str] = set()
    for owed in portfolio.portfolio(4):
        whole = walked(owed)
        seen |= {kind for _at, kind, _pk in whole}
        for kind in TIMELINE_KINDS:
            assert walked(owed, (kind,)) == [place for place in whole if place[1] == kind]
    assert seen >= {"contacts", "decisions", "money"}


def test_what_lies_ahead_of_the_day_is_not_there_yet() -> None:
    [owed, *_more] = portfolio.portfolio(1)
    day = timeline_page(owed, on=portfolio.ON - timedelta(days=1), kinds=("decisions",))
    assert not day.events
