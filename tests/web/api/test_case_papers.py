"""The files of disputes and complaints by the API: listed, and given out as they were given."""

from __future__ import annotations

from pathlib import Path

import pytest

from forbear.ports.case_files import CaseFileError
from forbear.store.models import Account
from forbear.web.api import case_papers
from tests.services.agreements.make import AT
from tests.services.cases.make import Shelf, complaint, dispute
from tests.web.api.test_agreements import System
from tests.web.api.test_case_steps import PDF, card, send, shelf

pytestmark = pytest.mark.django_db
__all__ = ["card", "shelf"]


@pytest.fixture(autouse=True)
def same_shelf(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_papers, "case_files", lambda: shelf)


@pytest.mark.parametrize("kind", ["disputes", "complaints"])
def test_a_file_comes_back_as_it_was_given(card: Account, kind: str) -> None:
    found = dispute(card) if kind == "disputes" else complaint(card)
    host = System()
    place = f"{kind}/{found.pk}/files"
    assert host.get(place).json() == []
    kept = send(place).json()
    assert host.get(place).json() == [kept]
    answer = host.get(f"{place}/{kept['id']}")
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    lister = System("lister", f"{kind}:read")
    assert lister.get(place).status_code == 200
    assert lister.get(f"{place}/{kept['id']}").json()["code"] == "SCOPE_MISSING"


def test_a_file_of_another_case_is_not_there(card: Account) -> None:
    one, other, host = dispute(card), complaint(card), System()
    kept = send(f"disputes/{one.pk}/files").json()["id"]
    for place in (f"complaints/{other.pk}/files/{kept}", f"disputes/{one.pk}/files/{kept + 1}"):
        answer = host.get(place)
        assert (answer.status_code, answer.json()["code"]) == (404, "FILE_MISSING")
    assert host.get("disputes/999999/files").json()["code"] == "DISPUTE_MISSING"
    assert host.get("complaints/999999/files/1").json()["code"] == "COMPLAINT_MISSING"


def test_a_complaint_about_the_system_shows_it_no_files(card: Account) -> None:
    found = complaint(card, about="api:host")
    assert System().get(f"complaints/{found.pk}/files").status_code == 404


def test_a_file_that_is_gone_is_said(card: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    found = dispute(card)
    kept = send(f"disputes/{found.pk}/files").json()["id"]

    class Empty(Shelf):
        def read(self, sha256: str) -> bytes:
            raise CaseFileError("FILE_GONE", f"{sha256} at {Path('/')} {AT}")

    monkeypatch.setattr(case_papers, "case_files", Empty)
    answer = System().get(f"disputes/{found.pk}/files/{kept}")
    assert (answer.status_code, answer.json()["code"]) == (409, "FILE_GONE")
    assert "/" not in answer.json()["detail"]
