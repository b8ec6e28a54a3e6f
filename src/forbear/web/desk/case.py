"""One case: the cardholder, what is owed, how they may be reached, what happened, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from forbear.core.agreements.windows import PromiseWindow
from forbear.services.desk.kinds import customer_kind
from forbear.services.house import house_date
from forbear.services.messages import message_language
from forbear.services.promises import promise_window, window_unbroken
from forbear.store.models import (
    Account,
    CallBack,
    CaseAssignment,
    CaseHold,
    ContactPoint,
    DayRun,
    Debit,
    Decision,
    Guarantee,
    Mandate,
    Permit,
    Posting,
    Promise,
)
from forbear.store.selectors.assignments import assignment_of
from forbear.store.selectors.call_steps import party_of, said_in
from forbear.store.selectors.cases import (
    account_list_of,
    account_shown_to,
    call_unlogged,
    component_list,
    contact_point_list,
    decision_of,
    promise_open,
)
from forbear.store.selectors.debits import debit_next, mandate_shown, mandate_value
from forbear.store.selectors.kept import Kept, kept_of
from forbear.store.selectors.queue import QueueFilter, day_latest, decision_count, neighbours
from forbear.store.selectors.timeline import timeline_page
from forbear.web.agreements.panel import agreed_of, resting_of
from forbear.web.cases.panel import panel_of
from forbear.web.desk.call_backs import back_shown
from forbear.web.desk.forms import NoteForm, OutcomeForm, PromiseForm
from forbear.web.desk.holds import Holding, holding_of
from forbear.web.desk.kinds import guide_hints, is_early
from forbear.web.desk.limited import limited_page
from forbear.web.desk.lines import line_shown
from forbear.web.desk.options import OptionRow, channels_denied, option_rows
from forbear.web.desk.rail import asked_of, rail_of
from forbear.web.desk.timeline import (
    after_of,
    all_kinds,
    appeals_seen,
    chips_of,
    kinds_shown,
    place_text,
)
from forbear.web.desk.today import query_of
from forbear.web.desk.why import language_name, why_sentences
from forbear.web.desk.wishes import wishes_of
from forbear.web.guarantors.shown import panel_of as panel_of_guarantors
from forbear.web.lost.panel import panel_of as panel_of_search
from forbear.web.shared import formats, words
from forbear.web.shared.permissions import SEE_CASES
from forbear.wiring import clock
from forbear.wiring.debits import debit_rules
from forbear.wiring.gate import options_of
from forbear.wiring.guide import CallGuide, call_guide, disclosure_words

NO_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Steps:
    """Where the case stands in the queue it was opened from."""

    place: int
    of: int
    previous_url: str
    next_url: str


@require_GET
@permission_required(SEE_CASES, raise_exception=True)
def case(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show one account of a cardholder; with a call that is still to be logged."""
    account = account_shown_to(request.user, account_id)
    if account is None:
        raise Http404
    now = clock.now()
    permit = call_unlogged(account.pk, actor=request.user.get_username())
    return case_page(request, account, now=now, permit=permit)


def case_page(
    request: HttpRequest,
    account: Account,
    *,
    now: datetime,
    permit: Permit | None = None,
    form: OutcomeForm | None = None,
    note_form: NoteForm | None = None,
    promise_form: PromiseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the case page, with the call under way if there is a permit for it.

    Until the cardholder is verified in the call, the limited screen stands in its place.
    """
    if permit is not None and party_of(permit) != "verified":
        return limited_page(request, account, permit, now=now, form=form, status=status)
    asked = asked_of(request)
    run = day_latest(on=house_date(now))
    zone = formats.zone_or_none(account.person.time_zones)
    shown_zone = zone or NO_ZONE
    today = now.astimezone(shown_zone).date()
    points = contact_point_list(account)
    rows = _rows(account, points, shown_zone, now=now)
    # most accounts have no dispute, no mandate, no call-back: those are not asked for
    kept = kept_of(account)
    holding = (
        holding_of(request, account, run=run, zone=shown_zone, now=now)
        if CaseHold in kept
        else Holding()
    )
    decision = decision_of(account, on=today)
    window = promise_window(account.pk, on=today) if Promise in kept else window_unbroken()
    page = {
        "account": account,
        "person": account.person,
        "accounts": account_list_of(account),
        "asked": asked,
        "query": query_of(asked),
        "steps": _steps(account, asked, run) if run else None,
        "rail": rail_of(run, current=asked.queue),
        "now": now,
        "today": today,
        "zone": shown_zone,
        "city": formats.place_of(zone),
        "dpd": days_past_due(account, today=today),
        "language": language_name(account.person.spoken),
        "holding": holding,
        **_wishes(account, rows, kept, now=now),
        **_reach(rows, decision, shown_zone),
        **_others(request, account, points, kept, today=today),
        **_money(account, kept, today=today),
        **_history(request, account, kept, today=today),
        **_call(request, account, permit, decision, today=today, zone=shown_zone),
        **_promising(account, window, promise_form, today=today),
    }
    if form is None and permit is not None:
        form = OutcomeForm(today=today, window=window, zone=shown_zone, currency=account.currency)
    page["form"] = form or note_form or NoteForm()
    return render(request, "desk/case.html", page, status=status)


def _promising(
    account: Account, window: PromiseWindow, form: PromiseForm | None, *, today: date
) -> dict[str, object]:
    """Return how far ahead a promise may lie, and the form of one outside a call."""
    last = window.last_day(today)
    if form is None and last is not None:
        form = PromiseForm(today=today, last=last, currency=account.currency)
    return {"window": window, "window_last": last, "promise_form": form}


def _rows(
    account: Account, points: Sequence[ContactPoint], zone: ZoneInfo, *, now: datetime
) -> list[OptionRow]:
    """Return what the gate answers for each contact point at this moment."""
    by_id = {point.pk: point for point in points}
    return option_rows(options_of(account, points, at=now), by_id, zone, now=now)


def _others(
    request: HttpRequest,
    account: Account,
    points: Sequence[ContactPoint],
    kept: Kept,
    *,
    today: date,
) -> dict[str, object]:
    """Return the search for the cardholder, and who stands guarantor."""
    stand = panel_of_guarantors(account, request.user, today=today) if Guarantee in kept else []
    return {"lost": panel_of_search(account, points, kept=kept), "guarantors": stand}


def _reach(rows: list[OptionRow], decision: Decision | None, zone: ZoneInfo) -> dict[str, object]:
    """Return what was decided and why, what may be done, and the call that the key C makes."""
    return {
        "decision": decision,
        "why": why_sentences(decision, zone) if decision else [],
        "rows": rows,
        "denied": channels_denied(rows),
        "first_call": _first_call(rows, decision),
    }


def _call(
    request: HttpRequest,
    account: Account,
    permit: Permit | None,
    decision: Decision | None,
    *,
    today: date,
    zone: ZoneInfo,
) -> dict[str, object]:
    """Return what the call under way needs: its line, what must be said, and the guide."""
    if permit is None:
        return {"permit": None}
    return {
        "permit": permit,
        "line": line_shown(permit, zone=zone),
        "disclosures": _disclosures(permit, on=today),
        "said": {*request.POST.getlist("said"), *said_in(permit)},
        "spoken": message_language(account.person),
        "hints": guide_hints(account, decision, on=today),
        "guide": _guide(request, account, decision, today=today),
    }


def _wishes(
    account: Account, rows: list[OptionRow], kept: Kept, *, now: datetime
) -> dict[str, object]:
    """Return what they told us of how and when they want to be reached."""
    return {
        "wishes": wishes_of(account.person, kept=kept),
        "back": back_shown(account, at=now) if CallBack in kept else None,
        "calls": [row for row in rows if row.place and not row.is_asked_only],
    }


def _money(account: Account, kept: Kept, *, today: date) -> dict[str, object]:
    """Return what is owed, and what was promised or will be collected."""
    components = component_list(account, on=today) if Posting in kept else []
    return {
        "promise": promise_open(account) if Promise in kept else None,
        "agreed": agreed_of(account, today=today, kept=kept),
        "resting": resting_of(account, today=today, kept=kept),
        "mandate_state": _mandate_state(account, today=today) if Mandate in kept else "",
        "debit": debit_next(account, on=today) if Debit in kept else None,
        "components": components,
        "components_minor": sum(amount for _component, amount in components),
    }


def _history(
    request: HttpRequest, account: Account, kept: Kept, *, today: date
) -> dict[str, object]:
    """Return whose the case is, what is disputed, and a page of the timeline as asked for."""
    conduct = appeals_seen(request.user, kept)
    kinds = kinds_shown(request.GET.get("show", ""))
    history = timeline_page(
        account,
        on=today,
        kinds=kinds or all_kinds(conduct=conduct),
        after=after_of(request),
        conduct=conduct,
    )
    return {
        "assignment": assignment_of(account.person_id) if CaseAssignment in kept else None,
        "case_panel": panel_of(account, request.user, today=today, kept=kept),
        "events": history.events,
        "older": place_text(history.after),
        "is_older": bool(after_of(request)),
        "show": kinds[0] if kinds else "",
        "kinds": chips_of(account, history.events, conduct=conduct),
    }


def _mandate_state(account: Account, *, today: date) -> str:
    """Return the state of the account's mandate, lapsed if it was too long unused; or nothing."""
    mandate = mandate_shown(account)
    if mandate is None:
        return ""
    is_lapsed = today > debit_rules().lapses_on(mandate_value(mandate))
    return "lapsed" if mandate.state == "active" and is_lapsed else mandate.state


def days_past_due(account: Account, *, today: date) -> int:
    """Count the days since the oldest due still unpaid; 0 if nothing is unpaid."""
    oldest_on = account.oldest_unpaid_due_on
    return max((today - oldest_on).days, 0) if oldest_on else 0


def _first_call(rows: list[OptionRow], decision: Decision | None) -> OptionRow | None:
    """Return the call that the key C makes: the one decided on, else the first permitted."""
    calls = [row for row in rows if row.can_be_called]
    decided = decision.contact_point_id if decision else None
    return next((row for row in calls if row.point.pk == decided), next(iter(calls), None))


def _guide(
    request: HttpRequest, account: Account, decision: Decision | None, *, today: date
) -> CallGuide | None:
    assert isinstance(request.user, User)
    return call_guide(
        account,
        caller_name=request.user.get_full_name(),
        on=today,
        kind=customer_kind(account, on=today),
        is_early=is_early(decision),
        template_id=decision.template if decision else None,
    )


def _disclosures(permit: Permit, *, on: date) -> list[tuple[str, str, str]]:
    """Return what must be said: its code, what it is, and the words for it."""
    told = permit.must_disclose
    spoken = disclosure_words(permit.account, told, on=on)
    return [(code, str(words.DISCLOSURE.get(code, code)), spoken.get(code, "")) for code in told]


def _steps(account: Account, asked: QueueFilter, run: DayRun) -> Steps | None:
    found = neighbours(account.pk, asked, run=run)
    if found is None:
        return None
    return Steps(
        place=found.place,
        of=decision_count(asked, run=run),
        previous_url=_case_url(found.previous, asked) if found.previous else "",
        next_url=_case_url(found.next, asked) if found.next else "",
    )


def _case_url(account_id: int, asked: QueueFilter) -> str:
    return f"{reverse('desk:case', args=[account_id])}?{query_of(asked)}"
