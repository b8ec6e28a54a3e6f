"""Events have the day where the cardholder is, also in the last and the first minute of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from forbear.store.models import Account, Guarantee, Offer, Plan, Promise
from forbear.store.selectors.local_days import local_day
from forbear.store.selectors.statements import portfolio_statements
from tests.store.make import account, person, planned

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 12)
ZONES = {
    "America/New_York": "America/New_York",
    "Asia/Shanghai": "Asia/Shanghai",
    "Pacific/Kiritimati": "Pacific/Kiritimati",
    "Pacific/Pago_Pago": "Pacific/Pago_Pago",
    # the likeliest is the first; without one it is UTC
    " Asia/Kolkata ,America/New_York": "Asia/Kolkata",
    "": "UTC",
    None: "UTC",
}
EDGES = [time(0, 0), time(0, 0, 1), time(12), time(23, 59, 59)]
WHERE = pytest.mark.parametrize("zones", ZONES, ids=str)
WHEN = pytest.mark.parametrize("clock", EDGES, ids=str)


def moment(zones: str | None, clock: time, on: date = DAY) -> datetime:
    return datetime.combine(on, clock, tzinfo=ZoneInfo(ZONES[zones])).astimezone(UTC)


def happened(on: date = DAY) -> dict[tuple[int, str], tuple[date, str | None]]:
    statement = portfolio_statements(at=datetime.combine(on, time(12), tzinfo=UTC), on=on)
    with connection.cursor() as cursor:
        cursor.execute(statement["events"])
        assert cursor.description
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["account_id"], row["event"]): (row["on"], row["told"]) for row in rows}


def offered(of: Account, at: datetime, state: str = "offered") -> Offer:
    return Offer.objects.create(
        key=f"offer-{of.pk}",
        account=of,
        type="settlement" if state == "offered" else "installment",
        state=state,
        currency="USD",
        amount_minor=300_000,
        owed_minor=540_000,
        expires_on=DAY + timedelta(days=9),
        accepted_on=None if state == "offered" else DAY - timedelta(days=9),
        why="to try",
        made_at=at,
        made_by="writer",
        state_at=at,
    )


@WHERE
@WHEN
def test_the_day_of_a_moment_is_that_of_the_likeliest_zone(zones: str | None, clock: time) -> None:
    with connection.cursor() as cursor:
        sql = local_day("%s::timestamptz", "%s::text")
        cursor.execute(f"SELECT {sql}", [moment(zones, clock), zones])
        assert cursor.fetchone() == (DAY,)


@WHERE
@WHEN
def test_offers_and_plans_have_their_local_day(zones: str | None, clock: time) -> None:
    at = moment(zones, clock)
    new, over = (account(person(time_zones=zones)) for _ in range(2))
    offered(new, at)
    Plan.objects.create(
        offer=offered(over, at - timedelta(days=9), "accepted"),
        account=over,
        state="broken",
        starts_on=DAY - timedelta(days=9),
        total_minor=1,
        grace_days=0,
        state_at=at,
    )
    found = happened()
    assert found[new.pk, "offer_made"] == (DAY, None)
    assert found[over.pk, "plan_broken"] == (DAY, None)


@WHERE
@WHEN
@pytest.mark.parametrize(("days", "told"), [(-1, None), (0, "reminder"), (1, "reminder")])
def test_what_told_of_it_on_its_day_or_later_counts(
    zones: str | None, clock: time, days: int, told: str | None
) -> None:
    at = moment(zones, clock)
    promised, offer, guaranteed = (account(person(time_zones=zones)) for _ in range(3))
    Promise.objects.create(
        account=promised, amount_minor=1, pay_on=DAY + timedelta(days=3), made_at=at
    )
    offered(offer, at)
    Guarantee.objects.create(
        account=guaranteed,
        person=guaranteed.person,
        currency="USD",
        document_sha256="0" * 64,
        name="Wang Lei",
        kind="joint",
        signed_on=date(2025, 1, 2),
        limit_minor=1,
        ends_on=DAY + timedelta(days=20),
        state="accepted",
        asked_at=at,
        asked_by="a",
        answered_at=at,
        answered_by="b",
    )
    for of in (promised, offer, guaranteed):
        planned(of, at=at, on=DAY + timedelta(days=days), state="sent")
    found = happened()
    assert found[promised.pk, "promise_due"][1] == told
    assert found[offer.pk, "offer_ends"][1] == told
    assert found[guaranteed.pk, "guarantee_ends"][1] == told


def test_what_is_near_is_near_to_the_day_that_is_decided() -> None:
    of = account()
    offered(of, moment("America/New_York", time(12)))
    assert (of.pk, "offer_made") in happened(DAY + timedelta(days=30))
    assert (of.pk, "offer_made") not in happened(DAY + timedelta(days=31))
    late = portfolio_statements(at=datetime(2026, 3, 12, 23, tzinfo=UTC), on=date(2026, 3, 13))
    assert "2026-03-13" in late["events"]
    assert "2026-03-12" not in late["events"]
