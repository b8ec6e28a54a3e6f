"""No state of a case renders a sentence that is untrue in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forbear.core.speech.audit.values import OFFER_TYPES, Offer
from forbear.core.speech.audited import whole_text
from forbear.core.speech.claims import sentences_of
from forbear.core.speech.facts import LANGUAGES, SLOTS, Language, MessageFacts, fact_name
from forbear.core.speech.formats import money_text
from forbear.core.speech.render import Text, render
from forbear.core.speech.specimens import specimen
from forbear.core.speech.templates import Template
from forbear.core.tables import words as w
from forbear.packs.trying import reader_of
from forbear.packs.words import load_templates
from tests.facts import facts_in
from tests.reference.sentences import claims, untrue

TEMPLATES = load_templates()
TODAY = date(2026, 3, 12)
DAYS = st.none() | st.integers(-40, 60).map(lambda days: TODAY + timedelta(days=days))
SUMS = st.none() | st.sampled_from((0, 1, 3500, 20000, 120050, 540000))
FLAGS = st.none() | st.booleans()
OFFERS = st.none() | st.builds(
    Offer,
    st.sampled_from(OFFER_TYPES),
    amount_minor=SUMS,
    months=st.none() | st.integers(1, 24),
    monthly_minor=SUMS,
    expires=DAYS,
)
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    **{fact_name(slot): SUMS for slot, kind in SLOTS.items() if kind == "money"},
    **{slot: DAYS for slot, kind in SLOTS.items() if kind == "date" and slot != "as_of"},
    "offer": OFFERS,
    "status": st.sampled_from(w.ACCOUNT_STATUS),
    "legal_status": st.none() | st.sampled_from(w.LITIGATION),
    "dispute": st.none() | st.sampled_from(w.DISPUTES),
    "plan": st.none() | st.sampled_from(w.PLANS),
    "plan_state": st.none() | st.sampled_from(w.PLAN_STATES),
    "promise_state": st.none() | st.sampled_from(w.PROMISE_STATES),
    "collector_kind": st.none() | st.sampled_from(w.COLLECTOR_KINDS),
    "missed_statements": st.none() | st.integers(0, 5),
    "opted_out": FLAGS,
    "wrong_person": FLAGS,
    "time_barred": FLAGS,
    "collector_authorised": FLAGS,
}
SENT = [template_id for template_id, one in TEMPLATES.items() if one.audience != "staff"]


@st.composite
def cases(draw: st.DrawFn, template: Template, language: Language) -> MessageFacts:
    """A case in which the template may just be said, changed in any of what may be otherwise."""
    place = next(iter(template.only_in), draw(st.sampled_from(("US", "GB", "CN"))))
    facts = specimen(
        facts_in(language, party=reader_of(template), places=(place,)), template.requires
    )
    changed = draw(st.lists(st.sampled_from(sorted(CHANGES)), max_size=5, unique=True))
    return replace(facts, **{name: draw(CHANGES[name]) for name in changed})


def sums_in(text: str) -> set[str]:
    found = re.findall(r"(?:US\$|CN¥|[$£€¥])[\d,]+(?:\.\d\d)?|[\d,]+\.\d\d元", text)
    return {one.rstrip(",") for one in found}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template_id", SENT)
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_reachable_state_renders_an_untrue_sentence(
    template_id: str, language: Language, data: st.DataObject
):
    template = TEMPLATES[template_id]
    facts = data.draw(cases(template, language))
    channel = data.draw(st.sampled_from(template.channels))
    text = render(template, facts, language, channel=channel)
    if not isinstance(text, Text):
        return
    whole = whole_text(text)
    for sentence in sentences_of(whole):
        assert untrue(sentence, facts) == [], sentence
    known = {
        money_text(value, facts.currency or "", language)
        for slot, kind in SLOTS.items()
        if kind == "money" and (value := getattr(facts, fact_name(slot))) is not None
    }
    if facts.offer is not None:
        offered = (facts.offer.amount_minor, facts.offer.monthly_minor)
        known |= {
            money_text(sum_, facts.currency or "", language) for sum_ in offered if sum_ is not None
        }
    assert sums_in(whole) <= known


CLAIMS_NOTHING = {"limited_content", "third_party_message", "reply_received", "reply_help"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template_id", sorted(set(SENT) - CLAIMS_NOTHING))
def test_the_reference_reads_something_in_every_template(template_id: str, language: Language):
    template = TEMPLATES[template_id]
    place = next(iter(template.only_in), "US")
    facts = specimen(
        facts_in(language, party=reader_of(template), places=(place,)), template.requires
    )
    for channel in template.channels:
        text = render(template, facts, language, channel=channel)
        assert isinstance(text, Text), text
        assert any(map(claims, sentences_of(whole_text(text)))), whole_text(text)


def test_the_reference_finds_an_untrue_sentence():
    facts = replace(facts_in("en"), overdue_minor=0)
    assert untrue("On March 12, 2026, $1 was past due.", facts)
    assert untrue("我们将向法院起诉。", facts)
    assert not untrue("Thank you.", facts)
