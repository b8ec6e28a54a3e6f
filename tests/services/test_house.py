"""At the edge of a day: what goes by the house's day, and what by the cardholder's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from forbear.core.agreements.authority import Limit
from forbear.core.speech.codes import code_of
from forbear.services.agreements.authority_asking import authority_answer, authority_propose
from forbear.services.agreements.following import agreements_settle
from forbear.services.debits import mandate_add
from forbear.services.genuine import genuine_check
from forbear.services.house import house_date, house_day_end, morning_date
from forbear.services.lead.listening import coaching_write
from forbear.services.lead.moving import cases_move
from forbear.store.models import (
    Approval,
    AuthorityLimit,
    CallerNumber,
    CoachingNote,
    Mandate,
    VisitorCard,
)
from tests.services.agreements.make import code
from tests.services.debits.make import VALUE, owed
from tests.services.lead.people import user
from tests.store.make import account, person

# 07:30 on the 12th in Shanghai and 19:30 on the 11th in New York
EARLY = datetime(2026, 3, 11, 23, 30, tzinfo=UTC)
ELEVENTH, TWELFTH = date(2026, 3, 11), date(2026, 3, 12)
# 21:30 on the 11th in New York, where it is the 12th in UTC
LATE = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
EAST, WEST = "Asia/Shanghai", "America/New_York"


@pytest.mark.parametrize(
    ("zone", "at", "on"),
    [
        (EAST, EARLY, TWELFTH),
        (EAST, EARLY - timedelta(hours=8), ELEVENTH),
        (WEST, EARLY, ELEVENTH),
        (WEST, LATE, ELEVENTH),
        ("UTC", LATE, TWELFTH),
        ("Nowhere/Atall", LATE, TWELFTH),
        ("", LATE, TWELFTH),
    ],
)
def test_the_day_is_that_of_the_house(
    settings: Settings, zone: str, at: datetime, on: date
) -> None:
    settings.FORBEAR_ZONE = zone
    assert house_date(at) == on


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        (EAST, datetime(2026, 3, 11, 16, tzinfo=UTC)),
        (WEST, datetime(2026, 3, 12, 4, tzinfo=UTC)),
        ("UTC", datetime(2026, 3, 12, tzinfo=UTC)),
    ],
)
def test_a_day_of_the_house_ends_at_its_midnight(
    settings: Settings, zone: str, end: datetime
) -> None:
    settings.FORBEAR_ZONE = zone
    assert house_day_end(ELEVENTH) == end
    assert house_date(end - timedelta(microseconds=1)) == ELEVENTH
    assert house_date(end) == TWELFTH


@pytest.mark.parametrize(
    ("zone", "theirs", "at", "on"),
    [
        (EAST, EAST, EARLY, TWELFTH),
        (EAST, WEST, EARLY, ELEVENTH),
        (WEST, EAST, LATE, ELEVENTH),
        (WEST, WEST, LATE, ELEVENTH),
        (EAST, None, EARLY, ELEVENTH),
        (EAST, None, LATE, TWELFTH),
    ],
)
def test_a_morning_has_come_when_it_has_for_both(
    settings: Settings, zone: str, theirs: str | None, at: datetime, on: date
) -> None:
    settings.FORBEAR_ZONE = zone
    assert morning_date(at, theirs) == on


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "theirs", "at", "state"),
    [
        (EAST, EAST, EARLY, "expired"),
        (EAST, WEST, EARLY, "offered"),
        (EAST, WEST, datetime(2026, 3, 12, 4, tzinfo=UTC), "expired"),
        (WEST, EAST, LATE, "offered"),
        (WEST, EAST, datetime(2026, 3, 12, 4, tzinfo=UTC), "expired"),
    ],
)
def test_an_offer_stands_until_its_last_day_is_over_for_house_and_cardholder(
    settings: Settings, zone: str, theirs: str, at: datetime, state: str
) -> None:
    settings.FORBEAR_ZONE = zone
    held = account(person(time_zones=theirs))
    offer = held.offers.create(
        key="k",
        type="settlement",
        state="offered",
        currency=held.currency,
        amount_minor=1,
        owed_minor=2,
        expires_on=ELEVENTH,
        why="x",
        made_at=EARLY,
        made_by="x",
        state_at=EARLY,
    )
    agreements_settle(on=None, at=at, actor="system")
    offer.refresh_from_db()
    assert offer.state == state
    # a day that is named is that day, wherever somebody is
    agreements_settle(on=TWELFTH, at=at, actor="system")
    offer.refresh_from_db()
    assert offer.state == "expired"


@pytest.mark.django_db
def test_a_visitors_card_counts_on_each_of_its_days_from_their_first_hour(
    settings: Settings,
) -> None:
    number = code_of(1, b"cards")
    VisitorCard.objects.create(number=number, holder="A", from_on=TWELFTH, until_on=TWELFTH)
    verdicts = {}
    for zone in (EAST, WEST):
        settings.FORBEAR_ZONE = zone
        for name, at in (("early", EARLY), ("a day later", EARLY + timedelta(days=1))):
            verdicts[zone, name] = genuine_check(f"V-{number}", at=at).verdict
    assert verdicts == {
        (EAST, "early"): "genuine",
        (EAST, "a day later"): "withdrawn",
        (WEST, "early"): "not_ours",
        (WEST, "a day later"): "genuine",
    }


@pytest.mark.django_db
def test_a_card_and_a_number_end_on_the_day_of_the_house(settings: Settings) -> None:
    settings.FORBEAR_ZONE = EAST
    number = code_of(2, b"cards")
    VisitorCard.objects.create(
        number=number, holder="A", from_on=ELEVENTH, until_on=TWELFTH, revoked_at=EARLY
    )
    assert genuine_check(f"V-{number}", at=EARLY).withdrawn_on == TWELFTH
    CallerNumber.objects.create(value="+12125550100", from_on=TWELFTH)
    assert genuine_check("+1 212 555 0100", at=EARLY).verdict == "genuine"
    settings.FORBEAR_ZONE = WEST
    assert genuine_check("+1 212 555 0100", at=EARLY).verdict == "not_ours"


@pytest.mark.django_db
@pytest.mark.parametrize(("zones", "refused"), [(EAST, None), (WEST, "MANDATE_NOT_SIGNED")])
def test_a_mandate_is_signed_by_the_day_of_whoever_signs(zones: str, refused: str | None) -> None:
    of = owed(person=person(time_zones=zones))
    value = replace(VALUE, signed_on=TWELFTH)
    done = mandate_add(value, account_id=of.pk, at=EARLY, actor="a")
    assert code(done) == refused
    assert Mandate.objects.exists() is (refused is None)


@pytest.mark.django_db
@pytest.mark.parametrize(("zone", "is_moved"), [(EAST, True), (WEST, False)])
def test_a_limit_counts_from_the_first_hour_of_its_day(
    settings: Settings, zone: str, *, is_moved: bool
) -> None:
    settings.FORBEAR_ZONE = zone
    held = account(person())
    held.offers.create(
        key="k",
        type="settlement",
        state="offered",
        currency=held.currency,
        amount_minor=1,
        owed_minor=2,
        expires_on=TWELFTH,
        why="x",
        made_at=EARLY,
        made_by="x",
        state_at=EARLY,
    )
    user("chen")
    limits = [("@chen", ELEVENTH, True), ("collector", ELEVENTH, True), ("@chen", TWELFTH, False)]
    for role, since, is_withdrawn in limits:
        AuthorityLimit.objects.create(
            role=role,
            kind="settlement",
            since=since,
            is_withdrawn=is_withdrawn,
            at=EARLY,
            actor="x",
        )
    done = cases_move(seen={held.person_id: None}, to="chen", why="x", at=EARLY, actor="lead")
    assert code(done) == (None if is_moved else "OFFER_ABOVE")


@pytest.mark.django_db
def test_in_the_evening_of_a_house_in_the_west_its_day_is_not_over(
    settings: Settings,
) -> None:
    settings.FORBEAR_ZONE = WEST
    limit = Limit("collector", "settlement", ELEVENTH, share_bp=2_000, amount_minor=50_000)
    asked = authority_propose(limit, at=LATE, actor="lead", note="season")
    assert isinstance(asked, Approval), asked
    given = {"approval_id": asked.pk, "is_given": True, "roles": ("risk",), "why": "seen"}
    assert code(authority_answer(**given, at=LATE, actor="ward")) is None  # type: ignore[arg-type]
    user("chen")
    told = {"username": "chen", "words": "slower", "at": LATE, "actor": "lead"}
    done = coaching_write(**told, follow_up_on=ELEVENTH)  # type: ignore[arg-type]
    assert isinstance(done, CoachingNote), done
    day_before = ELEVENTH - timedelta(days=1)
    assert code(coaching_write(**told, follow_up_on=day_before)) == "FOLLOW_UP_PAST"  # type: ignore[arg-type]
