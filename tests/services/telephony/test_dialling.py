"""One dial for one permit: pressed twice, raced, killed at every step, over real sockets."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from forbear.channels.calls_http import CallsHttp
from forbear.channels.local.call_exchange import Exchange, call_exchange
from forbear.services.calls import call_begin, call_end
from forbear.services.identities import number_add, number_end
from forbear.services.refusals import Refusal
from forbear.services.telephony.dialling import call_dial, call_hang_up
from forbear.services.telephony.lines import Dial, caller_id_for, line_of, line_set
from forbear.store.models import Account, AuditEntry, Permit, ProviderCall
from tests.services.gates import cap_gate
from tests.store import make
from tests.store.address import address

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
ON = date(2026, 3, 12)
DIAL = Dial("http", ON)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def exchange(tmp_path: Path) -> Iterator[Exchange]:
    with call_exchange(tmp_path / "calls", clock=lambda: AT, token="t-1") as running:
        yield running


@pytest.fixture
def provider(exchange: Exchange) -> Iterator[CallsHttp]:
    given = CallsHttp(url=exchange.url, token="t-1")
    yield given
    given.close()


@pytest.fixture
def owed() -> Account:
    line_set(actor="chen", typed="sip:chen@phones.example", at=AT, by="lead")
    number_add(typed="+442079460123", label="", on=ON, at=AT, actor="lead")
    number_add(typed="+12025550199", label="", on=ON, at=AT, actor="lead")
    made = make.account()
    make.point(made.person)
    return made


def begin(owed: Account, *, actor: str = "chen", at: datetime = AT) -> object:
    point = owed.person.contact_points.get()
    return call_begin(
        account_id=owed.pk,
        contact_point_id=point.pk,
        at=at,
        actor=actor,
        ask=cap_gate(1),
        dial=DIAL,
    )


def begun(owed: Account) -> Permit:
    permit = begin(owed)
    assert isinstance(permit, Permit), permit
    return permit


def dial(permit: Permit, provider: CallsHttp, *, at: datetime = AT) -> ProviderCall | Refusal:
    return call_dial(permit_id=permit.pk, provider=provider, at=at, actor="chen")


def code(found: object) -> str:
    return found.code if isinstance(found, Refusal) else type(found).__name__


def test_one_press_or_many_ring_once(
    owed: Account, exchange: Exchange, provider: CallsHttp
) -> None:
    for _press in range(3):
        call = dial(begun(owed), provider)
        assert isinstance(call, ProviderCall)
        assert call.state == "dialling"
    [rung] = exchange.calls
    assert rung["from"] == "+12025550199", "the number of their own country is shown"
    assert Permit.objects.count() == 1
    assert AuditEntry.objects.filter(action="call.dialled").count() == 1


def test_nobody_is_called_without_a_line_or_a_registered_number(owed: Account) -> None:
    assert code(begin(owed, actor="wang")) == "LINE_MISSING"
    for number in ("+442079460123", "+12025550199"):
        number_end(typed=number, on=ON - timedelta(days=1), at=AT, actor="lead")
    assert code(begin(owed)) == "CALLER_ID_MISSING"
    assert not Permit.objects.exists(), "the gate was not even asked"


@pytest.mark.usefixtures("owed")
def test_a_number_of_ours_is_shown_only_on_its_days() -> None:
    assert caller_id_for("+12025550144", on=ON) == "+12025550199"
    assert caller_id_for("+8613800138000", on=ON) == "+442079460123"
    assert caller_id_for("+12025550144", on=ON - timedelta(days=1)) == ""


def test_a_collector_has_one_call_at_a_time(owed: Account, provider: CallsHttp) -> None:
    dial(begun(owed), provider)
    other = make.account()
    make.point(other.person)
    assert code(begin(other)) == "ONE_CALL_AT_A_TIME"
    done = call_end(
        permit_id=Permit.objects.get().pk,
        outcome="busy",
        party="cardholder",
        note="",
        promised=None,
        at=AT,
        actor="chen",
    )
    assert code(done) == "Contact"
    assert code(begin(other)) == "Permit"


def test_after_its_permit_has_ended_nothing_is_dialled(
    owed: Account, exchange: Exchange, provider: CallsHttp
) -> None:
    permit = begun(owed)
    assert code(dial(permit, provider, at=permit.expires_at)) == "PERMIT_EXPIRED"
    assert ProviderCall.objects.get().state == "refused"
    assert code(dial(permit, provider)) == "ProviderCall"
    assert exchange.calls == []


def test_what_certainly_did_not_ring_is_refused_and_what_may_have_is_unknown(
    owed: Account, exchange: Exchange
) -> None:
    permit = begun(owed)
    stranger = CallsHttp(url=exchange.url, token="stolen")
    assert code(dial(permit, stranger)) == "CALL_LOGIN_REFUSED"
    assert ProviderCall.objects.get().state == "refused"
    stranger.close()


def test_nobody_else_dials_or_ends_my_call(
    owed: Account, exchange: Exchange, provider: CallsHttp
) -> None:
    permit = begun(owed)
    stolen = call_dial(permit_id=permit.pk, provider=provider, at=AT, actor="wang")
    assert code(stolen) == "CALL_UNKNOWN_HERE"
    dial(permit, provider)
    for actor, expected in (("wang", "CALL_UNKNOWN_HERE"), ("chen", "ProviderCall")):
        ended = call_hang_up(permit_id=permit.pk, provider=provider, at=AT, actor=actor)
        assert code(ended) == expected
    assert exchange.hung_up == [exchange.calls[0]["id"]]


@pytest.mark.parametrize("typed", ["chen", "sip:", "+44 20 7946 0123", "sip:a@b c", "tel:+4420"])
def test_a_line_that_cannot_ring_is_refused(typed: str) -> None:
    found = line_set(actor="chen", typed=typed, at=AT, by="lead")
    assert code(found) == "LINE_UNUSABLE"
    assert line_of("chen") == ""


# a collector's press in a process of its own, killed where it is told
PRESS = """
import os, signal, sys, django
django.setup()
from datetime import date, datetime
from forbear.channels.calls_http import CallsHttp
from forbear.services.calls import call_begin
from forbear.services.telephony import dialling
from forbear.services.telephony.lines import Dial
from forbear.store.models import Account
from tests.services.gates import cap_gate

when, url, at = sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3])
def die(): os.kill(os.getpid(), signal.SIGKILL)

class Provider(CallsHttp):
    def start(self, order, permit, *, at):
        if when == "handed over": die()
        found = super().start(order, permit, at=at)
        if when == "rung": die()
        return found

owed = Account.objects.get()
permit = call_begin(
    account_id=owed.pk, contact_point_id=owed.person.contact_points.get().pk, at=at,
    actor="chen", ask=cap_gate(1), dial=Dial("http", at.date()),
)
if when == "begun": die()
dialling.call_dial(
    permit_id=permit.pk, provider=Provider(url=url, token="t-1"), at=at, actor="chen"
)
if when == "written": die()
"""


def press(when: str, exchange: Exchange) -> int:
    command = [sys.executable, "-c", PRESS, when, exchange.url, AT.isoformat()]
    env = {**os.environ, "DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.run(command, env=env, check=False, timeout=120).returncode


@pytest.mark.parametrize("when", ["begun", "handed over", "rung", "written"])
def test_whatever_is_killed_one_permit_rings_once(
    owed: Account, exchange: Exchange, when: str
) -> None:
    assert press(when, exchange) == -9
    assert len(exchange.calls) == (when in {"rung", "written"})
    for _press in range(2):
        assert press("never", exchange) == 0
    assert len(exchange.calls) == 1
    call = ProviderCall.objects.get()
    assert (call.state, call.provider_ref) == ("dialling", exchange.calls[0]["id"])
    assert Permit.objects.get().consumed_at == AT
    assert owed.person.permits.count() == 1
