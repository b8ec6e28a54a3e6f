"""One block of a synthetic portfolio: whole persons with all that hangs on them.

A block depends on the seed, the day and its number alone, so the portfolio is the same on every
machine, and a larger one begins with a smaller one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from forbear.core.tables import portfolio as t
from forbear.core.tables import words as w
from forbear.core.tables.columns import MOMENT, Table
from forbear.engine.synth import mixes
from forbear.engine.synth.mixes import chance, draw

POINTS = ("mobile", "email", "postal")
HISTORY_DAYS = 60
_DAY_SECONDS = 86_400
_MICRO = 1_000_000
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """Which persons and accounts a block holds; ids are counted from 1 over the portfolio."""

    number: int
    person_from: int
    persons: int
    account_from: int
    accounts: int


def make_block(
    block: Block, *, seed: int, on: date, contacts_per_account: int
) -> dict[str, pl.DataFrame]:
    """Make every table of one block, each sorted by ``person_id``."""
    rng = np.random.Generator(np.random.Philox(key=[seed, block.number]))
    place = draw(rng, tuple(row[-1] for row in mixes.PLACES), block.persons)
    person_id = block.person_from + np.arange(block.persons)
    # Everyone has one account; the others fall on anyone.
    more = rng.integers(0, block.persons, block.accounts - block.persons)
    owner = np.sort(np.concatenate([np.arange(block.persons), more]))
    account_id = block.account_from + np.arange(block.accounts)
    persons = _persons(rng, person_id, place, on=on)
    return {
        "persons": persons,
        "accounts": _accounts(rng, account_id, person_id[owner], place[owner], on=on),
        "contact_points": _points(rng, person_id),
        "contacts": _contacts(
            rng, account_id, person_id[owner], place[owner], on=on, each=contacts_per_account
        ),
        **_wishes(rng, person_id, place, on=on),
    }


def _frame(table: Table, columns: dict[str, Any]) -> pl.DataFrame:
    """Build a documented table; a column that is left out takes its default."""
    series = []
    height = len(pl.Series(columns[table.columns[0].name]))
    for column in table.columns:
        value = columns.get(column.name)
        if value is None:
            made = pl.repeat(column.default, height, dtype=column.dtype, eager=True)
        elif isinstance(value, pl.Series):
            made = value.cast(column.dtype)
        else:
            made = pl.Series(value).cast(column.dtype)
        series.append(made.alias(column.name))
    return pl.DataFrame(series)


def _words(values: tuple[str | None, ...], code: Ints) -> pl.Series:
    """Look words up by position."""
    return pl.Series(list(values), dtype=pl.String).cast(pl.Categorical).gather(code)


def _enum(values: tuple[str, ...], known: tuple[str, ...], code: Ints) -> pl.Series:
    """Look words of a closed list up by position."""
    return pl.Series(list(values), dtype=w.words(known)).gather(code)


def _days_ago(on: date, days: Ints, *, where: NDArray[np.bool_] | None = None) -> pl.Series:
    """Dates a number of days before the day; null where not ``where``."""
    start = np.datetime64(on, "D").astype(np.int64)
    made = pl.Series((start - days).astype(np.int32))
    return _only(made.cast(pl.Date), where)


def _only(series: pl.Series, where: NDArray[np.bool_] | None) -> pl.Series:
    if where is None:
        return series
    return pl.select(pl.when(pl.Series(where)).then(series)).to_series()


def _moments_ago(rng: np.random.Generator, on: date, days: int, size: int) -> pl.Series:
    """Moments within the last ``days`` days, to the minute."""
    start = np.datetime64(on, "s").astype(np.int64)
    back = rng.integers(1, days * 1_440, size) * 60
    return pl.Series((start - back) * _MICRO).cast(MOMENT)


def _persons(rng: np.random.Generator, person_id: Ints, place: Ints, *, on: date) -> pl.DataFrame:
    size = len(person_id)
    attorney, cease = chance(rng, 8, size), chance(rng, 8, size)
    nations = np.array([row[0] == "GB" for row in mixes.PLACES])
    breathing = chance(rng, 15, size) & nations[place]
    return _frame(
        t.PERSONS,
        {
            "person_id": person_id,
            "language": _words(tuple(row[4] for row in mixes.PLACES), place),
            "time_zones": _words(tuple(row[3] for row in mixes.PLACES), place),
            "is_deceased": chance(rng, 3, size),
            "bankruptcy": _enum(w.BANKRUPTCY, w.BANKRUPTCY, draw(rng, (988, 8, 4), size)),
            "attorney_known": attorney,
            "attorney_responded": ~(attorney & chance(rng, 200, size)),
            "cease_at": _only(_moments_ago(rng, on, 700, size), cease),
            "cease_form": _only(
                _enum(w.CEASE_FORMS, w.CEASE_FORMS, rng.integers(0, 2, size)), cease
            ),
            "employer_prohibits": chance(rng, 10, size),
            "is_lost_contact": chance(rng, 30, size),
            "third_party_refused": chance(rng, 5, size),
            "breathing_space_until": _days_ago(on, -rng.integers(0, 60, size), where=breathing),
            "is_vulnerable": chance(rng, 20, size),
        },
    )


def _ages(rng: np.random.Generator, size: int) -> Ints:
    """Days past due, by the shares of the buckets."""
    band = draw(rng, tuple(row[2] for row in mixes.AGES), size)
    low = np.array([row[0] for row in mixes.AGES])[band]
    high = np.array([row[1] for row in mixes.AGES])[band]
    return rng.integers(low, high + 1)


def _accounts(
    rng: np.random.Generator, account_id: Ints, person_id: Ints, place: Ints, *, on: date
) -> pl.DataFrame:
    dpd = _ages(rng, len(account_id))
    places = mixes.PLACES
    return _frame(
        t.ACCOUNTS,
        {
            "account_id": account_id,
            "person_id": person_id,
            "nation": _words(tuple(row[0] for row in places), place),
            "region": _words(tuple(row[1] for row in places), place),
            "city": _words(tuple(row[2] for row in places), place),
            "currency": _enum(tuple(row[5] for row in places), w.CURRENCIES, place),
            **_owed(rng, dpd, on=on),
            **_standing(rng, dpd, on=on),
            **_collection(rng, dpd, on=on),
        },
    )


def _owed(rng: np.random.Generator, dpd: Ints, *, on: date) -> dict[str, Any]:
    """What is owed and due, and what has been paid and promised."""
    size = len(dpd)
    is_late = dpd > 0
    owed = rng.integers(5_000, 200_000, size) * rng.integers(1, 12, size)
    missed = np.where(is_late, 1 + (dpd - 1) // 30, 0)
    overdue = owed * np.minimum(missed, 20) // 20
    days_to_due = np.where(is_late, 30 - dpd % 30, rng.integers(1, 31, size))
    paid_ago = np.where(chance(rng, 150, size), rng.integers(1, 30, size), dpd + 28)
    is_promised = is_late & chance(rng, 50, size)
    return {
        "balance_minor": owed,
        "overdue_minor": overdue,
        "next_due_on": _days_ago(on, -days_to_due),
        "next_due_minor": owed // 20,
        "oldest_unpaid_due_on": _days_ago(on, dpd, where=is_late),
        "missed_statements": missed,
        "last_payment_on": _days_ago(on, paid_ago, where=chance(rng, 850, size)),
        "promise_on": _days_ago(on, rng.integers(-5, 2, size), where=is_promised),
        "promise_minor": np.where(is_promised, overdue, 0),
        "broken_promises": np.where(is_late, draw(rng, mixes.BROKEN_PROMISES, size), 0),
    }


def _standing(rng: np.random.Generator, dpd: Ints, *, on: date) -> dict[str, Any]:
    """Status, dispute, plan, relief and the true legal state."""
    size = len(dpd)
    is_late = dpd > 0
    is_off = (dpd > mixes.CHARGED_OFF_FROM_DPD) & chance(rng, 600, size)
    status = np.where(chance(rng, 6, size), rng.integers(2, 5, size), is_off.astype(np.int64))
    sued = np.where(dpd > mixes.SUED_FROM_DPD, draw(rng, mixes.LITIGATION, size), 0)
    relieved = is_late & chance(rng, 15, size)
    return {
        "status": _enum(w.ACCOUNT_STATUS, w.ACCOUNT_STATUS, status),
        "dispute": _enum(w.DISPUTES, w.DISPUTES, draw(rng, mixes.DISPUTES, size)),
        "plan": _enum(w.PLANS, w.PLANS, draw(rng, mixes.PLANS, size)),
        "hardship_until": _days_ago(on, rng.integers(-90, 30, size), where=relieved),
        "litigation": _enum(w.LITIGATION, w.LITIGATION, sued),
        "time_barred": (dpd > mixes.TIME_BARRED_FROM_DPD) & chance(rng, 500, size),
    }


def _collection(rng: np.random.Generator, dpd: Ints, *, on: date) -> dict[str, Any]:
    """Who collects, since when, and where the account stands on the ladder."""
    size = len(dpd)
    is_late = dpd > 0
    who = draw(rng, mixes.COLLECTORS, size)
    is_known = ~chance(rng, 5, size)
    is_noticed = (who > 0) & ~chance(rng, 50, size)
    rung = np.searchsorted(np.array(mixes.RUNG_FROM_DPD), dpd, side="right")
    rung = np.where(chance(rng, 100, size), 0, rung)
    on_rung = np.minimum(rng.integers(0, 45, size), np.maximum(dpd - 1, 0))
    yes = pl.repeat(value=True, n=size, dtype=pl.Boolean, eager=True)
    return {
        "validation_sent_on": _days_ago(on, rng.integers(40, 90, size), where=is_noticed),
        "is_first_contact": ~is_late,
        "collection_started_on": _days_ago(on, np.maximum(dpd - 1, 0), where=is_late),
        "collector_kind": _enum(w.COLLECTOR_KINDS, w.COLLECTOR_KINDS, who),
        "collector_authorised": _only(yes, is_known),
        "collector_licensed": _only(yes, is_known),
        "step": rung,
        "step_on": _days_ago(on, on_rung, where=rung > 0),
    }


def _points(rng: np.random.Generator, person_id: Ints) -> pl.DataFrame:
    many = len(POINTS)
    size = len(person_id) * many
    kind = np.tile(np.arange(many), len(person_id))
    owner = np.repeat(person_id, many)
    is_unknown, is_wrong = chance(rng, 40, size), chance(rng, 10, size)
    return _frame(
        t.CONTACT_POINTS,
        {
            "contact_point_id": point_id(owner, kind),
            "person_id": owner,
            "kind": _enum(POINTS, w.POINT_KINDS, kind),
            "party": pl.repeat("cardholder", size, dtype=w.words(w.PARTIES), eager=True),
            "is_verified": _only(pl.Series(~is_wrong), ~is_unknown),
            "is_connected_to_other": is_wrong & (kind == 0),
            "data_source": _enum(
                w.DATA_SOURCES, w.DATA_SOURCES, draw(rng, (700, 250, 20, 29, 1), size)
            ),
            "state": _enum(w.POINT_STATES, w.POINT_STATES, draw(rng, (970, 30), size)),
        },
    )


def point_id(person_id: Ints, kind: Ints) -> Ints:
    """The id of a person's contact point, by its position in ``POINTS``."""
    return person_id * len(POINTS) + kind


def _contacts(
    rng: np.random.Generator,
    account_id: Ints,
    person_id: Ints,
    place: Ints,
    *,
    on: date,
    each: int,
) -> pl.DataFrame:
    accounts = len(account_id)
    size = accounts * each
    counts = np.bincount(rng.integers(0, accounts, size), minlength=accounts)
    row = np.repeat(np.arange(accounts), counts)
    kind = draw(rng, tuple(entry[-1] for entry in mixes.CONTACTS), size)
    point = np.array([entry[3] for entry in mixes.CONTACTS])[kind]
    ahead = np.array([entry[6] for entry in mixes.PLACES])[place][row] * 3_600
    start = np.datetime64(on, "s").astype(np.int64)
    days = rng.integers(1, HISTORY_DAYS + 1, size)
    # Between nine and seven in the evening, local winter time, to the minute.
    minutes = rng.integers(9 * 60, 19 * 60, size)
    seconds = start - days * _DAY_SECONDS + minutes * 60 - ahead
    names = mixes.CONTACTS
    return _frame(
        t.CONTACTS,
        {
            "person_id": person_id[row],
            "account_id": _only(pl.Series(account_id[row]), ~chance(rng, 30, size)),
            "contact_point_id": point_id(person_id[row], point),
            "at": pl.Series(seconds * _MICRO).cast(MOMENT),
            "channel": _enum(tuple(entry[0] for entry in names), w.CHANNELS, kind),
            "direction": _enum(tuple(entry[1] for entry in names), w.DIRECTIONS, kind),
            "outcome": _enum(tuple(entry[2] for entry in names), w.OUTCOMES, kind),
        },
    )


def _wishes(
    rng: np.random.Generator, person_id: Ints, place: Ints, *, on: date
) -> dict[str, pl.DataFrame]:
    """Opt-outs, consents and inconvenient times of a few persons."""
    out = person_id[chance(rng, 30, len(person_id))]
    is_us = np.array([row[0] == "US" for row in mixes.PLACES])[place]
    agreed = person_id[chance(rng, 400, len(person_id)) & is_us]
    busy = person_id[chance(rng, 20, len(person_id))]
    mine = ("sms", "call", "email")
    return {
        "opt_outs": _frame(
            t.OPT_OUTS,
            {
                "person_id": out,
                "channel": _enum(mine, w.CHANNELS, draw(rng, (600, 250, 150), len(out))),
                "at": _moments_ago(rng, on, 400, len(out)),
            },
        ),
        "consents": _frame(
            t.CONSENTS,
            {
                "person_id": agreed,
                "channel": _enum(mine, w.CHANNELS, draw(rng, (500, 200, 300), len(agreed))),
                "kind": pl.repeat(
                    "contact", len(agreed), dtype=w.words(w.CONSENT_KINDS), eager=True
                ),
                "at": _moments_ago(rng, on, 1_000, len(agreed)),
            },
        ),
        "inconvenient": _frame(
            t.INCONVENIENT,
            {
                "person_id": busy,
                "from_time": pl.repeat(time(12), len(busy), dtype=pl.Time, eager=True),
                "to_time": pl.repeat(time(13), len(busy), dtype=pl.Time, eager=True),
            },
        ),
        "dues": t.DUES.empty(),
        "events": t.EVENTS.empty(),
    }
