from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forbear.services.letters.certificates import certificate_note
from forbear.store.models import FakeReport, PublicRequest
from forbear.web.portal import fakes, genuine
from tests.letters.keys import AT, CODE, bundle, der, signer
from tests.letters.test_press import PRESS, letter
from tests.store.make import account, permit, planned
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


@pytest.fixture
def pdf() -> bytes:
    owed = account()
    at = portfolio.AT - timedelta(days=3)
    row = planned(owed, at=at, channel="letter", code=CODE)
    permit(owed, at=at, planned=row, channel="letter", consumed_at=at)
    certificate_note(der(bundle()), at=AT)
    plain = PRESS.letter_pdf(letter("notice_of_rights", "en"), "en")
    return signer().sealed(plain, code=CODE, at=AT)


def send(client: Client, content: bytes, language: str = "en") -> str:
    answer = client.post(
        "/check/file/", {"file": SimpleUploadedFile("a.pdf", content), "lang": language}
    )
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_a_file_is_checked_in_both_languages_and_kept_nowhere(client: Client, pdf: bytes) -> None:
    assert "Yes, this is ours" in send(client, pdf)
    changed = pdf[:9000] + bytes([pdf[9000] ^ 1]) + pdf[9001:]
    page = send(client, changed)
    assert "This file has been changed" in page
    assert f"file={hashlib.sha256(changed).hexdigest()}" in page
    assert "我们没有签署过该文件" in send(client, b"%PDF-1.7 hello", "zh-hans")


def test_a_file_that_is_missing_or_too_large_is_told(client: Client) -> None:
    assert "Please choose a file first" in client.post("/check/file/").content.decode()
    large = SimpleUploadedFile("a.pdf", b"x" * (genuine.FILE_MAX + 1))
    answer = client.post("/check/file/", {"file": large})
    assert answer.status_code == 413
    assert "at most 5 MB" in answer.content.decode()
    assert not PublicRequest.objects.filter(count__gt=1).exists(), "it was not even read"


def test_files_have_a_limit_of_their_own(client: Client) -> None:
    answers = [client.post("/check/file/").status_code for _ in range(genuine.FILES.count + 1)]
    assert answers == [200] * genuine.FILES.count + [429]
    assert client.get("/check/file/").status_code == 200


def test_anyone_tells_of_a_fake(client: Client) -> None:
    form = client.get("/check/report/", {"kind": "letter", "file": "a" * 64}).content.decode()
    assert "a" * 64 in form
    answer = client.post(
        "/check/report/",
        {"kind": "sms", "sender": "+44 7700 900123", "text": "<b>Pay!</b>", "lang": "zh-hans"},
    )
    report = FakeReport.objects.get()
    assert str(report.pk) in answer.content.decode()
    assert "谢谢您" in answer.content.decode()
    assert (report.kind, report.text, report.language) == ("sms", "<b>Pay!</b>", "zh-hans")
    assert not answer.cookies


def test_an_empty_report_is_asked_for_more_and_what_was_typed_stays(client: Client) -> None:
    answer = client.post("/check/report/", {"kind": "visit"})
    assert answer.status_code == 422
    assert "at least one thing" in answer.content.decode()
    assert '<option value="visit" selected>' in answer.content.decode()
    assert not FakeReport.objects.exists()


def test_reports_have_a_limit(client: Client) -> None:
    for _ in range(fakes.TELLING.count):
        assert client.post("/check/report/", {"text": "x"}).status_code == 200
    assert client.post("/check/report/", {"text": "x"}).status_code == 429
    assert FakeReport.objects.count() == fakes.TELLING.count
