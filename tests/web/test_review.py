"""The pages of reviewers: who may see them, what they show, what a press does."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.speech.audit.values import CATEGORIES, LEGAL_STATUSES, RECIPIENTS
from forbear.store.models import TextFinding, TextReview
from forbear.web.review.marks import pieces
from forbear.web.review.words import CATEGORY, FACT, FACT_VALUE, SEVERITY, VERDICT
from tests.services.speech.test_transcripts import CALL, taken
from tests.store.make import account
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


@pytest.fixture
def reviewer(client: Client) -> Client:
    user = portfolio.collector("rev")
    user.groups.set([Group.objects.get_or_create(name="reviewer")[0]])
    client.force_login(user, portfolio.BACKEND)
    return client


@pytest.fixture
def finding() -> TextFinding:
    owed = account(balance_minor=87_340, currency="USD")
    taken(account=owed.reference, collector="lin", team="north")
    return TextFinding.objects.get()


def page(client: Client, view: str = "", *, language: str = "en") -> str:
    answer = client.get(f"/review/?view={view}", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_for_reviewers(desk: Client, finding: TextFinding) -> None:
    assert desk.get("/review/").status_code == 403
    answer = desk.post(f"/review/findings/{finding.pk}/", {"verdict": "confirm"})
    assert answer.status_code == 403
    assert not TextReview.objects.exists()


def test_an_empty_queue_says_what_would_be_there(reviewer: Client) -> None:
    assert "Nothing waits for a reviewer" in page(reviewer)
    assert "没有待复核的内容" in page(reviewer, language="zh-hans")


@pytest.mark.parametrize(
    ("view", "said"), [("sample", "No clean text waits"), ("read", "Nothing was judged yet")]
)
def test_an_empty_view_says_what_would_be_in_it(reviewer: Client, view: str, said: str) -> None:
    assert said in reviewer.get(f"/review/?view={view}").content.decode()


def test_the_text_is_marked_and_the_facts_stand_beside_it(
    reviewer: Client, finding: TextFinding
) -> None:
    shown = page(reviewer)
    assert "<mark>" in shown
    assert "Threat of violence or arrest" in shown
    assert "$873.40" in shown
    assert finding.because.split("'")[0] in shown
    assert "暴力或拘捕威胁" in page(reviewer, language="zh-hans")


@pytest.mark.parametrize(
    ("given_", "told", "kept"),
    [
        ({"verdict": "confirm", "reason": "plain"}, "Noted: Confirmed", "confirm"),
        ({"verdict": "wrong_category"}, "Choose the right category", None),
        ({"verdict": "eat"}, "Choose one of the verdicts", None),
    ],
)
def test_a_press_is_a_verdict(
    reviewer: Client, finding: TextFinding, given_: dict[str, str], told: str, kept: str | None
) -> None:
    answer = reviewer.post(f"/review/findings/{finding.pk}/", given_, follow=True)
    assert told in answer.content.decode()
    assert list(TextReview.objects.values_list("verdict", flat=True)) == ([kept] if kept else [])


def test_the_whole_text_is_lawful(reviewer: Client, finding: TextFinding) -> None:
    address = f"/review/texts/{finding.audit.text_id}/"
    answer = reviewer.post(address, {"verdict": "lawful"}, follow=True)
    assert "Nothing waits for a reviewer" in answer.content.decode()
    assert "The whole text is lawful" in page(reviewer, "read")


def test_a_strangers_signs_do_nothing(reviewer: Client) -> None:
    taken(CALL.replace("Friday", "<b>x\u202ey"))
    shown = page(reviewer)
    assert "&lt;b&gt;" in shown or "x\ufffdy" in shown
    assert "\u202e" not in shown


def test_every_word_of_the_lists_is_there() -> None:
    assert set(CATEGORY) == set(CATEGORIES)
    assert set(SEVERITY) == {"low", "medium", "high"}
    assert set(VERDICT) == set(TextReview.VERDICTS)
    assert set(FACT_VALUE["legal_status"]) == set(LEGAL_STATUSES)
    assert set(FACT_VALUE["recipient"]) == set(RECIPIENTS)
    assert set(FACT_VALUE) <= set(FACT)


@given(
    st.text(alphabet="ab好 \n", max_size=30),
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 40), st.integers(0, 40)), max_size=5),
)
def test_the_pieces_are_the_whole_text_and_each_mark_is_where_it_was(
    text: str, spans: list[tuple[int, int, int]]
) -> None:
    cut = pieces(text, spans)
    assert "".join(piece.text for piece in cut) == text
    at = 0
    for piece in cut:
        for place in range(at, at + len(piece.text)):
            assert set(piece.marks) == {n for n, start, end in spans if start <= place < end}
        at += len(piece.text)
