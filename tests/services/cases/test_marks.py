from __future__ import annotations

import pytest

from forbear.services.cases.disputes import dispute_note
from forbear.services.cases.marks import credit_mark, credit_marks
from forbear.store.models import Account
from tests.services.agreements.make import AT, owing
from tests.services.cases.make import answer, code, dispute, with_statement
from tests.store.make import account

pytestmark = pytest.mark.django_db


def codes() -> dict[str, str]:
    return {each.account: each.code for each in credit_marks()}


def test_what_is_disputed_is_reported_as_disputed() -> None:
    us, cn, quiet = owing(), owing(nation="CN", region=None), owing()
    first = dispute(us)
    dispute(cn)
    assert codes() == {us.reference: "XB", cn.reference: "DISPUTED"}
    answer(with_statement(first), "rejected", roles=("team_lead",))
    assert codes()[us.reference] == "XB", "it waits for four eyes, and is open until then"
    assert code(answer(first, "upheld", correction="fees")) == "DISPUTE_PROPOSED"
    assert codes() == {us.reference: "XB", cn.reference: "DISPUTED"}
    assert quiet.reference not in codes()


def test_an_answer_changes_the_mark_and_a_withdrawal_takes_it_away() -> None:
    upheld, rejected, gone = owing(), owing(), owing()
    answer(dispute(upheld), "upheld", correction="all", roles=("x",))
    small = {"extent": "part", "amount_minor": 1_000}
    answer(dispute(upheld, **small), "upheld", correction="all")
    answer(with_statement(dispute(rejected, **small)), "rejected")
    dispute_note(dispute_id=dispute(gone).pk, step="withdrawn", at=AT, actor="wu", note="paid")
    assert codes() == {upheld.reference: "XB", rejected.reference: "XC"}


def test_a_flag_of_the_host_alone_is_marked_too() -> None:
    found = account(dispute="open", nation="GB", region=None)
    assert codes() == {found.reference: "DISPUTED"}
    mark = credit_mark(Account.objects.get(), [])
    assert mark is not None
    assert (mark.state, mark.confidence) == ("open", "house")
