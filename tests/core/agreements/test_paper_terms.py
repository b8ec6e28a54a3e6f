"""The table of a paper, by kind of offer, and the sentences that state its terms."""

from __future__ import annotations

from datetime import date

import pytest

from forbear.core.agreements.offers import OfferTerms
from forbear.core.agreements.paper_terms import (
    PaperTerms,
    interest_sentence,
    paper_lines,
    terms_sentence,
)
from forbear.core.agreements.schedule import instalments
from forbear.core.speech.facts import LANGUAGES, Language

LAST, BY = date(2026, 3, 26), date(2026, 4, 1)
WAIVER = OfferTerms("fee_waiver", amount_minor=5_000)
WAIVER_IF = OfferTerms("fee_waiver", amount_minor=5_000, condition_minor=20_000, pay_by=BY)
RATE = OfferTerms("rate_reduction", until_on=BY, rate_share_bp=5_000)
PAUSE = OfferTerms("payment_pause", until_on=BY)
PLAN = OfferTerms("installment", months=10, first_due_on=BY)


def paper(terms: OfferTerms) -> PaperTerms:
    return PaperTerms(terms, 500_000, LAST, "USD")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("months", "rate"), [(1, 0), (10, 0), (60, 0), (12, 10**9)])
def test_a_plan_names_each_payment_and_their_sum(
    language: Language, months: int, rate: int
) -> None:
    schedule = instalments(500_000, months, BY, yearly_rate_e10=rate)
    lines = paper_lines(PaperTerms(PLAN, 500_000, LAST, "USD", schedule), language)
    assert len(lines) == months + 3 + bool(rate)
    [total] = [line for line in lines if line.is_total]
    told = int("".join(sign for sign in total.value if sign.isdigit()))
    assert told == sum(each.amount for each in schedule)


@pytest.mark.parametrize(
    ("terms", "values"),
    [
        (
            OfferTerms("settlement", amount_minor=400_000, pay_by=BY),
            ["$4,000.00", "April 1, 2026", "$1,000.00"],
        ),
        (WAIVER, ["$50.00"]),
        (WAIVER_IF, ["$200.00", "April 1, 2026", "$50.00"]),
        (RATE, ["50%", "April 1, 2026"]),
        (
            OfferTerms("rate_reduction", until_on=BY, rate_share_bp=10_000),
            ["100%", "April 1, 2026"],
        ),
        (
            OfferTerms("rate_reduction", until_on=BY, rate_share_bp=1_205),
            ["12.05%", "April 1, 2026"],
        ),
        (OfferTerms("rate_reduction", until_on=BY, rate_share_bp=50), ["0.5%", "April 1, 2026"]),
        (PAUSE, ["April 1, 2026"]),
    ],
)
def test_the_table_begins_with_what_is_owed_and_ends_with_the_last_day(
    terms: OfferTerms, values: list[str]
) -> None:
    lines = paper_lines(paper(terms), "en")
    assert [line.value for line in lines] == ["$5,000.00", *values, "March 26, 2026"]
    assert len(paper_lines(paper(terms), "zh-Hans")) == len(lines)


@pytest.mark.parametrize("component", ["fees", "interest"])
def test_a_waiver_says_of_what_and_upon_which_condition(component: str) -> None:
    plain = OfferTerms("fee_waiver", amount_minor=5_000, component=component)
    upon = OfferTerms(
        "fee_waiver", amount_minor=5_000, component=component, condition_minor=20_000, pay_by=BY
    )
    said = terms_sentence(paper(plain), "en")
    assert said is not None
    assert f"$50.00 of the {component}" in said
    assert "without a condition" in said
    said = terms_sentence(paper(upon), "en")
    assert said is not None
    assert "once $200.00 has reached us by April 1, 2026" in said
    assert "nothing is waived" in said
    for terms in (plain, upon):
        assert "$50.00" in (terms_sentence(paper(terms), "zh-Hans") or "")


@pytest.mark.parametrize("terms", [RATE, PAUSE, PLAN])
def test_of_the_others_the_template_and_the_table_say_all(terms: OfferTerms) -> None:
    assert [terms_sentence(paper(terms), language) for language in LANGUAGES] == [None, None]


def test_what_our_books_do_not_know_is_not_promised() -> None:
    said = {
        interest_sentence(is_ours=is_ours, rate_e10=rate, language="en", is_pause=is_pause)
        for is_ours, rate, is_pause in (
            (True, 0, False),
            (True, 1, False),
            (True, 0, True),
            (False, 0, False),
        )
    }
    assert len(said) == 4
    for is_pause in (False, True):
        told = interest_sentence(is_ours=False, rate_e10=0, language="en", is_pause=is_pause)
        assert "card agreement" in told
