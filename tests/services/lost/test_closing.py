"""By whichever door the word comes, a wrong number or address is closed everywhere at once (F3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from forbear.services.calls import call_end
from forbear.services.desk.call_steps import party_verify
from forbear.services.imports import import_frames
from forbear.services.inbound import inbound_decide, inbound_take
from forbear.services.letters.returns import post_event_take
from forbear.services.lost.closing import check_answer, point_close, points_close
from forbear.services.lost.deaths import death_mistaken, person_died
from forbear.services.outbox.receipts import receipt_take
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    AuditEntry,
    Contact,
    ContactPoint,
    InboundMessage,
    Person,
    PlannedContact,
    PointCheck,
    PointClosing,
    SearchTask,
)
from tests.store.make import account, permit, person, planned, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
NUMBER, ADDRESS, MAILBOX = "+12025550144", "48 Alder Lane\nPortland", "ada@example.com"
VALUES = {"mobile": NUMBER, "postal": ADDRESS, "email": MAILBOX}
# the same, written in another way
AGAIN = {"mobile": ("home", "12025550144"), "postal": ("postal", "48 ALDER LANE, Portland")}
Door = Callable[[Account, ContactPoint], None]

pytestmark = pytest.mark.django_db


def _message(owed: Account, where: ContactPoint, channel: str) -> PlannedContact:
    row = planned(owed, at=AT, channel=channel, contact_point=where, state="sent")
    key = permit(owed, at=AT, planned=row, channel=channel, consumed_at=AT, contact_point=where)
    row.provider_ref, row.state_at, row.sent_to = f"fb-{key.pk}", AT, where.value
    row.save()
    return row


def _call(told: str, outcome: str = "conversation") -> Door:
    def door(owed: Account, where: ContactPoint) -> None:
        key = permit(owed, at=AT, contact_point=where, consumed_at=AT)
        done = call_end(
            permit_id=key.pk,
            outcome=outcome,
            party="unknown",
            note="",
            promised=None,
            at=AT,
            actor="kim",
            told=told,
        )
        assert isinstance(done, Contact)

    return door


def _dead_twice(owed: Account, where: ContactPoint) -> None:
    _call("", "not_in_service")(owed, where)
    where.refresh_from_db()
    assert where.state == "open", "once is no proof"
    _call("", "not_in_service")(owed, where)


def _bounce(owed: Account, where: ContactPoint) -> None:
    row = _message(owed, where, "email")
    receipt_take(channel="email", provider_ref=row.provider_ref, status="bounced_hard", at=AT)


def _post(reason: str) -> Door:
    def door(owed: Account, where: ContactPoint) -> None:
        row = _message(owed, where, "letter")
        taken = post_event_take(
            letter=row.provider_ref,
            kind="returned",
            on=date(2026, 3, 14),
            reason=reason,
            at=AT + timedelta(days=3),
            actor="post",
        )
        assert taken == "taken"

    return door


def _wrote(owed: Account, where: ContactPoint) -> None:
    del owed
    inbound_take(
        channel="sms",
        provider="smpp",
        provider_ref="r1",
        sender=where.value,
        recipient="12345",
        text="wrong number",
        at=AT,
    )


def _read(owed: Account, where: ContactPoint) -> None:
    del owed
    taken = inbound_take(
        channel="sms",
        provider="smpp",
        provider_ref="r1",
        sender=where.value,
        recipient="12345",
        text="who is this please, I do not know what you mean",
        at=AT,
    )
    assert InboundMessage.objects.filter(pk=taken.message_id, needs_person=True).exists()
    assert taken.message_id is not None
    inbound_decide(message_id=taken.message_id, intent="wrong_person", at=AT, actor="kim")


def _told(why: str, door_name: str) -> Door:
    def door(owed: Account, where: ContactPoint) -> None:
        del owed
        done = point_close(contact_point_id=where.pk, why=why, door=door_name, at=AT, actor="kim")
        assert done

    return door


DOORS: dict[str, tuple[str, Door, str, str]] = {
    "call: wrong number": ("mobile", _call("wrong_person"), "wrong_person", "call"),
    "call: number of someone else": ("mobile", _call("reassigned"), "reassigned", "call"),
    "call: moved": ("mobile", _call("moved"), "moved", "call"),
    "call: twice out of service": ("mobile", _dead_twice, "not_in_service", "call"),
    "mail: hard bounce": ("email", _bounce, "no_such_address", "bounce"),
    "post: moved": ("postal", _post("moved"), "moved", "post"),
    "post: unknown": ("postal", _post("unknown"), "no_such_address", "post"),
    "reply: wrong number": ("mobile", _wrote, "wrong_person", "inbound"),
    "reply, read by a person": ("mobile", _read, "wrong_person", "inbound"),
    "desk": ("mobile", _told("reassigned", "desk"), "reassigned", "desk"),
    "command line": ("postal", _told("moved", "cli"), "moved", "cli"),
    "API": ("mobile", _told("not_in_service", "api"), "not_in_service", "api"),
}


@pytest.mark.parametrize("name", DOORS)
def test_every_door_closes_everywhere_and_stops_what_waits(name: str) -> None:
    kind, door, why, by = DOORS[name]
    owner = person()
    owed, second = account(owner), account(owner)
    where = point(owner, kind=kind, value=VALUES[kind])
    other_kind, spelling = AGAIN.get(kind, (kind, VALUES[kind].upper()))
    again = point(owner, kind=other_kind, value=spelling)
    elsewhere = point(owner, kind="mobile", value="+12025550199")
    waits = [
        planned(each, at=AT, contact_point=at_point, channel="call")
        for each in (owed, second)
        for at_point in (where, again)
    ]
    free = planned(owed, at=AT, contact_point=elsewhere)
    door(owed, where)
    for each in (where, again):
        each.refresh_from_db()
        assert each.state == "closed", each.kind
    elsewhere.refresh_from_db()
    assert elsewhere.state == "open"
    assert {PlannedContact.objects.get(pk=row.pk).state for row in waits} == {"refused"}
    assert PlannedContact.objects.get(pk=free.pk).state == "planned"
    closings = PointClosing.objects.filter(contact_point__in=(where, again))
    assert set(closings.values_list("why", "door")) == {(why, by)}
    assert AuditEntry.objects.filter(action="contact_point.closed").count() == 2


@pytest.mark.parametrize("name", [name for name in DOORS if not name.startswith("reply")])
def test_the_same_value_of_other_persons_is_flagged_and_stays_open(name: str) -> None:
    kind, door, _, _ = DOORS[name]
    owed = account()
    where = point(owed.person, kind=kind, value=VALUES[kind])
    stranger = point(account().person, kind=kind, value=VALUES[kind])
    door(owed, where)
    stranger.refresh_from_db()
    assert stranger.state == "open"
    assert PointCheck.objects.get().contact_point_id == stranger.pk


@pytest.mark.parametrize(("is_theirs", "after"), [(True, "open"), (False, "closed")])
def test_a_flagged_number_is_kept_or_closed_once(*, is_theirs: bool, after: str) -> None:
    owed, others = account(), account()
    where, theirs = (point(each.person, value=NUMBER) for each in (owed, others))
    points_close([where], why="not_in_service", door="desk", at=AT, actor="kim")
    check = PointCheck.objects.get()
    done = check_answer(check_id=check.pk, is_theirs=is_theirs, at=AT, actor="kim")
    assert isinstance(done, PointCheck)
    theirs.refresh_from_db()
    assert theirs.state == after
    assert not PointCheck.objects.filter(state="open").exists(), "no question about the first again"
    again = check_answer(check_id=check.pk, is_theirs=True, at=AT, actor="kim")
    assert isinstance(again, Refusal)
    assert again.code == "CHECK_ANSWERED"


def test_closing_twice_leaves_one_closing_and_opens_one_search() -> None:
    owed = account()
    where = point(owed.person, value=NUMBER)
    for _ in range(2):
        points_close([where], why="wrong_person", door="desk", at=AT, actor="kim")
    assert PointClosing.objects.count() == SearchTask.objects.count() == 1
    where.refresh_from_db()
    assert where.is_connected_to_other


def test_what_is_closed_stays_closed_when_the_hosts_file_repeats_it() -> None:
    owner = account().person
    where = point(owner, value=NUMBER)
    points_close([where], why="wrong_person", door="desk", at=AT, actor="kim")

    def imported(value: str) -> str:
        row = {
            "reference": where.reference,
            "person_reference": owner.reference,
            "kind": "mobile",
            "party": "cardholder",
            "value": value,
            "state": "open",
        }
        tables = {"contact_points": pl.DataFrame([row])}
        import_frames(tables=tables, at=AT, actor="host", label="test")
        return ContactPoint.objects.get(pk=where.pk).state

    assert imported(NUMBER) == "closed"
    assert imported("+12025550177") == "open", "a new number is new"


DEATHS: dict[str, Door] = {
    "call": _call("deceased"),
    "post": _post("deceased"),
    "desk": lambda owed, _: _died(owed.person),
}


def _died(owner: Person) -> None:
    assert not isinstance(person_died(person_id=owner.pk, door="desk", at=AT, actor="kim"), Refusal)


@pytest.mark.parametrize("name", DEATHS)
def test_a_death_stops_all_that_goes_to_the_cardholder_by_every_door(name: str) -> None:
    owner = person()
    owed, second = account(owner), account(owner)
    where = point(owner, kind="postal", value=ADDRESS)
    mine = point(owner, value=NUMBER)
    family = point(owner, value="+12025550111", party="family")
    heir = point(owner, value="+12025550112", party="representative")
    waits = [planned(second, at=AT, contact_point=each) for each in (mine, family, heir)]
    points_close([], why="other", door="desk", at=AT, actor="kim")
    DEATHS[name](owed, where)
    owner.refresh_from_db()
    assert owner.is_deceased
    states = {each.pk: each.state for each in ContactPoint.objects.all()}
    assert [states[each.pk] for each in (where, mine, family, heir)] == [
        "closed",
        "closed",
        "open",
        "open",
    ]
    found = [PlannedContact.objects.get(pk=row.pk).state for row in waits]
    assert found == ["refused", "refused", "planned"]
    assert not SearchTask.objects.filter(state="open").exists(), "nobody searches for the dead"


def test_a_mistaken_death_opens_the_points_again_but_unverified() -> None:
    owed = account()
    mine = point(owed.person, value=NUMBER)
    _died(owed.person)
    refused = death_mistaken(person_id=owed.person_id, why=" ", at=AT, actor="kim")
    assert isinstance(refused, Refusal)
    death_mistaken(person_id=owed.person_id, why="They called us.", at=AT, actor="kim")
    mine.refresh_from_db()
    owed.person.refresh_from_db()
    assert (mine.state, mine.is_verified, owed.person.is_deceased) == ("open", False, False)


def test_the_hosts_file_does_not_bring_the_dead_back() -> None:
    owner = account().person
    _died(owner)
    row = {"reference": owner.reference, "name": owner.name, "is_deceased": False}
    import_frames(tables={"persons": pl.DataFrame([row])}, at=AT, actor="host", label="test")
    owner.refresh_from_db()
    assert owner.is_deceased


@pytest.mark.parametrize(
    ("why", "code"), [("deceased", "DEATH_IS_OF_THE_PERSON"), ("bored", "REASON_UNKNOWN")]
)
def test_a_reason_that_closes_nothing_is_refused(why: str, code: str) -> None:
    where = point(person(), value=NUMBER)
    done = point_close(contact_point_id=where.pk, why=why, door="desk", at=AT, actor="kim")
    assert isinstance(done, Refusal)
    assert done.code == code


def test_a_number_where_the_cardholder_was_verified_is_theirs() -> None:
    owed = account(card_last4="4471")
    point(owed.person, kind="postal", value=ADDRESS)
    where = point(owed.person, value=NUMBER, is_verified=False)
    key = permit(owed, at=AT, contact_point=where, consumed_at=AT, purpose="locate")
    step = party_verify(permit_id=key.pk, items=["card_last4", "postal"], at=AT, actor="kim")
    assert not isinstance(step, Refusal)
    where.refresh_from_db()
    assert where.is_verified
