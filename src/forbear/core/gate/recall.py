"""Which contacts of the past can still matter on a day; the others need not be carried along.

A portfolio remembers more than the law asks of it. A cap counts back so many days; what lies before
matters only where a rule looks at all of the past, to persons with wishes and consents, to replies,
and where a validation notice is owed. Leaving the rest out early changes no answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from forbear.core.gate.assemble import with_defaults
from forbear.core.gate.past import accounts_owed_a_notice, persons_replied_to, was_spoken
from forbear.core.law.history import Count
from forbear.core.law.kinds import FrequencyCap, LostContact
from forbear.core.law.rules import Rule
from forbear.core.tables.frames import Portfolio

_DAYS = {"day": 1, "week": 7, "month": 31}
_ANSWERED_BY_THE_PAST = frozenset({"last_in_at", "last_out_at", "they_wrote_at"})


def recalled(
    candidates: pl.DataFrame, portfolio: Portfolio, rules: Iterable[Rule], on: date
) -> pl.DataFrame:
    """Return the contacts that some rule of ``rules`` may ask about on the day ``on``."""
    contacts = portfolio.contacts
    given = list(rules)
    if contacts.is_empty() or any(rule.needs() & _ANSWERED_BY_THE_PAST for rule in given):
        return contacts
    caps = [(rule, rule.kind.counted) for rule in given if isinstance(rule.kind, FrequencyCap)]
    windowed = [count for _, count in caps if _days(count) is not None]
    boundless = [rule for rule, count in caps if _days(count) is None]
    boundless += [rule for rule in given if isinstance(rule.kind, LostContact)]
    persons = pl.concat(
        [
            portfolio.opt_outs["person_id"],
            portfolio.inconvenient["person_id"],
            portfolio.consents["person_id"],
            persons_replied_to(candidates),
            _bound(candidates, boundless, on),
        ]
    ).unique()
    owed = accounts_owed_a_notice(candidates)
    tests = [
        _is_recent(windowed, on),
        pl.col("direction") == "in",
        pl.col("outcome") == "replied",
        pl.col("person_id").is_in(persons.implode()),
        pl.col("account_id").is_in(owed.implode()) & was_spoken(),
    ]
    return contacts.filter(pl.any_horizontal(test.fill_null(value=True) for test in tests))


def _days(count: Count) -> int | None:
    return count.days if count.days is not None else _DAYS.get(count.period or "")


def _is_recent(counts: Iterable[Count], on: date) -> pl.Expr:
    """Return whether a contact may fall into the window of a count, in whatever zone."""
    channels: dict[int, set[str]] = {}
    for count in counts:
        channels.setdefault(_days(count) or 0, set()).update(count.channels)
    tests = [pl.lit(False)]
    for days, names in channels.items():
        # no clock is more than a day away from UTC
        since = datetime.combine(on - timedelta(days=days + 1), time(0), UTC)
        tests.append((pl.col("at") >= since) & pl.col("channel").is_in(sorted(names)))
    return pl.any_horizontal(tests)


def _bound(candidates: pl.DataFrame, rules: Iterable[Rule], on: date) -> pl.Series:
    """Return the persons whom rules that look at all of the past may bind."""
    frame = with_defaults(candidates)
    known = set(frame.columns)
    tests = []
    for rule in rules:
        binds = rule.binds(on, on)
        is_known = set(binds.meta.root_names()) <= known
        tests.append(binds.fill_null(value=True) if is_known else pl.lit(True))
    bound = frame.select("person_id", _bound=pl.any_horizontal([pl.lit(False), *tests]))
    return bound.filter("_bound")["person_id"].unique()
