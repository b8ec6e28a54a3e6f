"""``forbear shifts``: weeks and days are written, and the day is held against them."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group, User

from forbear.cli import main
from forbear.store.models import ShiftException, ShiftPattern

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("commands_database")]
WEEK = ["shifts", "week", "--since", "2026-11-01", "--zone", "Asia/Shanghai", "--of", "wang"]
DAY = ["shifts", "day", "--of", "wang", "--on", "2026-11-25"]


def run(*typed: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(typed))
    return result.exit_code, result.output


def test_a_week_and_a_day_are_written_and_shown() -> None:
    user = User.objects.create_user("wang")
    user.groups.add(Group.objects.get_or_create(name="collector")[0])
    assert run(*WEEK, *["09:00-17:30"] * 5, "off", "off")[0] == 0
    assert run(*DAY, "off", "--why", "ill")[0] == 0
    assert (ShiftPattern.objects.count(), ShiftException.objects.count()) == (1, 1)
    assert "09:00-17:30" in run("shifts", "show", "--on", "2026-11-24")[1]
    shown = run("shifts", "show", "--on", "2026-11-25")[1]
    assert "off" in shown
    assert "ill" in shown


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ([*DAY, "9-5", "--why", "x"], "HOURS_UNREADABLE"),
        ([*DAY, "off", "--why", " "], "NOTE_MISSING"),
        (["shifts", "day", "--on", "2026-11-25", "off", "--why", "x"], "TEAM_MISSING"),
        (["shifts", "day", "--of", "x", "--on", "2026-11-25", "off", "--why", "x"], "USER_UNKNOWN"),
        ([*WEEK[:-4], "--zone", "Mars", "--of", "wang", *["off"] * 7], "ZONE_UNKNOWN"),
    ],
)
def test_what_is_refused_is_said(typed: list[str], code: str) -> None:
    User.objects.create_user("wang")
    status, said = run(*typed)
    assert status == 1
    assert code in said
