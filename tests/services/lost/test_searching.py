from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forbear.core.gate.answers import Answer
from forbear.packs.search import load_search_rules
from forbear.services.calls import call_end
from forbear.services.lost.asking import locate_begin
from forbear.services.lost.closing import points_close
from forbear.services.lost.opening import search_open, searches_open
from forbear.services.lost.steps import (
    Found,
    point_verified,
    search_end,
    sources_left,
    step_record,
)
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    AuditEntry,
    Contact,
    ContactPoint,
    Permit,
    SearchStep,
    SearchTask,
)
from forbear.wiring.gate import ask
from tests.store.make import account, permit, person, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
RULES = load_search_rules()
NUMBER = "+12025550144"
OWN = ("own_accounts", "own_points", "own_statements", "own_inbound")

pytestmark = pytest.mark.django_db


def lost(**given: object) -> tuple[Account, SearchTask]:
    """An account whose cardholder's only number has just been closed."""
    owed = account(person(name="Wei Lin"), **given)
    mine = point(owed.person, value="+12025550100")
    points_close([mine], why="wrong_person", door="desk", at=AT, actor="kim")
    return owed, SearchTask.objects.get(person=owed.person)


def step(task: SearchTask, source: str, result: str = "nothing", **given: object) -> str:
    done = step_record(
        **{
            "task_id": task.pk,
            "source": source,
            "result": result,
            "rules": RULES,
            "roles": ("collector",),
            "at": AT,
            "actor": "kim",
            **given,
        }
    )
    return done.code if isinstance(done, Refusal) else done.result


def own_data_done(task: SearchTask) -> None:
    assert [step(task, code) for code in OWN] == ["nothing"] * 4


def all_but_people_done(task: SearchTask) -> None:
    own_data_done(task)
    while left := [each for each in sources_left(task, RULES) if each.kind != "contact"]:
        for each in left:
            assert step(task, each.code, "not_possible", roles=("team_lead",)) == "not_possible"


def contact(owed: Account, outcome: str, at: datetime, *, channel: str = "call") -> None:
    key = permit(owed, at=at, consumed_at=at, channel=channel)
    Contact.objects.create(
        person=owed.person, account=owed, at=at, channel=channel, outcome=outcome, permit=key
    )


@pytest.mark.parametrize(
    ("outcomes", "opened"),
    [
        (["no_answer"] * 3, 1),
        (["no_answer", "busy", "voicemail"], 1),
        (["no_answer"] * 2, 0),
        # the latest come last: a talk begins the count anew
        (["no_answer", "no_answer", "conversation", "no_answer"], 0),
        (["conversation", "no_answer", "no_answer", "no_answer"], 1),
        ([], 0),
    ],
)
def test_so_many_tries_in_vain_open_one_search(outcomes: list[str], opened: int) -> None:
    owed = account()
    point(owed.person)
    for number, outcome in enumerate(outcomes):
        contact(owed, outcome, AT + timedelta(hours=number))
    assert sum(searches_open(attempts=3, at=AT, actor="night").values()) == opened
    assert sum(searches_open(attempts=3, at=AT, actor="night").values()) == 0


@pytest.mark.parametrize(
    ("given", "opened"),
    [({}, 1), ({"overdue_minor": 0}, 0), ({"overdue_minor": 1}, 1)],
)
def test_without_a_way_to_reach_who_is_overdue_a_search_opens(
    given: dict[str, int], opened: int
) -> None:
    account(**given)
    assert sum(searches_open(attempts=3, at=AT, actor="night").values()) == opened


def test_a_search_opens_by_hand_once() -> None:
    owed = account()
    assert isinstance(search_open(person_id=owed.person_id, at=AT, actor="kim"), SearchTask)
    again = search_open(person_id=owed.person_id, at=AT, actor="kim")
    assert isinstance(again, Refusal)
    assert again.code == "SEARCH_OPEN"


def test_the_steps_go_in_order_and_each_is_recorded_with_its_basis() -> None:
    owed, task = lost()
    assert step(task, "post_change_of_address") == "SOURCE_NOT_NOW"
    own_data_done(task)
    assert step(task, OWN[0]) == "SOURCE_NOT_NOW", "asked already"
    assert step(task, "contract_contact") == "SOURCE_NOT_NOW", "people come last"
    assert step(task, "credit_reference") == "SOURCE_ROLE"
    found = Found("mobile", NUMBER)
    assert step(task, "post_change_of_address", "found") == "FOUND_MISSING"
    assert step(task, "post_change_of_address", "found", found=found) == "found"
    made = ContactPoint.objects.get(person=owed.person, value=NUMBER)
    assert (made.is_verified, made.data_source, made.basis) == (
        False,
        "lawful_trace",
        "postal_service",
    )
    written = SearchStep.objects.get(contact_point=made)
    assert (written.actor, written.at, written.basis) == ("kim", AT, "postal_service")
    assert "39 CFR" in written.cite


@pytest.mark.parametrize("nation", ["CN", "US", "GB"])
@pytest.mark.parametrize("code", [each.code for each in RULES.refused_of("CN")])
def test_what_the_law_forbids_is_refused_with_the_law_and_kept(nation: str, code: str) -> None:
    _, task = lost(nation=nation)
    forbidden = RULES.refusal_of(code, nation)
    assert forbidden is not None
    done = step_record(
        task_id=task.pk,
        source=code,
        result="found",
        rules=RULES,
        roles=("team_lead",),
        at=AT,
        actor="kim",
        found=Found("mobile", NUMBER),
    )
    assert isinstance(done, Refusal)
    assert done.code == "SOURCE_FORBIDDEN"
    assert forbidden.cite in done.text
    assert not ContactPoint.objects.filter(value=NUMBER).exists()
    assert SearchStep.objects.get().result == "refused"
    assert AuditEntry.objects.get(action="search.refused").actor == "kim"


def test_a_source_on_no_list_is_not_asked() -> None:
    _, task = lost()
    assert step(task, "crystal_ball") == "SOURCE_UNKNOWN"


def test_a_number_that_reaches_someone_else_is_not_found_again() -> None:
    _, task = lost()
    own_data_done(task)
    found = Found("home", "1 202 555 0100")
    assert step(task, "post_change_of_address", "found", found=found) == "FOUND_CLOSED"


def test_they_count_as_lost_only_when_our_own_data_gave_nothing() -> None:
    owed, task = lost()
    for code in OWN:
        owed.person.refresh_from_db()
        assert not owed.person.is_lost_contact
        step(task, code)
    owed.person.refresh_from_db()
    assert owed.person.is_lost_contact
    assert not owed.person.is_location_known


def test_a_verified_number_ends_the_search_and_the_loss() -> None:
    owed, task = lost()
    own_data_done(task)
    step(task, "post_change_of_address", "found", found=Found("mobile", NUMBER))
    made = ContactPoint.objects.get(value=NUMBER)
    point_verified(contact_point_id=made.pk, how="call", at=AT, actor="kim")
    task.refresh_from_db()
    owed.person.refresh_from_db()
    assert (task.state, owed.person.is_lost_contact) == ("found", False)
    assert sources_left(task, RULES) == ()
    assert step(task, "company_register") == "TASK_ENDED"


def test_a_search_ends_with_a_reason() -> None:
    _, task = lost()
    assert isinstance(search_end(task_id=task.pk, why=" ", at=AT, actor="kim"), Refusal)
    done = search_end(task_id=task.pk, why="Sent to counsel.", at=AT, actor="kim")
    assert isinstance(done, SearchTask)
    assert done.state == "ended"


def begin(task: SearchTask, where: ContactPoint, at: datetime) -> str:
    done = locate_begin(
        task_id=task.pk, contact_point_id=where.pk, rules=RULES, at=at, actor="kim", ask=ask
    )
    if isinstance(done, Refusal):
        return done.code
    if isinstance(done, Answer):
        return done.reasons[0].code
    assert isinstance(done, Permit)
    assert done.purpose == "locate"
    ended = call_end(
        permit_id=done.pk,
        outcome="conversation",
        party=where.party,
        note="",
        promised=None,
        at=at,
        actor="kim",
    )
    assert isinstance(ended, Contact)
    return "asked"


@pytest.mark.parametrize(
    ("nation", "region", "zone"),
    [("US", "US-NY", "America/New_York"), ("CN", "CN-31", "Asia/Shanghai"), ("GB", "", "UTC")],
)
def test_someone_else_is_asked_once_and_never_again(nation: str, region: str, zone: str) -> None:
    at = datetime(2026, 3, 12, 15 if nation != "CN" else 2, tzinfo=UTC)
    owed, task = lost(
        nation=nation,
        region=region,
        collector_kind="agency",
        collector_authorised=True,
        collector_licensed=True,
        validation_sent_on=at.date() - timedelta(days=60),
    )
    owed.person.time_zones = zone
    owed.person.save()
    mother = point(
        owed.person,
        party="parent",
        party_name="Lin Mei",
        value="+12025550188",
        data_source="contract",
    )
    at_work = point(
        owed.person, party="parent", party_name="Lin Mei", value="+12025550189", kind="work"
    )
    assert begin(task, mother, at) != "asked", "while their own data was not looked through"
    all_but_people_done(task)
    assert begin(task, mother, at) == "asked"
    assert begin(task, mother, at + timedelta(days=40)) == "ASKED_BEFORE"
    assert begin(task, at_work, at + timedelta(days=40)) == "ASKED_BEFORE", "at another number"


def test_the_gate_itself_refuses_a_second_question() -> None:
    owed, task = lost(validation_sent_on=AT.date() - timedelta(days=60))
    mother = point(owed.person, party="parent", value="+12025550188", data_source="contract")
    all_but_people_done(task)
    assert begin(task, mother, AT) == "asked"
    from forbear.services.calls import call_begin

    later = AT + timedelta(days=40)
    done = call_begin(
        account_id=owed.pk,
        contact_point_id=mother.pk,
        at=later,
        actor="kim",
        ask=ask,
        purpose="locate",
    )
    assert isinstance(done, Answer)
    assert "THIRD_PARTY_REPEAT" in {reason.code for reason in done.reasons}
