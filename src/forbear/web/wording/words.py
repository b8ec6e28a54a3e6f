"""Words of the pages of words."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forbear.core.speech.conditions import CONDITIONS

STATES = {
    "draft": _("draft"),
    "submitted": _("waits for approval"),
    "rejected": _("sent back"),
    "waiting": _("approved, not yet in force"),
    "in_force": _("in force"),
    "replaced": _("replaced"),
    "ended": _("ended"),
}
AUDIENCES = {
    "cardholder": _("cardholder"),
    "guarantor": _("guarantor"),
    "anyone": _("anyone"),
    "staff": _("staff"),
}
FAULTS = {
    "MOOT_OPEN": _("Only a closed template may have moot codes."),
    "NOT_FOR_GUARANTOR": _("It tells a guarantor what is none of theirs."),
    "STRAY_BRACE": _("A brace belongs to no slot."),
    "UNKNOWN_SLOT": _("There is no such slot."),
    "DEBT_DISCLOSED": _("This slot tells of the debt, and the reader may not know of it."),
    "NOT_SAID": _("What the template declares is not said in each of its forms."),
    "UNKNOWN_CONDITION": _("There is no such condition."),
    "CONTRADICTION": _("These conditions cannot hold together."),
    "UNDECLARED": _(
        "This claims something of the case. Declare one of the conditions, or leave it out."
    ),
    "FIGURE_TYPED": _("A figure was typed. Let a slot fill it in."),
    "AUDIT": _("The auditor does not let this pass."),
    "SMS_LONG": _("The text message has more than two parts."),
    "SMS_MISSING": _("A text message needs its words in each language."),
    "FILE": _("This cannot be read as a template."),
}


def condition_text(name: str) -> str:
    """Return what a condition says, in the language of the page."""
    condition = CONDITIONS.get(name)
    if condition is None:
        return name
    is_chinese = (get_language() or "").startswith("zh")
    return condition.says_zh if is_chinese else condition.says
