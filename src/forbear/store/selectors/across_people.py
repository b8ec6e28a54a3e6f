"""Whom findings across a case concern, and for whom they count.

A confirmed finding counts once for each person who has a text in it, at the last of these texts.
It counts no more when it was overturned, or when it grew and was confirmed anew: then the later one
counts. It does not count for a person for whom an appeal said that it is not theirs, for as long
as no other text of theirs joins it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from forbear.store.models import AcrossAppeal, AcrossFinding, SpokenText

# for WITH RECURSIVE: "across_ours" has a line for each text of a confirmed finding,
# "across_counted" one for each person for whom it counts
ACROSS = """
across_line AS (
    SELECT f.id, f.id AS grown_from, f.replaces_id
    FROM store_acrossfinding f
    JOIN store_acrossreview r ON r.finding_id = f.id AND r.verdict = 'confirm'
    UNION ALL
    SELECT l.id, f.id, f.replaces_id
    FROM across_line l JOIN store_acrossfinding f ON f.id = l.replaces_id
),
across_ours AS (
    SELECT f.id, f.category, r.at AS judged_at, t.id AS text_id, t.at, t.collector AS person,
           CASE WHEN t.collector = '' THEN t.agency ELSE '' END AS agency,
           t.agency AS of_agency, t.team AS of_team,
           CASE f.severity WHEN 'high' THEN 3 WHEN 'medium' THEN 2 ELSE 1 END AS rank,
           EXISTS (
               SELECT FROM across_line l WHERE l.grown_from = f.id AND l.id <> f.id
           ) AS is_replaced,
           EXISTS (
               SELECT FROM store_acrossappeal p
               JOIN store_acrossjudgement j ON j.appeal_id = p.id AND j.outcome = 'overturned'
               WHERE p.finding_id = f.id
           ) AS is_overturned
    FROM store_acrossfinding f
    JOIN store_acrossreview r ON r.finding_id = f.id AND r.verdict = 'confirm'
    CROSS JOIN LATERAL jsonb_array_elements(f.texts) AS k(key)
    JOIN store_spokentext t ON t.id = k.key::bigint
),
across_spared AS (
    SELECT l.id, l.grown_from, p.person, p.agency
    FROM across_line l
    JOIN store_acrossfinding f ON f.id = l.grown_from
    JOIN store_acrossappeal p ON p.finding_id = f.id
    JOIN store_acrossjudgement j ON j.appeal_id = p.id AND j.outcome = 'not_theirs'
    WHERE NOT EXISTS (
        SELECT FROM across_ours o
        WHERE o.id = l.id AND o.person = p.person AND o.agency = p.agency
          AND NOT f.texts @> to_jsonb(o.text_id))
),
across_counted AS (
    SELECT DISTINCT ON (o.id, o.person, o.agency) o.id, o.person, o.agency, o.text_id, o.category,
           o.rank
    FROM across_ours o
    WHERE NOT o.is_replaced AND NOT o.is_overturned
      AND NOT EXISTS (
          SELECT FROM across_spared s
          WHERE s.id = o.id AND s.person = o.person AND s.agency = o.agency)
    ORDER BY o.id, o.person, o.agency, o.at DESC, o.text_id DESC
)"""
_SHOWN = f"""
WITH RECURSIVE {ACROSS}
SELECT o.id, o.person, o.agency, max(o.judged_at), dense_rank() OVER (ORDER BY o.id DESC)
FROM across_ours o
WHERE {{who}}
  AND (EXISTS (
          SELECT FROM store_acrossappeal p
          WHERE p.finding_id = o.id AND p.person = o.person AND p.agency = o.agency)
       OR NOT o.is_replaced AND NOT EXISTS (
          SELECT FROM across_spared s
          WHERE s.id = o.id AND s.person = o.person AND s.agency = o.agency))
GROUP BY 1, 2, 3"""  # noqa: S608 - the words are ours, the values are passed beside
_SEEN = "(o.person = %(me)s AND o.person <> '' OR o.of_agency = ANY(%(agencies)s))"
_NAMED = {
    "collector": "o.person = %(collector)s",
    "team": "o.of_team = %(team)s",
    "agency": "o.of_agency = %(agency)s",
    "before": "o.id < %(before)s",
}
_COUNTS = f"""
WITH RECURSIVE {ACROSS}
SELECT FROM across_counted WHERE id = %s AND person = %s AND agency = %s"""


@dataclass(frozen=True, slots=True)
class Concerned:
    """Someone whom a confirmed finding concerns: a person, or an agency whose people had no name.

    One of ``person`` and ``agency`` is empty.
    """

    finding_id: int
    person: str
    agency: str
    judged_at: datetime

    def has(self, text: SpokenText) -> bool:
        """Whether a text is theirs."""
        return side_of(text) == (self.person, self.agency)


def side_of(text: SpokenText) -> tuple[str, str]:
    """Return whose text it is: a person and no agency, or nobody and an agency."""
    return text.collector, "" if text.collector else text.agency


def across_seen_by(username: str, agencies: Sequence[str]) -> list[Concerned]:
    """List the confirmed findings about a person and about the people of agencies.

    Overturned ones too: who was judged sees what came of it. What counts no more because it grew,
    or does not concern them any more, is listed only where they had appealed.
    """
    rows = _rows(_SHOWN.format(who=_SEEN), {"me": username, "agencies": list(agencies)})
    return [Concerned(*row[:4]) for row in rows]


def across_of(
    *,
    collector: str | None = None,
    team: str | None = None,
    agency: str | None = None,
    before: int | None = None,
    most: int,
) -> list[Concerned]:
    """List the confirmed findings of a collector, a team or an agency; of all by itself.

    A team is the house's own unless an agency is named too. Of ``most`` findings, the latest first
    and all older than ``before``, there is one for each whom it concerns.
    """
    if team is not None and agency is None:
        agency = ""
    given = {"collector": collector, "team": team, "agency": agency, "before": before}
    named = {name: value for name, value in given.items() if value is not None}
    who = " AND ".join(_NAMED[name] for name in named) or "true"
    rows = _rows(
        f"SELECT * FROM ({_SHOWN.format(who=who)}) AS found"  # noqa: S608 - the words are ours
        " WHERE dense_rank <= %(most)s ORDER BY 1 DESC, 2, 3",
        {**named, "most": most},
    )
    return [Concerned(*row[:4]) for row in rows]


def across_counts(finding_id: int, *, person: str, agency: str) -> bool:
    """Whether a finding counts for someone now."""
    return bool(_rows(_COUNTS, [finding_id, person, agency]))


def texts_of_findings(findings: Sequence[AcrossFinding]) -> dict[int, SpokenText]:
    """Return the texts on which findings rest, by their keys."""
    return SpokenText.objects.in_bulk({key for one in findings for key in one.texts})


def overturning(finding: AcrossFinding) -> AcrossAppeal | None:
    """Return the appeal, of whomever, by which a finding was overturned."""
    judged = finding.appeals.filter(judgement__outcome="overturned")
    return judged.select_related("judgement").first()


def _rows(statement: str, given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
