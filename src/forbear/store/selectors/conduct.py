"""Conduct as the store holds it: contacts that were read, findings that people confirmed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from forbear.core.roles import AGENCY, AUDITOR, COMPLIANCE, TEAM_LEAD
from forbear.core.speech.conduct import Tally
from forbear.store.models import AppealJudgement, TeamPlace, TextFinding, TextReview
from forbear.store.selectors.across_people import ACROSS

Group = Literal["collector", "team", "agency", "category"]
GROUPS: tuple[Group, ...] = ("collector", "team", "agency", "category")
Step = Literal["week", "month"]
FAULTS = ("confirm", "wrong_category")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose conduct someone may see: everyone's, their own, their teams', their agencies'.

    A team is named with its agency, ``""`` for the house's own.
    """

    is_all: bool = False
    collector: str = ""
    teams: tuple[tuple[str, str], ...] = ()
    agencies: tuple[str, ...] = ()

    @property
    def is_own_only(self) -> bool:
        """Whether nobody else is to be seen."""
        return not (self.is_all or self.teams or self.agencies)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which contacts are meant: those said from ``since`` until before ``until``, and of whom.

    ``team`` is as tables show it: with its agency after a dot.
    """

    since: datetime
    until: datetime
    scope: Scope = field(default_factory=lambda: Scope(is_all=True))
    collector: str = ""
    team: str = ""
    agency: str = ""
    category: str = ""


def team_place_of(user: User) -> TeamPlace | None:
    """Return where someone works now."""
    return user.team_places.filter(until_at=None).first()


def place_of_name(username: str, *, at: datetime) -> TeamPlace | None:
    """Return where a user worked at a moment, by the name they sign in with."""
    ended = Q(until_at=None) | Q(until_at__gt=at)
    return TeamPlace.objects.filter(ended, user__username=username, from_at__lte=at).first()


def scope_of(user: User | AnonymousUser, *, roles: Collection[str] | None = None) -> Scope:
    """Return whose conduct a user may see; ``roles`` are theirs, where they are known already."""
    if not isinstance(user, User):
        return Scope()
    if roles is None:
        roles = set(user.groups.values_list("name", flat=True))
    if user.is_superuser or {COMPLIANCE, AUDITOR} & set(roles):
        return Scope(is_all=True, collector=user.get_username())
    # where somebody works matters to those alone who see others there
    place = team_place_of(user) if {TEAM_LEAD, AGENCY} & set(roles) else None
    leads = place is not None and TEAM_LEAD in roles and bool(place.team)
    acts = place is not None and AGENCY in roles and bool(place.agency)
    return Scope(
        collector=user.get_username(),
        teams=((place.team, place.agency),) if place and leads else (),
        agencies=(place.agency,) if place and acts else (),
    )


_TEAM = "CASE WHEN t.agency = '' THEN t.team ELSE t.team || ' · ' || t.agency END"
_NAMES = {"collector": "t.collector", "team": _TEAM, "agency": "t.agency"}
# a contact is a transcript, or what was written by hand and put into the outbox
_CONTACT = (
    "(t.source = 'transcript' OR EXISTS (SELECT FROM store_draftsending s WHERE s.text_id = t.id))"
)
_JUDGED = """
judged AS (
    SELECT a.text_id,
           CASE WHEN r.category <> '' THEN r.category ELSE f.category END AS category,
           CASE f.severity WHEN 'high' THEN 3 WHEN 'medium' THEN 2 ELSE 1 END AS rank
    FROM store_textreview r
    JOIN store_textfinding f ON f.id = r.finding_id
    JOIN store_textaudit a ON a.id = f.audit_id
    JOIN said t ON t.id = a.text_id
    WHERE r.verdict IN ('confirm', 'wrong_category')
      AND NOT EXISTS (
          SELECT FROM store_findingappeal p
          JOIN store_appealjudgement j ON j.appeal_id = p.id AND j.outcome = 'overturned'
          WHERE p.finding_id = f.id)
    UNION ALL
    SELECT c.text_id, c.category, c.rank
    FROM across_counted c JOIN said t ON t.id = c.text_id
),
open AS (
    SELECT DISTINCT a.text_id
    FROM store_textfinding f
    JOIN store_textaudit a ON a.id = f.audit_id
    JOIN said t ON t.id = a.text_id
    WHERE NOT EXISTS (SELECT FROM store_textreview r WHERE r.finding_id = f.id)
      AND NOT EXISTS (
          SELECT FROM store_textreview w
          WHERE w.text_id = a.text_id AND w.finding_id IS NULL AND w.verdict = 'lawful')
)"""


def _said(asked: Asked) -> tuple[str, dict[str, Any]]:
    """Return the contacts that are meant, as the first part of a statement, and its values."""
    given: dict[str, Any] = {"since": asked.since, "until": asked.until}
    where = ["t.at >= %(since)s", "t.at < %(until)s", _CONTACT]
    for name in ("collector", "team", "agency"):
        if value := getattr(asked, name):
            where.append(f"{_NAMES[name]} = %({name})s")
            given[name] = value
    scope = asked.scope
    if not scope.is_all:
        seen = ["(t.collector = %(me)s AND t.collector <> '')"]
        given["me"] = scope.collector
        for number, (team, agency) in enumerate(scope.teams):
            seen.append(f"(t.team = %(team{number})s AND t.agency = %(of{number})s)")
            given |= {f"team{number}": team, f"of{number}": agency}
        if scope.agencies:
            seen.append("t.agency = ANY(%(agencies)s)")
            given["agencies"] = list(scope.agencies)
        where.append(f"({' OR '.join(seen)})")
    given["category"] = asked.category
    columns = f"t.id, t.at, t.collector, t.agency, {_TEAM} AS team"
    return f"said AS (SELECT {columns} FROM store_spokentext t WHERE {' AND '.join(where)})", given  # noqa: S608 - the words are ours, the values are passed beside


_WORST = """
worst AS (
    SELECT text_id, max(rank) AS rank FROM judged
    WHERE %(category)s = '' OR category = %(category)s GROUP BY text_id
)"""
_BY_CATEGORY = """
SELECT j.category, (SELECT count(*) FROM said), count(*) FILTER (WHERE j.rank = 3),
       count(*) FILTER (WHERE j.rank = 2), count(*) FILTER (WHERE j.rank = 1), 0
FROM (SELECT text_id, category, max(rank) AS rank FROM judged GROUP BY 1, 2) j
WHERE %(category)s = '' OR j.category = %(category)s
GROUP BY 1"""
_BY = """
SELECT {by}, count(*), count(*) FILTER (WHERE w.rank = 3), count(*) FILTER (WHERE w.rank = 2),
       count(*) FILTER (WHERE w.rank = 1),
       count(*) FILTER (WHERE w.rank IS NULL AND o.text_id IS NOT NULL)
FROM said t LEFT JOIN worst w ON w.text_id = t.id LEFT JOIN open o ON o.text_id = t.id
GROUP BY 1 ORDER BY 1"""


def tallies_by(group: Group, asked: Asked) -> dict[str, Tally]:
    """Count the contacts of each collector, team or agency, or of each category of finding.

    Each contact counts once, by its gravest confirmed finding (of ``asked.category`` if that is
    given); for categories once in each, of all contacts. A finding across a case is one of the
    last text of each person in it. An empty name is what nobody named.
    """
    statement = _BY_CATEGORY if group == "category" else _BY.format(by=f"t.{group}")
    return {str(name): Tally(*counts) for name, *counts in _rows(asked, statement)}


def tallies_over_time(step: Step, asked: Asked) -> list[tuple[datetime, Tally]]:
    """Count the contacts of each week or month (UTC) in which there was one, in order."""
    statement = _BY.format(by=f"date_trunc('{step}', t.at, 'UTC')")
    return [(at, Tally(*counts)) for at, *counts in _rows(asked, statement)]


def missed_by_auditor(asked: Asked) -> int:
    """Count contacts in which a reviewer found what the auditor had not: no part of any score.

    Only the texts of a sample are read for it, so it says something of the auditor, not of people.
    """
    missed = TextReview.objects.filter(
        finding=None, verdict="wrong_category", text_id__in=_ids(asked)
    )
    return missed.values("text").distinct().count()


def _ids(asked: Asked) -> list[int]:
    return [row[0] for row in _rows(asked, "SELECT t.id FROM said t")]


def names_of(asked: Asked) -> Mapping[str, list[str]]:
    """List the collectors, teams and agencies that someone may choose from."""
    rows = _rows(
        Asked(asked.since, asked.until, asked.scope),
        "SELECT DISTINCT t.collector, t.team, t.agency FROM said t",
    )
    names = ("collector", "team", "agency")
    return {name: sorted({row[at] for row in rows} - {""}) for at, name in enumerate(names)}


def _rows(asked: Asked, statement: str) -> list[tuple[Any, ...]]:
    """Run a statement over the contacts that are meant, and what people judged of them."""
    said, given = _said(asked)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH RECURSIVE {said}, {ACROSS}, {_JUDGED}, {_WORST} {statement}", given)
        return list(cursor.fetchall())


def findings_seen_by(user: User | AnonymousUser) -> QuerySet[TextFinding]:
    """List every confirmed finding about a user, and about the people of the agency they act for.

    Overturned ones too: who was judged sees what came of it. Newest verdict first.
    """
    scope = scope_of(user)
    who = Q(audit__text__collector=user.get_username())
    if scope.agencies:
        who |= Q(audit__text__agency__in=scope.agencies)
    return confirmed().filter(who).order_by("-reviews__at", "-pk")


def findings_of(
    *, collector: str | None = None, team: str | None = None, agency: str | None = None
) -> QuerySet[TextFinding]:
    """List the confirmed findings of a collector, a team or an agency; of all by itself.

    A team is the house's own unless an agency is named too. The latest finding first.
    """
    found = confirmed().order_by("-pk")
    if team is not None:
        found = found.filter(audit__text__team=team, audit__text__agency=agency or "")
    elif agency is not None:
        found = found.filter(audit__text__agency=agency)
    return found if collector is None else found.filter(audit__text__collector=collector)


def confirmed() -> QuerySet[TextFinding]:
    """List the findings that a reviewer confirmed, or gave another category."""
    of_it = TextReview.objects.filter(finding=OuterRef("pk"), verdict__in=FAULTS)
    return (
        TextFinding.objects.filter(Exists(of_it))
        .select_related("audit__text__account", "appeal__judgement")
        .prefetch_related("reviews")
    )


def is_overturned(finding_ids: list[int]) -> set[int]:
    """Return those of the findings that an appeal overturned."""
    return set(
        AppealJudgement.objects.filter(
            outcome="overturned", appeal__finding__in=finding_ids
        ).values_list("appeal__finding_id", flat=True)
    )
