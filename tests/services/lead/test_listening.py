"""What is heard next, by whom, and what collectors are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from forbear.packs.lead import load_lead_rules
from forbear.services.lead.listening import (
    coaching_step,
    coaching_write,
    text_heard,
    text_take,
)
from forbear.services.refusals import Refusal
from forbear.store.models import CoachingNote, Seat, SpokenText, TextAudit, TextFinding
from forbear.store.selectors.listening import (
    REASONS,
    coaching_of,
    coaching_open,
    coaching_text,
    reason_of,
    to_hear,
)
from tests.services.lead.people import user
from tests.web.portfolio import AT, ON

pytestmark = pytest.mark.django_db
RULES = load_lead_rules()
FREE = timedelta(hours=8)


def text(number: int, by: str = "chen", *, sha: str = "f", days: int = 1) -> SpokenText:
    return SpokenText.objects.create(
        source="transcript",
        sha256=f"{sha * 8}{number:056x}",
        collector=by,
        language="en",
        channel="call",
        turns=[],
        at=AT - timedelta(days=days),
        taken_at=AT,
        actor="x",
    )


def listed(**given: object) -> list[tuple[str, str]]:
    rows = to_hear(at=AT, rules=RULES, **given)  # type: ignore[arg-type] # a table of keywords
    return [(row.collector, REASONS[row.reason]) for row in rows]  # type: ignore[attr-defined]


def test_why_a_text_is_on_the_list() -> None:
    text(1)  # its hash is not drawn
    drawn = text(2, sha="0")
    text(3, "wang", sha="0", days=99)
    found = text(4, "wang")
    audit = TextAudit.objects.create(
        text=found, at=AT, verdict="review", words_sha256="", model_sha256=""
    )
    TextFinding.objects.create(
        audit=audit,
        category="impersonation",
        severity="low",
        start=0,
        end=1,
        because="x",
        by="word",
        confidence=1,
    )
    text(5, "fresh")
    Seat.objects.create(user=user("fresh"), begun_at=AT - timedelta(days=2), seen_at=AT)
    assert listed() == [("wang", "finding"), ("fresh", "starter"), ("chen", "random")]
    assert listed(viewer="wang") == [("fresh", "starter"), ("chen", "random")]
    assert listed(collectors=["chen"]) == [("chen", "random")]
    assert reason_of(drawn, at=AT, rules=RULES) == "random"


def code(done: object) -> str:
    return done.code if isinstance(done, Refusal) else "done"


def test_one_takes_it_and_says_what_was_heard() -> None:
    one = text(1, sha="0")

    def take(actor: str, hours: int = 0) -> str:
        at = AT + timedelta(hours=hours)
        return code(text_take(text_id=one.pk, at=at, actor=actor, free_after=FREE))

    def hear(actor: str, note: str = "calm") -> str:
        return code(text_heard(text_id=one.pk, note=note, at=AT, actor=actor))

    assert hear("lead") == "NOT_TAKEN"
    assert take("chen") == "OWN_TEXT"
    assert [take("lead"), take("lead"), take("other")] == ["done", "done", "TAKEN"]
    assert take("other", hours=9) == "done"
    assert hear("lead") == "NOT_TAKEN"
    assert [hear("other", " "), hear("other"), hear("other")] == [
        "NOTE_MISSING",
        "done",
        "HEARD_ALREADY",
    ]
    assert take("lead") == "HEARD_ALREADY"
    assert listed() == []
    assert code(text_take(text_id=0, at=AT, actor="x", free_after=FREE)) == "TEXT_UNKNOWN"


def test_a_note_is_read_by_whom_it_is_for_and_looked_at_again_by_another() -> None:
    user("chen")
    one = text(1)

    def told(**given: object) -> str:
        wanted = {"username": "chen", "words": "slower", "follow_up_on": ON, "text_id": one.pk}
        done = coaching_write(**{**wanted, **given}, at=AT, actor="lead")  # type: ignore[arg-type]
        return code(done)

    assert told(username="nobody") == "USER_UNKNOWN"
    assert told(username="lead") == "USER_UNKNOWN"
    user("lead")
    assert told(username="lead") == "OWN_COACHING"
    assert told(words=" ") == "NOTE_MISSING"
    assert told(follow_up_on=ON - timedelta(days=9)) == "FOLLOW_UP_PAST"
    assert told(text_id=text(2, "wang").pk) == "TEXT_UNKNOWN"
    assert told() == "done"
    note = CoachingNote.objects.get()

    def step(kind: str, actor: str) -> str:
        return code(coaching_step(note_id=note.pk, kind=kind, at=AT, actor=actor))

    assert [step("read", "lead"), step("done", "chen")] == ["COACHING_UNKNOWN"] * 2
    assert [step("read", "chen"), step("read", "chen")] == ["done", "COACHING_STEPPED"]
    assert list(coaching_open()) == [note]
    assert step("done", "lead") == "done"
    assert list(coaching_open()) == []
    assert list(coaching_of(User.objects.get(username="chen"))) == list(coaching_text(one))
