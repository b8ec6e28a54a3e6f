"""Hand-written gates for tests: each knows one simple rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import polars as pl

from forbear.core.gate.answers import Answer, Reason, Window
from forbear.core.tables.frames import Portfolio
from forbear.ports.gate import Gate

PACKS = {"us": "test"}


def permitted(at: datetime, *, minutes: int = 60) -> Answer:
    window = Window(at - timedelta(hours=1), at + timedelta(minutes=minutes))
    return Answer("permitted", (), window, ("identity",), PACKS)


def denied(rule_id: str, *, until: datetime | None) -> Answer:
    reason = Reason("CALL_FREQUENCY", rule_id, "a citation", "statute", False, until)
    return Answer("denied", (reason,), None, (), PACKS)


def cap_gate(attempts_max: int, *, minutes: int = 60) -> Gate:
    """Permit until a person has had ``attempts_max`` attempts in the trailing week."""

    def ask(portfolio: Portfolio, contacts: pl.DataFrame, at: datetime) -> Sequence[Answer]:
        since = at - timedelta(days=7)
        owner = dict(portfolio.accounts.select("account_id", "person_id").iter_rows())
        answers = []
        for account_id in contacts["account_id"]:
            made = portfolio.contacts.filter(
                pl.col("person_id") == owner[account_id],
                pl.col("direction") == "out",
                pl.col("at") > since,
            )
            answers.append(
                permitted(at, minutes=minutes)
                if made.height < attempts_max
                else denied("test-cap", until=made["at"].min() + timedelta(days=7))
            )
        return answers

    return ask
