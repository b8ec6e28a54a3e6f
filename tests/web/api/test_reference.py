"""The examples of docs/reference/api.md are asked of the API as they stand, and answered."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forbear.core.tables import words as w
from forbear.store.models import Account, TextFinding
from forbear.wiring import clock
from tests.services.agreements.make import PLAN, made, owing
from tests.services.cases.make import complaint as complained
from tests.services.cases.make import dispute as disputed
from tests.services.guarantees.make import asked as guaranteed
from tests.services.guarantees.make import proved
from tests.services.speech.test_across_appeals import across, appeal, confirm
from tests.services.speech.test_across_appeals import made as appealed
from tests.services.speech.test_conduct import find, judge, text
from tests.store.make import person, point
from tests.web.api.conftest import bearer

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[3] / "docs/reference/api.md"
AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
TEXT = PAGE.read_text(encoding="utf-8")
CURL = re.compile(r"curl http://localhost:8000(\S+) .*?-d '(.*?)'\n```", re.DOTALL)
POSTED = re.compile(r"```\nPOST (/api/v1/\S+)\n(\{.*?\})\n```", re.DOTALL)
FORM = re.compile(r"curl http://localhost:8000(\S+) [^`]*?(-F .*?)\n```", re.DOTALL)
EXAMPLES = [*CURL.findall(TEXT), *POSTED.findall(TEXT)]


@pytest.fixture
def card(db: None, monkeypatch: pytest.MonkeyPatch) -> Account:  # noqa: ARG001 - the tables first
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setenv("FORBEAR_PUBLIC_URL", "https://pay.bank.example")
    who = person(reference="HOST-7")
    point(who, reference="HOST-9", data_source="contract")
    point(who, kind="email", value="ada@example.com")
    known = {"region": "US-OH", "currency": "EUR", "card_last4": "4821"}
    return owing(who, reference="CARD-1001", **known)


def works(name: str, role: str) -> None:
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get_or_create(name=role)[0])


def finding() -> TextFinding:
    works("lin", "collector")
    made = find(text(1))
    judge(made, at=AT)
    return made


def case_appealed(of: Account) -> int:
    for name, role in (("lin", "collector"), ("ward", "reviewer")):
        works(name, role)
    return appealed(appeal(confirm(across(of, text(1)), at=AT), at=AT)).pk


# the number of a row of each kind, as an example names it in braces
ROWS: Mapping[str, Callable[[Account], int]] = {
    "offer": lambda of: made(of, PLAN).pk,
    "guarantee": lambda of: guaranteed(of).pk,
    "proved": lambda of: proved(of).pk,
    "dispute": lambda of: disputed(of).pk,
    "complaint": lambda of: complained(of).pk,
    "finding": lambda _of: finding().pk,
    "case_appeal": case_appealed,
}


def filled(place: str, of: Account) -> str:
    """Return an address with the numbers of rows that are there."""
    return re.sub(r"\{(\w+)\}", lambda found: str(ROWS[found[1]](of)), place)


@pytest.mark.parametrize(
    ("place", "body"), EXAMPLES, ids=[place.removeprefix("/api/v1/") for place, _ in EXAMPLES]
)
def test_an_example_is_answered_as_the_page_says(card: Account, place: str, body: str) -> None:
    answer = Client().post(
        filled(place, card),
        json.dumps(json.loads(body)),
        content_type="application/json",
        headers={"Authorization": bearer(), "Idempotency-Key": "run-0312-000417"},
    )
    assert answer.status_code in {200, 201}, answer.content


@pytest.mark.parametrize(("place", "sent"), FORM.findall(TEXT))
def test_a_form_with_a_file_is_answered_as_the_page_says(
    card: Account, place: str, sent: str
) -> None:
    fields = dict(each.split("=", 1) for each in shlex.split(sent) if each != "-F")
    files = {name: text for name, text in fields.items() if text.startswith("@")}
    assert files
    given = {name: SimpleUploadedFile(text[1:], b"%PDF-1.7 signed") for name, text in files.items()}
    headers = {"Authorization": bearer()}
    answer = Client().post(filled(place, card), {**fields, **given}, headers=headers)
    assert answer.status_code == 201, answer.content


def test_the_page_has_one_table_of_all_scopes() -> None:
    table = TEXT.partition("| scope | allows |\n|---|---|\n")[2].partition("\n\n")[0]
    named = [re.findall(r"`([a-z-]+:[a-z]+)`", row.split("|")[1]) for row in table.splitlines()]
    assert all(named), "a line of the table names no scope"
    listed = [scope for row in named for scope in row]
    assert sorted(listed) == sorted(w.API_SCOPES)
