"""Texts for the auditor as JSON Lines: ``forbear audit``."""

from forbear.interchange.texts.answers import report_json
from forbear.interchange.texts.reading import BadText, Text, read_text

__all__ = ["BadText", "Text", "read_text", "report_json"]
