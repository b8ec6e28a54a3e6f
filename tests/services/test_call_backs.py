"""Call-backs with the rules in force: asked for, refused with the nearest time, due, missed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.contrib.auth.models import User

from forbear.services.call_backs import BackWish, NotThen, call_back_ask, call_back_cancel
from forbear.services.calls import call_begin, call_end
from forbear.services.desk.next_case import case_next
from forbear.services.preferences import opt_out_record
from forbear.services.refusals import Refusal
from forbear.services.seats import seat_begin
from forbear.store.models import (
    Account,
    CallBack,
    CaseHold,
    Consent,
    Contact,
    ContactPoint,
    DayRun,
    Permit,
    PlannedContact,
)
from forbear.store.selectors.call_backs import GRACE, call_back_list, call_back_next
from forbear.store.selectors.queue import QueueFilter
from forbear.wiring.gate import ask
from tests.store import make
from tests.web import portfolio

# Thu 12 Mar 2026, 11:00 in New York
AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
ON = date(2026, 3, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def owed() -> Account:
    made = make.account(
        region="US-OH",
        collector_kind="agency",
        collector_authorised=True,
        collector_licensed=True,
        validation_sent_on=date(2026, 1, 5),
    )
    make.point(made.person, data_source="contract")
    return made


def want(
    owed: Account, on: date, at: time, *, now: datetime = AT, point: ContactPoint | None = None
) -> CallBack | Refusal:
    return call_back_ask(
        account_id=owed.pk,
        contact_point_id=(point or owed.person.contact_points.get()).pk,
        wish=BackWish(on, at, "desk", ask),
        at=now,
        actor="chen",
    )


def code(found: object) -> str:
    return found.code if isinstance(found, Refusal) else type(found).__name__


def test_a_lawful_time_becomes_a_call_of_that_time_by_their_clock(owed: Account) -> None:
    back = want(owed, ON + timedelta(days=1), time(17, 30))
    assert isinstance(back, CallBack)
    assert back.due_at == datetime(2026, 3, 13, 21, 30, tzinfo=UTC)
    task = back.planned
    assert (task.channel, task.state, task.window_from) == ("call", "planned", back.due_at)
    # 12 CFR 1006.6(b)(1): until nine in the evening, and no task waits for more than two hours
    assert task.window_to == back.due_at + timedelta(hours=2)
    assert want(owed, ON + timedelta(days=1), time(17, 30)) == back, "the same wish is one"


@pytest.mark.parametrize(
    ("at", "nearest"),
    # "after 8 o'clock antemeridian": at eight itself it is too early (15 USC 1692c(a)(1))
    [(time(6, 10), time(8, 30)), (time(22, 0), time(20, 30)), (time(3, 0), time(8, 30))],
)
def test_outside_the_lawful_hours_the_nearest_time_is_offered(
    owed: Account, at: time, nearest: time
) -> None:
    found = want(owed, ON + timedelta(days=1), at)
    assert isinstance(found, NotThen), found
    assert found.answer is not None
    assert any("1692c(a)(1)" in reason.citation for reason in found.answer.reasons)
    assert found.nearest is not None
    assert found.nearest.time() == nearest
    assert not Consent.objects.exists(), "nothing is kept of a wish that was refused"
    assert not PlannedContact.objects.exists()
    again = want(owed, found.nearest.date(), found.nearest.time())
    assert isinstance(again, CallBack)


@pytest.mark.parametrize(
    ("on", "at", "expected"),
    [
        (ON, time(10, 59), "BACK_PAST"),
        (ON - timedelta(days=1), time(12), "BACK_PAST"),
        (ON + timedelta(days=40), time(12), "BACK_FAR"),
    ],
)
def test_a_day_that_cannot_be_is_refused(owed: Account, on: date, at: time, expected: str) -> None:
    assert code(want(owed, on, at)) == expected


def test_whoever_does_not_want_calls_is_not_called_back(owed: Account) -> None:
    back = want(owed, ON, time(15))
    opt_out_record(
        person_id=owed.person_id,
        channel="call",
        contact_point_id=None,
        at=AT,
        actor="chen",
        source="desk",
    )
    assert isinstance(back, CallBack)
    back.planned.refresh_from_db()
    assert back.planned.state == "refused"
    assert call_back_next(at=back.due_at, actor="chen", skip=set()) is None
    assert code(want(owed, ON, time(16))) == "BACK_NOT_LAWFUL"


def test_a_number_of_somebody_else_is_an_error(owed: Account) -> None:
    with pytest.raises(ValueError, match="is not one of person"):
        want(owed, ON, time(15), point=make.point(make.person()))


def talk(owed: Account, *, back: BackWish | None = None) -> Contact | Refusal:
    permit = call_begin(
        account_id=owed.pk,
        contact_point_id=owed.person.contact_points.get().pk,
        at=AT,
        actor="chen",
        ask=ask,
    )
    assert isinstance(permit, Permit), permit
    permit.steps.create(kind="verified", at=AT, actor="chen")
    return call_end(
        permit_id=permit.pk,
        outcome="conversation",
        party="cardholder",
        note="",
        promised=None,
        at=AT + timedelta(minutes=4),
        actor="chen",
        said=permit.must_disclose,
        back=back,
    )


def test_asked_for_in_a_talk_the_quiet_days_after_it_do_not_forbid_it(owed: Account) -> None:
    assert isinstance(
        talk(owed, back=BackWish(ON + timedelta(days=1), time(10), "call", ask)), Contact
    )
    back = CallBack.objects.get()
    made = call_begin(
        account_id=owed.pk,
        contact_point_id=back.contact_point_id,
        at=back.due_at,
        actor="chen",
        ask=ask,
    )
    assert isinstance(made, Permit), made
    back.refresh_from_db()
    assert (back.state, back.permit) == ("done", made)
    assert made.planned == back.planned


def test_a_talk_whose_call_back_is_not_lawful_is_not_logged(owed: Account) -> None:
    found = talk(owed, back=BackWish(ON + timedelta(days=1), time(23), "call", ask))
    assert code(found) == "BACK_NOT_LAWFUL"
    assert not Contact.objects.exists()


def test_another_time_takes_the_place_of_the_first_and_it_can_be_ended(owed: Account) -> None:
    first = want(owed, ON, time(15))
    second = want(owed, ON, time(16))
    assert isinstance(first, CallBack)
    assert isinstance(second, CallBack)
    first.refresh_from_db()
    first.planned.refresh_from_db()
    assert (first.state, first.planned.state) == ("cancelled", "lapsed")
    assert code(call_back_cancel(call_back_id=second.pk, at=AT, actor="chen")) == "CallBack"
    assert code(call_back_cancel(call_back_id=second.pk, at=AT, actor="chen")) == "BACK_OVER"


def shown(view: str, at: datetime) -> int:
    return call_back_list(view, at=at).count()


def test_it_comes_is_due_and_is_missed(owed: Account) -> None:
    back = want(owed, ON, time(15))
    assert isinstance(back, CallBack)
    moments = {
        "coming": back.due_at - timedelta(minutes=1),
        "due": back.due_at,
        "missed": back.due_at + GRACE,
    }
    for view, at in moments.items():
        assert [shown(one, at) for one in moments] == [one == view for one in moments]


def test_it_is_left_to_its_collector_while_they_are_at_work(owed: Account) -> None:
    back = want(owed, ON, time(15))
    assert isinstance(back, CallBack)
    due = back.due_at

    def given(actor: str, at: datetime) -> CallBack | None:
        return call_back_next(at=at, actor=actor, skip=set())

    assert given("wang", due) == back, "chen is not here"
    seat_begin(user=User.objects.create_user("chen"), agent="", at=due)
    assert given("wang", due) is None
    assert given("chen", due) == back
    assert given("chen", due - timedelta(seconds=1)) is None
    assert given("wang", due + GRACE) == back, "it waits for nobody for ever"


def test_it_comes_first_and_nobody_is_called_before_their_time() -> None:
    run: DayRun = portfolio.day_run()
    few, most = portfolio.cardholder(1), portfolio.cardholder(2)
    for each in (few, most):
        portfolio.decide(each, run)
    mobile = few.person.contact_points.get(kind="mobile")
    back = want(few, portfolio.ON, time(14), now=portfolio.AT, point=mobile)
    assert isinstance(back, CallBack), back

    def next_of(actor: str, at: datetime) -> str:
        found = case_next(QueueFilter(), run=run, at=at, actor=actor, can_call=lambda _pk: True)
        return found.account.reference if isinstance(found, CaseHold) else found.code

    assert next_of("chen", portfolio.AT) == most.reference
    assert next_of("wang", portfolio.AT) == "NO_CASE_OPEN", "they asked to be called later"
    assert next_of("wang", back.due_at) == few.reference
