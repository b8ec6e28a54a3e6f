"""The pages of words: who may do what, faults as one saves, previews, four eyes."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from forbear.core.speech.templates import FAULT_CODES
from forbear.packs.words import load_templates
from forbear.store.models import Account, TemplateVersion
from forbear.web.wording.fields import text_with
from forbear.web.wording.words import FAULTS
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
NAME = "first_reminder"
ENGLISH = load_templates()[NAME].words["en"].body


def signed_in(name: str, *groups: str) -> Client:
    user = User.objects.create_user(name)
    user.groups.set([Group.objects.get_or_create(name=group)[0] for group in groups])
    client = Client()
    client.force_login(user, portfolio.BACKEND)
    return client


def page(client: Client, address: str, *, language: str = "en", status: int = 200) -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == status
    return answer.content.decode()


def save(client: Client, body: str, status: int = 200) -> str:
    given = {"en.body": body, "requires": "overdue", "note": "warmer"}
    answer = client.post(f"/words/{NAME}/", given, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_pages_are_for_those_who_write_approve_or_collect(client: Client) -> None:
    assert client.get("/words/").headers["Location"].startswith("/sign-in/")
    assert signed_in("fin", "finance").get("/words/").status_code == 403
    collector = signed_in("col", "collector")
    assert page(collector, f"/words/{NAME}/").count("readonly") > 2
    assert collector.post(f"/words/{NAME}/", {}).status_code == 403
    assert collector.post(f"/words/{NAME}/1/approve/").status_code == 403


def test_every_template_is_listed_in_both_languages() -> None:
    writer = signed_in("ada", "writer")
    assert writer.get("/").headers["Location"] == "/words/"
    listed = page(writer, "/words/")
    assert all(name in listed for name in load_templates())
    assert "something is past due" in listed
    assert "有逾期款项" in page(writer, "/words/", language="zh-hans")
    assert "visit_notice" in page(writer, "/words/?q=visit")
    assert "plan_offer" not in page(writer, "/words/?q=visit")
    page(writer, "/words/nothing_here/", status=404)


def test_a_fault_is_told_with_its_place_and_sentence_and_nothing_is_saved() -> None:
    told = save(signed_in("ada", "writer"), ENGLISH + "\nWe will take you to court.", 422)
    for part in ("This claims something of the case", "en.body", "We will take you to court."):
        assert part in told
    assert not TemplateVersion.objects.exists()


def test_a_version_is_written_by_one_and_approved_by_another() -> None:
    both = signed_in("ada", "writer", "approver")
    assert "Saved as version 1." in save(both, ENGLISH.replace("Hello", "Good day"))
    version = TemplateVersion.objects.get()
    at = f"/words/{NAME}/{version.pk}"
    shown = page(both, f"/words/{NAME}/?version={version.pk}")
    assert "<ins>+ Good day" in shown
    assert "Submit for approval" in shown
    both.post(f"{at}/submit/")
    assert "first_reminder" in page(both, "/words/?view=waiting")
    told = both.post(f"{at}/approve/", follow=True).content.decode()
    assert "Another person must approve" in told
    other = signed_in("bo", "approver")
    told = other.post(f"{at}/approve/", follow=True).content.decode()
    assert "It is in force now" in told
    assert "Good day" in page(other, f"/words/{NAME}/")


def test_a_version_is_sent_back_with_a_reason() -> None:
    save(signed_in("ada", "writer"), ENGLISH.replace("Hello", "Good day"))
    version = TemplateVersion.objects.get()
    signed_in("eve", "writer").post(f"/words/{NAME}/{version.pk}/submit/")
    other = signed_in("bo", "approver")
    told = other.post(
        f"/words/{NAME}/{version.pk}/reject/", {"reason": "Too formal."}, follow=True
    ).content.decode()
    assert "Sent back." in told
    assert "Too formal." in told


def test_a_preview_is_of_an_invented_or_of_a_real_case(accounts: list[Account]) -> None:
    collector = signed_in("col", "collector")
    assert "£1,200.50" in page(collector, f"/words/{NAME}/")
    owed = accounts[0]
    shown = page(collector, f"/words/{NAME}/?account={owed.reference}")
    assert owed.person.name in shown
    assert "no account with this number" in page(collector, f"/words/{NAME}/?account=XX")
    # a writer who sees no cases sees none here
    writer = signed_in("ada", "writer")
    assert owed.person.name not in page(writer, f"/words/{NAME}/?account={owed.reference}")


def test_every_fault_has_its_words() -> None:
    assert set(FAULTS) == set(FAULT_CODES)


def test_boxes_keep_what_they_do_not_show() -> None:
    english, chinese = 'subject = "a"\nbody = "b"\n', 'subject = "c"\nbody = "d"\n'
    text = f'audience = "staff"\n[en]\n{english}[zh-Hans]\n{chinese}'
    assert 'body = "e"' in text_with(text, {"en.body": "e\r\n"})
    assert 'body = "d"' in text_with(text, {"en.body": "e", "zh-Hans.sms": " "})
    assert "sms" not in text_with(text, {"zh-Hans.sms": " "})
