"""Asking the gate: at a moment for single contacts, on a day for a portfolio."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from forbear.core.calendar.clocks import UTC_MOMENT
from forbear.core.gate.answers import Answer
from forbear.core.gate.assemble import assemble
from forbear.core.gate.judge import AtMoment, judge
from forbear.core.gate.spell import answers
from forbear.core.law.book import RuleBook
from forbear.core.tables.frames import Portfolio


def answer_contacts(
    portfolio: Portfolio, contacts: pl.DataFrame, *, at: datetime, book: RuleBook
) -> list[Answer]:
    """Answer for each row of ``contacts`` whether it may be made ``at`` that moment.

    ``contacts`` has account_id, contact_point_id, channel and purpose, and any other column of a
    contact that differs from its default. The answers come in the order of the rows.
    """
    if contacts.is_empty():
        return []
    candidates = assemble(
        contacts.with_row_index("ix"), portfolio, needs=book.needs()
    ).with_columns(asked_at=pl.lit(at.astimezone(UTC), dtype=UTC_MOMENT))
    return answer_candidates(candidates, portfolio, book)


def answer_candidates(
    candidates: pl.DataFrame, portfolio: Portfolio, book: RuleBook
) -> list[Answer]:
    """Answer for candidates that carry their own moment, in the order of ``ix`` from 0."""
    found: dict[int, Answer] = {}
    for judged in judge(candidates, portfolio, book, AtMoment(), detail=True):
        found.update(answers(judged, book))
    return [found[index] for index in range(candidates.height)]
