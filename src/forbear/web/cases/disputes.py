"""Disputes at the desk: the list by clock, opening one, and the page of one."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forbear.services.cases.answering import dispute_answer, dispute_decide, proposed_of
from forbear.services.cases.disputes import (
    dispute_file,
    dispute_hand,
    dispute_note,
    dispute_open,
)
from forbear.services.cases.marks import credit_mark
from forbear.services.cases.statements import dispute_statement, validation_plan
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Dispute
from forbear.store.selectors.case_records import VIEWS, dispute_list, dispute_of_account
from forbear.store.selectors.cases import account_list_visible_to
from forbear.store.selectors.ledger import statement_lines
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
)
from forbear.web.cases.files import given_of
from forbear.web.cases.forms import LINES_MAX, AnswerForm, DisputeForm
from forbear.web.cases.rail import rail_of
from forbear.web.shared import formats
from forbear.web.shared.language import in_language
from forbear.web.shared.permissions import ANSWER_DISPUTES, OPEN_DISPUTES, SEE_DISPUTES
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.words import TRANSACTION
from forbear.wiring import clock
from forbear.wiring.case_files import case_files
from forbear.wiring.house import house_day


@require_GET
@permission_required(SEE_DISPUTES, raise_exception=True)
def disputes(request: HttpRequest) -> HttpResponse:
    """List disputes by the day of their answer, overdue ones first."""
    asked = request.GET.get("view", "")
    view = asked if asked in VIEWS else "open"
    today = house_day()
    page = page_of(request, dispute_list(view))
    context = {
        "view": view,
        "views": [(name, words.VIEW[name], dispute_list(name).count()) for name in VIEWS],
        "rows": [
            (row, tone_of(row.answer_due_on if row.is_open else None, today=today))
            for row in page.object_list
        ],
        "page": page,
        "today": today,
        "rail": rail_of(request, "disputes"),
    }
    return render(request, "cases/disputes.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(OPEN_DISPUTES, raise_exception=True)
def new(request: HttpRequest, account_id: int) -> HttpResponse:
    """Open a dispute of an account."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    today = today_of(account)
    given = request.POST if request.method == "POST" else None
    form = DisputeForm(
        given,
        initial={"key": uuid4().hex, "channel": "call"},
        currency=account.currency,
        today=today,
        lines=_lines(account),
    )
    status = 200
    if given is not None:
        status = 422
        if form.is_valid():
            done = dispute_open(
                account_id=account.pk,
                wish=form.wish,
                key=f"desk:{form.cleaned_data['key']}",
                at=clock.now(),
                actor=request.user.get_username(),
            )
            if isinstance(done, Dispute):
                messages.success(
                    request,
                    _("%(reference)s is open. Collection of this account rests.")
                    % {"reference": done.reference},
                )
                return redirect(_after_opening(request, done))
            form.add_error(None, refusal_said(done))
        form.mark()
    context = {"account": account, "form": form, "rail": rail_of(request, "")}
    return render(request, "cases/dispute_new.html", context, status=status)


def _after_opening(request: HttpRequest, dispute: Dispute) -> str:
    if request.user.has_perm(SEE_DISPUTES):
        return reverse("cases:dispute", args=[dispute.pk])
    return reverse("desk:case", args=[dispute.account_id])


def _lines(account: Account) -> list[tuple[int, str]]:
    """Return the lines that charged something, the latest first."""
    charged: dict[int, str] = {}
    for line in reversed(statement_lines(account.pk, as_of=today_of(account), by="on")):
        if line.amount_minor > 0 and line.kind not in {"payment", "reversal"}:
            amount = formats.money(line.amount_minor, account.currency)
            kind = TRANSACTION.get(line.kind, line.kind)
            charged[line.transaction_id] = f"{formats.day_plain(line.on)} · {kind} · {amount}"
    return list(charged.items())[:LINES_MAX]


@require_GET
@permission_required(SEE_DISPUTES, raise_exception=True)
def dispute(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Show one dispute: what is contested, its clocks, evidence of both sides, what happened."""
    found = get_object_or_404(Dispute.objects.select_related("account__person"), pk=dispute_id)
    return _page(request, found, _form(found))


def _form(found: Dispute, data: object = None) -> AnswerForm:
    return AnswerForm(data, currency=found.currency, has_line=found.transaction_id is not None)


def _page(
    request: HttpRequest, found: Dispute, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    mark = credit_mark(found.account, dispute_of_account(found.account))
    context = {
        **shared_context(request, found),
        "steps": found.steps.select_related("transaction").order_by("pk"),
        "form": form,
        "users": handlers(),
        "mark": mark,
        "mark_means": in_language((mark.means, mark.means_zh)) if mark else "",
        "proposed": proposed_of(found),
        "rail": rail_of(request, "disputes"),
    }
    return render(request, "cases/dispute.html", context, status=status)


@require_POST
@permission_required(ANSWER_DISPUTES, raise_exception=True)
def step(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Take a step with a dispute: hand it over, ask for evidence, note, withdraw, close, reopen."""
    act = request.POST.get("act", "")
    at, actor = clock.now(), request.user.get_username()
    note = request.POST.get("note", "")
    done: object
    if act == "handed":
        to = request.POST.get("to", "")
        done = handler_refusal(to) or dispute_hand(dispute_id=dispute_id, to=to, at=at, actor=actor)
    elif act == "statement":
        done = dispute_statement(dispute_id=dispute_id, store=case_files(), at=at, actor=actor)
    elif act == "validation":
        done = validation_plan(dispute_id=dispute_id, at=at)
    else:
        done = dispute_note(dispute_id=dispute_id, step=act, at=at, actor=actor, note=note)
    return step_told(request, done, kind="dispute", pk=dispute_id)


@require_POST
@permission_required(ANSWER_DISPUTES, raise_exception=True)
def evidence(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Keep a file as evidence of theirs or ours."""
    given = given_of(request)
    done: object = Refusal("FILE_EMPTY", "Choose a file first.")
    if given is not None:
        done = dispute_file(
            dispute_id=dispute_id,
            given=given,
            side=request.POST.get("side", "theirs"),
            store=case_files(),
            at=clock.now(),
            actor=request.user.get_username(),
        )
    return step_told(request, done, kind="dispute", pk=dispute_id)


@require_POST
@permission_required(ANSWER_DISPUTES, raise_exception=True)
def answer(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Answer a dispute; above one's authority it waits for somebody else."""
    found = get_object_or_404(Dispute.objects.select_related("account__person"), pk=dispute_id)
    form = _form(found, request.POST)
    if form.is_valid():
        done = dispute_answer(
            dispute_id=dispute_id,
            answer=form.answer,
            roles=roles_of(request.user),
            at=clock.now(),
            actor=request.user.get_username(),
        )
        if isinstance(done, Dispute):
            return step_told(request, done, kind="dispute", pk=dispute_id, said=answer_said(done))
        form.add_error(None, refusal_said(done))
        found.refresh_from_db()
    form.mark()
    return _page(request, found, form, status=422)


@require_POST
@permission_required(ANSWER_DISPUTES, raise_exception=True)
def decide(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Approve the answer that somebody else proposed, or refuse it."""
    found = get_object_or_404(Dispute, pk=dispute_id)
    approval = approval_of(found)
    done: object = Refusal("APPROVAL_ANSWERED", "Somebody else has answered meanwhile.")
    if approval is not None:
        done = dispute_decide(
            approval_id=approval.pk,
            is_given=request.POST.get("to") == "given",
            roles=roles_of(request.user),
            at=clock.now(),
            actor=request.user.get_username(),
            why=request.POST.get("why", ""),
        )
    said = decided_said(request)
    return step_told(request, done, kind="dispute", pk=dispute_id, said=said)
