"""The outbox in bulk: what the database does for many messages in one statement."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

# What the gate's answer for one contact hangs on: the versions of the rows, and how many wishes.
# A row that is written anew has another xmin or ctid; wishes are only ever added.
_STAMP = """
    concat_ws('.', person.xmin, person.ctid, account.xmin, account.ctid, point.xmin, point.ctid,
        (SELECT count(*) FROM store_optout wish WHERE wish.person_id = person.id),
        (SELECT count(*) FROM store_inconvenienttime wish WHERE wish.person_id = person.id))
"""
_STAMPS = f"""
    SELECT {_STAMP}
    FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY AS asked (account_id, point_id, place)
    JOIN store_account account ON account.id = asked.account_id
    JOIN store_person person ON person.id = account.person_id
    JOIN store_contactpoint point ON point.id = asked.point_id
    ORDER BY asked.place
"""  # noqa: S608 - put together from this file's own text
_STANDING = f"""
    SELECT planned.id, permit.id, planned.state, planned.window_to, permit.expires_at,
        permit.consumed_at, permit.must_disclose, permit.contact_point_id, planned.tries,
        planned.body, planned.sent_to,
        permit.id = (SELECT max(id) FROM store_permit WHERE planned_id = planned.id),
        permit.seen = {_STAMP}
    FROM unnest(%s::bigint[], %s::bigint[]) AS job (planned_id, permit_id)
    JOIN store_plannedcontact planned ON planned.id = job.planned_id
    JOIN store_permit permit ON permit.id = job.permit_id AND permit.planned_id = planned.id
    JOIN store_person person ON person.id = permit.person_id
    JOIN store_account account ON account.id = permit.account_id
    JOIN store_contactpoint point ON point.id = permit.contact_point_id
    ORDER BY planned.id
"""  # noqa: S608 - put together from this file's own text


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a message is under its permit.

    ``is_latest``: no newer permit was given for it. ``is_unchanged``: what the gate answered from
    is still so.
    """

    planned_id: int
    permit_id: int
    state: str
    window_to: datetime
    expires_at: datetime
    consumed_at: datetime | None
    must_disclose: Sequence[str]
    contact_point_id: int
    tries: int
    body: str
    sent_to: str
    is_latest: bool
    is_unchanged: bool


def stamps(asked: Sequence[tuple[int, int]]) -> list[str]:
    """Return a stamp of what the gate will know, for pairs of account and contact point.

    Taken before the facts are read: a change in between then shows as a change.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS, [[one for one, _ in asked], [point for _, point in asked]])
        return [stamp for (stamp,) in cursor.fetchall()]


def standings(jobs: Sequence[tuple[int, int]], *, is_locked: bool) -> list[Standing]:
    """Return how far each message is, in the order of their ids.

    ``is_locked`` locks messages, then permits, in one order for all; it needs a transaction.
    """
    messages, permits = [one for one, _ in jobs], [permit for _, permit in jobs]
    with connection.cursor() as cursor:
        if is_locked:
            for table, ids in (("store_plannedcontact", messages), ("store_permit", permits)):
                cursor.execute(
                    f"SELECT id FROM {table} WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",  # noqa: S608 - one of two names
                    [ids],
                )
        cursor.execute(_STANDING, [messages, permits])
        return [
            # a JSON column that is read past its model comes as text
            Standing(*(*row[:6], json.loads(row[6]), *row[7:]))
            for row in cursor.fetchall()
        ]


def planned_write(rows: Sequence[Mapping[str, object]]) -> None:
    """Write the same columns of many planned contacts in one statement; each has its ``id``."""
    if not rows:
        return
    columns = [name for name in rows[0] if name != "id"]
    types = {name: _TYPES[name] for name in columns}
    sets = ", ".join(f"{name} = given.{name}" for name in columns)
    arrays = ", ".join(f"%s::{types[name]}[]" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE store_plannedcontact AS planned SET {sets} "  # noqa: S608 - names of columns
            f"FROM unnest(%s::bigint[], {arrays}) AS given (id, {', '.join(columns)}) "
            "WHERE planned.id = given.id",
            [[row["id"] for row in rows], *([row[name] for row in rows] for name in columns)],
        )


_TYPES = {
    "state": "text",
    "state_at": "timestamptz",
    "note": "text",
    "window_from": "timestamptz",
    "subject": "text",
    "body": "text",
    "artefact": "text",
    "code": "text",
    "sent_to": "text",
    "template_version": "integer",
    "template_sha256": "text",
    "provider_ref": "text",
    "tries": "smallint",
}
