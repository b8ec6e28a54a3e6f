"""The auditor over what a collector writes down."""

from __future__ import annotations

import re
from datetime import date

from forbear.core.speech.audit.values import Finding, Message, Turn
from forbear.core.speech.audited import audit_facts
from forbear.core.speech.tongue import tongue_of
from forbear.packs.speech import load_auditor
from forbear.services.messages import message_facts
from forbear.store.models import Account
from forbear.wiring.adapters import issuer

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# a note is no message: it need not say who writes, and is shown to nobody outside
_NOT_OF_NOTES = {"missing_identification", "third_party_disclosure"}


def note_findings(account: Account, note: str, *, on: date) -> list[Finding]:
    """Return what the auditor finds in a note on ``account``, the gravest first."""
    if not note.strip():
        return []
    facts = message_facts(
        account, issuer=issuer(), party="cardholder", on=on, reference=account.reference
    )
    message = Message(
        language=tongue_of(note, usual="zh" if _CHINESE.search(note) else "en"),
        channel="call",
        role="collector",
        turns=(Turn("collector", note),),
        facts=audit_facts(facts),
    )
    found = load_auditor().audit(message).findings
    kept = [finding for finding in found if finding.category not in _NOT_OF_NOTES]
    return sorted(kept, key=lambda finding: finding.severity != "high")
