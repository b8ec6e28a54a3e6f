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
