from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forbear.services.preferences import representative_end, representative_record
from forbear.services.refusals import Refusal
from forbear.store.models import AuditEntry, Contact, Person, Representative
from forbear.wiring.gate import contact_options
from tests.store.make import account, person, planned, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def record(owner: Person, **given: Any) -> Representative | Refusal:
    asked: dict[str, Any] = {
        "kind": "attorney",
        "name": "Portia Belmont",
        "reach": "portia@law.example",
        "at": AT,
        "actor": "link",
        "source": "page",
        **given,
    }
    return representative_record(person_id=owner.pk, **asked)


def recorded(owner: Person, **given: Any) -> Representative:
    found = record(owner, **given)
    assert isinstance(found, Representative)
    return found


def codes(account_id: int) -> set[str]:
    [sms] = [one for one in contact_options(account_id, at=AT) if one.channel == "sms"]
    return {reason.code for reason in sms.answer.reasons}


@pytest.mark.parametrize("kind", ["attorney", "adviser"])
def test_the_gate_knows_a_representative_until_it_ends(kind: str) -> None:
    owner = person()
    owed = account(owner, collector_kind="agency")
    point(owner)
    assert "REPRESENTED" not in codes(owed.pk)
    known = recorded(owner, kind=kind)
    assert "REPRESENTED" in codes(owed.pk)
    representative_end(representative_id=known.pk, at=AT, actor="a", source="desk")
    assert "REPRESENTED" not in codes(owed.pk)


def test_the_same_one_is_recorded_once_and_told_anew_is_kept_anew() -> None:
    owner = person()
    first = recorded(owner)
    assert recorded(owner, name=" Portia  Belmont ").pk == first.pk
    assert recorded(owner, reach="").reach == "portia@law.example"
    assert recorded(owner, reach="+1 202 555 0188").pk == first.pk
    first.refresh_from_db()
    assert first.reach == "+1 202 555 0188"
    assert AuditEntry.objects.filter(action="representative.recorded").count() == 2
    ended = [
        representative_end(
            representative_id=first.pk, at=AT + timedelta(days=n), actor="a", source="desk"
        ).ended_at
        for n in (1, 2)
    ]
    assert ended == [AT + timedelta(days=1)] * 2
    assert recorded(owner).pk != first.pk


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "oracle"}, "KIND_UNKNOWN"),
        ({"name": " "}, "NAME_UNREADABLE"),
        ({"name": "Portia\r\nBcc: a@b"}, "NAME_UNREADABLE"),
        ({"name": "Portia \u202etnomleB"}, "NAME_UNREADABLE"),
        ({"name": "x" * 201}, "NAME_UNREADABLE"),
        ({"reach": "a\x00b"}, "REACH_UNREADABLE"),
        ({"reach": "\n".join(["line"] * 10)}, "REACH_UNREADABLE"),
    ],
)
def test_what_cannot_be_read_is_refused(given: dict[str, Any], code: str) -> None:
    refused = record(person(), inbound="email", **given)
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert not Representative.objects.exists()
    assert not Contact.objects.exists()


def test_what_was_permitted_before_is_asked_for_again() -> None:
    owner = person()
    queued = planned(account(owner), at=AT, state="queued")
    recorded(owner, inbound="email")
    queued.refresh_from_db()
    assert queued.state == "planned"
    assert Contact.objects.get(person=owner).direction == "in"
