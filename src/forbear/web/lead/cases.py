"""Whose a case is: give it to somebody, to another, or back to the pool; and take that back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from forbear.services.house import house_date, house_zone
from forbear.services.lead.moving import MOST, Moved, cases_move, cases_move_all, move_undo
from forbear.services.refusals import Refusal
from forbear.store.models import CaseAssignment, CaseMove, DayRun, QueuePlace
from forbear.store.selectors.assignments import (
    POOL,
    CasesAsked,
    cases_held_by_name,
    cases_of,
    moves_lately,
    persons_known,
)
from forbear.store.selectors.queue import day_facts, day_latest
from forbear.store.selectors.roster import callers
from forbear.web.lead import words
from forbear.web.lead.frame import ID_MAX, name_of, rail_of
from forbear.web.shared.permissions import LEAD_TEAM
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock

PAGE_SIZE = 25
MOVES = 8
_LATELY = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the list, with the move that was seen last."""

    place: QueuePlace
    whose: str
    tick: str
    held_by: str


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move, in words."""

    move: CaseMove
    many: int
    kind: str
    to: str
    of: str
    may_undo: bool
    undone_by: str


@require_GET
@permission_required(LEAD_TEAM, raise_exception=True)
def cases(request: HttpRequest) -> HttpResponse:
    """Show the calls of the day that are ahead and whose they are, filtered and paged."""
    now = clock.now()
    run = day_latest(on=house_date(now))
    asked = _asked(request.GET)
    people = list(callers())
    names = {user.get_username(): name_of(user) for user in people}
    context: dict[str, object] = {
        "rail": rail_of(current="cases"),
        "asked": asked,
        "people": sorted(names.items(), key=lambda item: item[1]),
        "run": run,
        "zone": house_zone(),
        "moves": _moves(now, names),
        "pool": POOL,
        "query": _query(asked),
    }
    if run is not None:
        context |= _list(request, asked, run=run, now=now, names=names)
    return render(request, "lead/cases.html", context)


@require_POST
@permission_required(LEAD_TEAM, raise_exception=True)
def move(request: HttpRequest) -> HttpResponse:
    """Move the ticked cases, or all that match the filter."""
    now = clock.now()
    asked = _asked(request.POST)
    is_all = request.POST.get("which") == "all"
    seen = _matching(asked, now=now) if is_all else _ticked(request.POST.getlist("case"))
    kind = "filter" if is_all else "one" if len(seen) == 1 else "some"
    done = cases_move(
        seen=seen,
        to=_target(request.POST.get("to", "")),
        why=_line(request.POST.get("why", "")),
        at=now,
        actor=request.user.get_username(),
        kind=kind,
    )
    _tell(request, done)
    return redirect(_back(request, asked))


@require_POST
@permission_required(LEAD_TEAM, raise_exception=True)
def move_all(request: HttpRequest) -> HttpResponse:
    """Move everything of one person."""
    done = cases_move_all(
        of=request.POST.get("of", "")[:150].replace("\x00", ""),
        to=_target(request.POST.get("to", "")),
        why=_line(request.POST.get("why", "")),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    _tell(request, done)
    return redirect("lead:cases")


@require_POST
@permission_required(LEAD_TEAM, raise_exception=True)
def undo(request: HttpRequest, move_id: int) -> HttpResponse:
    """Take a move back."""
    done = move_undo(
        move_id=min(move_id, ID_MAX), at=clock.now(), actor=request.user.get_username()
    )
    outcome_told(request, done, _("Undone: every case is where it was."))
    return redirect("lead:cases")


def _list(
    request: HttpRequest,
    asked: CasesAsked,
    *,
    run: DayRun,
    now: datetime,
    names: dict[str, str],
) -> dict[str, object]:
    page = Paginator(cases_of(asked, run=run, at=now), PAGE_SIZE).get_page(request.GET.get("page"))
    held = cases_held_by_name(run=run, at=now)
    absent = sorted(set(held) - set(names) - {""})
    return {
        "page": page,
        "rows": list(_rows(list(page.object_list), names=names, now=now)),
        "most": MOST,
        "owners": [(name, names.get(name, name), held.get(name, 0)) for name in (*names, *absent)],
        "pool_many": held.get("", 0),
        "nations": day_facts(run.pk).nations,
        "buckets": day_facts(run.pk).buckets,
        "is_filtered": bool(asked.whose or asked.nation or asked.bucket or asked.text),
    }


def _rows(places: list[QueuePlace], *, names: dict[str, str], now: datetime) -> Iterator[Row]:
    for place in places:
        given: CaseAssignment | None = getattr(place.person, "assignment", None)
        hold = getattr(place.person, "hold", None)
        is_held = hold is not None and hold.until > now
        to = given.to if given else ""
        yield Row(
            place=place,
            whose=names.get(to, to),
            tick=f"{place.person_id}:{(given.move_id if given else 0) or 0}",
            held_by=names.get(hold.actor, hold.actor) if is_held and hold else "",
        )


def _moves(now: datetime, names: dict[str, str]) -> list[MoveRow]:
    everybody = dict(names)
    rows = []
    for each in moves_lately(since=now - _LATELY, limit=MOVES):
        undone: CaseMove | None = getattr(each, "undone_by", None)
        many: int = each.many  # type: ignore[attr-defined] # counted by the selector
        standing: int = each.standing  # type: ignore[attr-defined]
        rows.append(
            MoveRow(
                move=each,
                many=many,
                kind=str(words.MOVE[each.kind]),
                to=everybody.get(each.to, each.to),
                of=everybody.get(each.of, each.of),
                may_undo=undone is None and standing == many,
                undone_by=undone.actor if undone else "",
            )
        )
    return rows


def _asked(given: QueryDict) -> CasesAsked:
    """Read which cases are meant; what makes no sense is asked of nobody."""

    def part(name: str, size: int) -> str:
        return given.get(name, "").replace("\x00", "").strip()[:size]

    return CasesAsked(part("whose", 150), part("nation", 8), part("bucket", 8), part("q", 80))


def _query(asked: CasesAsked) -> str:
    given = {
        "whose": asked.whose,
        "nation": asked.nation,
        "bucket": asked.bucket,
        "q": asked.text,
    }
    return urlencode({key: value for key, value in given.items() if value})


def _matching(asked: CasesAsked, *, now: datetime) -> dict[int, int | None]:
    run = day_latest(on=house_date(now))
    if run is None:
        return {}
    rows = cases_of(asked, run=run, at=now).values_list("person_id", "person__assignment__move_id")
    # one more than may move, so that too many are refused and not cut off
    return {person_id: move_id or 0 for person_id, move_id in rows[: MOST + 1]}


def _ticked(given: list[str]) -> dict[int, int | None]:
    """Read ``cardholder:move`` pairs; what is none is left out."""
    found: dict[int, int | None] = {}
    for each in given[: MOST + 1]:
        person, _colon, seen = each.partition(":")
        if person.isascii() and person.isdigit() and seen.isascii() and seen.isdigit():
            found[min(int(person), ID_MAX)] = min(int(seen), ID_MAX)
    return {pk: found[pk] for pk in persons_known(found)}


def _target(to: str) -> str:
    to = to.replace("\x00", "")[:150]
    return "" if to == POOL else to or "?"


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _back(request: HttpRequest, asked: CasesAsked) -> str:
    back = request.POST.get("back", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return f"{reverse('lead:cases')}?{_query(asked)}"


def _tell(request: HttpRequest, done: Moved | Refusal) -> None:
    if isinstance(done, Refusal):
        messages.error(request, refusal_said(done))
        return
    told = ngettext("%(n)d case moved.", "%(n)d cases moved.", done.many) % {"n": done.many}
    messages.success(request, told)
    for code, many in done.stayed.items():
        stayed = ngettext("%(n)d case stays: %(why)s.", "%(n)d cases stay: %(why)s.", many)
        messages.error(request, stayed % {"n": many, "why": words.STAYED[code]})
