"""The collections day over frames: facts, ladder, candidates, gate, choice, decisions.

One function for a portfolio read from the database, for a shard of a folder of files, and for a
chunk on a cluster. It takes values and returns values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import polars as pl

from forbear.core.facts import account_facts
from forbear.core.gate.assemble import assemble
from forbear.core.gate.judge import Judged, OnDay, judge
from forbear.core.law.book import RuleBook
from forbear.core.law.periods.bulk import suit_limits
from forbear.core.strategy import Ladder, choose, next_steps
from forbear.core.tables import DAY_CHANNELS, DECISIONS
from forbear.core.tables import words as w
from forbear.core.tables.frames import Portfolio
from forbear.engine.candidates import every_way
from forbear.engine.reasons import denials
from forbear.engine.summary import Summary, summarise

_CHANNEL = w.words(w.CHANNELS)


@dataclass(frozen=True, slots=True)
class DayResult:
    """What a day decided: the table ``DECISIONS`` and its summary."""

    decisions: pl.DataFrame
    summary: Summary = field(default_factory=Summary)


def run_day(
    portfolio: Portfolio,
    *,
    on: date,
    ladder: Ladder,
    book: RuleBook,
    not_before: datetime | None = None,
) -> DayResult:
    """Decide every account of ``portfolio`` for the day ``on``.

    ``not_before`` keeps windows from opening in the past when the day is run late. The strategy
    chooses only among candidates that the gate permits.
    """
    if not_before is not None:
        not_before = not_before.astimezone(UTC)
    facts = account_facts(portfolio, on=on, limits=suit_limits(book.periods, on))
    stepped = next_steps(facts, ladder, on=on, events=portfolio.events)
    candidates = _candidates(stepped, portfolio, ladder, book.needs())
    parts = list(judge(candidates, portfolio, book, OnDay(on, not_before)))
    permitted = [_considered(part) for part in parts]
    columns = pl.concat(permitted) if permitted else _NOTHING
    chosen = choose(columns, stepped, ladder, preferred=portfolio.persons)
    denied = denials(parts)
    decisions = _decisions(stepped, chosen, denied.by_account)
    return DayResult(decisions, summarise(decisions, denied.by_code, book.versions))


def _candidates(
    stepped: pl.DataFrame, portfolio: Portfolio, ladder: Ladder, needs: frozenset[str]
) -> pl.DataFrame:
    """Return account x contact point x channel for every account that is late or due a contact.

    The purpose is that of the rung's plan, so that the gate judges what would really be done.
    """
    purposes = {plan.id: plan.purpose for plan in ladder.plans() if plan.action == "contact"}
    purpose = pl.col("plan_id").replace_strict(purposes, default="collect", return_dtype=pl.String)
    zones = portfolio.persons.select("person_id", "time_zones")
    # in the order in which the gate splits them, so that it need not copy them apart
    accounts = (
        stepped.select(
            *("account_id", "person_id", "dpd", "wants", "nation"),
            purpose=purpose.cast(w.words(w.PURPOSES)),
        )
        .filter((pl.col("dpd") > 0) | pl.col("wants"))
        .join(zones, on="person_id", how="left")
        .sort("nation", "time_zones", maintain_order=True)
        .drop("nation", "time_zones", "wants")
    )
    return assemble(every_way(accounts, portfolio), portfolio, needs=needs)


_CONSIDERED = (
    "account_id",
    "contact_point_id",
    "channel",
    "point_kind",
    "party",
    "purpose",
    "window_from",
    "window_to",
    "is_permitted",
)
_NOTHING = pl.DataFrame(
    schema={
        "account_id": pl.Int64,
        "contact_point_id": pl.Int64,
        "channel": _CHANNEL,
        "point_kind": w.words(w.POINT_KINDS),
        "party": w.words(w.PARTIES),
        "purpose": w.words(w.PURPOSES),
        "window_from": pl.Datetime("us", "UTC"),
        "window_to": pl.Datetime("us", "UTC"),
        "is_permitted": pl.Boolean,
    }
)


def _considered(judged: Judged) -> pl.DataFrame:
    """Return what the strategy may see; ``at`` is the first permitted moment of the day."""
    return (
        judged.frame.with_columns(window_from=pl.col("at"))
        .select(_CONSIDERED)
        .filter("is_permitted")
    )


def _decisions(stepped: pl.DataFrame, chosen: pl.DataFrame, denied: pl.DataFrame) -> pl.DataFrame:
    frame = stepped.drop("action", "because").join(chosen, on="account_id", how="left")
    frame = frame.join(denied, on="account_id", how="left")
    missing = [f"{channel}_denied" for channel in DAY_CHANNELS]
    frame = frame.with_columns(
        pl.lit(None, dtype=pl.String).alias(name) for name in missing if name not in frame.columns
    )
    return frame.select(
        pl.col(column.name).cast(column.dtype) for column in DECISIONS.columns
    ).sort("account_id")
