"""The SQL that reads the portfolio: one definition, whoever runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from types import MappingProxyType

from psycopg import sql

from forbear.core.tables import PORTFOLIO, Table
from forbear.store.selectors.event_query import EVENTS_HOME
from forbear.store.selectors.guarantees import GUARANTEE_STANDS, GUARANTEED_POINT

# Columns that are not kept under their own name in the table's home.
_OTHERWISE: dict[str, dict[str, str]] = {
    # a mark states that they are lost; its absence states nothing, and the contacts decide
    "persons": {
        "person_id": "t.id",
        "is_lost_contact": "NULLIF(t.is_lost_contact, FALSE)",
        # what they told us goes over what the host's file says
        "language": "COALESCE(NULLIF(wished.language, ''), t.language)",
        "preferred_channel": "wished.channel",
        "attorney_known": """t.attorney_known OR EXISTS (
            SELECT 1 FROM store_representative r WHERE r.person_id = t.id AND r.ended_at IS NULL
        )""",
    },
    "accounts": {
        "account_id": "t.id",
        "promise_on": "promised.pay_on",
        "promise_minor": "COALESCE(promised.amount_minor, 0)",
        "broken_promises": "COALESCE(broken.many, 0)::smallint",
        "guarantor_points": "guaranteed.points",
    },
    "contact_points": {
        "contact_point_id": "t.id",
    },
}
_HOMES = {
    "persons": "store_person t LEFT JOIN store_preference wished ON wished.id = t.preference_id",
    "accounts": """store_account t
        LEFT JOIN (
            SELECT DISTINCT ON (account_id) account_id, pay_on, amount_minor
            FROM store_promise WHERE state = 'open' AND {theirs}
            ORDER BY account_id, pay_on, id
        ) promised ON promised.account_id = t.id
        LEFT JOIN (
            SELECT account_id, count(*) AS many
            FROM store_promise WHERE state = 'broken' AND {theirs} GROUP BY account_id
        ) broken ON broken.account_id = t.id
        LEFT JOIN (
            SELECT g.account_id, string_agg(DISTINCT p.id::text, ' ' ORDER BY p.id::text) AS points
            FROM store_guarantee g JOIN store_contactpoint p ON """  # noqa: S608 - the words are ours
    f"{GUARANTEED_POINT}"
    """ WHERE """
    f"{GUARANTEE_STANDS}"
    """ AND {theirs} GROUP BY g.account_id
        ) guaranteed ON guaranteed.account_id = t.id""",
    "contact_points": "store_contactpoint t",
    "contacts": "store_contact t",
    "opt_outs": "store_optout t",
    "consents": "store_consent t",
    "inconvenient": """(
            SELECT person_id, from_time, to_time, days, place FROM store_inconvenienttime
            UNION ALL
            SELECT p.id, u.from_time, u.to_time, u.days, NULL
            FROM store_unwantedtime u JOIN store_person p ON p.preference_id = u.preference_id
        ) t""",
    "events": EVENTS_HOME,
    # what the night ages has the grace of its product in its own columns
    "dues": """store_due t JOIN store_account a ON a.id = t.account_id
        AND NOT EXISTS (SELECT 1 FROM store_cardstate s WHERE s.account_id = a.id)""",
}
# A permit with no contact of its own yet counts as an attempt: while it may still be used, and for
# ever once it was consumed, because what it opened may have happened before a worker died.
_PENDING = (
    """
    UNION ALL
    SELECT t.person_id, t.account_id, t.contact_point_id, t.issued_at, t.channel, 'out',
        CASE WHEN p.party <> 'guarantor' OR EXISTS (
            SELECT 1 FROM store_guarantee g
            WHERE g.account_id = t.account_id AND """  # noqa: S608 - the words are ours
    f"{GUARANTEED_POINT} AND {GUARANTEE_STANDS}"
    """
        ) THEN p.party ELSE 'other_contact' END, 'pending', a.collector_kind
    FROM store_permit t
    JOIN store_contactpoint p ON p.id = t.contact_point_id
    JOIN store_account a ON a.id = t.account_id
    WHERE (t.consumed_at IS NOT NULL OR t.expires_at > {at})
        AND NOT EXISTS (SELECT 1 FROM store_contact c WHERE c.permit_id = t.id)
        AND {persons}"""
)


def portfolio_statements(
    *,
    at: datetime,
    on: date | None = None,
    person_ids: Sequence[int] | None = None,
    since: datetime | None = None,
) -> dict[str, str]:
    """Return one statement a table of ``PORTFOLIO``, its columns in their documented order.

    ``at`` decides which permits are still live, ``on`` which events are near: the day that is
    decided, else that of ``at``; ``person_ids`` limits everything to those persons;
    ``since`` leaves out older contacts.
    """
    persons = None if person_ids is None else sql.Literal([int(number) for number in person_ids])
    return _statements(
        sql.Literal(at),
        sql.Literal(on or at.date()),
        persons,
        sql.Literal(since) if since else None,
    )


@cache
def portfolio_questions() -> Mapping[str, str]:
    """Return the same statements for some persons, with ``at``, ``on`` and ``persons`` as slots."""
    slots = sql.Placeholder("at"), sql.Placeholder("on"), sql.Placeholder("persons")
    return MappingProxyType(_statements(*slots, None))


@cache
def rare_question(names: tuple[str, ...]) -> str:
    """Return the question which of these tables have a row of one of ``persons``."""
    written = portfolio_questions()
    return f"SELECT {', '.join(f'EXISTS ({written[name]})' for name in names)}"


def _statements(
    at: sql.Composable,
    on: sql.Composable,
    persons: sql.Composable | None,
    since: sql.Composable | None,
) -> dict[str, str]:
    return {
        table.name: _statement(table, at=at, on=on, persons=persons, since=since)
        for table in PORTFOLIO
    }


def _statement(
    table: Table,
    *,
    at: sql.Composable,
    on: sql.Composable,
    persons: sql.Composable | None,
    since: sql.Composable | None,
) -> str:
    otherwise = _OTHERWISE.get(table.name, {})
    columns = sql.SQL(", ").join(
        sql.SQL(f"{otherwise.get(column.name, f't.{column.name}')} AS {column.name}").format(at=at)
        for column in table.columns
    )
    holder = {"persons": "t.id", "dues": "a.person_id"}.get(table.name, "t.person_id")
    text = "SELECT {columns} FROM {home} WHERE {persons}"
    if table.name == "contacts":
        if since is not None:
            text += " AND t.at >= {since}"
        text += _PENDING
    elif table.name in {"persons", "accounts", "contact_points"}:
        text += " ORDER BY t.id"
    return (
        sql.SQL(text)
        .format(
            columns=columns,
            home=sql.SQL(_HOMES[table.name]).format(
                day=on,
                at=at,
                theirs=_is_theirs(persons),
            ),
            persons=_is_among(holder, persons),
            since=since or sql.SQL("NULL"),
            at=at,
        )
        .as_string(None)
    )


def _is_among(column: str, persons: sql.Composable | None) -> sql.Composable:
    if persons is None:
        return sql.SQL("TRUE")
    return sql.SQL(f"{column} = ANY({{persons}}::bigint[])").format(persons=persons)


def _is_theirs(persons: sql.Composable | None) -> sql.Composable:
    """Say of rows by account whose they are: what is summed up for few must not read all."""
    if persons is None:
        return sql.SQL("TRUE")
    return sql.SQL("account_id IN (SELECT id FROM store_account WHERE {mine})").format(
        mine=_is_among("person_id", persons)
    )
