"""Scores of conduct over a period, and in which team someone works."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from forbear.core.speech.conduct import Rate, Score, Tally, rate, scores
from forbear.packs.speech.conduct import Conduct
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import TeamPlace
from forbear.store.selectors.conduct import (
    Asked,
    Group,
    Scope,
    Step,
    tallies_by,
    tallies_over_time,
)

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One week or month of a trend: its first day (UTC), what was counted, and the rate."""

    on: date
    tally: Tally
    found: Rate


def period(first: date, last: date, **whose: object) -> Asked:
    """Return what is asked of the days ``first`` to ``last``, both included, in UTC."""
    since = datetime(first.year, first.month, first.day, tzinfo=UTC)
    until = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1)
    return Asked(since, until, **whose)  # type: ignore[arg-type] # the fields of Asked


def conduct_scores(group: Group, asked: Asked, conduct: Conduct) -> list[Score]:
    """Return the scores of each collector, team, agency or category, by name.

    Everyone is compared with all others, also with those that the asker may not see; of them
    nothing is told but whether the difference may be chance. Categories are not compared.
    """
    mine = tallies_by(group, asked)
    if group == "category":
        return scores(mine, conduct.measures, others={})
    everyone = Asked(asked.since, asked.until, Scope(is_all=True), category=asked.category)
    return scores(mine, conduct.measures, others=tallies_by(group, everyone))


def conduct_whole(asked: Asked, conduct: Conduct) -> Score:
    """Return everything that is asked for as one."""
    whole = Tally(0)
    for tally in tallies_by("collector", asked).values():
        whole = whole.and_(tally)
    return scores({"": whole}, conduct.measures)[0]


def conduct_trend(step: Step, asked: Asked, conduct: Conduct) -> list[TrendPoint]:
    """Return the rate of contacts with a confirmed finding, week by week or month by month."""
    return [
        TrendPoint(
            at.astimezone(UTC).date(),
            tally,
            rate(tally.found, tally.contacts, confidence=conduct.measures.confidence),
        )
        for at, tally in tallies_over_time(step, asked)
    ]


def only(asked: Asked, **whose: str) -> Asked:
    """Return what is asked for, of one collector, team, agency or category only."""
    return replace(asked, **whose)  # type: ignore[arg-type] # the fields of Asked


def a_year_back(last: date) -> date:
    """Return the first day of the month eleven months before that of ``last``."""
    months = last.year * _MONTHS + last.month - _MONTHS
    return date(months // _MONTHS, months % _MONTHS + 1, 1)


@transaction.atomic
def team_place_set(
    *, username: str, team: str, agency: str, at: datetime, actor: str
) -> TeamPlace | Refusal:
    """Let someone work in a team, of an agency if one is named, from now on.

    The place before it ends now; the same place twice is one. Refusals: ``USER_UNKNOWN``,
    ``TEAM_MISSING``.
    """
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        return Refusal("USER_UNKNOWN", f"There is no user {username!r}.")
    team, agency = team.strip()[:80], agency.strip()[:120]
    if not team and not agency:
        return Refusal("TEAM_MISSING", "Name a team, or an agency, or both.")
    before = user.team_places.filter(until_at=None).first()
    if before is not None:
        if (before.team, before.agency) == (team, agency):
            return before
        before.until_at = at
        before.save(update_fields=["until_at"])
    made = TeamPlace.objects.create(user=user, team=team, agency=agency, from_at=at, actor=actor)
    audit_write(
        at=at,
        actor=actor,
        action="user.placed",
        subject="user",
        subject_id=user.pk,
        data={"user": username, "team": team, "agency": agency},
    )
    return made
