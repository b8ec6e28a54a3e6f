"""Payments in bulk: frames copied in and out of the database, inside the caller's transaction."""
