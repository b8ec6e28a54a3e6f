"""The table of a paper, and its digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from forbear.core.agreements.paper import (
    Paper,
    interest_sentence,
    plan_lines,
    settlement_lines,
    signature_lines,
)
from forbear.core.agreements.schedule import instalments
from forbear.core.speech.facts import LANGUAGES, Language

LAST = date(2026, 3, 26)
PAPER = Paper("en", "agreement_plan", 0, "ab", "Subject", ("One.",), (), (), ())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("months", "rate"), [(1, 0), (10, 0), (60, 0), (12, 10**9)])
def test_a_plan_names_each_payment_and_their_sum(
    language: Language, months: int, rate: int
) -> None:
    schedule = instalments(500_000, months, date(2026, 4, 1), yearly_rate_e10=rate)
    lines = plan_lines(
        schedule, owed_minor=500_000, expires_on=LAST, currency="USD", language=language
    )
    assert len(lines) == months + 3 + bool(rate)
    [total] = [line for line in lines if line.is_total]
    told = int("".join(sign for sign in total.value if sign.isdigit()))
    assert told == sum(each.amount for each in schedule)


def test_a_settlement_says_what_is_waived() -> None:
    lines = settlement_lines(
        amount_minor=400_000,
        owed_minor=500_000,
        pay_by=date(2026, 4, 1),
        expires_on=LAST,
        currency="USD",
        language="en",
    )
    assert [line.value for line in lines] == [
        "$5,000.00",
        "$4,000.00",
        "April 1, 2026",
        "$1,000.00",
        "March 26, 2026",
    ]


def test_what_our_books_do_not_know_is_not_promised() -> None:
    said = {
        interest_sentence(is_ours=is_ours, rate_e10=rate, language="en")
        for is_ours, rate in ((True, 0), (True, 1), (False, 0))
    }
    assert len(said) == 3
    assert "card agreement" in interest_sentence(is_ours=False, rate_e10=0, language="en")


def test_another_word_is_another_digest() -> None:
    assert PAPER.digest == replace(PAPER).digest
    others = (replace(PAPER, subject="subject"), replace(PAPER, template_version=1))
    assert PAPER.digest not in {other.digest for other in others}
    lines = signature_lines(name="Ada", at=datetime(2026, 3, 12, 15, tzinfo=UTC), paper=PAPER)
    assert lines[0].value == "Ada"
    assert lines[1].value == "2026-03-12 15:00:00 UTC"
    assert lines[2].value.replace(" ", "") == PAPER.digest
