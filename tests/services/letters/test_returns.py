from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from forbear.services.letters.returns import CLOSES, PostFile, post_event_take, post_file_take
from forbear.services.refusals import Refusal
from forbear.store.models import (
    ContactPoint,
    MessageEvent,
    PlannedContact,
    PostBatch,
    PostEvent,
    PostLetter,
)
from tests.store.make import account, permit, person, planned, point

AT = datetime(2026, 3, 20, 15, tzinfo=UTC)
SENT = datetime(2026, 3, 12, 15, tzinfo=UTC)
ON = date(2026, 3, 18)
ADDRESS = "48 Alder Lane\nPortland, OR 97201"
pytestmark = pytest.mark.django_db


def letter(**given: object) -> PlannedContact:
    owner = person()
    owed = account(owner)
    where = point(owner, kind="postal", value=ADDRESS)
    row = planned(owed, at=SENT, channel="letter", state="sent", contact_point=where, **given)
    key = permit(owed, at=SENT, planned=row, channel="letter", consumed_at=SENT)
    row.provider_ref, row.state_at, row.sent_to = f"fb-{key.pk}", SENT, ADDRESS
    row.save()
    return row


def take(row: PlannedContact | str, kind: str, reason: str = "", on: date = ON) -> str:
    named = row if isinstance(row, str) else row.provider_ref
    done = post_event_take(letter=named, kind=kind, on=on, reason=reason, at=AT, actor="post")
    return done.code if isinstance(done, Refusal) else done


def state_of(row: PlannedContact) -> str:
    return ContactPoint.objects.get(pk=row.contact_point_id).state


@pytest.mark.parametrize("reason", PostEvent.REASONS)
def test_a_wrong_address_is_closed_everywhere_and_an_unclaimed_letter_closes_none(
    reason: str,
) -> None:
    row = letter()
    again = point(row.person, kind="postal", value=ADDRESS)
    other = point(row.person, kind="postal", value="1 Elm Street")
    assert [take(row, "returned", reason) for _ in range(2)] == ["taken", "repeated"]
    closed = "closed" if reason in CLOSES else "open"
    # of one who has died every address is closed
    elsewhere = "closed" if reason == "deceased" else "open"
    for each, expected in ((again, closed), (other, elsewhere), (row.contact_point, closed)):
        each.refresh_from_db()
        assert each.state == expected
    assert MessageEvent.objects.filter(planned=row).count() == 1


def test_the_way_of_a_letter_in_any_order() -> None:
    row = letter()
    assert take(row, "delivered") == "taken"
    assert take(row, "posted") == "taken"
    row.refresh_from_db()
    assert row.delivery == "delivered"
    assert PostEvent.objects.filter(planned=row).count() == 2
    assert state_of(row) == "open"


def test_a_letter_is_known_by_its_registered_number() -> None:
    row = letter()
    batch = PostBatch.objects.create(on=ON, at=AT, actor="a", is_merged=False)
    PostLetter.objects.create(
        planned=row,
        batch=batch,
        position=1,
        reference=row.provider_ref,
        sha256="0" * 64,
        pages=1,
        postal_class="registered",
        registered_number="RR473124829GB",
    )
    assert take("rr 473 124 829 gb", "returned", "moved") == "taken"
    assert state_of(row) == "closed"


@pytest.mark.parametrize(
    ("named", "kind", "reason", "on", "code"),
    [
        ("fb-999999", "posted", "", ON, "LETTER_UNKNOWN"),
        ("", "posted", "", ON, "LETTER_UNKNOWN"),
        ("RR473124829GB", "posted", "", ON, "LETTER_UNKNOWN"),
        (None, "eaten", "", ON, "EVENT_UNKNOWN"),
        (None, "returned", "", ON, "REASON_UNKNOWN"),
        (None, "returned", "boredom", ON, "REASON_UNKNOWN"),
        (None, "posted", "moved", ON, "REASON_UNKNOWN"),
        (None, "posted", "", AT.date() + timedelta(days=2), "DAY_IMPOSSIBLE"),
        (None, "posted", "", SENT.date() - timedelta(days=2), "DAY_IMPOSSIBLE"),
    ],
)
def test_what_cannot_be_is_refused(
    named: str | None, kind: str, reason: str, on: date, code: str
) -> None:
    row = letter()
    assert take(row.provider_ref if named is None else named, kind, reason, on) == code
    assert state_of(row) == "open"
    assert not PostEvent.objects.exists()


def test_a_file_is_taken_line_by_line_and_again_changes_nothing() -> None:
    one, two = letter(), letter()
    lines = [
        "letter,event,on,reason,clerk",
        f"{one.provider_ref},posted,2026-03-13,,x",
        f"{one.provider_ref},returned,2026-03-18,moved,x",
        f"{two.provider_ref},delivered,2026-03-16,,x",
        "fb-999999,posted,2026-03-13,,x",
        f"{two.provider_ref},posted,the 13th,,x",
        f"{two.provider_ref}",
    ]
    content = "\ufeff" + "\r\n".join(lines)
    done = post_file_take(content.encode(), at=AT, actor="post")
    assert isinstance(done, PostFile)
    assert (done.taken, done.repeated, done.closed) == (3, 0, 1)
    assert [sentence.split(":")[0] for sentence in done.wrong] == ["line 5", "line 6", "line 7"]
    assert (state_of(one), state_of(two)) == ("closed", "open")
    again = post_file_take(content.encode(), at=AT, actor="post")
    assert isinstance(again, PostFile)
    assert (again.taken, again.repeated) == (0, 3)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a,b\n1,2", b"letter,event,on\nx"])
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    done = post_file_take(content, at=AT, actor="post")
    assert isinstance(done, Refusal)
    assert done.code == "FILE_UNUSABLE"
