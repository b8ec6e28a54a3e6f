"""The words of the auditor's closed lists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CATEGORY = {
    "threat_of_violence_or_arrest": _("Threat of violence or arrest"),
    "false_legal_status": _("False legal status"),
    "exaggerated_amount_or_fee": _("Wrong sum or fee"),
    "false_urgency": _("False urgency"),
    "impersonation": _("Posing as someone else"),
    "third_party_disclosure": _("Debt told to others"),
    "harassment_or_insult": _("Harassment or insult"),
    "false_promise": _("False promise"),
    "credit_record_misstatement": _("Credit record misstated"),
    "off_channel_or_personal_payment": _("Payment by a private way"),
    "obfuscated_text": _("Disguised text"),
    "missing_identification": _("Does not say who writes"),
    "pressure_on_relatives": _("Pressure on relatives"),
    "misuse_of_personal_data": _("Personal data misused"),
    "time_barred_threat": _("Threat about an old debt"),
    "fake_visit_claim": _("Visit that is not planned"),
    "privacy_leak_in_message": _("Personal data in the message"),
    "refusal_of_dispute_right": _("Right to dispute refused"),
}
ACROSS = {
    "persona_play": _("Roles played"),
    "contradictory_offers": _("Offers that contradict one another"),
    "same_threat_by_several": _("The same threat by several"),
    "harassment_by_volume": _("Too many texts"),
    "unregistered_identity": _("A sender that is not registered"),
}
SEVERITY = {"high": _("High"), "medium": _("Medium"), "low": _("Low")}
VERDICT = {
    "confirm": _("Confirmed"),
    "dismiss": _("Dismissed"),
    "wrong_category": _("Another category"),
    "lawful": _("The whole text is lawful"),
    "release": _("Released"),
}
DRAFT_STATE = {
    "held": _("held back"),
    "ready": _("may be sent"),
    "sent": _("in the outbox"),
}
FACT = {
    "balance_minor": _("Balance"),
    "overdue_principal_minor": _("Overdue"),
    "late_fee_minor": _("Late fee"),
    "interest_minor": _("Interest"),
    "min_payment_minor": _("Minimum payment"),
    "dpd": _("Days past due"),
    "legal_status": _("Legal status"),
    "credit_reported": _("Reported to a credit bureau"),
    "time_barred": _("Time-barred"),
    "disputed": _("Disputed"),
    "visit_scheduled": _("Visit planned"),
    "visit_date": _("Day of the visit"),
    "recipient": _("Reader"),
    "collector_is": _("Collector"),
    "agency_name": _("Agency"),
    "jurisdiction": _("Jurisdiction"),
    "due_date": _("Due on"),
    "case_ref": _("Case number"),
    "apr": _("Yearly rate"),
}
# the values of facts that are words of a closed list
FACT_VALUE = {
    "legal_status": {
        "none": _("no step was taken"),
        "pre_legal": _("before a suit"),
        "suit_filed": _("suit filed"),
        "judgment": _("judgment"),
    },
    "recipient": {
        "cardholder": _("cardholder"),
        "family": _("family"),
        "employer": _("employer"),
        "guarantor": _("guarantor"),
        "unknown": _("not known"),
    },
    "collector_is": {"creditor": _("creditor"), "agency": _("agency")},
}
