"""Every permit, given or refused, is answered again from what was kept, or it is said why not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from forbear.core.gate.answers import Answer
from forbear.core.gate.compare import Replayed
from forbear.packs import load_book
from forbear.packs.library import PackLibrary
from forbear.services.permits import PermitRequest, permits_issue
from forbear.services.refusals import Refusal
from forbear.services.replay import gate_answer_replay, gate_answers_replay
from forbear.store.models import (
    Account,
    Consent,
    ContactPoint,
    GateAnswer,
    InconvenientTime,
    OptOut,
    PackText,
    Permit,
)
from forbear.wiring.gate import ask
from tests.services.gates import cap_gate
from tests.store.make import account, person, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "docs" / "reference" / "house-example.toml"

pytestmark = pytest.mark.django_db


def someone(**given: object) -> Account:
    owner = person(name="Ada Kowalski", **given)
    point(owner, data_source="contract", value="+12025550199")
    return account(owner)


def account_of_a_small_sum() -> Account:
    owed = someone()
    owed.overdue_minor = 100
    owed.save()
    return owed


def request(owed: Account, channel: str = "call") -> PermitRequest:
    return PermitRequest(owed.pk, ContactPoint.objects.get(person=owed.person).pk, channel)


def issue(*requests: PermitRequest, at: datetime = AT) -> Sequence[Permit | Answer]:
    return permits_issue(requests=requests, at=at, actor="a collector", ask=ask)


def replay(name: str, library: PackLibrary | None = None, **given: object) -> Replayed:
    found = gate_answer_replay(name, library=library or PackLibrary(), **given)
    assert isinstance(found, Replayed), found
    return found


def refused(name: str, library: PackLibrary | None = None) -> Refusal:
    found = gate_answer_replay(name, library=library or PackLibrary())
    assert isinstance(found, Refusal)
    return found


def tamper(table: str, **values: str) -> None:
    """Change a row as someone would who is master of the server."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for column, value in values.items():
            cursor.execute(f"UPDATE {table} SET {column} = %s", [value])
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_permit_is_answered_again_byte_for_byte() -> None:
    [given] = issue(request(someone()))
    assert isinstance(given, Permit)
    found = replay(f"permit-{given.pk}")
    assert found.is_identical
    assert found.differences() == []
    told = json.loads(found.again)
    assert (told["verdict"], told["reasons"]) == ("permitted", [])
    assert told["packs"] == given.packs
    assert found.name == f"gate-{GateAnswer.objects.get().pk}"
    assert replay(found.name) == found


def test_a_refused_request_is_kept_and_answered_again() -> None:
    [given] = issue(request(someone(is_deceased=True)))
    assert isinstance(given, Answer)
    kept = GateAnswer.objects.get()
    assert (kept.verdict, kept.permit) == ("denied", None)
    found = replay(f"gate-{kept.pk}")
    assert found.is_identical
    assert "DECEASED" in {reason["code"] for reason in json.loads(found.again)["reasons"]}


def test_what_happened_since_changes_nothing() -> None:
    owed = someone()
    Account.objects.update(collector_kind="agency", validation_sent_on=AT - timedelta(days=90))
    Consent.objects.create(person=owed.person, kind="contact", at=AT - timedelta(days=3))
    InconvenientTime.objects.create(person=owed.person, days="mon,tue", place="work")
    asked = request(owed)
    # the later requests find the earlier permits among the contacts, up to the cap
    for minute in range(9):
        issue(asked, at=AT + timedelta(minutes=minute))
    OptOut.objects.create(person=owed.person, at=AT)
    owed.overdue_minor = 1
    owed.save()
    found = [answer for _, answer in gate_answers_replay(library=PackLibrary())]
    assert all(isinstance(one, Replayed) and one.is_identical for one in found)
    verdicts = [json.loads(one.again)["verdict"] for one in found if isinstance(one, Replayed)]
    assert verdicts[0] == "permitted"
    assert verdicts[-1] == "denied"


def test_each_request_of_a_batch_has_its_own_facts() -> None:
    owed = [someone(time_zones=zone) for zone in ("Asia/Shanghai", "America/New_York", "")]
    issue(*(request(one) for one in owed), *(request(one, "sms") for one in owed))
    assert GateAnswer.objects.count() == 6
    for name, found in gate_answers_replay(library=PackLibrary()):
        assert isinstance(found, Replayed), name
        assert found.is_identical, name
    assert len(set(GateAnswer.objects.values_list("facts", flat=True))) == 6


def test_no_name_number_or_address_is_among_the_facts() -> None:
    issue(request(someone()))
    facts = GateAnswer.objects.get().facts
    assert "Kowalski" not in facts
    assert "2025550199" not in facts


def test_other_packs_say_what_they_would_say() -> None:
    [given] = issue(request(account_of_a_small_sum()))
    assert isinstance(given, Permit)
    found = replay(f"permit-{given.pk}", instead=load_book(EXAMPLE))
    assert not found.is_identical
    assert "verdict was permitted, is denied" in found.differences()


def test_the_texts_of_the_packs_are_kept_once() -> None:
    owed = someone()
    issue(request(owed))
    issue(request(owed))
    keys = sorted(PackText.objects.values_list("key", flat=True))
    assert keys == sorted(load_book().versions)


def test_an_answer_is_kept_with_its_permit_or_not_at_all() -> None:
    owed = someone()
    with transaction.atomic():
        issue(request(owed))
        transaction.set_rollback(True)
    assert (GateAnswer.objects.count(), PackText.objects.count()) == (0, 0)
    issue(request(owed))
    assert replay(f"gate-{GateAnswer.objects.get().pk}").is_identical


@pytest.mark.parametrize("name", ["", "7", "gate-", "gate-x", "gate--1", "perm-1", "permit-1.5"])
def test_what_is_no_name_is_told(name: str) -> None:
    assert refused(name).code == "BAD_NAME"


def test_a_decision_that_is_not_there_is_told() -> None:
    assert refused("gate-99").code == "DECISION_UNKNOWN"
    assert refused("permit-99").code == "DECISION_UNKNOWN"


def test_kept_answers_and_packs_cannot_be_edited() -> None:
    issue(request(someone()))
    for model, field in ((GateAnswer, "answer"), (PackText, "version")):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            model.objects.update(**{field: "x"})
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            model.objects.all().delete()


@pytest.mark.parametrize("column", ["facts", "answer", "code"])
def test_a_row_that_was_changed_is_found(column: str) -> None:
    issue(request(someone()))
    text = getattr(GateAnswer.objects.get(), column)
    tamper("store_gateanswer", **{column: text.replace("2", "3", 1)})
    [(_, found)] = gate_answers_replay(library=PackLibrary())
    assert isinstance(found, Refusal)
    assert found.code == "RECORD_ALTERED"


def test_an_answer_that_its_facts_do_not_give_is_found_even_with_a_fitting_hash() -> None:
    from forbear.core.gate.record import seal

    issue(request(someone()))
    kept = GateAnswer.objects.get()
    answer = kept.answer.replace('"opt_out', '"opt_in').replace("permitted", "denied")
    assert answer != kept.answer
    tamper("store_gateanswer", answer=answer, sha256=seal(kept.facts, answer, kept.code))
    found = replay(f"gate-{kept.pk}")
    assert not found.is_identical
    assert "verdict was denied, is permitted" in found.differences()


def test_packs_that_were_changed_are_found_and_may_be_brought_again() -> None:
    issue(request(someone()))
    name = f"gate-{GateAnswer.objects.get().pk}"
    tamper("store_packtext", files=json.dumps({"us/pack.toml": 'version = "2026.11"'}))
    assert refused(name).code == "PACK_ALTERED"
    assert replay(name, PackLibrary(load_book())).is_identical


def test_a_pack_that_is_not_kept_is_named() -> None:
    owed = someone()
    permits_issue(requests=[request(owed)], at=AT, actor="a", ask=cap_gate(2))
    found = refused(f"gate-{GateAnswer.objects.get().pk}")
    assert found.code == "PACK_MISSING"
    assert "the pack us test is not here" in found.text
    assert "--packs DIR" in found.text


def test_facts_that_cannot_be_read_are_told() -> None:
    from forbear.core.gate.record import seal

    issue(request(someone()))
    kept = GateAnswer.objects.get()
    for text in ("", "[]", "{}", '{"form":9}', kept.facts.replace('"nation"', '"nations"')):
        tamper("store_gateanswer", facts=text, sha256=seal(text, kept.answer, kept.code))
        assert refused(f"gate-{kept.pk}").code == "FACTS_UNREADABLE", text
