from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from forbear.wiring.desk import REVEALS, reveals_per_hour


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
