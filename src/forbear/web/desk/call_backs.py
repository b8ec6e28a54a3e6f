"""Call-backs: asked for at the desk, listed, and not wanted any more."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from forbear.services.call_backs import NotThen
from forbear.web.shared import formats
from forbear.web.shared.reasons import code_sentence
from forbear.web.shared.words import REFUSAL


def not_then_sentence(refusal: NotThen, zone: ZoneInfo) -> str:
    """Say why no call may be made then, and when one may."""
    said = [str(REFUSAL[refusal.code])]
    if refusal.answer:
        reasons = refusal.answer.reasons
        said += [f"{code_sentence(each.code)} ({each.citation})" for each in reasons]
    if refusal.nearest is None:
        said.append(_("No call is lawful around that time either."))
    else:
        local = refusal.nearest.astimezone(zone)
        values = {"day": formats.day_short(local.date()), "time": f"{local:%H:%M}"}
        said.append(_("The nearest lawful time is %(day)s, %(time)s.") % values)
    return " ".join(said)
