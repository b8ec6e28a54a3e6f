"""The words of guarantors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATE = {
    "asked": _("not proved yet"),
    "accepted": _("proved"),
    "refused": _("refused"),
    "ended": _("released"),
    "over": _("run out"),
}
KIND = {
    "joint": _("Joint: owes beside the cardholder"),
    "general": _("General: only after the cardholder was sued in vain"),
}
STEP = {
    "asked": _("Written down"),
    "accepted": _("Proved"),
    "refused": _("Refused"),
    "ended": _("Released"),
    "point": _("An address of theirs was added"),
    "stopped": _("They asked not to be written to there"),
    "language": _("The language they are written to in was changed"),
}
LANGUAGE = {"en": _("English"), "zh-Hans": _("Chinese")}
# what a notice can be sent to
POINT_KIND = {"postal": _("Postal address"), "email": _("E-mail")}
# what a law of the place is said to ask for, and nothing here sends; see law-coverage.md
BY_HAND = {
    "GB": _(
        "A copy of a default notice goes to a guarantor too (Consumer Credit Act 1974 s.111, from "
        "memory). Nothing here sends it: send it by hand."
    ),
    "US": _(
        "Whoever signs for a debt gets a notice before they are bound (16 CFR 444.3, from memory). "
        "Look for it with the document before you prove a guarantee."
    ),
}
