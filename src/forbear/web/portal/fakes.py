"""Telling us of a message, a call or a visit in our name that is not ours."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forbear.services.fakes import SEEN_MAX, SENDER_MAX, TEXT_MAX, fake_report
from forbear.services.refusals import Refusal
from forbear.services.throttle import Limit
from forbear.store.models import FakeReport
from forbear.web.portal.genuine import READING
from forbear.web.portal.public import page, public
from forbear.web.portal.words import fake_kinds
from forbear.wiring import clock

TELLING = Limit("report", 10, timedelta(hours=1))
_FIELDS = ("kind", "sender", "text", "seen", "file")


@require_http_methods(["GET", "HEAD", "POST"])
@public(reading=READING, writing=TELLING)
def report(request: HttpRequest) -> HttpResponse:
    """Show the form, or take what is told. Nobody is asked who they are."""
    asked = request.POST if request.method == "POST" else request.GET
    given = {name: asked.get(name, "") for name in _FIELDS}
    words: dict[str, object] = {
        "given": given,
        "kinds": fake_kinds(),
        "limits": {"text": TEXT_MAX, "seen": SEEN_MAX, "sender": SENDER_MAX},
    }
    if request.method != "POST":
        return page(request, "portal/report.html", words)
    done = fake_report(
        kind=given["kind"] if given["kind"] in FakeReport.KINDS else "other",
        sender=given["sender"],
        text=given["text"],
        seen=given["seen"],
        file_sha256=given["file"],
        language=get_language() or "en",
        at=clock.now(),
    )
    if isinstance(done, Refusal):
        problem = _("Please tell us at least one thing: a number, the words, or where you saw it.")
        return page(request, "portal/report.html", {**words, "problem": problem}, status=422)
    return page(request, "portal/reported.html", {"number": done.pk})
