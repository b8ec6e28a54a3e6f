"""Who may do what. Rules, not rows: a role is a group of the user."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from functools import reduce

from rules.permissions import add_perm
from rules.predicates import is_authenticated, is_group_member

COLLECTOR = "collector"
FINANCE = "finance"
CASHIER = "cashier"
OPERATIONS = "operations"
COMPLIANCE = "compliance"
WRITER = "writer"
APPROVER = "approver"
REVIEWER = "reviewer"

SEE_CASES = "desk.see_cases"
MAKE_CONTACT = "desk.make_contact"
# what the law is, and what the gate says of a made-up case: no personal data
SEE_LAW = "law.see"
# the books of all accounts, the end of the day, reconciliation
SEE_MONEY = "money.see"
# the queue of payments: match, put aside, send back
MATCH_MONEY = "money.match"
# the messages, their states and the channels; the words and addresses only with SEE_CASES too
SEE_MESSAGES = "messages.see"
# stop and start a channel, send dead letters again
RUN_CHANNELS = "messages.run"
# what people told us of messages in our name
SEE_FAKES = "compliance.fakes"
# templates of messages: look at them, write them, approve what someone else wrote
SEE_WORDING = "wording.see"
EDIT_WORDING = "wording.edit"
APPROVE_WORDING = "wording.approve"
# what our side said and wrote: judge what the auditor found, release what it stopped
REVIEW_TEXTS = "review.texts"

# Which roles have a permission; EVERYONE who signs in has it where none is named.
EVERYONE: tuple[str, ...] = ()
GRANTS: Mapping[str, tuple[str, ...]] = {
    SEE_CASES: (COLLECTOR,),
    MAKE_CONTACT: (COLLECTOR,),
    SEE_LAW: EVERYONE,
    SEE_MONEY: (FINANCE,),
    MATCH_MONEY: (CASHIER,),
    SEE_MESSAGES: (COLLECTOR, OPERATIONS),
    RUN_CHANNELS: (OPERATIONS,),
    SEE_FAKES: (COMPLIANCE,),
    SEE_WORDING: (COLLECTOR, WRITER, APPROVER),
    EDIT_WORDING: (WRITER,),
    APPROVE_WORDING: (APPROVER,),
    REVIEW_TEXTS: (REVIEWER, COMPLIANCE),
}
for _permission, _roles in GRANTS.items():
    _members = map(is_group_member, _roles)
    _holds = reduce(operator.or_, _members) if _roles else is_authenticated
    add_perm(_permission, _holds)  # type: ignore[no-untyped-call] # rules has no types
