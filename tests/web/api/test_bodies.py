"""What is not even read: what is too large, no JSON, no form."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from forbear.store.models import Account
from tests.web.api.conftest import bearer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("owed")]
JSON, FORM = "application/json", "multipart/form-data"
PLAIN, FILE = "/api/v1/accounts/CARD/1/notes", "/api/v1/accounts/CARD/1/guarantees"


def send(place: str, body: bytes, kind: str) -> HttpResponse:
    return Client().post(place, body, content_type=kind, headers={"Authorization": bearer()})


@pytest.mark.parametrize(
    ("place", "body", "kind", "status", "code"),
    [
        (PLAIN, b"text=x", "application/x-www-form-urlencoded", 415, "NOT_JSON"),
        (PLAIN, b"{", JSON, 400, "NOT_JSON"),
        (PLAIN, b'{"text": "a", "text": "b"}', JSON, 400, "NOT_JSON"),
        (PLAIN, b'{"text": "' + b"x" * 16_384 + b'"}', JSON, 413, "TOO_LARGE"),
        (FILE, b"{}", JSON, 415, "NOT_FORM"),
        (FILE, b"x", FORM, 400, "NOT_FORM"),
        (FILE, b"--b\r\n", f"{FORM}; boundary=b", 422, "DOES_NOT_FIT"),
        (FILE, b"x" * (11 * 1024**2), f"{FORM}; boundary=b", 413, "TOO_LARGE"),
    ],
)
def test_what_cannot_be_read_is_a_problem(
    place: str, body: bytes, kind: str, status: int, code: str
) -> None:
    answer = send(place, body, kind)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_file_may_be_larger_than_other_bodies(owed: Account) -> None:
    terms = {"name": "Wang Lei", "kind": "joint", "signed_on": "2025-01-02", "limit_minor": "5"}
    paper = SimpleUploadedFile("guarantee.txt", b"signed " * 100_000)
    given = {**terms, "ends_on": "2026-12-31", "document": paper}
    answer = Client().post(FILE, given, headers={"Authorization": bearer()})
    assert answer.status_code == 201, answer.content
    assert owed.guarantees.get().document_size == 700_000
