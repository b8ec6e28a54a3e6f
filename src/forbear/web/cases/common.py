"""What the pages of disputes and complaints share: rows, clocks, approvals, answers to a step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.core.calendar.zones import local_date
from forbear.packs.cases import load_case_rules
from forbear.services.cases.steps import subject_of
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Approval, Complaint, Dispute
from forbear.web.cases import words
from forbear.web.shared.language import is_chinese
from forbear.web.shared.permissions import ANSWER_DISPUTES, GRANTS
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock

_MISSING = ("DISPUTE_MISSING", "COMPLAINT_MISSING")
ROWS = 25
SOON = 5


@dataclass(frozen=True, slots=True)
class Due:
    """One clock of a case: what is due, when, how near, by which law."""

    what: object
    on: date
    tone: str
    citation: str
    force: str
    confidence: str
    is_done: bool


def tone_of(on: date | None, *, today: date) -> str:
    """Return how near a day is: ``is-bad`` when it has passed, ``is-warn`` when it is near."""
    if on is None:
        return ""
    if on < today:
        return "is-bad"
    return "is-warn" if (on - today).days <= SOON else ""


def dues_of(case: Dispute | Complaint, *, today: date) -> list[Due]:
    """Return the clocks of a case as its page shows them."""
    done = {"acknowledge": case.acknowledged_on is not None, "answer": bool(case.outcome)}
    found = []
    for each in case.clocks:
        on = date.fromisoformat(each["until"])
        is_done = done.get(each["what"], False) or not case.is_open
        found.append(
            Due(
                what=words.WHAT[each["what"]],
                on=on,
                tone="" if is_done or each["what"] == "longer" else tone_of(on, today=today),
                citation=(is_chinese() and each["citation_zh"]) or each["citation"],
                force=each["force"],
                confidence=each["confidence"],
                is_done=is_done,
            )
        )
    return found


def today_of(account: Account) -> date:
    """Return the day where the cardholder is."""
    return local_date(clock.now(), account.person.time_zones)


def page_of(
    request: HttpRequest, found: QuerySet[Dispute] | QuerySet[Complaint]
) -> Page[Dispute | Complaint]:
    """Return the page of a list that was asked for."""
    return Paginator(found, ROWS).get_page(request.GET.get("page"))  # type: ignore[return-value]


def approval_of(case: Dispute | Complaint) -> Approval | None:
    """Return the question that waits for an answer, if one does."""
    found = Approval.objects.filter(
        subject=subject_of(case), subject_id=case.pk, answer__isnull=True
    )
    return found.first()


def shared_context(request: HttpRequest, case: Dispute | Complaint) -> dict[str, object]:
    """Return what the page of a case shows of either kind: clocks, files, and what is asked."""
    today = today_of(case.account)
    approval = approval_of(case)
    return {
        "case": case,
        "account": case.account,
        "today": today,
        "dues": dues_of(case, today=today),
        "files": case.files.order_by("pk"),
        "approval": approval,
        "needs": [words.NEEDS.get(code, code) for code in approval.needs] if approval else [],
        "is_own": approval is not None and approval.asked_by == request.user.get_username(),
        "megabytes": load_case_rules().bytes_max // 1024**2,
    }


def users() -> list[str]:
    """Return the names of those who may sign in: whose conduct a complaint may be about."""
    return list(
        User.objects.filter(is_active=True).order_by("username").values_list("username", flat=True)
    )


def handlers() -> list[str]:
    """Return the names of those who may look into disputes and complaints, and answer them."""
    may = Q(is_superuser=True) | Q(groups__name__in=GRANTS[ANSWER_DISPUTES])
    found = User.objects.filter(may, is_active=True).order_by("username").distinct()
    return list(found.values_list("username", flat=True))


def handler_refusal(to: str) -> Refusal | None:
    """Return why a case is not given to somebody: ``HANDLER_UNKNOWN``."""
    if to in handlers():
        return None
    return Refusal("HANDLER_UNKNOWN", "Nobody of that name may answer disputes and complaints.")


def step_told(
    request: HttpRequest, done: object, *, kind: str, pk: int, said: str = ""
) -> HttpResponse:
    """Tell what came of a step with a case, and go back to its page; 404 where there is none."""
    if isinstance(done, Refusal) and done.code in _MISSING:
        raise Http404
    outcome_told(request, done, said or _("Written down."))
    return redirect(reverse(f"cases:{kind}", args=[pk]))


def decided_said(request: HttpRequest) -> str:
    """Return what is told to whoever decided on somebody else's answer."""
    if request.POST.get("to") == "given":
        return _("The answer is given.")
    return _("Refused. Who asked sees your reason.")


def answer_said(case: Dispute | Complaint) -> str:
    """Return what is told of an answer: given, or proposed to somebody else."""
    waits = _("It waits for somebody else's approval.")
    return waits if case.state == "proposed" else _("The answer is given.")
