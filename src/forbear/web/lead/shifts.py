"""Shifts: who works when, and how much of the day's work fits into that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.core.roster.hours import WEEK, write_hours
from forbear.packs.lead import load_lead_rules
from forbear.services.house import house_zone
from forbear.services.lead.shifts import exception_set, pattern_set
from forbear.services.refusals import Refusal
from forbear.store.models import ShiftException, ShiftPattern
from forbear.store.selectors.capacity import day_capacity
from forbear.store.selectors.queue import day_latest
from forbear.store.selectors.roster import Roster, callers, rosters, week_of
from forbear.store.selectors.teams import team_names
from forbear.web.lead.frame import name_of, rail_of
from forbear.web.shared.permissions import LEAD_TEAM
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock

# what stands in a form for a team
TEAM = "team:"


@dataclass(frozen=True, slots=True)
class Cell:
    """The hours of one person on one day; nothing where nobody has said."""

    text: str
    is_known: bool
    is_changed: bool
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One person's week."""

    name: str
    team: str
    zone: str
    cells: list[Cell]
    minutes: int


@require_GET
@permission_required(LEAD_TEAM, raise_exception=True)
def shifts(request: HttpRequest) -> HttpResponse:
    """Show a week of everybody's hours, and today's work against those that are left."""
    now, zone, rules = clock.now(), house_zone(), load_lead_rules()
    today = now.astimezone(zone).date()
    first = _day(request.GET.get("from", "")) or today
    first -= timedelta(days=first.weekday())
    users = list(callers())
    week = week_of(users, first=first)
    run = day_latest(on=today)
    context: dict[str, object] = {
        "rail": rail_of(current="shifts"),
        "days": [day for day, _hours in week],
        "today": today,
        "lines": list(_lines(users, week)),
        "before": first - timedelta(days=WEEK),
        "after": first + timedelta(days=WEEK),
        "whose": _choices(users),
        "zone": str(zone),
        "weekdays": _weekdays(),
        "changes": _changes(),
    }
    hours = rosters(users, on=today)
    if run is not None and any(each.spans is not None for each in hours.values()):
        minutes = sum(each.minutes_left(now) for each in hours.values())
        found = day_capacity(run=run, at=now, minutes=minutes, case_minutes=rules.case_minutes)
        context |= {"capacity": found[0], "capacity_lines": found[1]}
    return render(request, "lead/shifts.html", context)


@require_POST
@permission_required(LEAD_TEAM, raise_exception=True)
def week(request: HttpRequest) -> HttpResponse:
    """Write somebody's week."""
    given = request.POST
    username, team = _whose(given.get("whose", ""))
    since = _day(given.get("since", ""))
    done: ShiftPattern | Refusal = Refusal("DAY_MISSING", "Choose the day.")
    if since is not None:
        done = pattern_set(
            username=username,
            team=team,
            since=since,
            hours=[given.get(f"day{number}", "") for number in range(WEEK)],
            zone=given.get("zone", "")[:64],
            at=clock.now(),
            actor=request.user.get_username(),
        )
    return _told(request, done)


@require_POST
@permission_required(LEAD_TEAM, raise_exception=True)
def day(request: HttpRequest) -> HttpResponse:
    """Write the hours of one day that is not as the week is."""
    username, team = _whose(request.POST.get("whose", ""))
    on = _day(request.POST.get("on", ""))
    done: ShiftException | Refusal = Refusal("DAY_MISSING", "Choose the day.")
    if on is not None:
        done = exception_set(
            username=username,
            team=team,
            on=on,
            hours=request.POST.get("hours", ""),
            why=request.POST.get("why", ""),
            at=clock.now(),
            actor=request.user.get_username(),
        )
    return _told(request, done)


def _told(request: HttpRequest, done: ShiftPattern | ShiftException | Refusal) -> HttpResponse:
    outcome_told(request, done, _("Written. It counts from its day on."))
    return redirect("lead:shifts")


def _lines(users: list[User], found: list[tuple[date, Mapping[int, Roster]]]) -> Iterator[Line]:
    teams = team_names(users)
    for user in users:
        hours = [each[user.pk] for _day_on, each in found]
        cells = [
            Cell(
                text=write_hours(each.spans or ()),
                is_known=each.spans is not None,
                is_changed="exception" in each.source,
                why=each.why,
            )
            for each in hours
        ]
        yield Line(
            name=name_of(user),
            team=teams[user.pk],
            zone=str(hours[0].zone),
            cells=cells,
            minutes=sum(end - start for each in hours for start, end in (each.spans or ())),
        )


def _choices(users: list[User]) -> list[tuple[str, str]]:
    teams = sorted(set(team_names(users).values()) - {""})
    return [
        *((f"{TEAM}{team}", _("Team %(name)s") % {"name": team}) for team in teams),
        *((user.get_username(), name_of(user)) for user in users),
    ]


def _changes() -> list[ShiftException]:
    """Return the exceptions written last."""
    return list(ShiftException.objects.select_related("user").order_by("-pk")[:10])


def _whose(given: str) -> tuple[str, str]:
    given = given.replace("\x00", "")[:160]
    return ("", given.removeprefix(TEAM)) if given.startswith(TEAM) else (given, "")


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    # a week before and after it must be days too
    return found if date.min.year < found.year < date.max.year else None


def _weekdays() -> list[str]:
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
