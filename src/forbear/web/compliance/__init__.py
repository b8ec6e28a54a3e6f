"""The law, for those who answer for it: what is in force, and what the gate says of a case."""
