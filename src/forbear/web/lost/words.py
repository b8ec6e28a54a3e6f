"""The words of lost contact."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WHY_CLOSED = {
    "wrong_person": _("Wrong number: someone else is there"),
    "reassigned": _("Belongs to someone else now"),
    "not_in_service": _("Out of service"),
    "no_such_address": _("No such address"),
    "moved": _("Moved away"),
    "deceased": _("Has died"),
    "other": _("Another reason"),
}
# a death is written down of the person, not of a number
TELLABLE = tuple(why for why in WHY_CLOSED if why != "deceased")
WHY_OPENED = {
    "no_point": _("No way to reach them is left."),
    "attempts": _("Many tries in a row reached nobody."),
    "stated": _("The file, or someone at the desk, says so."),
}
STATE = {"open": _("open"), "found": _("found"), "ended": _("ended")}
RESULT = {
    "found": _("Found"),
    "nothing": _("Nothing there"),
    "not_possible": _("Not possible here"),
    "refused": _("Refused"),
}
KIND = {
    "own": _("What we hold ourselves"),
    "public": _("Register open to all"),
    "trace": _("Lawful service"),
    "contact": _("Someone else, once, without the debt"),
}
