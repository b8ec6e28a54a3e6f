"""The search for a cardholder: which sources, in which order, and which are never asked."""
