"""Who may do what. Rules, not rows: a role is a group of the user."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from functools import reduce

from rules.permissions import add_perm
from rules.predicates import is_authenticated, is_group_member

from forbear.core.roles import (
    AGENCY,
    APPROVER,
    AUDITOR,
    CASHIER,
    COLLECTOR,
    COMPLIANCE,
    FIELD,
    FINANCE,
    HARDSHIP,
    IT,
    LEGAL,
    OPERATIONS,
    PRODUCT,
    REVIEWER,
    TEAM_LEAD,
    WRITER,
)

SEE_CASES = "desk.see_cases"
MAKE_CONTACT = "desk.make_contact"
# offers, plans, relief; how much is bounded by dated authority
MAKE_OFFERS = "agreements.make"
# the second pair of eyes
APPROVE_OFFERS = "agreements.approve"
# see a number or an address in full: with a reason, written down, so many an hour
REVEAL = "contacts.reveal"
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
# who may sign in, in which roles, and since when they were last here
SEE_PEOPLE = "people.see"
# the audit trail, with personal data masked
SEE_AUDIT = "audit.see"
# end a session of someone else
END_SESSIONS = "people.end_sessions"
# let someone begin anew whose device is lost: one asks, another one gives
RESET_TWO_STEP = "people.reset_two_step"
# what our side said and wrote: judge what the auditor found, release what it stopped
REVIEW_TEXTS = "review.texts"
# how decently people spoke: everyone their own, leads their team, agencies theirs; who sees all
# stands in store/selectors/conduct
SEE_CONDUCT = "conduct.see"

# Which roles have a permission; EVERYONE who signs in has it where none is named. Field agents
# and agencies see no case before one is given to them; no page does that yet: they see the law.
EVERYONE: tuple[str, ...] = ()
GRANTS: Mapping[str, tuple[str, ...]] = {
    SEE_CASES: (COLLECTOR, TEAM_LEAD, HARDSHIP, LEGAL),
    MAKE_CONTACT: (COLLECTOR, TEAM_LEAD, HARDSHIP),
    MAKE_OFFERS: (COLLECTOR, TEAM_LEAD, HARDSHIP),
    APPROVE_OFFERS: (TEAM_LEAD,),
    REVEAL: (COLLECTOR, TEAM_LEAD, HARDSHIP, LEGAL),
    SEE_LAW: EVERYONE,
    SEE_MONEY: (FINANCE, AUDITOR),
    MATCH_MONEY: (CASHIER,),
    SEE_MESSAGES: (COLLECTOR, TEAM_LEAD, HARDSHIP, LEGAL, COMPLIANCE, AUDITOR, OPERATIONS),
    RUN_CHANNELS: (OPERATIONS,),
    SEE_FAKES: (COMPLIANCE,),
    SEE_WORDING: (
        COLLECTOR,
        TEAM_LEAD,
        HARDSHIP,
        LEGAL,
        COMPLIANCE,
        PRODUCT,
        AUDITOR,
        WRITER,
        APPROVER,
    ),
    EDIT_WORDING: (WRITER,),
    APPROVE_WORDING: (APPROVER,),
    SEE_PEOPLE: (IT, AUDITOR),
    SEE_AUDIT: (AUDITOR, COMPLIANCE),
    END_SESSIONS: (IT,),
    RESET_TWO_STEP: (IT,),
    REVIEW_TEXTS: (REVIEWER, COMPLIANCE),
    SEE_CONDUCT: (COLLECTOR, TEAM_LEAD, HARDSHIP, LEGAL, FIELD, AGENCY, COMPLIANCE, AUDITOR),
}
for _permission, _roles in GRANTS.items():
    _members = map(is_group_member, _roles)
    _holds = reduce(operator.or_, _members) if _roles else is_authenticated
    add_perm(_permission, _holds)  # type: ignore[no-untyped-call] # rules has no types
