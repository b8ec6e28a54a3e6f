"""Relief ends by itself, and the gate reads it from the flags."""

from __future__ import annotations

from datetime import date

import pytest

from forbear.packs import load_book
from forbear.services.agreements.relief import (
    ReliefWish,
    relief_end,
    relief_give,
    relief_give_once,
    reliefs_running,
)
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Person, Relief
from tests.services.agreements.make import AT, code, day, moment, morning, owing
from tests.store.make import person

pytestmark = pytest.mark.django_db
PERIODS = load_book().periods
PAUSE = ReliefWish("pause", "illness", until_on=day(30))
SPACE = ReliefWish("breathing_space", "debts", event_on=day(0))


def briton(**given: object) -> Account:
    return owing(
        person(time_zones="Europe/London"),
        **{"nation": "GB", "region": "GB-ENG", "currency": "GBP", **given},
    )


def give(of: Account, wish: ReliefWish, days: int = 0) -> Relief | Refusal:
    return relief_give(account_id=of.pk, wish=wish, at=moment(days), actor="a", periods=PERIODS)


def given(of: Account, wish: ReliefWish, days: int = 0) -> Relief:
    found = give(of, wish, days)
    assert isinstance(found, Relief), found
    return found


def flags(of: Account) -> tuple[date | None, date | None]:
    of.refresh_from_db()
    return of.hardship_until, Person.objects.get(pk=of.person_id).breathing_space_until


def test_relief_is_of_the_account_and_the_latest_day_counts() -> None:
    of = owing()
    first = given(of, PAUSE)
    second = given(of, ReliefWish("advice_hold", "debts", until_on=day(60)))
    assert flags(of) == (day(60), None)
    relief_end(relief_id=second.pk, at=moment(1), actor="a")
    assert flags(of) == (day(30), None)
    relief_end(relief_id=first.pk, at=moment(1), actor="a")
    assert flags(of) == (None, None)
    assert code(relief_end(relief_id=first.pk, at=moment(1), actor="a")) == "RELIEF_OVER"
    assert code(relief_end(relief_id=0, at=moment(1), actor="a")) == "RELIEF_MISSING"


def test_it_ends_by_itself() -> None:
    of = owing()
    found = given(of, PAUSE)
    assert reliefs_running(of.person_id, on=day(30)) == [found]
    assert reliefs_running(of.person_id, on=day(31)) == []
    assert code(relief_end(relief_id=found.pk, at=moment(31), actor="a")) == "RELIEF_OVER"


def test_a_breathing_space_lasts_as_long_as_the_law_says_for_the_person() -> None:
    of = briton()
    space = given(of, SPACE)
    assert (space.until_on, space.rule_id) == (day(60), "uk-breathing-space-60d")
    assert flags(of) == (None, day(60))
    assert space.account is None


def test_a_scottish_moratorium_and_a_crisis_have_their_own_ends() -> None:
    scot = given(briton(region="GB-SCT"), SPACE)
    assert scot.until_on == date(2026, 9, 12)
    crisis = ReliefWish("crisis_space", "illness", event_on=day(5))
    assert given(briton(), crisis).until_on == day(35)


def test_a_standard_breathing_space_is_given_once_in_twelve_months() -> None:
    of = briton()
    given(of, SPACE)
    again = ReliefWish("breathing_space", "debts", event_on=day(200))
    assert code(give(of, again, 200)) == "SPACE_AGAIN"
    later = ReliefWish("breathing_space", "debts", event_on=day(366))
    assert isinstance(give(of, later, 366), Relief)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (ReliefWish("gift", "illness", until_on=day(3)), "RELIEF_UNKNOWN"),
        (ReliefWish("pause", "gossip", until_on=day(3)), "RELIEF_UNKNOWN"),
        (ReliefWish("pause", "illness"), "RELIEF_END"),
        (ReliefWish("pause", "illness", until_on=day(-1)), "RELIEF_END"),
        (ReliefWish("pause", "illness", until_on=day(181)), "RELIEF_END"),
        (ReliefWish("reduced_payment", "illness", until_on=day(3)), "RELIEF_AMOUNT"),
        (ReliefWish("pause", "illness", until_on=day(3), signposts=("x",)), "SIGNPOST_UNKNOWN"),
        (SPACE, "SPACE_NOT_BY_LAW"),
    ],
)
def test_relief_that_cannot_be_is_refused(wish: ReliefWish, said: str) -> None:
    assert code(give(owing(), wish)) == said
    assert not Relief.objects.exists()


def test_a_breathing_space_needs_its_event_and_may_be_over() -> None:
    assert code(give(briton(), ReliefWish("breathing_space", "debts"))) == "RELIEF_END"
    old = ReliefWish("breathing_space", "debts", event_on=day(-61))
    assert code(give(briton(), old)) == "RELIEF_END"
    assert code(give(briton(region="GB-NIR"), SPACE)) == "SPACE_NOT_BY_LAW"


def test_vulnerability_is_one_flag_and_signposts_are_told() -> None:
    of = briton()
    wish = ReliefWish("pause", "vulnerable", until_on=day(9), signposts=("gb-stepchange",))
    assert given(of, wish).signposts == ["gb-stepchange"]
    assert Person.objects.get(pk=of.person_id).is_vulnerable


def test_flags_come_back_after_an_import_took_them() -> None:
    of = briton()
    given(of, PAUSE)
    given(of, SPACE)
    Account.objects.update(hardship_until=None)
    Person.objects.update(breathing_space_until=day(3))
    assert morning(1) == {"flags_restored": 2}
    assert flags(of) == (day(30), day(60))
    # what the host knows to last longer stays
    Account.objects.update(hardship_until=day(99))
    assert morning(1) == {}
    assert flags(of) == (day(99), day(60))


def test_at_is_the_day_where_the_cardholder_is() -> None:
    assert given(owing(person(time_zones="Asia/Shanghai")), PAUSE).from_on == AT.date()


def test_relief_that_is_asked_for_again_is_given_once() -> None:
    of = owing()

    def once(
        wish: ReliefWish = PAUSE, *, days: int = 0, actor: str = "api:host"
    ) -> Relief | Refusal:
        return relief_give_once(
            account_id=of.pk, wish=wish, at=moment(days), actor=actor, periods=PERIODS
        )

    first = once()
    assert isinstance(first, Relief)
    assert once() == first
    for other in (
        once(actor="api:other"),
        once(ReliefWish("pause", "family", until_on=day(30))),
        once(ReliefWish("pause", "illness", until_on=day(31))),
        once(days=1),
    ):
        assert isinstance(other, Relief)
        assert other != first
    relief_end(relief_id=first.pk, at=moment(0), actor="a")
    assert once() != first
    assert code(once(ReliefWish("pause", "illness"))) == "RELIEF_END"
    assert code(relief_give_once(account_id=0, wish=PAUSE, at=AT, actor="a")) == "ACCOUNT_UNKNOWN"
