"""Cases for the gate as JSON Lines: ``forbear gate``."""

from forbear.interchange.cases.answers import answer_json
from forbear.interchange.cases.case import BadCase, Case
from forbear.interchange.cases.reading import read_case
from forbear.interchange.cases.tables import CaseTables, tables_of

__all__ = [
    "BadCase",
    "Case",
    "CaseTables",
    "answer_json",
    "read_case",
    "tables_of",
]
