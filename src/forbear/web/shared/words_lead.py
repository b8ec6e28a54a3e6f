"""Why something on the pages of team leads was refused, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LEAD_REFUSAL = {
    "OFF_SHIFT": _("You are not on shift now. Your team lead can change that."),
    "CASE_MOVED": _("A colleague moved one of these cases meanwhile. Nothing changed: look again."),
    "NOTHING_CHOSEN": _("Tick at least one case."),
    "TOO_MANY": _("That is too much at once. Narrow the selection."),
    "NOT_A_CALLER": _("They may not be given cases: the role is missing, or they have left."),
    "NOTHING_MOVED": _("Nothing moved: they are there already, or a colleague was quicker."),
    "IN_CALL": _("It is on the phone right now. Move it when the call is logged."),
    "IN_CONFLICT": _(
        "A finding or a complaint stands between them and this cardholder. Choose a colleague."
    ),
    "OFFER_ABOVE": _("It is not within their authority. Choose somebody who may."),
    "MOVE_UNKNOWN": _("There is no such move."),
    "MOVE_UNDONE": _("A colleague has undone it already."),
    "TEAM_MISSING": _("Choose one person or one team."),
    "HOURS_UNREADABLE": _("Write the hours as 09:00-12:30 13:30-18:00, without an overlap."),
    "ZONE_UNKNOWN": _("Name a time zone, as Europe/London is."),
    "DAY_MISSING": _("Choose a day, today or later."),
    "HEARD_ALREADY": _("A colleague has heard it already."),
    "TAKEN": _("A colleague has it already."),
    "NOT_TAKEN": _("Take it first: somebody else may have it by now."),
    "OWN_COACHING": _("Somebody else tells you."),
    "FOLLOW_UP_PAST": _("The day to look again has passed."),
    "COACHING_UNKNOWN": _("There is no such note for you."),
    "COACHING_STEPPED": _("That was said already."),
    "LIMIT_UNUSABLE": _("Write a share up to 100, an amount and months as plain numbers."),
    "ROLE_UNKNOWN": _("Choose a role, or somebody who signs in."),
    "OFFER_UNKNOWN": _("Choose what may be granted."),
    "CURRENCY_UNKNOWN": _("Choose a currency."),
    "USER_UNKNOWN": _("Choose somebody who signs in."),
    "AUTHORITY_OWN": _("It is your own limit: somebody of another role answers."),
    "AUTHORITY_PAST": _("Its day passed before it was asked. Propose it anew."),
}
