"""What the case page says of the mandate, the next debit, and the debits of before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from forbear.core.debits import words as w
from forbear.services.debits import debits_read_results
from forbear.store.models import Account, Debit, Mandate
from forbear.web.shared.debits import debit_sentence
from forbear.wiring import clock
from tests.interchange.sepa.test_results import camt, entry
from tests.services.debits.make import ANNOUNCE, PLAN, announced, at, plan, sent, with_mandate

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_25_march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(date(2026, 3, 25)))


def page_of(desk: Client, account: Account, language: str = "en", show: str = "") -> str:
    return desk.get(
        f"/accounts/{account.pk}/?show={show}", headers={"accept-language": language}
    ).content.decode()


@pytest.mark.usefixtures("on_25_march")
def test_the_next_debit_is_said_in_both_languages(desk: Client) -> None:
    account = with_mandate()
    announced()
    Debit.objects.update(state="announced", announced_on=ANNOUNCE)
    page = page_of(desk, account)
    assert "€120.00 will be collected on Thu 2 Apr; announced Wed 18 Mar." in page
    assert "Direct debit" in page
    chinese = page_of(desk, account, "zh-hans")
    assert "将于4月2日 周四扣收€120.00，已于3月18日 周三通知。" in chinese


@pytest.mark.usefixtures("on_25_march")
def test_the_state_of_the_mandate_is_shown(desk: Client) -> None:
    account = with_mandate()
    assert ">active<" in page_of(desk, account)
    Mandate.objects.update(signed_on=date(2023, 3, 1))
    assert ">lapsed<" in page_of(desk, account)
    Mandate.objects.update(state="suspended")
    assert ">suspended<" in page_of(desk, account)


def test_a_failed_debit_stands_in_the_timeline_with_its_reason(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    debit = sent()
    on = date(2026, 4, 9)
    debits_read_results(camt(entry(debit.end_to_end_id, "AM04")), name="answer", on=on, at=at(on))
    monkeypatch.setattr(clock, "now", lambda: at(on, 12))
    said = "The bank did not pay €120.00 for Thu 2 Apr: There was not enough money in the account."
    for show, is_shown in (("", True), ("debits", True), ("money", False)):
        assert (said in page_of(desk, debit.account, show=show)) is is_shown


def test_every_state_has_a_sentence() -> None:
    with_mandate()
    (debit,) = plan().debits
    debit.note = "HARDSHIP:2026-04-30 DECEASED"
    said = {}
    for state in w.DEBIT_STATES:
        debit.state = state
        debit.announced_on = None if state == "planned" else PLAN + timedelta(days=3)
        said[state] = debit_sentence(debit)
        assert "€120.00" in said[state]
        assert "%" not in said[state]
    assert len(set(said.values())) == len(w.DEBIT_STATES)
    assert "Hardship relief holds until 2026-04-30. The cardholder has died." in said["withheld"]
