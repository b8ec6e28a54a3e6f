"""Is it yours? The pages that answer at once, to anyone."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from forbear.letters.checking import CheckBusy
from forbear.services.genuine import genuine_by_pdf, genuine_check
from forbear.services.throttle import Limit
from forbear.web.portal.public import our_phone, page, public
from forbear.web.portal.words import said_of, said_of_file
from forbear.wiring import clock

ASKING = Limit("check", 60, timedelta(minutes=10))
READING = Limit("check pages", 120, timedelta(minutes=10))
# each file costs a second of a processor
FILES = Limit("check file", 10, timedelta(minutes=10))
TYPED_MAX = 80
FILE_MAX = 5 * 1024 * 1024


@require_safe
@public(reading=ASKING)
def check(request: HttpRequest) -> HttpResponse:
    """Answer for a code, a number or a card; the QR code of a letter brings its code along."""
    typed = (request.GET.get("code") or request.GET.get("q") or "").strip()[:TYPED_MAX]
    said = None
    if typed:
        said = said_of(genuine_check(typed, at=clock.now()), phone=our_phone())
    return page(request, "portal/check.html", {"typed": typed, "said": said})


@require_http_methods(["GET", "HEAD", "POST"])
@public(reading=READING, writing=FILES, body_max=FILE_MAX)
def check_file(request: HttpRequest) -> HttpResponse:
    """Answer for the PDF of a letter: signed by us, changed since, which one. It is not kept."""
    said, sha256 = None, ""
    given = request.FILES.get("file") if request.method == "POST" else None
    if given is not None:
        content = given.read()
        sha256 = hashlib.sha256(content).hexdigest()
        try:
            said = said_of_file(genuine_by_pdf(content), phone=our_phone())
        except CheckBusy:
            return page(request, "portal/busy.html", {"minutes": 1}, status=503)
    words = {"said": said, "sha256": sha256, "is_empty": request.method == "POST" and not given}
    return page(request, "portal/check_file.html", {**words, "most": FILE_MAX // 1024**2})
