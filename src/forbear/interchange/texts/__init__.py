"""Texts for the auditor as JSON Lines: ``forbear audit``."""

from forbear.interchange.texts.answers import report_json
from forbear.interchange.texts.cases import PlacedText, case_json, read_placed
from forbear.interchange.texts.reading import BadText, Text, read_text

__all__ = ["BadText", "PlacedText", "Text", "case_json", "read_placed", "read_text", "report_json"]
