"""Reads. They change nothing."""
