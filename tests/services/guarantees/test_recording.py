"""Guarantees: written down by one, proved by another, released; and what the gate makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from forbear.core.gate.assemble import assemble
from forbear.packs import load_book
from forbear.ports.gate import asked_frame
from forbear.services.cases.files import Given
from forbear.services.guarantees.recording import (
    GuaranteeTerms,
    guarantee_answer,
    guarantee_ask,
    guarantee_end,
)
from forbear.services.permits import PermitRequest, permits_issue, purpose_at
from forbear.services.refusals import Refusal
from forbear.store.models import Account, ContactPoint, Guarantee, GuaranteeStep, Permit
from forbear.store.outbox import stamps
from forbear.store.selectors.frames import portfolio_in_transaction
from forbear.store.selectors.guarantees import party_at
from forbear.wiring.gate import ask
from tests.services.guarantees.make import AT, PAPER, STORE, TERMS, Kept, asked, proved
from tests.store.make import account, planned, point

pytestmark = pytest.mark.django_db


def signer(owed: Account, **given: object) -> ContactPoint:
    named = {"party": "guarantor", "party_name": "wang lei", "data_source": "contract"}
    return point(owed.person, **{**named, "kind": "postal", "value": "1 Elm St", **given})


def party(owed: Account, at: datetime = AT) -> str:
    """Return whom the gate sees at the first contact point of a guarantor."""
    portfolio = portfolio_in_transaction(person_ids=[owed.person_id], at=at)
    [reached] = ContactPoint.objects.filter(person_id=owed.person_id, party="guarantor")[:1]
    contact = asked_frame([(owed.pk, reached.pk, "letter", "notice")])
    frame = assemble(contact, portfolio, needs=load_book().needs())
    assert "guarantor_points" not in frame.columns
    seen = str(frame["party"].item())
    assert seen == party_at(reached, account_id=owed.pk, at=at), "SQL and ORM agree"
    return seen


def answered(made: Guarantee, *, by: str = "lee", is_accepted: bool = True, note: str = "") -> str:
    done = guarantee_answer(
        guarantee_id=made.pk, is_accepted=is_accepted, store=STORE, at=AT, actor=by, note=note
    )
    return done.code if isinstance(done, Refusal) else done.state


def ended(made: Guarantee, note: str = "paid out", at: datetime = AT) -> str:
    done = guarantee_end(guarantee_id=made.pk, at=at, actor="kim", note=note)
    return done.code if isinstance(done, Refusal) else done.state


def test_without_a_document_that_two_have_seen_a_guarantor_is_a_third_party() -> None:
    owed = account()
    signer(owed)
    assert party(owed) == "other_contact"
    made = asked(owed)
    assert party(owed) == "other_contact"
    assert answered(made, by="kim") == "APPROVAL_OWN"
    assert party(owed) == "other_contact"
    assert answered(made) == "accepted"
    assert party(owed) == "guarantor"
    assert answered(made) == "GUARANTEE_ANSWERED"


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (timedelta(seconds=-1), "other_contact"),
        (timedelta(0), "guarantor"),
        (timedelta(days=294), "guarantor"),
        (timedelta(days=294, minutes=59), "guarantor"),
        # at ten in UTC the year is over where days begin first
        (timedelta(days=294, hours=1), "other_contact"),
        (timedelta(days=400), "other_contact"),
    ],
)
def test_a_guarantee_counts_from_its_proof_to_its_last_day(later: timedelta, expected: str) -> None:
    owed = account()
    signer(owed)
    proved(owed)
    assert party(owed, AT + later) == expected


def test_the_guarantee_of_one_is_none_of_another() -> None:
    owed = account()
    signer(owed, party_name="Wang Li")
    proved(owed)
    assert party(owed) == "other_contact"


def test_the_guarantee_of_one_account_is_none_of_another_account() -> None:
    owed = account()
    other = account(owed.person)
    signer(owed)
    proved(owed)
    assert party(owed) == "guarantor"
    assert party(other) == "other_contact"


def test_refused_or_released_it_counts_for_nothing() -> None:
    owed = account()
    signer(owed)
    made = asked(owed)
    assert answered(made, is_accepted=False) == "NOTE_MISSING"
    assert answered(made, is_accepted=False, note="not signed") == "refused"
    assert party(owed) == "other_contact"
    other = account()
    signer(other)
    second = proved(other)
    assert ended(second, note=" ") == "NOTE_MISSING"
    assert ended(second) == "ended"
    assert party(other) == "other_contact"
    assert ended(second) == "GUARANTEE_UNKNOWN"
    steps = GuaranteeStep.objects.filter(account=other).order_by("pk")
    assert [each.step for each in steps] == ["asked", "accepted", "ended"]


def test_a_release_stops_what_waits_and_what_was_permitted() -> None:
    owed = account()
    reached = signer(owed)
    made = proved(owed)
    waiting = planned(owed, at=AT, contact_point=reached, channel="letter", purpose="notice")
    before = stamps([(owed.pk, reached.pk)])
    ended(made)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.note[:15]) == ("refused", "GUARANTEE_ENDED")
    assert stamps([(owed.pk, reached.pk)]) != before


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (replace(TERMS, name=" "), "GUARANTEE_UNFIT"),
        (replace(TERMS, kind="verbal"), "GUARANTEE_UNFIT"),
        (replace(TERMS, language="tlh"), "GUARANTEE_UNFIT"),
        (replace(TERMS, limit_minor=0), "GUARANTEE_UNFIT"),
        (replace(TERMS, signed_on=date(2026, 3, 13)), "GUARANTEE_UNFIT"),
        (replace(TERMS, ends_on=date(2026, 3, 11)), "GUARANTEE_OVER"),
        (replace(TERMS, ends_on=None), "GUARANTEE_PERIOD"),
        (replace(TERMS, ends_on=None, debt_due_on=date(2026, 1, 31)), "GUARANTEE_PERIOD"),
    ],
)
def test_what_binds_nobody_is_not_written_down(terms: GuaranteeTerms, code: str) -> None:
    done = guarantee_ask(
        account_id=account().pk, terms=terms, document=PAPER, store=STORE, at=AT, actor="kim"
    )
    assert isinstance(done, Refusal)
    assert done.code == code


@pytest.mark.parametrize(
    ("document", "code"),
    [(Given("a.pdf", b""), "FILE_EMPTY"), (Given("a.exe", b"MZ"), "FILE_KIND")],
)
def test_without_a_document_nothing_is_written_down(document: Given, code: str) -> None:
    done = guarantee_ask(
        account_id=account().pk, terms=TERMS, document=document, store=STORE, at=AT, actor="kim"
    )
    assert isinstance(done, Refusal)
    assert done.code == code


def test_in_china_the_law_says_the_last_day_where_the_document_does_not() -> None:
    owed = account(nation="CN", region="", currency="CNY")
    made = asked(owed, replace(TERMS, ends_on=None, debt_due_on=date(2025, 9, 30)))
    assert (made.ends_on, made.ends_by) == (date(2026, 3, 30), "cn-guarantee-period-6m")


def test_a_document_that_is_gone_proves_nothing() -> None:
    made = asked(account())
    done = guarantee_answer(
        guarantee_id=made.pk, is_accepted=True, store=Kept(), at=AT, actor="lee"
    )
    assert isinstance(done, Refusal)
    assert done.code == "GUARANTEE_DOCUMENT"


def test_the_same_document_is_one_guarantee() -> None:
    owed = account()
    made = asked(owed)
    again = guarantee_ask(
        account_id=owed.pk, terms=TERMS, document=PAPER, store=STORE, at=AT, actor="lee"
    )
    assert again == made


@pytest.mark.parametrize(
    ("channel", "purpose", "is_proved", "codes"),
    [
        ("letter", "notice", True, set()),
        ("letter", "collect", True, set()),
        ("letter", "notice", False, {"THIRD_PARTY"}),
        ("letter", "collect", False, {"THIRD_PARTY"}),
        # where the cardholder cannot be reached, anyone else may be asked where they are
        ("letter", "locate", False, set()),
    ],
)
def test_what_the_gate_permits(
    channel: str, purpose: str, codes: set[str], *, is_proved: bool
) -> None:
    owed = account()
    reached = signer(owed)
    if is_proved:
        proved(owed)
    request = PermitRequest(owed.pk, reached.pk, channel, purpose)
    at = datetime(2026, 3, 12, 15, tzinfo=UTC)
    [given] = permits_issue(requests=[request], at=at, actor="a", ask=ask)
    if isinstance(given, Permit):
        assert codes == set()
    else:
        found = {reason.code for reason in given.reasons}
        assert codes, found
        assert codes <= found


def test_who_is_only_called_a_guarantor_is_asked_for_the_cardholder_at_most() -> None:
    owed = account()
    owed.person.is_lost_contact = True
    owed.person.save()
    reached = signer(owed, kind="mobile", value="+12025550177")
    assert purpose_at(reached, account_id=owed.pk, at=AT) == "locate"
    proved(owed)
    assert purpose_at(reached, account_id=owed.pk, at=AT) == "notice"


def test_nobody_is_a_guarantor_for_a_portfolio_that_does_not_say_so() -> None:
    owed = account()
    signer(owed)
    portfolio = portfolio_in_transaction(person_ids=[owed.person_id], at=AT)
    bare = portfolio.accounts["guarantor_points"]
    assert bare.null_count() == 1
    assert bare.dtype == pl.String
