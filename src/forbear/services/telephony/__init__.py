"""Calls that a provider begins: the collector's line, one dial for one permit, what is reported."""
