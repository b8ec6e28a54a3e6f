"""What each reason of the gate means, in a sentence that a collector understands."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forbear.core.gate.answers import Reason
from forbear.web.shared.formats import end_moment

SENTENCES = {
    "QUIET_HOURS": _("It is outside the hours in which they may be contacted, where they are."),
    "INCONVENIENT": _("They told us that this time or place does not suit them."),
    "CALL_FREQUENCY": _("We have called as often as the rule allows for now."),
    "CONVERSATION_COOL_OFF": _("We have just spoken with them; the quiet days are not over."),
    "CONTACT_FREQUENCY": _("We have contacted them as often as the rule allows for now."),
    "OPTED_OUT": _("They asked us not to use this channel."),
    "NO_CONSENT": _("We have no consent that this channel needs."),
    "CEASED": _("They asked us to stop contacting them."),
    "REPRESENTED": _("An attorney acts for them: contact the attorney instead."),
    "EMPLOYER_PROHIBITS": _("Their employer forbids such calls."),
    "WORK_CHANNEL": _("A work number or mailbox may not be used for this."),
    "THIRD_PARTY": _("This reaches someone who has no part in the debt."),
    "THIRD_PARTY_REPEAT": _("This person has already been asked once."),
    "GUARANTOR_NOTICE_ONLY": _("A guarantor gets notices of their own and nothing else."),
    "GUARANTOR_FREQUENCY": _("The guarantor has had a notice within thirty days."),
    "THIRD_PARTY_REFUSED": _("This person asked not to be contacted."),
    "NOT_LOST_CONTACT": _("We can reach the cardholder, so others may not be asked."),
    "DECEASED": _("The cardholder has died."),
    "MINOR": _("The cardholder is under age: only a parent or guardian may be contacted."),
    "BANKRUPT": _("A bankruptcy forbids collection."),
    "BREATHING_SPACE": _("A debt moratorium protects them."),
    "DISPUTE_OPEN": _("They dispute the debt, and the answer is still open."),
    "VALIDATION_FIRST": _("The validation notice must be sent, and its time must pass, first."),
    "PLAN_KEPT": _("They keep to an agreed plan."),
    "HARDSHIP": _("They have hardship relief."),
    "SETTLED": _("Nothing is left to collect on this account."),
    "TIME_BARRED": _("The debt is too old to be pressed in this way."),
    "NOT_AUTHORISED": _("Whoever collects this account holds no authorisation or licence for it."),
    "UNVERIFIED_POINT": _("We have not made sure whom this number or address reaches."),
    "HEIR_LIMIT": _("Heirs may be contacted only about the estate."),
    "AMOUNT_TOO_SMALL": _("The amount is too small for this kind of contact."),
    "STAGE_TOO_EARLY": _("It is too early for this kind of contact."),
    "VISIT_NOT_ALLOWED": _("A visit is not allowed here."),
    "PUBLIC_CHANNEL": _("Others could see the message."),
    "PRERECORDED_LIMIT": _("No further prerecorded call is allowed for now."),
    "DEBT_DISCLOSED": _("This would reveal the debt to someone else."),
    "OPT_OUT_TEXT_MISSING": _("The message does not say how to opt out."),
    "RECORDING_REQUIRED": _("It must be recorded, and no recording is set up."),
    "VISIT_STAFFING": _("A visit needs at least two people who show their authorisation."),
    "UNLAWFUL_SOURCE": _("This number or address was not obtained lawfully."),
    "UNKNOWN_FACT": _("Something the rule needs is not known. Until it is, the answer is no."),
    "POINT_CLOSED": _("This number or address is closed for use."),
    "NO_PERMITTED": _("No channel is permitted today."),
    "NO_WINDOW": _("No permitted hour is left today."),
    "PROMISE_OPEN": _("They promised to pay, and the day has not come yet."),
    "PAID_RECENTLY": _("They have just paid. Wait and see before asking again."),
    "NOTHING_OVERDUE": _("Nothing is past due."),
    "BELOW_LADDER": _("It is too early: no step of the ladder is reached yet."),
    "NOT_DUE_YET": _("The last contact of this step is too recent for the next."),
    "PASSED_OVER": _("This step does not fit the case, so nothing is done in it."),
    "CLOSED": _("The account is closed for collection."),
    "OTHER_ACCOUNT": _("Another account of theirs is contacted today; one contact is enough."),
}
SHORT = {
    "QUIET_HOURS": _("quiet hours"),
    "INCONVENIENT": _("does not suit them"),
    "CALL_FREQUENCY": _("called often enough"),
    "CONVERSATION_COOL_OFF": _("quiet days after a talk"),
    "CONTACT_FREQUENCY": _("contacted often enough"),
    "OPTED_OUT": _("opted out"),
    "NO_CONSENT": _("no consent"),
    "CEASED": _("asked us to stop"),
    "REPRESENTED": _("attorney acts"),
    "EMPLOYER_PROHIBITS": _("employer forbids it"),
    "WORK_CHANNEL": _("work contact"),
    "THIRD_PARTY": _("not the cardholder"),
    "THIRD_PARTY_REPEAT": _("already asked once"),
    "GUARANTOR_NOTICE_ONLY": _("guarantor: notices alone"),
    "GUARANTOR_FREQUENCY": _("guarantor told lately"),
    "THIRD_PARTY_REFUSED": _("refused contact"),
    "NOT_LOST_CONTACT": _("cardholder can be reached"),
    "DECEASED": _("cardholder has died"),
    "MINOR": _("under age"),
    "BANKRUPT": _("bankruptcy"),
    "BREATHING_SPACE": _("debt moratorium"),
    "DISPUTE_OPEN": _("dispute open"),
    "VALIDATION_FIRST": _("validation notice first"),
    "PLAN_KEPT": _("plan kept"),
    "HARDSHIP": _("hardship relief"),
    "SETTLED": _("nothing owed"),
    "TIME_BARRED": _("too old to press"),
    "NOT_AUTHORISED": _("not authorised"),
    "UNVERIFIED_POINT": _("not verified"),
    "HEIR_LIMIT": _("heirs: estate only"),
    "AMOUNT_TOO_SMALL": _("amount too small"),
    "STAGE_TOO_EARLY": _("too early"),
    "VISIT_NOT_ALLOWED": _("visit not allowed"),
    "PUBLIC_CHANNEL": _("others could see it"),
    "PRERECORDED_LIMIT": _("prerecorded call limit"),
    "DEBT_DISCLOSED": _("reveals the debt"),
    "OPT_OUT_TEXT_MISSING": _("no opt-out text"),
    "RECORDING_REQUIRED": _("recording required"),
    "VISIT_STAFFING": _("two people needed"),
    "UNLAWFUL_SOURCE": _("unlawful source"),
    "UNKNOWN_FACT": _("fact unknown"),
    "POINT_CLOSED": _("closed for use"),
    "NO_PERMITTED": _("no channel permitted"),
    "NO_WINDOW": _("no hour left today"),
    "PROMISE_OPEN": _("promise open"),
    "PAID_RECENTLY": _("paid recently"),
    "NOTHING_OVERDUE": _("nothing past due"),
    "BELOW_LADDER": _("too early"),
    "NOT_DUE_YET": _("not due yet"),
    "PASSED_OVER": _("step passed over"),
    "CLOSED": _("closed"),
    "OTHER_ACCOUNT": _("other account today"),
}


def code_sentence(code: str) -> str:
    """Return the sentence of a reason's code; a code without words speaks for itself."""
    if code in SENTENCES:
        return str(SENTENCES[code])
    return _now("A rule objects: %(code)s.") % {"code": code}


def code_short(code: str) -> str:
    """Return two or three words for a reason's code."""
    return str(SHORT.get(code, code))


def reason_sentence(reason: Reason, zone: ZoneInfo, language: str, *, now: datetime) -> str:
    """Say one reason and when it ends, local to the person, in ``language``."""
    with translation.override(language):
        return f"{code_sentence(reason.code)} {end_moment(reason.until, zone, now=now)}"
