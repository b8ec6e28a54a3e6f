"""Who may do what at the desk. Rules, not rows: a role is a group of the user."""

from __future__ import annotations

import rules

COLLECTOR = "collector"
SEE_CASES = "desk.see_cases"
MAKE_CONTACT = "desk.make_contact"

is_collector = rules.is_group_member(COLLECTOR)
rules.add_perm(SEE_CASES, is_collector)
rules.add_perm(MAKE_CONTACT, is_collector)
