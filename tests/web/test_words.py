"""Everything that the rules, the strategy and the tables can say has words at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from forbear.core.tables import words as w
from forbear.packs import load_book
from forbear.packs.ladders import load_ladder
from forbear.store.models import PlannedContact
from forbear.web.shared import reasons, words
from forbear.web.shared.formats import end_moment
from forbear.web.shared.reasons import SENTENCES, SHORT

# The codes that CONTRACTS promises never to rename.
PROMISED = """QUIET_HOURS INCONVENIENT CALL_FREQUENCY CONVERSATION_COOL_OFF CONTACT_FREQUENCY
OPTED_OUT NO_CONSENT CEASED REPRESENTED EMPLOYER_PROHIBITS WORK_CHANNEL THIRD_PARTY
THIRD_PARTY_REPEAT THIRD_PARTY_REFUSED
GUARANTOR_FREQUENCY NOT_LOST_CONTACT DECEASED MINOR BANKRUPT BREATHING_SPACE
DISPUTE_OPEN VALIDATION_FIRST PLAN_KEPT HARDSHIP SETTLED TIME_BARRED NOT_AUTHORISED
UNVERIFIED_POINT HEIR_LIMIT AMOUNT_TOO_SMALL STAGE_TOO_EARLY VISIT_NOT_ALLOWED PUBLIC_CHANNEL
PRERECORDED_LIMIT DEBT_DISCLOSED OPT_OUT_TEXT_MISSING RECORDING_REQUIRED VISIT_STAFFING
UNLAWFUL_SOURCE UNKNOWN_FACT""".split()  # noqa: SIM905 - a list that is read as prose
UNTIL = datetime(2026, 3, 19, 12, tzinfo=UTC)
NOW = datetime(2026, 3, 12, 15, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def test_every_promised_code_has_a_sentence_and_few_words() -> None:
    assert set(PROMISED) <= set(SENTENCES)
    assert set(SENTENCES) == set(SHORT)


def test_every_code_of_the_rules_has_a_sentence() -> None:
    codes = {rule.code for rule in load_book().rules if rule.code}
    assert len(codes) > 20
    assert codes <= set(SENTENCES)


def test_every_hold_and_step_of_the_ladder_has_words() -> None:
    ladder = load_ladder()
    assert {hold.code for hold in ladder.holds} <= set(SENTENCES)
    named = {step.plan.id for step in ladder.steps} | {each.id for each in ladder.reminders}
    assert named == set(words.STEP)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (w.CHANNELS, words.CHANNEL),
        (w.POINT_KINDS, words.POINT),
        (w.HISTORY_PARTIES, words.PARTY),
        (w.OUTCOMES, words.OUTCOME),
        (w.ACTIONS, words.ACTION),
        (w.COMPONENTS, words.COMPONENT),
        (w.PROMISE_STATES, words.PROMISE),
        (PlannedContact.STATES, words.PLANNED),
        (w.TRANSACTION_KINDS, words.TRANSACTION),
    ],
)
def test_every_word_of_a_closed_list_is_named(
    values: tuple[str, ...], named: Mapping[str, object]
) -> None:
    assert set(values) <= set(named)


@pytest.mark.parametrize(
    ("language", "until", "sentence"),
    [
        pytest.param(
            "en",
            UNTIL,
            "We have called as often as the rule allows for now. "
            "Until Thu 19 Mar, 08:00 (in 7 days).",
            id="english",
        ),
        pytest.param(
            "zh-hans",
            UNTIL,
            "通话次数已达上限，暂不能再打。 至3月19日 周四 08:00（7 天后）。",
            id="chinese",
        ),
        pytest.param(
            "en",
            None,
            "We have called as often as the rule allows for now. Does not end by itself.",
            id="no end",
        ),
    ],
)
def test_a_reason_is_a_sentence_with_its_end(
    language: str, until: datetime | None, sentence: str
) -> None:
    with translation.override(language):
        said = reasons.code_sentence("CALL_FREQUENCY"), end_moment(until, NEW_YORK, now=NOW)
    assert " ".join(said) == sentence


def test_a_code_that_nobody_has_put_into_words_still_says_that_a_rule_objects() -> None:
    assert reasons.code_sentence("SOMETHING_NEW") == "A rule objects: SOMETHING_NEW."
