"""The audit trail, for those who look after the others."""
