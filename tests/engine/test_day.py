"""What a day decides, and how it explains itself: one row an account."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from forbear.core.tables import CONTACT_POINTS, DAY_CHANNELS, DECISIONS
from forbear.core.tables.frames import Portfolio
from forbear.engine.day import DayResult, run_day
from forbear.packs import load_book
from tests.engine.make import ON, account, ago, book, ladder, moment, person, point, together

NO_ZONE = "house-inconvenient house-us-creditor-hours"


def decide(portfolio: Portfolio, not_before: datetime | None = None) -> DayResult:
    return run_day(portfolio, on=ON, ladder=ladder(), book=book(), not_before=not_before)


def one(portfolio: Portfolio, not_before: datetime | None = None) -> dict[str, Any]:
    [row] = decide(portfolio, not_before).decisions.to_dicts()
    return row


@pytest.mark.parametrize(
    ("portfolio", "action", "because", "channel"),
    [
        pytest.param(person(), "contact", "first_message", "sms", id="late"),
        pytest.param(
            person(accounts=[account(dpd=0, next_due_on=ago(-2), next_due_minor=2500)]),
            "contact",
            "before_due",
            "sms",
            id="due-soon",
        ),
        pytest.param(person(accounts=[account(dpd=0)]), "none", "NOTHING_OVERDUE", None, id="good"),
        pytest.param(
            person(accounts=[account(status="settled")]), "none", "CLOSED", None, id="settled"
        ),
        pytest.param(
            person(
                contacts=[
                    {"account_id": 1, "contact_point_id": 1, "at": moment(2), "channel": "sms"}
                ]
            ),
            "none",
            "NOT_DUE_YET",
            None,
            id="written-to-lately",
        ),
        pytest.param(
            person(accounts=[account(dispute="open")]), "hold", "DISPUTE_OPEN", None, id="dispute"
        ),
        pytest.param(
            person(accounts=[account(hardship_until=ON)]), "hold", "HARDSHIP", None, id="hardship"
        ),
        pytest.param(
            person(accounts=[account(promise_on=ON)]), "hold", "PROMISE_OPEN", None, id="promise"
        ),
        pytest.param(
            person(accounts=[account(last_payment_on=ago(1))]),
            "hold",
            "PAID_RECENTLY",
            None,
            id="paid-yesterday",
        ),
        pytest.param(
            person(accounts=[account(dpd=200, step=6, step_on=ago(40))]),
            "refer",
            "before_legal",
            None,
            id="referred",
        ),
        pytest.param(
            person(opt_outs=[{"channel": None, "at": moment(9)}]),
            "none",
            "NO_PERMITTED",
            None,
            id="wants-no-contact",
        ),
        pytest.param(person(points=[]), "none", "NO_PERMITTED", None, id="nowhere-to-go"),
    ],
)
def test_each_action_is_explained(
    portfolio: Portfolio, action: str, because: str, channel: str | None
) -> None:
    row = one(portfolio)
    assert (row["action"], row["because"], row["channel"]) == (action, because, channel)
    contact = [row[name] for name in ("contact_point_id", "purpose", "template", "window_from")]
    assert all(contact) if action == "contact" else not any(contact)


@pytest.mark.parametrize(
    ("portfolio", "denied"),
    [
        pytest.param(
            person(is_deceased=True),
            {"call": "house-deceased", "sms": "house-deceased"},
            id="deceased",
        ),
        pytest.param(
            person(points=[point(state="closed", is_verified=None)]),
            dict.fromkeys(("call", "sms"), "house-closed-point house-unverified-point"),
            id="every-reason-is-named",
        ),
        pytest.param(
            person(time_zones=None), {"call": NO_ZONE, "sms": NO_ZONE}, id="no-zone-no-hours"
        ),
        pytest.param(
            person(accounts=[account(nation="FR", region=None, currency="EUR")]),
            {"call": "no-pack", "sms": "no-pack"},
            id="a-nation-without-a-pack",
        ),
        pytest.param(
            person(accounts=[account(collector_kind="agency", collector_licensed=True)]),
            {"call": "house-authorised", "sms": "house-authorised"},
            id="an-agency-whose-authorisation-is-unknown",
        ),
        pytest.param(
            person(
                accounts=[
                    account(
                        collector_kind="agency",
                        collector_authorised=False,
                        collector_licensed=True,
                    )
                ]
            ),
            {"call": "house-authorised", "sms": "house-authorised"},
            id="an-agency-without-authorisation",
        ),
    ],
)
def test_nothing_permitted_names_every_rule_against_it(
    portfolio: Portfolio, denied: dict[str, str]
) -> None:
    row = one(portfolio)
    assert row["because"] == "NO_PERMITTED"
    told = {name: row[f"{name}_denied"] for name in DAY_CHANNELS if row[f"{name}_denied"]}
    assert told == denied


def test_a_channel_is_denied_only_where_none_of_its_points_will_do() -> None:
    row = one(person(points=[point(1, state="closed"), point(2)]))
    assert (row["channel"], row["contact_point_id"], row["sms_denied"]) == ("sms", 2, None)
    both = one(person(points=[point(1, state="closed"), point(2, is_verified=None)]))
    assert both["sms_denied"] == "house-closed-point house-unverified-point"


def test_the_next_channel_is_taken_where_the_first_is_refused() -> None:
    wish = {"channel": "sms", "at": moment(3)}
    row = one(person(points=[point(), point(2, "email")], opt_outs=[wish]))
    assert (row["channel"], row["contact_point_id"]) == ("email", 2)
    assert row["sms_denied"] == "us-tcpa-revoke house-opt-out"


def _utc(hour: int, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zones", "window"),
    [
        ("America/New_York", (_utc(13), _utc(2, 24))),
        ("America/Los_Angeles", (_utc(16), _utc(5, 24))),
        ("America/New_York,America/Los_Angeles", (_utc(16), _utc(2, 24))),
        ("America/Los_Angeles,America/New_York", (_utc(16), _utc(2, 24))),
        ("Asia/Shanghai", (_utc(0), _utc(13))),
        ("America/New_York,Asia/Shanghai", None),
        (None, None),
    ],
)
def test_the_window_is_in_hours_that_suit_every_plausible_zone(
    zones: str | None, window: tuple[datetime, datetime] | None
) -> None:
    row = one(person(time_zones=zones))
    got = (row["window_from"], row["window_to"])
    assert got == (window or (None, None))


def test_persons_in_different_zones_each_have_their_own_morning() -> None:
    zones = ["America/New_York", "Asia/Shanghai", "America/New_York,America/Chicago", None]
    portfolio = together(*(person(n, time_zones=zone) for n, zone in enumerate(zones, 1)))
    together_rows = decide(portfolio).decisions["window_from"].to_list()
    assert together_rows == [_utc(13), _utc(0), _utc(14), None]


@pytest.mark.parametrize(
    ("not_before", "opens"),
    [
        pytest.param(_utc(3), _utc(13), id="before-the-morning-there"),
        pytest.param(_utc(20), _utc(20), id="in-the-afternoon-there"),
        pytest.param(_utc(2, 24), None, id="the-day-is-over-there"),
    ],
)
def test_a_late_run_opens_no_window_in_the_past(
    not_before: datetime, opens: datetime | None
) -> None:
    row = one(person(), not_before)
    assert row["window_from"] == opens
    assert row["because"] == ("first_message" if opens else "NO_PERMITTED")
    assert row["sms_denied"] == (None if opens else "house-us-creditor-hours")


def test_a_moment_of_any_zone_may_be_the_earliest() -> None:
    shown = datetime.fromisoformat("2026-11-23T15:00:00-05:00")
    assert one(person(), shown) == one(person(), _utc(20))


def test_one_account_speaks_for_a_person() -> None:
    result = decide(
        together(
            person(1, accounts=[account(1), account(2, overdue_minor=95_00), account(3, dpd=0)]),
            person(2, accounts=[account(4)], points=[point(2)]),
        )
    )
    rows = result.decisions.select("account_id", "action", "because").rows()
    assert rows == [
        (1, "hold", "OTHER_ACCOUNT"),
        (2, "contact", "first_message"),
        (3, "none", "NOTHING_OVERDUE"),
        (4, "contact", "first_message"),
    ]
    assert result.summary.by_channel == {"sms": 2}


def test_a_nation_without_a_pack_does_not_disturb_the_others() -> None:
    abroad = person(2, accounts=[account(2, nation="FR", region=None)], points=[point(2)])
    result = decide(together(person(1), abroad))
    assert result.decisions["action"].to_list() == ["contact", "none"]
    assert result.summary.denials == {"UNKNOWN_FACT": 2}


def test_a_portfolio_without_anyone_is_a_day_without_decisions() -> None:
    result = decide(Portfolio.of())
    assert result.decisions.schema == DECISIONS.schema
    assert result.decisions.is_empty()
    assert result.summary.accounts == 0


def test_nobody_can_be_reached_and_everybody_is_decided() -> None:
    portfolio = person()
    alone = Portfolio.of(persons=portfolio.persons, accounts=portfolio.accounts)
    assert alone.contact_points.schema == CONTACT_POINTS.schema
    row = one(alone)
    assert (row["action"], row["because"]) == ("none", "NO_PERMITTED")


@pytest.mark.parametrize("on", [date(2020, 2, 29), date(2026, 3, 8), date(2026, 11, 1)])
def test_any_day_can_be_decided(on: date) -> None:
    due = pl.lit(date(2019, 12, 1)).alias("oldest_unpaid_due_on")
    portfolio = person()
    portfolio = Portfolio.of(
        persons=portfolio.persons,
        accounts=portfolio.accounts.with_columns(due),
        contact_points=portfolio.contact_points,
    )
    result = run_day(portfolio, on=on, ladder=ladder(), book=book())
    [row] = result.decisions.to_dicts()
    opens, closes = row["window_from"], row["window_to"]
    assert (closes - opens).total_seconds() == 13 * 3600


SIXTY_DAYS = """
version = "1"
[[questions]]
question = "How soon may we write again by the same channel?"
kind = "forbid"
code = "CONTACT_FREQUENCY"
jurisdiction = "*"
[[questions.values]]
rule_id = "issuer-sixty-days"
from = 2020-01-01
value = { when = "COALESCE(last_out_at >= at - INTERVAL '60 days', FALSE)", because = "too soon" }
cite = "Issuer's contact standard, section 4"
force = "house"
confidence = "house"
"""


@pytest.mark.parametrize(("days", "channel"), [(50, "email"), (70, "sms")])
def test_a_house_rule_may_look_back_at_messages_to_anyone(
    days: int, channel: str, tmp_path: Path
) -> None:
    house = tmp_path / "house.toml"
    house.write_text(SIXTY_DAYS)
    written = {"account_id": 1, "contact_point_id": 1, "at": moment(days), "channel": "sms"}
    portfolio = person(points=[point(), point(2, "email")], contacts=[written])
    result = run_day(portfolio, on=ON, ladder=ladder(), book=load_book(house))
    assert result.decisions["channel"].to_list() == [channel]
