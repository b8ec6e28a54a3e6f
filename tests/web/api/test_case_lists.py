"""The disputes and complaints of an account, and no other's."""

from __future__ import annotations

import pytest

from forbear.wiring import clock
from tests.services.agreements.make import AT, owing
from tests.services.cases.make import complaint, dispute
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.mark.parametrize(("kind", "made"), [("disputes", dispute), ("complaints", complaint)])
def test_the_cases_of_an_account_are_listed(kind: str, made: object) -> None:
    of, other, host = owing(reference="CARD/9"), owing(), System()
    assert host.get(f"accounts/CARD/9/{kind}").json() == []
    first, second = (made(of, said="Not so.") for _ in range(2))  # type: ignore[operator]
    made(other)  # type: ignore[operator]
    answer = host.get(f"accounts/CARD/9/{kind}")
    assert [each["id"] for each in answer.json()] == [second.pk, first.pk]
    assert answer.json()[0] == host.get(f"{kind}/{second.pk}").json()
    assert "Not so." not in answer.content.decode()
    assert host.get(f"accounts/none/{kind}").json()["code"] == "ACCOUNT_UNKNOWN"
    stranger = System("stranger", "payments:read")
    assert stranger.get(f"accounts/CARD/9/{kind}").status_code == 403


def test_a_complaint_about_whoever_asks_is_not_listed() -> None:
    of = owing(reference="CARD/9")
    complaint(of, about="api:host")
    assert System().get("accounts/CARD/9/complaints").json() == []
    assert len(System("other").get("accounts/CARD/9/complaints").json()) == 1
