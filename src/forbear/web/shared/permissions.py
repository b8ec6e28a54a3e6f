"""Who may do what. Rules, not rows: a role is a group of the user."""

from __future__ import annotations

from rules.permissions import add_perm
from rules.predicates import is_authenticated, is_group_member

COLLECTOR = "collector"
FINANCE = "finance"
CASHIER = "cashier"
TEAM_LEAD = "team_lead"
HARDSHIP = "hardship"
SEE_CASES = "desk.see_cases"
MAKE_CONTACT = "desk.make_contact"
# offers, plans, relief; how much is bounded by dated authority
MAKE_OFFERS = "agreements.make"
# the second pair of eyes
APPROVE_OFFERS = "agreements.approve"
# what the law is, and what the gate says of a made-up case: no personal data
SEE_LAW = "law.see"
# the books of all accounts, the end of the day, reconciliation
SEE_MONEY = "money.see"
# the queue of payments: match, put aside, send back
MATCH_MONEY = "money.match"

is_collector = is_group_member(COLLECTOR)
is_team_lead = is_group_member(TEAM_LEAD)
is_hardship = is_group_member(HARDSHIP)
is_at_desk = is_collector | is_team_lead | is_hardship  # type: ignore[operator] # predicates, all
is_finance = is_group_member(FINANCE)
is_cashier = is_group_member(CASHIER)
add_perm(SEE_CASES, is_at_desk)  # type: ignore[no-untyped-call] # rules has no types
add_perm(MAKE_CONTACT, is_collector)  # type: ignore[no-untyped-call] # rules has no types
add_perm(MAKE_OFFERS, is_at_desk)  # type: ignore[no-untyped-call] # rules has no types
add_perm(APPROVE_OFFERS, is_team_lead)  # type: ignore[no-untyped-call] # rules has no types
add_perm(SEE_LAW, is_authenticated)  # type: ignore[no-untyped-call] # rules has no types
add_perm(SEE_MONEY, is_finance)  # type: ignore[no-untyped-call] # rules has no types
add_perm(MATCH_MONEY, is_cashier)  # type: ignore[no-untyped-call] # rules has no types
