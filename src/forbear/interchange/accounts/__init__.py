"""Accounts as lines of JSON: in with their terms and events, out with what they owe."""

from forbear.interchange.accounts.answers import answer_json
from forbear.interchange.accounts.reading import BadAccount, bad_account, read_line

__all__ = ["BadAccount", "answer_json", "bad_account", "read_line"]
