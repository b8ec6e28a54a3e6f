"""Who may do what. Rules, not rows: a role is a group of the user."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from rules.permissions import add_perm
from rules.predicates import is_authenticated, is_group_member, predicate

COLLECTOR = "collector"
FINANCE = "finance"
CASHIER = "cashier"
OPERATIONS = "operations"
COMPLIANCE = "compliance"
SEE_CASES = "desk.see_cases"
MAKE_CONTACT = "desk.make_contact"
# what the law is, and what the gate says of a made-up case: no personal data
SEE_LAW = "law.see"
# the books of all accounts, the end of the day, reconciliation
SEE_MONEY = "money.see"
# the queue of payments: match, put aside, send back
MATCH_MONEY = "money.match"
# templates of messages: look at them, write them, approve what someone else wrote
SEE_WORDING = "wording.see"
EDIT_WORDING = "wording.edit"
APPROVE_WORDING = "wording.approve"
WRITER = "writer"
APPROVER = "approver"
# the messages, their states and the channels; the words and addresses only with SEE_CASES too
SEE_MESSAGES = "messages.see"
# stop and start a channel, send dead letters again
RUN_CHANNELS = "messages.run"
# what people told us of messages in our name
SEE_FAKES = "compliance.fakes"

is_collector = is_group_member(COLLECTOR)
is_finance = is_group_member(FINANCE)
is_cashier = is_group_member(CASHIER)
is_operations = is_group_member(OPERATIONS)
add_perm(SEE_CASES, is_collector)  # type: ignore[no-untyped-call] # rules has no types
add_perm(MAKE_CONTACT, is_collector)  # type: ignore[no-untyped-call] # rules has no types
add_perm(SEE_LAW, is_authenticated)  # type: ignore[no-untyped-call] # rules has no types
add_perm(SEE_MONEY, is_finance)  # type: ignore[no-untyped-call] # rules has no types
add_perm(SEE_FAKES, is_group_member(COMPLIANCE))  # type: ignore[no-untyped-call] # rules has no types
add_perm(MATCH_MONEY, is_cashier)  # type: ignore[no-untyped-call] # rules has no types
is_writer = is_group_member(WRITER)
is_approver = is_group_member(APPROVER)


@predicate  # type: ignore[untyped-decorator] # rules has no types
def is_of_the_words(user: AbstractBaseUser) -> bool:
    """Whether a user writes words, approves them, or says them."""
    return bool(is_writer(user) or is_approver(user) or is_collector(user))


add_perm(SEE_WORDING, is_of_the_words)  # type: ignore[no-untyped-call] # rules has no types
add_perm(EDIT_WORDING, is_writer)  # type: ignore[no-untyped-call] # rules has no types
add_perm(APPROVE_WORDING, is_approver)  # type: ignore[no-untyped-call] # rules has no types
add_perm(SEE_MESSAGES, is_collector | is_operations)  # type: ignore[no-untyped-call, operator] # rules has no types
add_perm(RUN_CHANNELS, is_operations)  # type: ignore[no-untyped-call] # rules has no types
