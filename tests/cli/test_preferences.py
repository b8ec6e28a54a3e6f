from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.store.models import OptOut, Preference
from tests.store.make import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, commands_database: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("FORBEAR_CLOCK", "2026-03-10T09:00:00+00:00")


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["preferences", *arguments])
    assert result.exit_code == status, result.output
    return result


def test_wishes_are_set_one_by_one_and_shown() -> None:
    owner = person(reference="P-1001")
    assert "any time" in run("show", "P-1001").output
    run("set", "P-1001", "--channel", "email", "--hours", "mon,tue 18:00-20:00")
    run("set", "P-1001", "--language", "zh-Hans", "--hours", "09:00-10:00")
    shown = run("show", "P-1001").output
    assert shown.splitlines() == [
        "channel   email",
        "language  zh-Hans",
        "hours     mon,tue,wed,thu,fri,sat,sun 09:00-10:00",
    ]
    run("set", "P-1001", "--any-channel", "--any-hours")
    assert "no preference" in run("show", "P-1001").output
    run("stop", "P-1001", "--channel", "sms")
    assert "no        sms since 2026-03-10" in run("show", "P-1001").output
    assert OptOut.objects.get().person == owner


@pytest.mark.parametrize(
    ("arguments", "status", "because"),
    [
        (("set", "P-1001"), 2, "Name what they wish"),
        (("set", "P-1001", "--hours", "evenings"), 2, "no stretch of time"),
        (("set", "P-1001", "--hours", "25:00-26:00"), 2, "no stretch of time"),
        (("set", "P-1001", "--hours", "20:00-18:00"), 1, "HOURS_UNFIT"),
        (("set", "P-1001", "--hours", "someday 18:00-20:00"), 1, "HOURS_UNFIT"),
        (("show", "P-2"), 1, "no person 'P-2'"),
        (("stop", "P-1001", "--channel", "telex"), 2, "telex"),
    ],
)
def test_what_cannot_be_kept_is_told(arguments: tuple[str, ...], status: int, because: str) -> None:
    person(reference="P-1001")
    assert because in run(*arguments, status=status).output
    assert not Preference.objects.exists()
