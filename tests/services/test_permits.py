from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from forbear.core.gate.answers import Answer
from forbear.services.permits import PermitRequest, permit_consume, permits_issue
from forbear.services.refusals import Refusal
from forbear.store.models import Account, AuditEntry, Permit
from tests.services.gates import cap_gate
from tests.store.make import account, permit, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)


def request_for(owed: Account) -> PermitRequest:
    return PermitRequest(owed.pk, point(owed.person).pk, "call")


def issue(*requests: PermitRequest, attempts_max: int = 2, minutes: int = 60) -> list[object]:
    ask = cap_gate(attempts_max, minutes=minutes)
    return list(permits_issue(requests=requests, at=AT, actor="a collector", ask=ask))


@pytest.mark.django_db
def test_a_permit_says_what_the_gate_said() -> None:
    request = request_for(account())
    [given] = issue(request)
    assert isinstance(given, Permit)
    assert given.account_id == request.account_id
    assert given.contact_point_id == request.contact_point_id
    assert given.packs == {"us": "test"}
    assert given.must_disclose == ["identity"]
    assert AuditEntry.objects.get().data == {"permits": [given.pk], "denied": 0}


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "life"), [(60, 10), (4, 4)])
def test_a_permit_ends_with_the_window_and_after_ten_minutes_at_most(
    minutes: int, life: int
) -> None:
    [given] = issue(request_for(account()), minutes=minutes)
    assert isinstance(given, Permit)
    assert given.expires_at == AT + timedelta(minutes=life)


@pytest.mark.django_db
def test_requests_for_one_person_in_one_call_do_not_pass_the_cap_together() -> None:
    owed, other = account(), account()
    second = account(owed.person)
    given = issue(*map(request_for, (owed, other, second, owed, other, second)))
    assert [isinstance(one, Permit) for one in given] == [True, True, True, False, True, False]
    assert isinstance(given[3], Answer)
    assert given[3].reasons[0].rule_id == "test-cap"


@pytest.mark.django_db
def test_a_point_of_another_person_is_refused() -> None:
    with pytest.raises(ValueError, match="does not belong"):
        issue(PermitRequest(account().pk, point(account().person).pk, "call"))
    with pytest.raises(ValueError, match="is not known"):
        issue(PermitRequest(0, point(account().person).pk, "call"))
    assert Permit.objects.count() == 0


@pytest.mark.django_db
def test_a_permit_is_consumed_once_and_in_time() -> None:
    given = permit(account(), at=AT)
    late = permit_consume(permit_id=given.pk, at=AT + timedelta(minutes=10), actor="a")
    assert isinstance(late, Refusal)
    assert late.code == "PERMIT_EXPIRED"
    assert isinstance(permit_consume(permit_id=given.pk, at=AT, actor="a"), Permit)
    again = permit_consume(permit_id=given.pk, at=AT, actor="a")
    assert isinstance(again, Refusal)
    assert again.code == "PERMIT_CONSUMED"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_pass_a_cap_and_never_block_each_other() -> None:
    """Sixteen collectors ask for the same persons in different orders at the same moment."""
    requests = [request_for(account()) for _ in range(6)]

    def ask(worker: int) -> None:
        try:
            turned = requests[worker % 6 :] + requests[: worker % 6]
            issue(*(turned if worker % 2 else reversed(turned)), attempts_max=3)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=16) as pool:
        list(pool.map(ask, range(16)))
    for request in requests:
        assert Permit.objects.filter(account_id=request.account_id).count() == 3
