"""The live board: who does what, what the day has come to, and what must be looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from forbear.packs.lead import load_lead_rules
from forbear.services.house import house_zone
from forbear.store.models import DayRun
from forbear.store.selectors.assignments import cases_held_by_name
from forbear.store.selectors.board import (
    Now,
    Tally,
    calls_by_hour,
    doing_now,
    promises_by_day,
    tallies,
)
from forbear.store.selectors.board_alerts import caps_near, permits_denied, waiting_now
from forbear.store.selectors.capacity import day_capacity
from forbear.store.selectors.complaints import clocks_near
from forbear.store.selectors.queue import day_latest
from forbear.store.selectors.roster import Roster, callers, rosters
from forbear.store.selectors.teams import team_names
from forbear.web.lead import words
from forbear.web.lead.charts import chart_of
from forbear.web.lead.frame import midnight, name_of, rail_of
from forbear.web.shared.permissions import LEAD_TEAM
from forbear.wiring import clock
from forbear.wiring.gate import book

DAYS = 7
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a team."""

    user: User
    name: str
    now: Now
    doing: str
    icon: str
    tally: Tally
    left: int
    is_on_shift: bool | None


@dataclass(frozen=True, slots=True)
class Team:
    """The people of a team, and what they come to together."""

    name: str
    rows: list[Row]

    @property
    def tally(self) -> Tally:
        """The sum of its people."""
        return sum((row.tally for row in self.rows), Tally())

    @property
    def left(self) -> int:
        """The cases of its people that are ahead."""
        return sum(row.left for row in self.rows)


@require_GET
@permission_required(LEAD_TEAM, raise_exception=True)
def board(request: HttpRequest) -> HttpResponse:
    """Show the board; what asks again and has seen this state is told that nothing has changed."""
    page = render_to_string("lead/_board.html", _context(request.user.get_username()), request)
    seen = hashlib.sha256(page.encode()).hexdigest()[:32]
    etag = f'"{seen}"'
    is_asked_again = bool(request.headers.get("HX-Request"))
    has_it = etag == request.headers.get("If-None-Match") or seen == request.GET.get("seen")
    answer = HttpResponse(status=304)
    if not (is_asked_again and has_it):
        name = "lead/_board_seen.html" if is_asked_again else "lead/board.html"
        rail = rail_of(current="board")
        answer = render(request, name, {"page": page, "seen": seen, "rail": rail})
    answer["ETag"] = etag
    return answer


def _context(viewer: str) -> dict[str, object]:
    now, zone, rules = clock.now(), house_zone(), load_lead_rules()
    on = now.astimezone(zone).date()
    since = midnight(on, zone)
    users = list(callers())
    names = [user.get_username() for user in users]
    run = day_latest(on=on)
    left = cases_held_by_name(run=run, at=now) if run else {}
    shifts = rosters(users, on=on)
    counted = tallies(since=since, at=now, on=on, kept_days=rules.kept_days)
    doing = doing_now(users, at=now, idle=timedelta(minutes=rules.idle_minutes))
    teams = _teams(users, doing=doing, counted=counted, left=left, shifts=shifts, now=now)
    due_many, clocks = clocks_near(
        until=on + timedelta(days=rules.clock_days), limit=SHOWN, viewer=viewer
    )
    hours = calls_by_hour(names, since=since, at=now, zone=str(zone))
    promised = promises_by_day(on=on, days=DAYS)
    return {
        "teams": teams,
        "zone": zone,
        "on": on,
        "run": run,
        "pool": left.get("", 0),
        "waiting": waiting_now(at=now),
        "denied": permits_denied(names, since=since, at=now)[:SHOWN],
        "clocks": clocks,
        "clocks_many": due_many,
        "hours": hours,
        "hours_chart": chart_of([(f"{row.hour:02}", row.calls, row.reached) for row in hours]),
        "promised": promised,
        "promised_chart": chart_of([(str(day.day), many, kept) for day, many, kept in promised]),
        **_caps(run, now=now, cases=rules.cap_cases),
        **_capacity(run, shifts, now=now, case_minutes=rules.case_minutes),
        "kept_days": rules.kept_days,
    }


def _teams(
    users: list[User],
    *,
    doing: Mapping[str, Now],
    counted: Mapping[str, Tally],
    left: Mapping[str, int],
    shifts: Mapping[int, Roster],
    now: datetime,
) -> list[Team]:
    belongs = team_names(users)
    found: dict[str, list[Row]] = {}
    for user in users:
        username = user.get_username()
        state = doing[username]
        row = Row(
            user=user,
            name=name_of(user),
            now=state,
            doing=str(words.DOING[state.doing]),
            icon=words.DOING_ICON[state.doing],
            tally=counted.get(username, Tally()),
            left=left.get(username, 0),
            is_on_shift=shifts[user.pk].is_on(now),
        )
        found.setdefault(belongs[user.pk], []).append(row)
    return [Team(name, rows) for name, rows in sorted(found.items())]


def _caps(run: DayRun | None, *, now: datetime, cases: int) -> dict[str, object]:
    near = caps_near(book(), run=run, at=now, cases=cases) if run else []
    return {"caps": near[:SHOWN], "caps_many": len(near), "cap_cases": cases}


def _capacity(
    run: DayRun | None, shifts: Mapping[int, Roster], *, now: datetime, case_minutes: int
) -> dict[str, object]:
    """Hold the day's calls against the hours; where nobody has any, nothing is said."""
    if run is None or all(each.spans is None for each in shifts.values()):
        return {}
    minutes = sum(each.minutes_left(now) for each in shifts.values())
    found, lines = day_capacity(run=run, at=now, minutes=minutes, case_minutes=case_minutes)
    return {"capacity": found, "capacity_lines": lines}
