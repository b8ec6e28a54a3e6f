"""What a guarantor is told: their own guarantee in their own language, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forbear.core.speech.audited import audit_facts
from forbear.core.speech.facts import Language, MessageFacts
from forbear.core.speech.render import Refusal, Text, render
from forbear.packs.words import load_templates
from forbear.services.guarantees.owed import for_guarantor, owed_under
from forbear.services.messages import message_facts, reader_language
from forbear.store.models import Account, Guarantee
from forbear.wiring.adapters import issuer
from tests.services.guarantees.make import AT, TERMS, proved
from tests.store.make import account

pytestmark = pytest.mark.django_db
WORDS = load_templates()


def facts_of(owed: Account, signed: Guarantee | None, party: str = "guarantor") -> MessageFacts:
    return message_facts(
        owed, issuer=issuer(), party=party, on=AT.date(), reference="R-1", guarantee=signed
    )


def written(
    facts: MessageFacts, template: str = "guarantor_notice", language: Language = "en"
) -> Text | str:
    done = render(WORDS[template], facts, language, channel="letter")
    return done.code if isinstance(done, Refusal) else done


def test_a_guarantor_is_told_the_sum_within_the_limit() -> None:
    owed = account(card_last4="4821", overdue_minor=120_000)
    signed = proved(owed, replace(TERMS, limit_minor=50_000))
    text = written(facts_of(owed, signed))
    assert isinstance(text, Text)
    assert "$500.00" in text.text
    # neither what is overdue nor the balance is theirs to know
    assert "1,200.00" not in text.text
    assert "5,400.00" not in text.text


def test_their_own_language_not_the_cardholders() -> None:
    owed = account(card_last4="4821")
    signed = proved(owed, replace(TERMS, language="zh-Hans"))
    assert reader_language(owed.person, signed) == "zh-Hans"
    assert reader_language(owed.person, None) == "en"
    text = written(facts_of(owed, signed), language=reader_language(owed.person, signed))
    assert isinstance(text, Text)
    assert "连带责任保证" in text.text


def test_a_general_guarantor_is_asked_for_nothing() -> None:
    owed = account(card_last4="4821")
    signed = proved(owed, replace(TERMS, kind="general"))
    assert written(facts_of(owed, signed)) == "CLAIM_UNTRUE"
    text = written(facts_of(owed, signed), "guarantor_notice_general")
    assert isinstance(text, Text)
    assert "you need not pay anything now" in text.text


@pytest.mark.parametrize("template", ["first_reminder", "gb_default_notice", "promise_broken"])
def test_the_cardholders_letters_are_not_the_guarantors(template: str) -> None:
    owed = account(card_last4="4821")
    done = render(WORDS[template], facts_of(owed, proved(owed)), "en")
    assert isinstance(done, Refusal)
    assert done.code == "GUARANTOR_ONLY"


@pytest.mark.parametrize("party", ["cardholder", "other_contact", "family", "spouse"])
def test_the_guarantors_letter_is_nobody_elses(party: str) -> None:
    owed = account(card_last4="4821")
    assert written(facts_of(owed, proved(owed), party)) == "GUARANTOR_ONLY"


def test_nothing_due_is_not_asked_for() -> None:
    owed = account(card_last4="4821", overdue_minor=0)
    assert written(facts_of(owed, proved(owed))) == "NOTHING_DUE"
    settled = account(card_last4="4821", status="settled")
    assert owed_under(proved(settled), settled) == 0


def test_without_a_guarantee_nothing_is_known() -> None:
    facts = for_guarantor(facts_of(account(), None), None, account())
    assert (facts.overdue_minor, facts.guarantee_owed_minor, facts.pay_way) == (None, None, None)


def test_the_auditor_hears_of_a_guarantor_only_where_one_is_proved() -> None:
    owed = account()
    proved_to = audit_facts(facts_of(owed, proved(owed)))
    assert proved_to.recipient == "guarantor"
    assert proved_to.balance_minor is None
    assert audit_facts(facts_of(owed, None, "other_contact")).recipient == "unknown"
    assert date(2026, 12, 31) == TERMS.ends_on
