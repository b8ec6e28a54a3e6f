"""The pages of finance: the end of the day, reconciliation, and what an account owes and why."""
