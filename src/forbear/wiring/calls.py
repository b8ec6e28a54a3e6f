"""Which provider begins calls, from the environment; without one a link dials."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache

from forbear.channels.calls_http import CallsHttp
from forbear.ports.calls import CallError, CallProvider
from forbear.services.house import house_date
from forbear.services.telephony.lines import Dial, line_of
from forbear.wiring.clock import now

PROVIDER = CallsHttp.name
_LINK = "FORBEAR_CALL_LINK"
_LINK_FORM = re.compile(r"(?:tel|callto|sips?):\{number\}(?:@[A-Za-z0-9.:-]{1,120})?")
_URL, _TOKEN, _RECORD = "FORBEAR_CALLS_URL", "FORBEAR_CALLS_TOKEN", "FORBEAR_CALLS_RECORD"


@cache
def call_provider() -> CallProvider | None:
    """Return what begins calls; ``None`` where no provider is set up. Kept: it holds connections.

    Raises CallError, code CALLS_NOT_CONFIGURED, for a value that cannot be right.
    """
    return provider_from(os.environ)


def provider_from(env: Mapping[str, str]) -> CallProvider | None:
    """Read FORBEAR_CALLS_URL, FORBEAR_CALLS_TOKEN and FORBEAR_CALLS_RECORD."""
    url, token, record = env.get(_URL, ""), env.get(_TOKEN, ""), env.get(_RECORD, "on")
    if not url and not token:
        return None
    for name, value in ((_URL, url), (_TOKEN, token)):
        if not value:
            raise CallError(
                "CALLS_NOT_CONFIGURED", f"Set {name} too; the provider of calls gives both."
            )
    if record not in {"on", "off"}:
        raise CallError("CALLS_NOT_CONFIGURED", f"{_RECORD} is {record!r}. Say on or off.")
    return CallsHttp(url=url, token=token, records=record == "on")


def dial_of(actor: str) -> Dial | None:
    """Return how a collector's calls are begun; ``None``: by a link, as they have no line."""
    return Dial(PROVIDER, house_date(now())) if call_provider() and line_of(actor) else None


def call_link(number: str) -> str:
    """Return the link by which a phone beside the desk dials: ``FORBEAR_CALL_LINK``, or tel:.

    Raises CallError, code CALLS_NOT_CONFIGURED, for a link that is none.
    """
    form = os.environ.get(_LINK) or "tel:{number}"
    if not _LINK_FORM.fullmatch(form):
        raise CallError(
            "CALLS_NOT_CONFIGURED",
            f"{_LINK} is {form!r}. Write tel:{{number}} or sip:{{number}}@phones.bank.example.",
        )
    return form.replace("{number}", number)
