"""What the law pages call things: the topics of rules."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

# by reason code, in the order of the page; the empty code is what must be said
TOPIC: Mapping[str, object] = {
    "QUIET_HOURS": _("Hours of contact"),
    "INCONVENIENT": _("Times and places that do not suit them"),
    "CALL_FREQUENCY": _("How often: calls"),
    "CONVERSATION_COOL_OFF": _("Quiet days after a talk"),
    "CONTACT_FREQUENCY": _("How often: contacts"),
    "PRERECORDED_LIMIT": _("How often: recorded calls"),
    "OPTED_OUT": _("Opting out of a channel"),
    "OPT_OUT_TEXT_MISSING": _("Opt-out words in messages"),
    "NO_CONSENT": _("Consent to a channel"),
    "CEASED": _("A request to stop all contact"),
    "REPRESENTED": _("When an attorney or adviser acts"),
    "EMPLOYER_PROHIBITS": _("Contact at work"),
    "WORK_CHANNEL": _("Work numbers and mailboxes"),
    "THIRD_PARTY": _("Who may be spoken to"),
    "THIRD_PARTY_REPEAT": _("Asking others again"),
    "GUARANTOR_FREQUENCY": _("Notices to a guarantor"),
    "THIRD_PARTY_REFUSED": _("Others who refused"),
    "NOT_LOST_CONTACT": _("When others may be asked"),
    "DEBT_DISCLOSED": _("Keeping the debt private"),
    "PUBLIC_CHANNEL": _("Postcards and public posts"),
    "HEIR_LIMIT": _("Heirs"),
    "DECEASED": _("When the cardholder has died"),
    "MINOR": _("Cardholders under age"),
    "BANKRUPT": _("Bankruptcy"),
    "BREATHING_SPACE": _("Debt moratorium"),
    "DISPUTE_OPEN": _("Disputed debts"),
    "VALIDATION_FIRST": _("Validation notice first"),
    "PLAN_KEPT": _("Plans that are kept"),
    "HARDSHIP": _("Hardship relief"),
    "SETTLED": _("Debts no longer owed"),
    "TIME_BARRED": _("Debts too old for court"),
    "NOT_AUTHORISED": _("Authorisation and licence"),
    "UNVERIFIED_POINT": _("Verified numbers and addresses"),
    "UNLAWFUL_SOURCE": _("Where contact details come from"),
    "POINT_CLOSED": _("Closed numbers and addresses"),
    "AMOUNT_TOO_SMALL": _("Amount that justifies a visit"),
    "STAGE_TOO_EARLY": _("How late before a visit"),
    "VISIT_NOT_ALLOWED": _("Where visits are not allowed"),
    "VISIT_STAFFING": _("Who visits"),
    "RECORDING_REQUIRED": _("Recording"),
    "UNKNOWN_FACT": _("What this pack does not cover"),
    "": _("What must be said"),
    "charge": _("Interest, fees and the order of payments"),
    "period:limitation": _("The last day to sue"),
    "period:period": _("Periods for notices and answers"),
    "period:retention": _("How long records are kept"),
    "period:window": _("Limited windows of time"),
}
UNVERIFIED = ("memory", "single_source", "secondary")
_ORDER = {code: place for place, code in enumerate(TOPIC)}


def topic(code: str) -> str:
    """Return what a rule of this reason code is about; a new code stands for itself."""
    return str(TOPIC.get(code, code))


def topic_place(code: str) -> int:
    """Return where a topic stands on the page; a new one comes last."""
    return _ORDER.get(code, len(_ORDER))
