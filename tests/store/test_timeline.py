"""The pages of a timeline, put together, are the whole of it, whatever happened at one moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forbear.store.models import Account, CaseNote, HostStatement, Promise
from forbear.store.selectors.conduct import Scope
from forbear.store.selectors.timeline import (
    APPEAL_KINDS,
    PAGE_SIZE,
    TIMELINE_KINDS,
    Place,
    appeals_shown,
    timeline_page,
)
from tests.services.speech import test_across_appeals as across
from tests.services.speech import test_conduct as conduct
from tests.services.speech.test_transcripts import AT
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


def appealed(owed: Account) -> None:
    """One finding of a text of lin's and one across the case, both appealed and judged."""
    single = conduct.find(conduct.text(1, owed=owed))
    conduct.judge(single)
    conduct.overturn(single)
    texts = conduct.text(2, owed=owed), conduct.text(3, "bo", "south", "Quay", owed=owed)
    shared = across.confirm(across.across(owed, *texts))
    across.judged(shared, "not_theirs")
    across.made(across.appeal(shared, person="bo", actor="bo"))


LINS = sorted(APPEAL_KINDS)


@pytest.mark.parametrize(
    ("seen", "kinds"),
    [
        pytest.param(Scope(is_all=True), sorted([*LINS, "case_appeals"]), id="all"),
        pytest.param(Scope(collector="lin"), LINS, id="who-is-meant"),
        pytest.param(Scope(collector="bo"), ["case_appeals"], id="the-other-who-is-meant"),
        pytest.param(Scope(collector="chen"), [], id="a-colleague"),
        pytest.param(Scope(collector="chen", teams=(("north", ""),)), LINS, id="their-lead"),
        pytest.param(Scope(teams=(("north", "Quay"),)), [], id="a-team-of-that-name-elsewhere"),
        pytest.param(
            Scope(teams=(("south", "Quay"),)), ["case_appeals"], id="the-lead-of-the-other"
        ),
        pytest.param(Scope(agencies=("Quay",)), ["case_appeals"], id="their-agency"),
        pytest.param(Scope(), [], id="nobody"),
    ],
)
def test_an_appeal_is_shown_to_those_who_may_see_that_conduct(
    seen: Scope, kinds: list[str]
) -> None:
    owed, other = account(), account()
    appealed(owed)
    page = timeline_page(owed, on=ON, kinds=TIMELINE_KINDS, conduct=seen)
    assert sorted(event.kind for event in page.events) == kinds
    assert appeals_shown(owed, conduct=seen) is bool(kinds)
    assert not timeline_page(other, on=ON, kinds=TIMELINE_KINDS, conduct=seen).events


def test_who_does_not_say_whose_conduct_is_seen_sees_no_appeal() -> None:
    owed = account()
    appealed(owed)
    assert not timeline_page(owed, on=ON, kinds=TIMELINE_KINDS).events


def test_appeals_made_and_judged_at_one_moment_stand_on_pages_once_each() -> None:
    owed = account()
    appealed(owed)
    for number in range(60):
        CaseNote.objects.create(account=owed, at=AT, actor="chen", text=str(number))
    seen, after, places = Scope(is_all=True), None, []
    while True:
        page = timeline_page(owed, on=ON, kinds=TIMELINE_KINDS, after=after, conduct=seen)
        places += [event.place for event in page.events]
        after = page.after
        if after is None:
            break
    assert len(places) == len(set(places)) == 65
    assert places == sorted(places, reverse=True)
