"""Complaints at the desk: the list by clock, logging one, the page of one, the report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forbear.packs.cases import load_case_rules
from forbear.services.cases.complaint_answers import (
    complaint_answer,
    complaint_decide,
    complaint_proposed,
)
from forbear.services.cases.complaints import (
    complaint_cause,
    complaint_file,
    complaint_hand,
    complaint_log,
    complaint_note,
)
from forbear.services.refusals import Refusal
from forbear.store.models import Complaint
from forbear.store.selectors.case_records import (
    REPORT_BY,
    VIEWS,
    complaint_list,
    complaint_report,
)
from forbear.store.selectors.cases import account_list_visible_to
from forbear.web.agreements.pages import roles_of
from forbear.web.cases import words
from forbear.web.cases.common import (
    answer_said,
    approval_of,
    decided_said,
    handler_refusal,
    handlers,
    page_of,
    shared_context,
    step_told,
    today_of,
    tone_of,
    users,
)
from forbear.web.cases.files import given_of
from forbear.web.cases.forms import CauseForm, ComplaintAnswerForm, ComplaintForm
from forbear.web.cases.rail import rail_of
from forbear.web.shared.permissions import ANSWER_DISPUTES, OPEN_DISPUTES, SEE_DISPUTES
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.words import NATION
from forbear.wiring import clock
from forbear.wiring.case_files import case_files
from forbear.wiring.house import house_day

QUARTER = timedelta(days=90)


@require_GET
@permission_required(SEE_DISPUTES, raise_exception=True)
def complaints(request: HttpRequest) -> HttpResponse:
    """List complaints by the day of their answer; those about oneself are not among them."""
    asked = request.GET.get("view", "")
    view = asked if asked in VIEWS else "open"
    today = house_day()
    actor = request.user.get_username()
    page = page_of(request, complaint_list(view, actor=actor))
    names = words.causes()
    context = {
        "view": view,
        "views": [
            (name, words.VIEW[name], complaint_list(name, actor=actor).count()) for name in VIEWS
        ],
        "rows": [
            (
                row,
                tone_of(row.answer_due_on if row.is_open else None, today=today),
                names.get(row.cause, ""),
            )
            for row in page.object_list
            if isinstance(row, Complaint)
        ],
        "page": page,
        "today": today,
        "rail": rail_of(request, "complaints"),
    }
    return render(request, "cases/complaints.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(OPEN_DISPUTES, raise_exception=True)
def new(request: HttpRequest, account_id: int) -> HttpResponse:
    """Log a complaint on an account, in the words of whoever complains."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    given = request.POST if request.method == "POST" else None
    form = ComplaintForm(
        given,
        initial={"key": uuid4().hex, "channel": "call"},
        today=today_of(account),
        users=users(),
    )
    status = 200
    if given is not None:
        status = 422
        if form.is_valid():
            done = complaint_log(
                account_id=account.pk,
                wish=form.wish,
                key=f"desk:{form.cleaned_data['key']}",
                at=clock.now(),
                actor=request.user.get_username(),
            )
            if isinstance(done, Complaint):
                said_so = _("%(reference)s is logged. Somebody who was not involved looks into it.")
                messages.success(request, said_so % {"reference": done.reference})
                return redirect(_after_logging(request, done))
            form.add_error(None, refusal_said(done))
        form.mark()
    context = {"account": account, "form": form, "rail": rail_of(request, "")}
    return render(request, "cases/complaint_new.html", context, status=status)


def _after_logging(request: HttpRequest, made: Complaint) -> str:
    is_theirs = not made.about or made.about != request.user.get_username()
    if request.user.has_perm(SEE_DISPUTES) and is_theirs:
        return reverse("cases:complaint", args=[made.pk])
    return reverse("desk:case", args=[made.account_id])


def _found(request: HttpRequest, complaint_id: int) -> Complaint:
    """Return a complaint that is this user's to see; one about them is not."""
    mine = complaint_list("all", actor=request.user.get_username())
    found: Complaint = get_object_or_404(mine, pk=complaint_id)
    return found


@require_GET
@permission_required(SEE_DISPUTES, raise_exception=True)
def complaint(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Show one complaint: its words, its clocks, files, what happened, and where else to turn."""
    found = _found(request, complaint_id)
    return _page(request, found, ComplaintAnswerForm(currency=found.account.currency))


def _page(
    request: HttpRequest,
    found: Complaint,
    form: ComplaintAnswerForm,
    *,
    cause_form: CauseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **shared_context(request, found),
        "steps": found.steps.order_by("pk"),
        "form": form,
        "cause_form": cause_form
        or CauseForm(
            initial={
                "cause": found.cause,
                "about": found.about,
                "team": found.team,
                "agency": found.agency,
            },
            users=users(),
        ),
        "cause": words.causes().get(found.cause, ""),
        "users": [name for name in handlers() if name != found.about],
        "proposed": complaint_proposed(found),
        "above": load_case_rules().above_of(found.account.nation),
        "rail": rail_of(request, "complaints"),
    }
    return render(request, "cases/complaint.html", context, status=status)


@require_POST
@permission_required(ANSWER_DISPUTES, raise_exception=True)
def step(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Take a step with a complaint: acknowledge, hand over, extend, escalate, close, reopen."""
    _found(request, complaint_id)
    act = request.POST.get("act", "")
    at, actor = clock.now(), request.user.get_username()
    done: object
    if act == "handed":
        to = request.POST.get("to", "")
        done = handler_refusal(to) or complaint_hand(
            complaint_id=complaint_id, to=to, at=at, actor=actor
        )
    else:
        note = request.POST.get("note", "")
        done = complaint_note(complaint_id=complaint_id, step=act, at=at, actor=actor, note=note)
    return step_told(request, done, kind="complaint", pk=complaint_id)


@require_POST
@permission_required(ANSWER_DISPUTES, raise_exception=True)
def cause(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Name the root cause, and where it happened."""
    found = _found(request, complaint_id)
    form = CauseForm(request.POST, users=users())
    if not form.is_valid():
        answers = ComplaintAnswerForm(currency=found.account.currency)
        return _page(request, found, answers, cause_form=form, status=422)
    done = complaint_cause(
        complaint_id=complaint_id,
        cause=form.found,
        at=clock.now(),
        actor=request.user.get_username(),
    )
    if isinstance(done, Complaint) and done.about == request.user.get_username():
        return redirect(reverse("cases:complaints"))
    return step_told(request, done, kind="complaint", pk=complaint_id)


@require_POST
@permission_required(ANSWER_DISPUTES, raise_exception=True)
def evidence(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Keep a file with a complaint."""
    _found(request, complaint_id)
    given = given_of(request)
    done: object = Refusal("FILE_EMPTY", "Choose a file first.")
    if given is not None:
        done = complaint_file(
            complaint_id=complaint_id,
            given=given,
            side=request.POST.get("side", "theirs"),
            store=case_files(),
            at=clock.now(),
            actor=request.user.get_username(),
        )
    return step_told(request, done, kind="complaint", pk=complaint_id)


@require_POST
@permission_required(ANSWER_DISPUTES, raise_exception=True)
def answer(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Answer a complaint; redress above one's authority waits for somebody else."""
    found = _found(request, complaint_id)
    form = ComplaintAnswerForm(request.POST, currency=found.account.currency)
    if form.is_valid():
        done = complaint_answer(
            complaint_id=complaint_id,
            answer=form.answer,
            roles=roles_of(request.user),
            at=clock.now(),
            actor=request.user.get_username(),
        )
        if isinstance(done, Complaint):
            return step_told(
                request, done, kind="complaint", pk=complaint_id, said=answer_said(done)
            )
        form.add_error(None, refusal_said(done))
        found.refresh_from_db()
    form.mark()
    return _page(request, found, form, status=422)


@require_POST
@permission_required(ANSWER_DISPUTES, raise_exception=True)
def decide(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Approve the answer that somebody else proposed, or refuse it."""
    found = _found(request, complaint_id)
    approval = approval_of(found)
    done: object = Refusal("APPROVAL_ANSWERED", "Somebody else has answered meanwhile.")
    if approval is not None:
        done = complaint_decide(
            approval_id=approval.pk,
            is_given=request.POST.get("to") == "given",
            roles=roles_of(request.user),
            at=clock.now(),
            actor=request.user.get_username(),
            why=request.POST.get("why", ""),
        )
    said = decided_said(request)
    return step_told(request, done, kind="complaint", pk=complaint_id, said=said)


@require_GET
@permission_required(SEE_DISPUTES, raise_exception=True)
def report(request: HttpRequest) -> HttpResponse:
    """Count complaints of a time by root cause, team, agency and the like."""
    today = house_day()
    until = _day(request.GET.get("to", ""), today)
    since = _day(request.GET.get("from", ""), until - QUARTER)
    asked = request.GET.get("by", "")
    by = asked if asked in REPORT_BY else "cause"
    listed: dict[str, Mapping[str, object]] = {
        "cause": words.causes(),
        "nation": NATION,
        "channel": words.CHANNEL,
    }
    names = listed.get(by, {})
    rows = complaint_report(by, since=since, until=until, today=today)
    context = {
        "by": by,
        "by_name": words.BY[by],
        "kinds": words.BY.items(),
        "since": since,
        "until": until,
        "rows": [(names.get(row.name, row.name) or _("not named"), row) for row in rows],
        "rail": rail_of(request, "report"),
    }
    return render(request, "cases/report.html", context)


def _day(given: str, usual: date) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return usual
