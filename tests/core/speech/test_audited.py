from dataclasses import replace

from tests.core.speech.test_speech_render import rendered, template
from tests.facts import ENGLISH

from forbear.core.speech.audited import audit_facts, blocked_by, whole_text
from forbear.core.speech.render import render
from forbear.packs.speech import load_auditor


def test_the_auditor_judges_by_the_facts_of_the_case():
    given = template("{sender}: we filed a lawsuit against you.", requires=())
    text = rendered(render(given, ENGLISH, "en"))
    for status, category in (("none", "false_legal_status"), ("suit_filed", None)):
        facts = replace(ENGLISH, legal_status=status)
        found = blocked_by(load_auditor(), text, facts, "en")
        assert (found.category if found else None) == category


def test_a_stranger_may_not_read_of_a_debt():
    text = rendered(render(template("{sender}: you owe a debt.", requires=()), ENGLISH, "en"))
    assert blocked_by(load_auditor(), text, ENGLISH, "en") is None
    to_mother = replace(ENGLISH, party="parent")
    found = blocked_by(load_auditor(), text, to_mother, "en")
    assert found is not None
    assert found.category == "third_party_disclosure"


def test_an_unknown_reader_is_a_stranger():
    assert audit_facts(replace(ENGLISH, party="other_contact")).recipient == "unknown"


def test_nothing_that_a_reader_sees_is_left_out():
    text = rendered(render(template("{sender}", requires=()), ENGLISH, "en"))
    text = replace(text, subject="S", rights=("R",), closing=("C",), tear_off=("T",))
    assert whole_text(text).split("\n") == ["S", "Northern River Bank", "R", "C", "T"]
