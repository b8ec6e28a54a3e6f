"""What waits for a judgement, and what a page says next."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from forbear.services.refusals import Refusal
from forbear.store.models import Person
from forbear.web.shared.judging import judged_told, judging_of, reason_of
from forbear.web.shared.told import outcome_told
from tests.store.make import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "view", "names"),
    [
        ("", "open", ["a", "b"]),
        ("?page=2", "open", ["c"]),
        ("?page=99", "open", ["c"]),
        ("?page=x", "open", ["a", "b"]),
        ("?view=judged", "judged", ["z"]),
        ("?view=nonsense", "open", ["a", "b"]),
    ],
)
def test_one_half_is_shown_a_page_at_a_time(query: str, view: str, names: list[str]) -> None:
    for name in "abcz":
        person(name=name)
    people = Person.objects.order_by("name")
    found = judging_of(
        RequestFactory().get(f"/{query}"),
        waiting=people.exclude(name="z"),
        judged=people.filter(name="z"),
        rows=2,
    )
    assert (found.view, [one.name for one in found.rows]) == (view, names)


def test_a_reason_is_kept_without_what_cannot_be() -> None:
    assert reason_of(RequestFactory().post("/", {"reason": "a\x00b"})) == "ab"
    assert reason_of(RequestFactory().post("/")) == ""


def asked() -> HttpRequest:
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined] # as the middleware does
    return request


def test_what_was_done_is_told_and_what_was_refused_says_why() -> None:
    request = asked()
    outcome_told(request, person(name="Ada"), "Done.")
    outcome_told(request, person(name="Ada"), lambda made: f"Made: {made.name}.")
    outcome_told(request, Refusal("QUESTION_EMPTY", "Write something."), _never)
    told = [(one.level_tag, str(one)) for one in get_messages(request)]
    assert told[:2] == [("success", "Done."), ("success", "Made: Ada.")]
    assert told[2][0] == "error"


@pytest.mark.parametrize(
    ("back", "leads"),
    [("conduct:appeals", "/review/appeals/"), ("/review/?view=all", "/review/?view=all")],
)
def test_what_was_judged_is_noted_and_the_queue_is_next(back: str, leads: str) -> None:
    request = asked()
    refused = Refusal("ALREADY_JUDGED", "Someone has judged this already.")
    answers = [
        judged_told(request, person(name="Ada"), lambda made: made.name, back=back),
        judged_told(request, refused, _never, back=back),
    ]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, leads)] * 2
    told = [(one.level_tag, str(one)) for one in get_messages(request)]
    assert told[0] == ("success", "Noted: Ada.")
    assert told[1][0] == "error"


def _never(made: object) -> str:
    raise AssertionError(made)
