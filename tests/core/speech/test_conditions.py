from dataclasses import replace
from datetime import date

import pytest
from tests.facts import ENGLISH

from forbear.core.speech.audit.values import Offer
from forbear.core.speech.conditions import CONDITIONS
from forbear.core.speech.facts import SLOTS, MessageFacts
from forbear.core.speech.slot_needs import SLOT_NEEDS
from forbear.core.speech.specimens import specimen

DAY = date(2026, 3, 12)


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_condition_holds_for_its_example(name: str):
    assert CONDITIONS[name].holds(specimen(ENGLISH, frozenset({name}))) is True


@pytest.mark.parametrize("name", CONDITIONS)
def test_what_is_not_known_never_holds(name: str):
    assert not CONDITIONS[name].holds(MessageFacts(party="cardholder"))


@pytest.mark.parametrize(
    "name, changes, answer",
    [
        ("overdue", {"overdue_minor": 1}, True),
        ("overdue", {"overdue_minor": 0}, False),
        ("up_to_date", {"overdue_minor": 0}, True),
        ("due_ahead", {"due_on": DAY}, True),
        ("due_ahead", {"due_on": date(2026, 3, 11)}, False),
        ("two_missed", {"missed_statements": 1}, False),
        ("paid_in_full", {"balance_minor": 0}, True),
        ("paid_in_full", {"balance_minor": 0, "status": "sold"}, False),
        ("suit_filed", {"legal_status": "pre_legal"}, False),
        ("suit_filed", {"legal_status": "judgment"}, True),
        ("judgment", {"legal_status": "suit_filed"}, False),
        ("visit_planned", {"visit_on": date(2026, 3, 11)}, False),
        ("credit_reported", {"credit_reported_since": date(2026, 3, 13)}, False),
        ("offer_open", {"offer": Offer("settlement", expires=DAY)}, True),
        ("offer_open", {"offer": Offer("settlement", expires=date(2026, 3, 11))}, False),
        ("waiver_offer", {"offer": Offer("settlement", expires=DAY)}, False),
        ("hardship", {"hardship_until": date(2026, 3, 11)}, False),
        ("promise_open", {"promise_on": date(2026, 3, 11)}, False),
        ("promise_broken", {"promise_state": "broken", "promise_on": DAY}, False),
        ("promise_broken", {"promise_state": "part_kept", "promise_on": date(2026, 3, 11)}, True),
        ("itemised", {"itemised_now_minor": 540001}, False),
        ("remedy_open", {"remedy_by": date(2026, 3, 25)}, False),
        ("remedy_open", {"remedy_by": date(2026, 3, 26)}, True),
        ("validation_open", {"validation_until": date(2026, 3, 11)}, False),
    ],
)
def test_a_condition_is_asked_of_the_facts(name: str, changes: dict[str, object], answer: object):
    assert CONDITIONS[name].holds(replace(ENGLISH, **changes)) is answer  # type: ignore[arg-type]


def test_slots_need_conditions_that_there_are():
    assert SLOT_NEEDS.keys() <= SLOTS.keys()
    assert frozenset().union(*SLOT_NEEDS.values()) <= CONDITIONS.keys()
