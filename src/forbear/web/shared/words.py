"""The words of the closed lists, as a collector reads them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CHANNEL = {
    "call": _("Call"),
    "sms": _("SMS"),
    "email": _("E-mail"),
    "letter": _("Letter"),
    "visit": _("Visit"),
    "voicemail": _("Voicemail"),
    "chat": _("Chat"),
    "social": _("Social media"),
}
POINT = {
    "mobile": _("mobile"),
    "home": _("home phone"),
    "work": _("work phone"),
    "email": _("e-mail"),
    "work_email": _("work e-mail"),
    "postal": _("postal address"),
    "social": _("social account"),
    "none": _("no address"),
}
PARTY = {
    "cardholder": _("the cardholder"),
    "spouse": _("spouse"),
    "parent": _("parent"),
    "guardian": _("guardian"),
    "representative": _("representative"),
    "attorney": _("attorney"),
    "family": _("family"),
    "guarantor": _("guarantor"),
    "joint_debtor": _("joint debtor"),
    "employer": _("employer"),
    "other_contact": _("another contact"),
    "heir": _("heir"),
    "creditor": _("the creditor"),
    "credit_bureau": _("the credit bureau"),
    "unknown": _("someone unknown"),
}
OUTCOME = {
    "no_answer": _("No answer"),
    "busy": _("Busy"),
    "not_in_service": _("Not in service"),
    "voicemail": _("Voicemail reached"),
    "limited_content": _("Limited-content message left"),
    "answered_dropped": _("Answered, then hung up"),
    "conversation": _("Conversation"),
    "delivered": _("Delivered"),
    "bounced": _("Could not be delivered"),
    "replied": _("Replied"),
    "refused": _("Refused to talk"),
    "pending": _("Under way"),
}
RECORDING = {
    "announced": _("they were told that it is recorded"),
    "consented": _("they agreed to be recorded"),
    "not_needed": _("no announcement needed"),
    "unknown": _("nobody knows whether they were told"),
    "refused": _("they did not want to be recorded: not kept"),
}
ROLE = {
    "collector": _("collector"),
    "team_lead": _("team lead"),
    "hardship": _("hardship specialist"),
    "legal": _("legal"),
    "field": _("field agent"),
    "agency": _("agency"),
    "risk": _("risk"),
    "compliance": _("compliance"),
    "product": _("product"),
    "it": _("IT"),
    "auditor": _("auditor"),
    "finance": _("finance"),
    "cashier": _("cashier"),
    "operations": _("operations"),
    "writer": _("writer of texts"),
    "approver": _("approver of texts"),
}
ACTION = {
    "contact": _("Contact"),
    "refer": _("To a desk"),
    "hold": _("On hold"),
    "none": _("Nothing due"),
}
COMPONENT = {
    "principal": _("Principal"),
    "interest": _("Interest"),
    "compound_interest": _("Interest on interest"),
    "late_fee": _("Late fees"),
    "other_fee": _("Other fees"),
    "cost": _("Costs"),
    "waiver": _("Waivers"),
    "payment": _("Payments"),
    "credit": _("Credits"),
}
PROMISE = {
    "open": pgettext_lazy("state of a promise", "open"),
    "kept": pgettext_lazy("state of a promise", "kept"),
    "part_kept": pgettext_lazy("state of a promise", "part kept"),
    "broken": pgettext_lazy("state of a promise", "broken"),
    "cancelled": pgettext_lazy("state of a promise", "cancelled"),
}
NATION = {
    "CN": _("China"),
    "US": _("United States"),
    "GB": _("United Kingdom"),
    "AU": _("Australia"),
    "IN": _("India"),
    "EU": _("European Union"),
}
# in a filter or beside a count
CONFIDENCE_SHORT = {
    "primary": _("Read in the primary text"),
    "secondary": _("Secondary sources"),
    "single_source": _("One source only"),
    "memory": _("Not read yet"),
    "house": _("House rules"),
}
DISCLOSURE = {
    "debt_collector": _("Say that you are a debt collector and why you call."),
    "opt_out_instruction": _("Say how they can stop such messages."),
    "identity": _("Say your name and whom you call for."),
    "recording": _("Say that the call is recorded."),
    "authorisation": _("Say who authorised you, and how that can be checked."),
    "time_barred": _("Say that the debt is too old to be taken to court."),
    "debt_advice": _("Say where they can get free, independent debt advice."),
    "purpose_of_visit": _("Say why you visit."),
    "rights_and_objection": _("Say which rights they have, and how they can object."),
}
# the same, as it was told
TOLD = {
    "debt_collector": _("that a debt collector calls, and why"),
    "opt_out_instruction": _("how such messages are stopped"),
    "identity": _("who calls, and for whom"),
    "recording": _("that the call is recorded"),
    "authorisation": _("who authorised us"),
    "time_barred": _("that the debt is too old for a court"),
    "debt_advice": _("where free debt advice is"),
    "purpose_of_visit": _("why we visit"),
    "rights_and_objection": _("which rights they have"),
}
BUCKET = {"current": _("current")}
PLANNED = {
    "planned": pgettext_lazy("state of a planned contact", "planned"),
    "queued": pgettext_lazy("state of a planned contact", "queued"),
    "sending": pgettext_lazy("state of a planned contact", "being sent"),
    "sent": pgettext_lazy("state of a planned contact", "sent"),
    "failed": pgettext_lazy("state of a planned contact", "failed"),
    "unknown": pgettext_lazy("state of a planned contact", "unknown"),
    "refused": pgettext_lazy("state of a planned contact", "refused"),
    "lapsed": pgettext_lazy("state of a planned contact", "lapsed"),
    "done": pgettext_lazy("state of a planned contact", "done"),
}
MESSAGE_EVENT = {
    "accepted": _("Taken by the provider"),
    "refused": _("Refused by the provider"),
    "failed": _("Did not leave"),
    "waiting": _("Did not leave; it is tried again"),
    "held": _("Held back; the gate is asked again"),
    "unanswered": _("Handed over, and never answered for"),
    "redriven": _("Sent on its way again by a person"),
    "unknown": _("The provider does not know"),
    "bounced_soft": _("Could not be delivered for now"),
    "expired": _("Expired before it was delivered"),
    "undelivered": _("Not delivered"),
    "rejected": _("Rejected"),
    "delivered": _("Delivered"),
    "bounced_hard": _("The address does not exist"),
    "complaint": _("The reader complained"),
}
TRANSACTION = {
    "opening": _("Opening balance"),
    "purchase": _("Purchase"),
    "cash_advance": _("Cash advance"),
    "transfer": _("Balance transfer"),
    "refund": _("Refund by the merchant"),
    "interest": _("Interest"),
    "fee": _("Fee"),
    "cost": _("Cost"),
    "payment": _("Payment"),
    "allocation": _("Payment divided anew"),
    "waiver": _("Waiver"),
    "charge_off": _("Charge-off"),
    "recovery": _("Recovery"),
    "credit_refund": _("Credit to be paid out"),
    "credit_paid_out": _("Credit paid out"),
    "suspense_in": _("Money not yet matched"),
    "suspense_out": _("Unmatched money sent back"),
    "reversal": _("Reversal"),
}
BOOK = {
    "receivable": _("Owed by cardholders"),
    "charge_off": _("Charged off, still owed"),
    "cash": _("Cash"),
    "suspense": _("Suspense"),
    "interest_income": _("Interest income"),
    "fee_income": _("Fee income"),
    "waiver_expense": _("Waivers granted"),
    "recovery": _("Recovered after charge-off"),
    "refund_payable": _("Credit to be paid out"),
    "opening": _("Taken over from the host"),
}
LOT = {
    "purchase": _("Purchases"),
    "cash_advance": _("Cash advances"),
    "transfer": _("Balance transfers"),
    "instalment": _("Instalments"),
}
# on which balance interest ran
BORE = {
    **LOT,
    "fees": _("Fees"),
    "on_interest": _("Interest owed"),
}
PER = {"day": _("a day"), "month": _("a month"), "year": _("a year")}
VERDICT = {
    "matched": _("Agrees"),
    "differs": _("Differs"),
    "ledger_missing": _("Not in the ledger"),
    "statement_missing": _("No statement came"),
    "duplicate": _("Second statement of the day"),
}
CAUSE = {
    "currency": _("Another currency"),
    "booked_apart": _("Booked on another day"),
    "fee": _("A fee is missing on one side"),
    "interest_rounding": _("Rounding of interest"),
    "rounding": _("Rounding"),
    "interest": _("Interest"),
    "division": _("Same sum, divided otherwise"),
    "minimum": _("Another minimum payment"),
    "due_day": _("Another due day"),
    "sign": _("Credit and debit exchanged"),
    "unknown": _("Not explained"),
}
CALL_BACK = {
    "open": pgettext_lazy("state of a call-back", "open"),
    "done": pgettext_lazy("state of a call-back", "called"),
    "cancelled": pgettext_lazy("state of a call-back", "not wanted any more"),
}
CALL_BACK_SOURCE = {
    "call": _("asked for in a call"),
    "desk": _("written down at the desk"),
    "page": _("asked for on their page"),
    "reply": _("asked for in a reply"),
    "api": _("asked for through another system"),
}
SIGN_STEP = {
    "wrong": _("Somebody answered wrongly"),
    "closed": _("Closed after wrong answers"),
    "verified": _("The cardholder opened the paper"),
    "signed": _("The cardholder signed"),
    "declined": _("The cardholder said no"),
    "asked": _("The cardholder asked a question"),
}
EVENT = {
    "backs": _("Call-backs"),
    "contacts": pgettext_lazy("part of a timeline", "Contacts"),
    "money": _("Money"),
    "messages": _("Messages not sent"),
    "debits": _("Direct debits"),
    "statements": _("Statements"),
    "notes": _("Notes"),
    "moves": _("Who works on it"),
    "guarantees": _("Guarantors"),
    "closings": _("Closed numbers and addresses"),
    "searches": _("Searches"),
    "signing": _("Signing by link"),
    "disputes": _("Disputes"),
    "complaints": _("Complaints"),
    "appeals": _("Appeals"),
    "promises": _("Promises"),
    "agreements": _("Agreements"),
    "reliefs": _("Relief"),
    "decisions": _("Decisions"),
}
DEBIT = {
    "planned": pgettext_lazy("state of a debit", "planned"),
    "announced": pgettext_lazy("state of a debit", "announced"),
    "sent": pgettext_lazy("state of a debit", "with the bank"),
    "booked": pgettext_lazy("state of a debit", "collected"),
    "failed": pgettext_lazy("state of a debit", "not paid"),
    "withheld": pgettext_lazy("state of a debit", "not made"),
}
MANDATE = {
    "active": pgettext_lazy("state of a mandate", "active"),
    "suspended": pgettext_lazy("state of a mandate", "suspended"),
    "cancelled": pgettext_lazy("state of a mandate", "cancelled"),
    "used": pgettext_lazy("state of a mandate", "used up"),
    "lapsed": pgettext_lazy("state of a mandate", "lapsed"),
}
# inside a sentence: "Not now: visit"
CHANNEL_LOWER = {
    "call": pgettext_lazy("inside a sentence", "call"),
    "sms": pgettext_lazy("inside a sentence", "SMS"),
    "email": pgettext_lazy("inside a sentence", "e-mail"),
    "letter": pgettext_lazy("inside a sentence", "letter"),
    "visit": pgettext_lazy("inside a sentence", "visit"),
}
INTENT = {
    "stop": _("Stop writing"),
    "wrong_person": _("Wrong person"),
    "represented": _("Someone acts for them"),
    "dispute": _("Disputes the debt"),
    "complaint": _("Complains about us"),
    "hardship": _("Hardship"),
    "paid": _("Has paid"),
    "promise": _("Will pay"),
    "call_back": _("Wants to be called"),
    "start": _("Write again"),
    "help": _("Asks for help"),
    "other": _("Something else"),
}
INBOUND_ACTION = {
    "opted_out": _("stopped by itself"),
    "closed": _("address closed by itself"),
    "answered": _("answered by itself"),
    "consented": _("writing again, by itself"),
    "call_planned": _("call arranged by itself"),
    "call_refused": _("told by itself when a call may be made"),
}
# where a payment stands, and why it waits
PAYMENT = {
    "posted": _("posted"),
    "unmatched": _("no account found"),
    "held": _("held for a look"),
    "aside": _("put aside"),
    "returned": _("returned by the bank"),
    "refund_asked": _("to be sent back"),
    "refunded": _("sent back"),
}
PAYMENT_REASON = {
    "BY_END_TO_END_ID": _("It carries the number of a debit of ours."),
    "BY_REFERENCE": _("It carries the number of the account."),
    "BY_CREDITOR_REFERENCE": _("It carries our reference of the account."),
    "BY_TEXT": _("The text names the account."),
    "BY_NAME_AND_AMOUNT": _("Name and amount are those of the account."),
    "NO_CANDIDATE": _("Nothing in it leads to an account."),
    "TWO_CANDIDATES": _("More than one account comes into question."),
    "WRONG_CURRENCY": _("The account is kept in another currency."),
    "ACCOUNT_SOLD": _("The account was sold."),
    "ACCOUNT_SETTLED": _("The account is settled: nothing more is owed."),
    "ACCOUNT_PAID": _("The account is paid: nothing more is owed."),
    "DUPLICATE": _("The same payer paid the same amount to the same account on the same day."),
    "POSSIBLE_REPEAT": _("Another statement tells of an equal entry: it may be the same money."),
    "OVERPAID": _("It is more than is owed."),
    "UNDERPAID": _("It is less than was due."),
    "NO_PAYMENT": _("The bank took money back, and no payment of that amount is known."),
    "TWO_PAYMENTS": _("The bank took money back, and more than one payment may be meant."),
    "RETURNED_TWICE": _("The bank took the same payment back twice."),
}
LIKELY = {
    "NAMED": _("named in the payment"),
    "SAME_NAME": _("the holder has the payer's name"),
    "SAME_AMOUNT": _("the amount is what is due there"),
}
# the steps and reminders of the ladder that comes with Forbear
STEP = {
    "before_due": _("Reminder before the due date"),
    "first_message": _("First message"),
    "second_message": _("Second message"),
    "call": _("Call"),
    "letter_of_rights": _("Letter with their rights"),
    "visit": _("Visit, to be judged by a person"),
    "late_call": _("Late call"),
    "before_legal": _("Letter before legal steps"),
    "court": _("Court, to be judged by a person"),
    "agency": _("Agency, to be judged by a person"),
    "end": _("End of the ladder, to be judged by a person"),
    "statement_cycle": _("Reminder of the statement cycle"),
}
