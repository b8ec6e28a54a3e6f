"""What people call the templates that are shipped; the id stands small beside it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Promise | str] = {
    "account_settled": _("The account is settled"),
    "agency_welcome": _("An agency introduces itself"),
    "agreement_link": _("The link to sign an agreement"),
    "agreement_plan": _("Agreement on a plan, to sign"),
    "agreement_pause": _("Agreement on a payment pause, to sign"),
    "agreement_rate": _("Agreement on lower interest, to sign"),
    "agreement_settlement": _("Agreement on a settlement, to sign"),
    "agreement_waiver": _("Agreement on a waiver, to sign"),
    "assignment_notice": _("The debt was assigned"),
    "au_default_notice": _("Default notice, Australia"),
    "au_hardship_rights": _("Rights in hardship, Australia"),
    "be_demand_letter": _("Demand letter, Belgium"),
    "call_back_confirmed": _("A call-back is confirmed"),
    "call_back_not_then": _("No call may be made then"),
    "call_guide": _("Guide for a call"),
    "charge_off_notice": _("The debt was charged off"),
    "complaint_acknowledged": _("A complaint came in"),
    "complaint_answered": _("A complaint is answered"),
    "debit_failed": _("A debit was not paid"),
    "debit_notice": _("A debit is announced"),
    "dispute_acknowledged": _("A dispute came in"),
    "dispute_answered": _("A dispute is answered"),
    "dispute_evidence": _("Papers are asked for in a dispute"),
    "eu_transfer_notice": _("The debt was sold, European Union"),
    "first_reminder": _("First reminder"),
    "gb_arrears_notice": _("Notice of arrears, Great Britain"),
    "gb_default_notice": _("Default notice, Great Britain"),
    "gb_default_sum_notice": _("A fee for being late, Great Britain"),
    "guarantor_notice": _("Notice to a joint guarantor"),
    "guarantor_notice_general": _("Notice to a general guarantor"),
    "guide_broken": _("Guide: a promise was not kept"),
    "guide_close": _("Guide: to end the call"),
    "guide_early": _("Guide: early days"),
    "guide_late": _("Guide: late days"),
    "guide_lost_contact": _("Guide: contact was lost"),
    "guide_offer": _("Guide: an offer"),
    "guide_open": _("Guide: to open the call"),
    "guide_ordinary": _("Guide: the ordinary case"),
    "guide_promise": _("Guide: a promise"),
    "guide_unable": _("Guide: willing, not able"),
    "guide_unwilling": _("Guide: able, not willing"),
    "hardship_reply": _("Answer about hardship"),
    "in_agency_notice": _("An agency will make contact, India"),
    "in_bureau_notice": _("Before a default is reported, India"),
    "in_overdue_notice": _("The account is past due, India"),
    "instalment_reminder": _("A payment of a plan comes"),
    "limited_content": _("Voicemail that tells nothing"),
    "nl_demand_letter": _("Letter of fourteen days, Netherlands"),
    "notice_of_rights": _("Notice of rights"),
    "offer_ends": _("An offer ends soon"),
    "offer_made": _("An offer is made"),
    "opt_out_confirmation": _("A wish to stop is confirmed"),
    "paid_in_full": _("Everything is paid"),
    "pay_reference": _("A reference for whoever else pays"),
    "payment_received": _("A payment arrived"),
    "payment_reminder": _("Monthly reminder"),
    "payment_returned": _("A payment came back"),
    "plan_ended": _("A plan has ended"),
    "plan_kept": _("A plan is done"),
    "plan_missed": _("A payment of a plan is missing"),
    "plan_offer": _("A plan is offered"),
    "pre_due_reminder": _("Before the due date"),
    "pre_legal_review": _("Review before legal steps"),
    "promise_broken": _("A promise was not kept"),
    "promise_kept": _("A promise was kept"),
    "promise_reminder": _("A promise is due"),
    "reply_help": _("Answer to HELP"),
    "reply_received": _("A reply came in"),
    "second_reminder": _("Second reminder"),
    "settlement_agreed": _("A settlement is agreed"),
    "third_party_message": _("To somebody else, telling nothing"),
    "validation_notice": _("Validation notice, United States"),
    "visit_notice": _("A visit is announced"),
    "wrong_person_apology": _("To the wrong person, with an apology"),
}


def template_name(template_id: str) -> str:
    """Return what people call a template; of one of a house's own, the words of its id.

    >>> template_name("our_own_letter")
    'Our own letter'
    """
    known = NAMES.get(template_id)
    return template_id.replace("_", " ").capitalize() if known is None else str(known)
