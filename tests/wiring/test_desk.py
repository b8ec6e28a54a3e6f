from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from forbear.core.roles import GRAVE, ROLES
from forbear.wiring.desk import REVEALS, proved_time, reveals_per_hour, two_step_roles


@pytest.mark.parametrize(
    ("given", "meant"), [(None, REVEALS), (" ", REVEALS), ("0", 0), (" 7 ", 7)]
)
def test_a_limit_is_a_whole_number(
    monkeypatch: pytest.MonkeyPatch, given: str | None, meant: int
) -> None:
    monkeypatch.delenv("FORBEAR_REVEALS", raising=False)
    if given is not None:
        monkeypatch.setenv("FORBEAR_REVEALS", given)
    assert reveals_per_hour() == meant


@pytest.mark.parametrize("given", ["-1", "many", "1.5", "٣"])
def test_anything_else_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("FORBEAR_REVEALS", given)
    with pytest.raises(ImproperlyConfigured, match="FORBEAR_REVEALS"):
        reveals_per_hour()


@pytest.mark.parametrize(
    ("given", "roles"),
    [("", set(GRAVE)), ("all", set(ROLES)), ("none", set()), (" it, agency ", {"it", "agency"})],
)
def test_who_needs_a_second_step(
    monkeypatch: pytest.MonkeyPatch, given: str, roles: set[str]
) -> None:
    monkeypatch.setenv("FORBEAR_TWO_STEP", given)
    assert two_step_roles() == roles


def test_a_role_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_TWO_STEP", "it,boss")
    with pytest.raises(ImproperlyConfigured, match="'boss', which is no role"):
        two_step_roles()


def test_a_code_holds_for_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proved_time() == timedelta(minutes=10)
    monkeypatch.setenv("FORBEAR_STEP_UP", "0")
    assert proved_time() == timedelta(0)
