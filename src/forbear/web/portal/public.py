"""What every public page has: a language, limits, and headers that give nothing away."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

import phonenumbers
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from forbear.services.throttle import Limit, throttle_take
from forbear.web.shared.language import is_chinese
from forbear.web.shared.visitor_address import address_of
from forbear.wiring import clock
from forbear.wiring.adapters import issuer

BODY_MAX = 64 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
View = Callable[..., HttpResponse]


def public(
    *, reading: Limit, writing: Limit | None = None, body_max: int = BODY_MAX
) -> Callable[[View], View]:
    """Make a view public: no sign-in, no cookie, a limit, a language of its own address.

    ``writing`` is the limit for what is sent, where it differs from that for what is read. There is
    no session whose rights another site could borrow, so a form needs no mark against forgery.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            is_large = int(request.META.get("CONTENT_LENGTH") or 0) > body_max
            with translation.override(_language(request, may_read_body=not is_large)):
                answer = (
                    page(request, "portal/large.html", {"most": body_max // 1024**2}, status=413)
                    if is_large
                    else _within(request, reading, writing) or view(request, *args, **kwargs)
                )
            for name, value in HEADERS.items():
                answer.headers.setdefault(name, value)
            patch_vary_headers(answer, ["Accept-Language"])
            return answer

        return csrf_exempt(login_not_required(asked))

    return decorate


def page(
    request: HttpRequest, template: str, words: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """Render a public page around its content."""
    house = issuer().words["zh-Hans" if is_chinese() else "en"]
    around = {
        "house": house["issuer_name"],
        "phone": our_phone(),
        "lang": "zh-hans" if is_chinese() else "en",
        "asked_lang": request.GET.get("lang", ""),
        "switches": [(code, name, _address(request, code)) for code, name in settings.LANGUAGES],
    }
    return render(request, template, {**around, **words}, status=status)


def our_phone() -> str:
    """Return the number at which we are called, as it is dialled from anywhere."""
    given = issuer().reach_phone
    try:
        found = phonenumbers.parse(given)
    except phonenumbers.NumberParseException:
        return given
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _within(request: HttpRequest, reading: Limit, writing: Limit | None) -> HttpResponse | None:
    is_read = request.method in {"GET", "HEAD"}
    limit = reading if is_read or writing is None else writing
    if throttle_take(limit, address=address_of(request), at=clock.now()):
        return None
    minutes = max(int(limit.window.total_seconds()) // 60, 1)
    answer = page(request, "portal/busy.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(int(limit.window.total_seconds()))
    return answer


def _language(request: HttpRequest, *, may_read_body: bool) -> str:
    asked = request.GET.get("lang") or ""
    if not asked and may_read_body and request.method == "POST":
        asked = request.POST.get("lang") or ""
    known = [code for code, _ in settings.LANGUAGES]
    return asked if asked in known else translation.get_language_from_request(request)


def _address(request: HttpRequest, language: str) -> str:
    """Return the address of this page in a language; what was typed stays."""
    query = request.GET.copy()
    query["lang"] = language
    return f"{request.path}?{query.urlencode()}"
