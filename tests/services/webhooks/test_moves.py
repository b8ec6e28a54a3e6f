"""What other systems hear of moves, representatives and guarantors: references, and no names."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection, transaction

from forbear.core.webhooks import EVENTS
from forbear.services.cases.complaints import Cause, complaint_cause, complaint_hand
from forbear.services.cases.disputes import dispute_hand
from forbear.services.guarantees.reach import (
    guarantor_language,
    guarantor_point_add,
    guarantor_stop,
)
from forbear.services.keeping import Keeper
from forbear.services.lead.moving import Moved, cases_move, cases_move_all, move_undo
from forbear.services.preferences import representative_end, representative_record
from forbear.services.refusals import Refusal
from forbear.services.webhooks.endpoints import endpoint_add
from forbear.services.webhooks.sending import webhooks_spread
from forbear.store.models import (
    Account,
    CaseHold,
    ContactPoint,
    Representative,
    WebhookDelivery,
)
from tests.services.agreements.make import owing
from tests.services.cases import make as cases
from tests.services.guarantees import make as guarantees
from tests.services.lead.people import user
from tests.store import make

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
PAGE = Path(__file__).resolve().parents[3] / "docs/reference/webhooks.md"


def wanted(*events: str) -> None:
    made = endpoint_add(
        name="host",
        url="https://host.example/",
        events=events,
        fault_of=lambda _url: "",
        keeper=Keeper([Fernet.generate_key()]),
        at=AT,
        actor="lee",
    )
    assert not isinstance(made, Refusal), made


def bodies() -> list[Any]:
    """Return everything that is to be told, in the order in which it happened."""
    webhooks_spread(at=AT, enqueue=lambda _due: None)
    return [json.loads(each.body) for each in WebhookDelivery.objects.order_by("event__pk")]


def heard() -> list[tuple[str, str, str, int, str]]:
    """Return what is told as type, account, what it is about, its number and its state."""
    return [
        (
            each["type"],
            each["data"]["account"],
            each["data"]["subject"],
            each["data"]["id"],
            each["data"].get("state", ""),
        )
        for each in bodies()
    ]


def given(*of: Account, to: str) -> Moved:
    done = cases_move(
        seen={each.person_id: None for each in of}, to=to, why="leave", at=AT, actor="lead"
    )
    assert isinstance(done, Moved), done
    return done


def test_a_case_is_told_of_as_it_goes_from_hand_to_hand_and_back() -> None:
    of = make.account()
    user("chen")
    user("wang")
    wanted("case.moved")
    moves = [given(of, to=to) for to in ("chen", "wang", "")]
    undone = move_undo(move_id=moves[-1].move.pk, at=AT, actor="lead")
    assert isinstance(undone, Moved), undone
    moves.append(undone)
    states = ["assigned", "reassigned", "pooled", "assigned"]
    assert heard() == [
        ("case.moved", of.reference, "case_move", one.move.pk, state)
        for one, state in zip(moves, states, strict=True)
    ]


def test_of_cases_that_move_at_once_each_is_told_by_the_cardholders_oldest_account() -> None:
    first = make.account()
    make.account(first.person)
    second = make.account(make.person())
    user("chen")
    wanted("case.moved")
    move = given(first, second, to="chen").move
    told = [
        ("case.moved", one.reference, "case_move", move.pk, "assigned") for one in (first, second)
    ]
    assert sorted(heard()) == sorted(told)


def test_what_changes_nobodys_case_is_not_told() -> None:
    of = make.account()
    user("chen")
    wanted("case.moved")
    # chen holds a case of the pool; that it is put back there is no move
    CaseHold.objects.create(
        person=of.person, account=of, actor="chen", since=AT, until=AT + timedelta(hours=1)
    )
    done = cases_move_all(of="chen", to="", why="ill", at=AT, actor="lead")
    assert isinstance(done, Moved), done
    try:
        with transaction.atomic():
            given(of, to="chen")
            raise LookupError
    except LookupError:
        pass
    assert heard() == []


def test_an_account_that_goes_to_an_agency_and_comes_back_is_told_of() -> None:
    of, same = make.account(collector_kind="creditor"), make.account(collector_kind="agency")
    wanted("case.placed", "case.recalled")
    for kind in ("agency", "agency", "creditor", "buyer"):
        Account.objects.filter(pk=of.pk).update(collector_kind=kind)
        Account.objects.filter(pk=same.pk).update(collector_kind="agency", step=1)
    assert heard() == [
        ("case.placed", of.reference, "account", of.pk, ""),
        ("case.recalled", of.reference, "account", of.pk, ""),
    ]


def test_a_dispute_and_a_complaint_are_told_of_when_they_are_handed_over() -> None:
    of = owing()
    contested, complained = cases.dispute(of), cases.complaint(of)
    wanted("dispute.handed", "complaint.handed")
    for to in ("wu", "wu", "li"):
        dispute_hand(dispute_id=contested.pk, to=to, at=AT, actor="chen")
    complaint_hand(complaint_id=complained.pk, to="wu", at=AT, actor="chen")
    # it is about whoever looked into it: nobody does any more
    complaint_cause(
        complaint_id=complained.pk, cause=Cause("manner", about="wu"), at=AT, actor="li"
    )
    assert heard() == [
        ("dispute.handed", of.reference, "dispute", contested.pk, "assigned"),
        ("dispute.handed", of.reference, "dispute", contested.pk, "reassigned"),
        ("complaint.handed", of.reference, "complaint", complained.pk, "assigned"),
        ("complaint.handed", of.reference, "complaint", complained.pk, "pooled"),
    ]


def test_who_speaks_for_a_cardholder_is_told_once_and_once_that_they_do_no_longer() -> None:
    of = make.account()
    wanted("representative.recorded", "representative.ended")
    for reach in ("", "portia@law.example"):
        made = representative_record(
            person_id=of.person_id,
            kind="attorney",
            name="Portia Belmont",
            reach=reach,
            at=AT,
            actor="chen",
            source="desk",
        )
        assert isinstance(made, Representative), made
    for _twice in range(2):
        representative_end(representative_id=made.pk, at=AT, actor="chen", source="desk")
    assert heard() == [
        ("representative.recorded", of.reference, "representative", made.pk, ""),
        ("representative.ended", of.reference, "representative", made.pk, ""),
    ]


def test_what_a_guarantor_wishes_is_told_once_each_by_the_guarantee() -> None:
    of = make.account()
    of_it = {"guarantee_id": guarantees.proved(of).pk, "at": AT, "actor": "chen"}
    wanted("guarantor.address", "guarantor.language", "guarantor.stopped")
    for _twice in range(2):
        point = guarantor_point_add(kind="postal", value="Hauptstr. 1", **of_it)  # type: ignore[arg-type]
        assert isinstance(point, ContactPoint), point
        guarantor_language(language="zh-Hans", **of_it)  # type: ignore[arg-type]
        guarantor_stop(contact_point_id=point.pk, **of_it)  # type: ignore[arg-type]
    kinds = ("guarantor.address", "guarantor.language", "guarantor.stopped")
    number = of_it["guarantee_id"]
    assert heard() == [(kind, of.reference, "guarantee", number, "") for kind in kinds]


def test_nothing_told_names_anybody_or_says_what_they_wish() -> None:
    of = owing()
    user("chen")
    wanted(*EVENTS)
    given(of, to="chen")
    dispute_hand(dispute_id=cases.dispute(of).pk, to="wuling", at=AT, actor="chen")
    representative_record(
        person_id=of.person_id,
        kind="family",
        name="Portia Belmont",
        reach="portia@law.example",
        at=AT,
        actor="chen",
        source="desk",
    )
    found = guarantees.proved(of)
    guarantor_language(guarantee_id=found.pk, language="zh-Hans", at=AT, actor="chen")
    said = json.dumps(bodies())
    assert {each["type"] for each in bodies()} >= {
        "case.moved",
        "dispute.handed",
        "representative.recorded",
        "guarantor.language",
    }
    words = ("chen", "wuling", "leave", "Portia", "law.example", "family", found.name, "zh-Hans")
    assert [word for word in (*words, of.person.name) if word in said] == []


def test_every_event_is_noted_by_a_trigger_and_stands_on_the_page() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE tgname LIKE 'webhook%' AND NOT tgisinternal"
        )
        made = {re.findall(r"\('([a-z_.]+)'", row)[0] for (row,) in cursor.fetchall()}
    assert made == set(EVENTS)
    table = PAGE.read_text(encoding="utf-8").partition("| event | when |")[2].partition("\n\n")[0]
    named = [re.findall(r"`([a-z_.]+)`", line.split("|")[1]) for line in table.splitlines()[2:]]
    assert sorted(name for line in named for name in line) == sorted(EVENTS)
