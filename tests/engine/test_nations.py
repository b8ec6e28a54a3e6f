"""A day in every nation that has a pack: judged by its law, on its clock and calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from forbear.core.tables.frames import Portfolio
from forbear.engine.day import run_day
from tests.engine.make import account, book, ladder, person

MONDAY = date(2026, 11, 23)
AUSTRALIA_DAY = date(2026, 1, 26)


def decide(portfolio: Portfolio, on: date) -> dict[str, Any]:
    [row] = run_day(portfolio, on=on, ladder=ladder(), book=book()).decisions.to_dicts()
    return row


def living(nation: str, region: str, zone: str, currency: str, **values: Any) -> Portfolio:
    where = {"nation": nation, "region": region, "currency": currency}
    return person(accounts=[account(**where, **values)], time_zones=zone)


@pytest.mark.parametrize(
    ("portfolio", "opens", "closes"),
    [
        # 07:30 to 21:00 in Adelaide, ten and a half hours ahead
        (
            living("AU", "AU-SA", "Australia/Adelaide", "AUD"),
            datetime(2026, 11, 22, 21, 0, tzinfo=UTC),
            datetime(2026, 11, 23, 10, 30, tzinfo=UTC),
        ),
        # in Victoria from 08:00
        (
            living("AU", "AU-VIC", "Australia/Melbourne", "AUD"),
            datetime(2026, 11, 22, 21, 0, tzinfo=UTC),
            datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
        ),
        (
            living("IN", "IN-MH", "Asia/Kolkata", "INR"),
            datetime(2026, 11, 23, 2, 30, tzinfo=UTC),
            datetime(2026, 11, 23, 15, 30, tzinfo=UTC),
        ),
        (
            living("EU", "EU-DE", "Europe/Berlin", "EUR"),
            datetime(2026, 11, 23, 7, 0, tzinfo=UTC),
            datetime(2026, 11, 23, 20, 0, tzinfo=UTC),
        ),
    ],
)
def test_a_first_message_goes_within_the_hours_there(
    portfolio: Portfolio, opens: datetime, closes: datetime
) -> None:
    row = decide(portfolio, MONDAY)
    assert (row["action"], row["channel"]) == ("contact", "sms"), row
    assert (row["window_from"], row["window_to"]) == (opens, closes)


def test_nobody_is_telephoned_on_australia_day() -> None:
    late = {"oldest_unpaid_due_on": date(2026, 1, 6)}
    row = decide(living("AU", "AU-NSW", "Australia/Sydney", "AUD", **late), AUSTRALIA_DAY)
    assert row["action"] == "none"
    assert (row["call_denied"], row["sms_denied"]) == ("au-rg96-hours-phone",) * 2


def test_an_agency_that_nobody_announced_makes_no_contact() -> None:
    agency = {
        "collector_kind": "agency",
        "collector_authorised": True,
        "collector_licensed": True,
        "is_first_contact": True,
    }
    for place, rule in (
        (("EU", "EU-FR", "Europe/Paris", "EUR"), "eu-npl-first-notice"),
        (("IN", "IN-DL", "Asia/Kolkata", "INR"), "in-agency-told"),
    ):
        row = decide(living(*place, **agency), MONDAY)
        assert row["action"] == "none"
        assert (row["call_denied"], row["sms_denied"]) == (rule, rule)
