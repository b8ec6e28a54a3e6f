"""Disputes and complaints at the desk: lists by clock, one page each, files, answers."""
