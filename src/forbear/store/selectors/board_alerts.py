"""What a team lead must look at: refused permits, caps nearly reached, what is held and stopped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from forbear.core.law.book import RuleBook
from forbear.core.law.kinds.cap import FrequencyCap
from forbear.core.law.rules import EVERYWHERE, Rule
from forbear.store.models import ChannelSwitch, DayRun, PlannedContact
from forbear.store.selectors.messages import DEAD
from forbear.store.selectors.offers import approvals_waiting

_DENIED = """
SELECT coalesce(answer::jsonb -> 'reasons' -> 0 ->> 'code', ''), count(*)
FROM store_gateanswer
WHERE verdict = 'denied' AND at >= %s AND at <= %s AND actor = ANY(%s)
GROUP BY 1 ORDER BY 2 DESC, 1
"""


def permits_denied(names: Sequence[str], *, since: datetime, at: datetime) -> list[tuple[str, int]]:
    """Count the permits that people asked for and were refused, by the strictest reason's code."""
    with connection.cursor() as cursor:
        cursor.execute(_DENIED, [since, at, list(names)])
        return [(code, many) for code, many in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class NearCap:
    """An account of the queue that one more contact brings to a cap."""

    account_id: int
    name: str
    rule_id: str
    counted: int
    cap: int


@dataclass(frozen=True, slots=True)
class _Cap:
    rule_id: str
    nation: str
    place: str
    max: int
    days: int
    per: str
    channels: tuple[str, ...]
    directions: tuple[str, ...]
    not_outcomes: tuple[str, ...]


_NEAR = """
WITH next AS MATERIALIZED (
    SELECT account_id, person_id FROM store_queueplace
    WHERE run_id = %(run)s AND queue = 'call' AND window_to > %(at)s
      AND EXISTS (SELECT FROM store_plannedcontact p
                  WHERE p.id = planned_id AND p.state = 'planned')
    ORDER BY place LIMIT %(cases)s
)
SELECT n.account_id, w.name, c.counted
FROM next n
JOIN store_account a ON a.id = n.account_id
JOIN store_person w ON w.id = n.person_id
CROSS JOIN LATERAL (
    SELECT count(*) AS counted FROM store_contact c
    WHERE c.{column} = n.{column} AND c.at >= %(since)s AND c.at <= %(at)s
      AND c.channel = ANY(%(channels)s) AND c.direction = ANY(%(directions)s)
      AND (c.outcome IS NULL OR NOT c.outcome = ANY(%(not_outcomes)s))
) AS c
WHERE (%(nation)s = '*' OR a.nation = %(nation)s)
  AND (%(place)s = '' OR a.region = %(place)s OR a.city = %(place)s)
  AND c.counted = %(most)s - 1
"""


def caps_near(book: RuleBook, *, run: DayRun, at: datetime, cases: int) -> list[NearCap]:
    """List the next open calls that one more contact brings to a cap of calls, each account once.

    A count for the eye, by whole days of 24 hours; what may be done is answered by the gate alone,
    which knows zones, consents and who counts with whom. A cap of one call a day is left out: after
    every call each account would be at it.
    """
    found: dict[int, NearCap] = {}
    for cap in _caps(book, at=at):
        column = "account_id" if cap.per == "account" else "person_id"
        with connection.cursor() as cursor:
            cursor.execute(
                _NEAR.format(column=column),
                {
                    "run": run.pk,
                    "at": at,
                    "since": at - timedelta(days=cap.days),
                    "cases": cases,
                    "channels": list(cap.channels),
                    "directions": list(cap.directions),
                    "not_outcomes": list(cap.not_outcomes),
                    "nation": cap.nation,
                    "place": cap.place,
                    "most": cap.max,
                },
            )
            for account_id, name, counted in cursor.fetchall():
                found.setdefault(
                    account_id, NearCap(account_id, name, cap.rule_id, counted, cap.max)
                )
    return sorted(found.values(), key=lambda one: (one.name, one.account_id))


def _caps(book: RuleBook, *, at: datetime) -> Iterable[_Cap]:
    on = at.date()
    for rule in book.rules:
        if not rule.is_ever_in_force(on, on) or type(rule.kind) is not FrequencyCap:
            continue
        counted = rule.kind.counted
        days = counted.days or {"day": 1, "week": 7, "month": 31}.get(counted.period or "")
        is_shown = counted.per in {"account", "person"} and "call" in counted.channels
        if rule.kind.max > 1 and days and is_shown and not counted.outcomes:
            yield _Cap(
                rule.rule_id,
                *_where(rule),
                rule.kind.max,
                days,
                counted.per,
                counted.channels,
                counted.directions,
                counted.not_outcomes,
            )


def _where(rule: Rule) -> tuple[str, str]:
    nation = rule.jurisdiction.partition("-")[0]
    if rule.nation == EVERYWHERE:
        return EVERYWHERE, ""
    return nation, rule.jurisdiction if "-" in rule.jurisdiction else ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody: questions for four eyes and since when, messages, channels."""

    approvals: int
    oldest_at: datetime | None
    dead: int
    held: int
    stopped: tuple[str, ...]
    resting: tuple[str, ...]
    drafts: int


def waiting_now(*, at: datetime) -> Waiting:
    """Return what waits at ``at``. ``held`` are messages due by a channel that stands still."""
    asked = approvals_waiting().order_by("pk")
    oldest = asked.values_list("asked_at", flat=True).first()
    switches = list(ChannelSwitch.objects.order_by("channel"))
    stopped = tuple(row.channel for row in switches if row.is_stopped)
    resting = tuple(
        row.channel
        for row in switches
        if not row.is_stopped and row.rests_until is not None and row.rests_until > at
    )
    due = PlannedContact.objects.filter(
        state__in=("planned", "queued"), channel__in=(*stopped, *resting), window_from__lte=at
    )
    return Waiting(
        approvals=asked.count(),
        oldest_at=oldest,
        dead=PlannedContact.objects.filter(state__in=DEAD).count(),
        held=due.count() if stopped or resting else 0,
        stopped=stopped,
        resting=resting,
        drafts=_drafts_held(),
    )


_DRAFTS = """
SELECT count(*) FROM store_draft d JOIN store_textaudit a ON a.text_id = d.text_id
WHERE a.verdict = 'blocked'
  AND NOT EXISTS (SELECT FROM store_draftsending s WHERE s.text_id = d.text_id)
  AND NOT EXISTS (SELECT FROM store_textreview r WHERE r.text_id = d.text_id
                  AND r.finding_id IS NULL)
"""


def _drafts_held() -> int:
    """Count the texts written by hand that a reviewer has to let go."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAFTS)
        return int(cursor.fetchone()[0])
