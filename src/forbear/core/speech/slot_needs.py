"""What a slot claims by being there: one of these conditions has to hold."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_ANY_OFFER = frozenset(
    {"offer_open", "waiver_offer", "settlement_offer", "plan_offer", "pause_offer", "rate_offer"}
)
_ANY_GUARANTEE = frozenset({"guarantee_joint", "guarantee_general"})
# What a slot claims by being there: who states a visit's day says that there is a visit.
SLOT_NEEDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "overdue": frozenset({"overdue"}),
        "oldest_due_on": frozenset({"overdue"}),
        "dpd": frozenset({"overdue"}),
        "minimum": frozenset({"due_ahead"}),
        "visit_on": frozenset({"visit_planned"}),
        "visitor_names": frozenset({"visit_planned"}),
        "instalment": frozenset({"instalment_ahead"}),
        "instalment_on": frozenset({"instalment_ahead"}),
        "debit_failed_on": frozenset({"debit_failed"}),
        "offer": _ANY_OFFER,
        "offer_until": _ANY_OFFER,
        "sign_url": frozenset({"signing_open"}),
        "sign_until": frozenset({"signing_open"}),
        "agreed_pay_by": frozenset({"signing_open"}),
        "agreed_grace": frozenset({"signing_open"}),
        "agreed_interest": frozenset({"signing_open"}),
        "agreed_terms": frozenset({"signing_open"}),
        "agreed_until": frozenset({"signing_open"}),
        "payer_reference": frozenset({"payer_reference"}),
        "pay_url": frozenset({"payer_reference"}),
        "promise": frozenset({"promise_open", "promise_kept", "promise_broken"}),
        "promise_on": frozenset({"promise_open", "promise_kept", "promise_broken"}),
        "payment": frozenset({"payment_received"}),
        "payment_on": frozenset({"payment_received"}),
        "returned": frozenset({"payment_returned"}),
        "returned_on": frozenset({"payment_returned"}),
        "hardship_until": frozenset({"hardship"}),
        "credit_reported_since": frozenset({"credit_reported"}),
        "complaint_on": frozenset({"complaint_open"}),
        "complaint_answer_by": frozenset({"complaint_open"}),
        "complaint_reference": frozenset({"complaint_open", "complaint_answered"}),
        "complaint_outcome": frozenset({"complaint_answered"}),
        "complaint_reasons": frozenset({"complaint_answered"}),
        "complaint_answered_on": frozenset({"complaint_answered"}),
        "ombudsman_way": frozenset({"complaint_answered", "complaint_open"}),
        "redress": frozenset({"redress_given"}),
        "dispute_reference": frozenset({"dispute_open", "dispute_answered"}),
        "dispute_answer_by": frozenset({"dispute_open"}),
        "call_back_on": frozenset({"call_back_open"}),
        "call_back_at": frozenset({"call_back_open"}),
        "call_nearest_on": frozenset({"call_not_then"}),
        "call_nearest_at": frozenset({"call_not_then"}),
        "dispute_asked": frozenset({"evidence_asked"}),
        "dispute_outcome": frozenset({"dispute_answered"}),
        "dispute_reasons": frozenset({"dispute_answered"}),
        "dispute_corrected": frozenset({"dispute_corrected"}),
        "debit": frozenset({"debit_planned"}),
        "debit_on": frozenset({"debit_planned"}),
        "validation_until": frozenset({"validation_open"}),
        "remedy_by": frozenset({"remedy_open"}),
        "collection_cost": frozenset({"collection_cost"}),
        "report_from": frozenset({"report_ahead"}),
        "default_sum": frozenset({"default_sum"}),
        "default_sum_on": frozenset({"default_sum"}),
        "transferred_on": frozenset({"transferred"}),
        "guarantee_owed": frozenset({"guarantee_owed"}),
        **dict.fromkeys(("guarantor_name", "guarantee_limit"), _ANY_GUARANTEE),
        **dict.fromkeys(("guarantee_signed_on", "guarantee_until"), _ANY_GUARANTEE),
        **{
            f"itemised{piece}": frozenset({"itemised"})
            for piece in ("_on", "", "_interest", "_fees", "_payments", "_credits", "_now")
        },
    }
)
