"""The closed lists of words of disputes and complaints. Codes are never renamed."""

from __future__ import annotations

# why a cardholder contests a debt
DISPUTE_GROUNDS = ("not_mine", "fraud", "paid", "amount", "transaction", "other")
# of these nothing of the account can be right: the whole of it is disputed
WHOLE_GROUNDS = ("not_mine",)
DISPUTE_EXTENTS = ("whole", "part")
# by which way somebody told us; a spoken word counts as much as a letter
CASE_CHANNELS = (
    "call",
    "letter",
    "email",
    "sms",
    "chat",
    "visit",
    "branch",
    "portal",
    "api",
    "social",
    "regulator",
)
WRITTEN = ("letter", "email", "sms", "chat", "portal", "api", "regulator")
OUTCOMES = ("upheld", "part_upheld", "rejected")
# what a corrected ledger books: take a transaction back, or take an amount off
CORRECTIONS = ("none", "reverse", "fees", "interest", "all")
REDRESSES = ("none", "apology", "amount")
SIDES = ("theirs", "ours")
FILE_KINDS = ("pdf", "jpg", "png", "txt", "eml")
# what somebody decides alone up to a limit, and with four eyes above it
CASE_AUTHORITY = ("dispute_rejection", "correction", "redress", "complaint_answer")
