"""Today's decision in plain words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _

from forbear.store.models import Decision
from forbear.web.desk.options import point_name
from forbear.web.shared import formats, reasons, words
from forbear.web.shared.language import locale


def why_sentences(decision: Decision, zone: ZoneInfo) -> list[str]:
    """Say what was decided and what it rests on, a sentence each."""
    said = [_contact(decision, zone) if decision.action == "contact" else _other(decision)]
    if decision.step:
        said.append(_step(decision))
    facts = {
        "dpd": decision.dpd,
        "bucket": decision.bucket,
        "day": formats.day_short(decision.on),
    }
    if decision.dpd:
        said.append(_("On %(day)s the account was %(dpd)d days past due (%(bucket)s).") % facts)
    return said


def _step(decision: Decision) -> str:
    named = words.STEP.get(decision.because)
    if named is None or decision.action not in {"contact", "refer"}:
        return _("The account stands on step %(step)d of the ladder.") % {"step": decision.step}
    values = {"step": decision.step, "name": named}
    return _("Step %(step)d of the ladder: %(name)s.") % values


def _contact(decision: Decision, zone: ZoneInfo) -> str:
    values = {"point": "", "from": "", "to": ""}
    if decision.contact_point is not None:
        point = decision.contact_point
        values["point"] = f"{point_name(point)} {formats.masked(point.value, point.kind)}"
    if decision.window_from and decision.window_to:
        values["from"] = formats.clock(decision.window_from, zone)
        values["to"] = formats.clock(decision.window_to, zone)
        return _("To the %(point)s, between %(from)s and %(to)s their time.") % values
    return _("To the %(point)s.") % values


def _other(decision: Decision) -> str:
    if decision.because in reasons.SENTENCES:
        return reasons.code_sentence(decision.because)
    if decision.action == "refer":
        return _("A person must look at this case before anything else happens.")
    if decision.dpd == 0:
        return _("Nothing is past due.")
    return _("The strategy asks for nothing today.")


def language_name(tag: str) -> str:
    """Name a language in the language of the page."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(locale()) or tag
    except (ValueError, UnknownLocaleError):
        return tag
