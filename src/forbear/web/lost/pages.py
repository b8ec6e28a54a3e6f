"""The searches that are open, and one of them: what may be asked next, and what was asked."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.core.gate.answers import Answer
from forbear.core.search.sources import RefusedSource, Source
from forbear.packs.search import load_search_rules
from forbear.services.lost.asking import ASKED_PARTIES, locate_begin, was_asked
from forbear.services.lost.steps import (
    FOUND_KINDS,
    RESULTS,
    Found,
    nation_of,
    search_end,
    sources_left,
    step_record,
)
from forbear.services.refusals import Refusal
from forbear.store.models import ContactPoint, PointCheck, SearchTask
from forbear.store.selectors.cases import account_list_visible_to
from forbear.store.selectors.lost import own_data
from forbear.store.selectors.queue import day_latest
from forbear.web.agreements.pages import roles_of
from forbear.web.desk.rail import rail_of
from forbear.web.lost import words
from forbear.web.lost.panel import point_name
from forbear.web.shared.permissions import MAKE_CONTACT, SEE_CASES
from forbear.web.shared.reasons import code_sentence
from forbear.web.shared.told import outcome_told
from forbear.web.shared.words import POINT
from forbear.wiring import clock, gate
from forbear.wiring.house import house_day

ROWS = 25


@require_GET
@permission_required(SEE_CASES, raise_exception=True)
def tasks(request: HttpRequest) -> HttpResponse:
    """Show the open searches, the oldest first, and the numbers to be checked."""
    people = account_list_visible_to(request.user).values("person_id")
    found = SearchTask.objects.filter(state="open", person__in=people).select_related("person")
    page = Paginator(found.order_by("opened_at", "pk"), ROWS).get_page(request.GET.get("page"))
    checks = PointCheck.objects.filter(
        state="open", contact_point__person__in=people
    ).select_related("contact_point__person")
    context = {
        "page": page,
        "rows": [(each, words.WHY_OPENED[each.why]) for each in page.object_list],
        "checks": [(each, point_name(each.contact_point)) for each in checks.order_by("pk")[:ROWS]],
        "rail": rail_of(day_latest(on=house_day()), current=""),
    }
    return render(request, "lost/list.html", context)


@require_GET
@permission_required(SEE_CASES, raise_exception=True)
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """Show one search."""
    found = _task(request, task_id)
    rules = load_search_rules()
    nation = nation_of(found.person_id)
    left = sources_left(found, rules)
    names = {each.code: _named(each) for each in rules.sources_of(nation)}
    names |= {each.code: _named(each) for each in rules.refused_of(nation)}
    mine = set(roles_of(request.user))
    context = {
        "task": found,
        "state": words.STATE[found.state],
        "why": words.WHY_OPENED[found.why],
        "account": account_list_visible_to(request.user)
        .filter(person_id=found.person_id)
        .order_by("pk")
        .first(),
        "left": [
            (each, _named(each), _zh(each.asks, each.asks_zh), words.KIND[each.kind])
            for each in left
            if not each.roles or mine & set(each.roles)
        ],
        "others": [
            (_named(each), ", ".join(each.roles))
            for each in left
            if each.roles and not mine & set(each.roles)
        ],
        "refused": [
            (each, _named(each), _zh(each.because, each.because_zh), _zh(each.cite, each.cite_zh))
            for each in rules.refused_of(nation)
        ],
        "steps": [
            (each, names.get(each.source, each.source), words.RESULT[each.result])
            for each in found.steps.order_by("pk").select_related("contact_point")
        ],
        **_own(found),
        "results": [(each, words.RESULT[each]) for each in RESULTS],
        "kinds": [(each, POINT[each]) for each in FOUND_KINDS],
        "people": _people(found) if "contact" in {each.kind for each in left} else [],
        "unverified": [
            (point.pk, point_name(point))
            for point in _points(found).filter(party="cardholder").exclude(is_verified=True)
        ],
        "rail": rail_of(day_latest(on=house_day()), current=""),
    }
    return render(request, "lost/task.html", context)


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def step(request: HttpRequest, task_id: int) -> HttpResponse:
    """Write down that a source was asked; what the law forbids is refused with the law."""
    found = _task(request, task_id)
    rules = load_search_rules()
    source = request.POST.get("source", "")
    result = request.POST.get("result", "")
    gave = Found(request.POST.get("kind", ""), request.POST.get("value", ""))
    done = step_record(
        task_id=found.pk,
        source=source,
        result=result,
        rules=rules,
        roles=roles_of(request.user),
        at=clock.now(),
        actor=request.user.get_username(),
        found=gave if result == "found" else None,
        note=request.POST.get("note", ""),
    )
    if isinstance(done, Refusal) and done.code == "SOURCE_FORBIDDEN":
        law = rules.refusal_of(source, nation_of(found.person_id))
        assert law is not None, "it was refused because of its entry"
        because, cite = _zh(law.because, law.because_zh), _zh(law.cite, law.cite_zh)
        refused = {"because": because, "cite": cite}
        messages.error(request, _("Refused, and kept. %(because)s %(cite)s") % refused)
    else:
        outcome_told(request, done, _("Written down."))
    return redirect(reverse("lost:task", args=[found.pk]))


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def ask(request: HttpRequest, task_id: int) -> HttpResponse:
    """Begin the one call to ask someone else, or to find out whether a number is theirs."""
    found = _task(request, task_id)
    given = request.POST.get("point", "")
    point = get_object_or_404(_points(found), pk=int(given) if given.isdecimal() else 0)
    done = locate_begin(
        task_id=found.pk,
        contact_point_id=point.pk,
        rules=load_search_rules(),
        at=clock.now(),
        actor=request.user.get_username(),
        ask=gate.ask,
    )
    if isinstance(done, Answer):
        for reason in done.reasons:
            said = code_sentence(reason.code)
            messages.error(request, _("Not permitted now. %(reason)s") % {"reason": said})
    elif isinstance(done, Refusal):
        outcome_told(request, done, "")
    else:
        return redirect(reverse("desk:case", args=[done.account_id]))
    return redirect(reverse("lost:task", args=[found.pk]))


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def end(request: HttpRequest, task_id: int) -> HttpResponse:
    """End a search without a find."""
    found = _task(request, task_id)
    why, actor = request.POST.get("why", ""), request.user.get_username()
    done = search_end(task_id=found.pk, why=why, at=clock.now(), actor=actor)
    outcome_told(request, done, _("The search has ended."))
    return redirect(reverse("lost:task", args=[found.pk]))


def _own(found: SearchTask) -> dict[str, object]:
    own = own_data(found.person_id)
    return {
        "own": own,
        "closed": [(point_name(point), words.WHY_CLOSED[why]) for point, why in own.closed],
        "postal": [point_name(point) for point in own.postal],
    }


def _task(request: HttpRequest, task_id: int) -> SearchTask:
    people = account_list_visible_to(request.user).values("person_id")
    visible = SearchTask.objects.select_related("person").filter(person__in=people)
    found: SearchTask = get_object_or_404(visible, pk=task_id)
    return found


def _points(found: SearchTask) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(
        person_id=found.person_id, state="open", kind__in=("mobile", "home", "work")
    ).order_by("pk")


def _people(found: SearchTask) -> list[tuple[int, str, bool]]:
    """Return whom one might ask, and whether they were asked."""
    return [
        (point.pk, f"{point.party_name} {point_name(point)}".strip(), was_asked(point))
        for point in _points(found).filter(party__in=ASKED_PARTIES)
    ]


def _zh(text: str, chinese: str) -> str:
    return chinese if (get_language() or "").startswith("zh") else text


def _named(source: Source | RefusedSource) -> str:
    return _zh(source.name, source.name_zh)
