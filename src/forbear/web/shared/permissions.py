"""Who may do what. Rules, not rows: a role is a group of the user."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.contrib.auth.models import AnonymousUser, User
from rules.permissions import add_perm
from rules.predicates import Predicate, is_authenticated

from forbear.core.roles import (
    AGENCY,
    APPROVER,
    AUDITOR,
    CALLERS,
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
    RISK,
    TEAM_LEAD,
    WRITER,
)
from forbear.web.shared.backend import roles_of

SEE_CASES = "desk.see_cases"
MAKE_CONTACT = "desk.make_contact"
# offers, plans, relief; how much is bounded by dated authority
MAKE_OFFERS = "agreements.make"
# the second pair of eyes
APPROVE_OFFERS = "agreements.approve"
# where the recording of a call lies; others see only that there is one
SEE_RECORDINGS = "calls.recordings"
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
# which systems may ask (tokens), and which are told (webhooks)
CONNECT = "systems.connect"
# end a session of someone else
END_SESSIONS = "people.end_sessions"
# let someone begin anew whose device is lost: one asks, another one gives
RESET_TWO_STEP = "people.reset_two_step"
# what our side said and wrote: judge what the auditor found, release what it stopped
REVIEW_TEXTS = "review.texts"
# how decently people spoke: everyone their own, leads their team, agencies theirs; who sees all
# stands in store/selectors/conduct
SEE_CONDUCT = "conduct.see"

# open a dispute and log a complaint; see them all; look into them and answer
OPEN_DISPUTES = "disputes.open"
SEE_DISPUTES = "disputes.see"
ANSWER_DISPUTES = "disputes.answer"
# write a guarantee down with its document, and how its guarantor is reached; prove and release
KEEP_GUARANTEES = "guarantees.keep"
PROVE_GUARANTEES = "guarantees.prove"
# the board of the people, whose a case is, shifts, what to hear, coaching
LEAD_TEAM = "team.lead"
# what a lead told oneself
OWN_COACHING = "team.own"
# who may agree to how much; propose a change; approve what someone else proposed
SEE_AUTHORITY = "authority.see"
PROPOSE_AUTHORITY = "authority.propose"
APPROVE_AUTHORITY = "authority.approve"

# Which roles have a permission; EVERYONE who signs in has it where none is named. Field agents
# and agencies see no case before one is given to them; no page does that yet: they see the law.
EVERYONE: tuple[str, ...] = ()
GRANTS: Mapping[str, tuple[str, ...]] = {
    SEE_CASES: (COLLECTOR, TEAM_LEAD, HARDSHIP, LEGAL),
    MAKE_CONTACT: CALLERS,
    MAKE_OFFERS: (COLLECTOR, TEAM_LEAD, HARDSHIP),
    APPROVE_OFFERS: (TEAM_LEAD,),
    SEE_RECORDINGS: (TEAM_LEAD, LEGAL, COMPLIANCE, REVIEWER),
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
    CONNECT: (IT,),
    END_SESSIONS: (IT,),
    RESET_TWO_STEP: (IT,),
    REVIEW_TEXTS: (REVIEWER, COMPLIANCE),
    OPEN_DISPUTES: (COLLECTOR, TEAM_LEAD, HARDSHIP, LEGAL),
    SEE_DISPUTES: (TEAM_LEAD, HARDSHIP, LEGAL, COMPLIANCE, AUDITOR),
    ANSWER_DISPUTES: (TEAM_LEAD, HARDSHIP, COMPLIANCE),
    KEEP_GUARANTEES: (COLLECTOR, TEAM_LEAD, LEGAL),
    PROVE_GUARANTEES: (TEAM_LEAD, LEGAL),
    LEAD_TEAM: (TEAM_LEAD,),
    OWN_COACHING: CALLERS,
    SEE_AUTHORITY: (*CALLERS, RISK, COMPLIANCE, AUDITOR),
    PROPOSE_AUTHORITY: (TEAM_LEAD, RISK, COMPLIANCE),
    APPROVE_AUTHORITY: (RISK, COMPLIANCE),
    SEE_CONDUCT: (COLLECTOR, TEAM_LEAD, HARDSHIP, LEGAL, FIELD, AGENCY, COMPLIANCE, AUDITOR),
}


def _has_one_of(roles: Collection[str]) -> Predicate:
    """Return the rule that a user who is signed in has one of some roles."""
    wanted = frozenset(roles)

    def holds(user: User | AnonymousUser) -> bool:
        return isinstance(user, User) and not wanted.isdisjoint(roles_of(user))

    return Predicate(holds, name=f"has_one_of:{','.join(roles)}")


for _permission, _roles in GRANTS.items():
    add_perm(_permission, _has_one_of(_roles) if _roles else is_authenticated)  # type: ignore[no-untyped-call] # rules has no types
