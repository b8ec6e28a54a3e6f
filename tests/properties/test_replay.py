"""What is kept of an answer suffices to give it again, byte for byte, whatever the portfolio."""

from __future__ import annotations

from datetime import datetime

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.gate.record import answer_text, facts_texts, read_facts
from forbear.core.tables import words as w
from forbear.core.tables.frames import Portfolio
from forbear.engine.gate import answer_contacts
from forbear.packs.library import PackLibrary
from forbear.ports.gate import ASKED
from tests.engine.make import book, moment
from tests.properties.portfolios import portfolios
from tests.properties.test_the_day import SOME

MOMENTS = st.builds(moment, st.integers(-1, 2), st.integers(0, 23))
PURPOSES = st.sampled_from(w.PURPOSES)


def every_contact(portfolio: Portfolio, purpose: str) -> pl.DataFrame:
    ways = portfolio.accounts.select("account_id", "person_id").join(
        portfolio.contact_points.select("contact_point_id", "person_id", "kind"), on="person_id"
    )
    rows = [
        (row["account_id"], row["contact_point_id"], channel, purpose)
        for row in ways.iter_rows(named=True)
        for channel in w.CHANNELS_OF.get(row["kind"], ())
    ]
    return pl.DataFrame(rows, schema=ASKED, orient="row")


@SOME
@given(portfolio=portfolios(), at=MOMENTS, purpose=PURPOSES)
def test_an_answer_comes_again_from_its_facts_alone(
    portfolio: Portfolio, at: datetime, purpose: str
) -> None:
    contacts = every_contact(portfolio, purpose)
    library = PackLibrary(book())
    answers = answer_contacts(portfolio, contacts, at=at, book=book())
    for answer, text in zip(answers, facts_texts(portfolio, contacts, at), strict=True):
        facts, contact, moment_then = read_facts(text)
        asked = pl.DataFrame([contact], schema=ASKED)
        then = library.book(answer.packs)
        [again] = answer_contacts(facts, asked, at=moment_then, book=then)
        assert answer_text(again) == answer_text(answer)
        # what was read gives the same text again: nothing is lost on the way
        assert facts_texts(facts, asked, moment_then) == [text]
