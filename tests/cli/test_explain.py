"""``forbear explain``: why this and why not that, in the terminal."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner, Result

from forbear.cli.explain import command
from tests.store.make import account, person, point

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = "2026-11-23T10:00:00-05:00"
NIGHT = "2026-11-23T23:00:00-05:00"


@pytest.fixture
def reference() -> str:
    owner = person(name="Ada [/] Kowalski")
    point(owner, data_source="contract")
    return str(account(owner).reference)


def explain(*given: str) -> Result:
    return CliRunner().invoke(command, list(given))


def test_a_permitted_way_says_until_when(reference: str) -> None:
    result = explain(reference, "--at", MORNING)
    assert result.exit_code == 0, result.output
    assert f"Ada [/] Kowalski, account {reference}" in result.output
    assert "● sms (mobile): permitted 2026-11-23 08:00 – 21:00 EST" in result.output


def test_a_permitted_way_says_what_must_be_said() -> None:
    owner = person(name="Ada")
    point(owner, data_source="contract")
    ours = account(
        owner,
        collector_kind="agency",
        collector_authorised=True,
        collector_licensed=True,
        validation_sent_on=date(2026, 10, 1),
    )
    told = explain(str(ours.reference), "--at", MORNING).output
    assert "    say: who is speaking and for whom" in told
    told = explain(str(ours.reference), "--at", MORNING, "--zh").output
    assert "    须说明: 自己的身份及所代表的机构" in told


def test_a_denied_way_names_its_reason_its_end_and_its_source(reference: str) -> None:
    told = " ".join(explain(reference, "--at", NIGHT).output.split())
    assert "✕ sms (mobile): denied QUIET_HOURS: it is 2026-11-23 23:00 there" in told
    assert "(until 2026-11-24 08:00 EST)" in told
    assert "12 CFR 1006.6(b)(1) kept by the creditor too · house rule" in told


def test_it_can_be_said_in_chinese(reference: str) -> None:
    told = explain(reference, "--at", NIGHT, "--zh").output
    assert "✕ sms (mobile): 不得联系" in told
    assert "当地时间 2026-11-23 23:00" in told
    assert "(至 2026-11-24 08:00 EST)" in told


def test_the_present_moment_is_asked_about_unless_another_is_given(reference: str) -> None:
    assert explain(reference).exit_code == 0


def test_an_unknown_account_is_told(reference: str) -> None:
    result = explain(f"{reference}-not", "--at", MORNING)
    assert result.exit_code == 1
    assert result.output == f"forbear explain: there is no account {reference}-not\n"


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-23", "2026-11-23T10:00:00", ""])
def test_a_moment_that_cannot_be_read_is_told(reference: str, moment: str) -> None:
    result = explain(reference, "--at", moment)
    assert result.exit_code == 2
    assert result.output == (
        f"forbear explain: --at is {moment!r}; write 2026-11-23T10:15:00+08:00\n"
    )
