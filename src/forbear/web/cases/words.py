"""The words of disputes and complaints, in both languages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forbear.packs.cases import load_case_rules
from forbear.web.shared.language import is_chinese

GROUND = {
    "amount": _("The amount is wrong"),
    "transaction": _("One line of it is wrong"),
    "paid": _("It has been paid"),
    "not_mine": _("It is not their debt"),
    "fraud": _("Somebody else used the card"),
    "other": _("Something else"),
}
EXTENT = {"whole": _("The whole debt"), "part": _("A part of it")}
CHANNEL = {
    "call": _("By phone"),
    "letter": _("By letter"),
    "email": _("By e-mail"),
    "sms": _("By text message"),
    "chat": _("In a chat"),
    "visit": _("At a visit"),
    "branch": _("In a branch"),
    "portal": _("On our public page"),
    "api": _("Through another system"),
    "social": _("On social media"),
    "regulator": _("Through the regulator"),
}
STATE = {
    "open": pgettext_lazy("state of a dispute", "open"),
    "asked": pgettext_lazy("state of a dispute", "waits for their evidence"),
    "proposed": pgettext_lazy("state of a dispute", "waits for approval"),
    "answered": pgettext_lazy("state of a dispute", "answered"),
    "escalated": pgettext_lazy("state of a dispute", "with the ombudsman"),
    "closed": pgettext_lazy("state of a dispute", "closed"),
    "withdrawn": pgettext_lazy("state of a dispute", "withdrawn"),
}
OUTCOME = {
    "upheld": _("Upheld"),
    "part_upheld": _("Upheld in part"),
    "rejected": _("Not upheld"),
}
CORRECTION = {
    "none": _("Nothing: say in the reasons how it is put right"),
    "reverse": _("Take the disputed line back"),
    "fees": _("Take it off the fees"),
    "interest": _("Take it off the interest"),
    "all": _("Take it off all that is owed"),
}
REDRESS = {
    "none": _("None"),
    "apology": _("An apology"),
    "amount": _("An amount, taken off what is owed"),
}
SIDE = {"theirs": _("Theirs"), "ours": _("Ours")}
WHAT = {
    "acknowledge": _("Say that we have it by"),
    "answer": _("Answer by"),
    "longer": _("At the latest, if told that it takes longer"),
    "escalate": _("They may go further until"),
}
STEP = {
    "opened": _("opened"),
    "received": _("logged"),
    "acknowledged": _("told that we have it"),
    "handed": _("given to"),
    "noted": _("note"),
    "evidence_asked": _("asked for evidence"),
    "evidence_came": _("their evidence came"),
    "evidence_sent": _("our evidence"),
    "caused": _("root cause named"),
    "extended": _("takes longer"),
    "proposed": _("answer proposed"),
    "not_approved": _("answer not approved"),
    **OUTCOME,
    "withdrawn": _("withdrawn"),
    "escalated": _("gone to the ombudsman"),
    "closed": _("closed"),
    "reopened": _("opened again"),
}
VIEW = {
    "open": _("Open"),
    "waits": _("For approval"),
    "answered": _("Answered"),
    "all": _("Everything"),
}
BY = {
    "cause": _("Root cause"),
    "team": _("Team"),
    "agency": _("Agency"),
    "about": _("Person"),
    "nation": _("Country"),
    "channel": _("Channel"),
}
NEEDS = {
    "NO_AUTHORITY": _("Your role may not decide this by itself."),
    "ABOVE_SHARE": _("It lies above your limit."),
    "ABOVE_AMOUNT": _("It lies above your limit."),
}


def causes() -> dict[str, str]:
    """Return the root causes by their codes, in the language of the page."""
    return {each.code: each.zh if is_chinese() else each.en for each in load_case_rules().causes}
