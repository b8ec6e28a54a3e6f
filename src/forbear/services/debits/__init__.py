"""Debits under mandates: planned, announced, written into a file, and answered for by the bank."""

from forbear.services.debits.announcing import Announced, debits_announce
from forbear.services.debits.booking import debits_booked
from forbear.services.debits.files import debits_write_file
from forbear.services.debits.mandates import (
    mandate_add,
    mandate_cancel,
    mandate_resume,
    mandate_suspend,
    mandates_import,
)
from forbear.services.debits.planning import Planned, debits_plan
from forbear.services.debits.results import ResultsRead, debits_read_results

__all__ = [
    "Announced",
    "Planned",
    "ResultsRead",
    "debits_announce",
    "debits_booked",
    "debits_plan",
    "debits_read_results",
    "debits_write_file",
    "mandate_add",
    "mandate_cancel",
    "mandate_resume",
    "mandate_suspend",
    "mandates_import",
]
