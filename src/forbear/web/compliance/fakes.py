"""What people reported as fake: the list, one report, and what was found out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.services.fakes import fake_note
from forbear.services.refusals import Refusal
from forbear.store.models import FakeReport
from forbear.store.selectors.fakes import fake_alike, fake_counts, fake_list
from forbear.web.compliance.rail import rail_of
from forbear.web.shared.permissions import SEE_FAKES
from forbear.wiring import clock
from forbear.wiring.house import house_day

PAGE = 50


def state_words() -> dict[str, str]:
    """Return the states for people, in the order of a report's life."""
    return {
        "new": _("New"),
        "in_hand": _("In hand"),
        "fake": _("A fake"),
        "ours": _("It was ours"),
        "unclear": _("Unclear"),
    }


def kind_words() -> dict[str, str]:
    """Return what a report is about, in one word."""
    return {
        "sms": _("Text message"),
        "email": _("E-mail"),
        "letter": _("Letter"),
        "call": _("Call"),
        "visit": _("Visit"),
        "website": _("Website or app"),
        "other": _("Other"),
    }


@require_GET
@permission_required(SEE_FAKES, raise_exception=True)
def fakes(request: HttpRequest) -> HttpResponse:
    """Show the reports in one state, the latest first."""
    asked = request.GET.get("state", "new")
    state = asked if asked in FakeReport.STATES else "new"
    number = request.GET.get("page", "0")
    page = min(int(number), 10_000) if number.isascii() and number.isdigit() else 0
    rows, has_more = fake_list(state, page=page, size=PAGE)
    counts, kinds = fake_counts(), kind_words()
    shown = {
        "rows": [(row, kinds[row.kind]) for row in rows],
        "state": state,
        "states": [(key, name, counts[key]) for key, name in state_words().items()],
        "before": page - 1 if page else None,
        "after": page + 1 if has_more else None,
        "rail": rail_of(request, on=house_day(), current="fakes"),
    }
    return render(request, "compliance/fakes.html", shown)


@require_GET
@permission_required(SEE_FAKES, raise_exception=True)
def fake(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show one report with its notes."""
    report = FakeReport.objects.filter(pk=report_id).first()
    if report is None:
        raise Http404
    states = state_words()
    shown = {
        "report": report,
        "kind": kind_words()[report.kind],
        "state": states.pop(report.state),
        "to": [(key, name) for key, name in state_words().items() if key != "new"],
        "notes": [
            (note, state_words()[note.state]) for note in report.notes.order_by("-at", "-pk")
        ],
        "alike": fake_alike(report),
        "rail": rail_of(request, on=house_day(), current="fakes"),
    }
    return render(request, "compliance/fake.html", shown)


@require_POST
@permission_required(SEE_FAKES, raise_exception=True)
def note(request: HttpRequest, report_id: int) -> HttpResponse:
    """Add a note, and put the report into a state."""
    done = fake_note(
        report_id=report_id,
        state=request.POST.get("state", ""),
        text=request.POST.get("text", ""),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    if isinstance(done, Refusal):
        if done.code == "REPORT_UNKNOWN":
            raise Http404
        messages.error(request, _("Choose what it is, then save."))
    else:
        messages.success(request, _("The note is saved."))
    return redirect("law:fake", report_id)
