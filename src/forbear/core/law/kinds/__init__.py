"""The kinds of rule that a pack may use."""

from forbear.core.law.kinds.base import Kind
from forbear.core.law.kinds.cap import FrequencyCap, WaitAfter
from forbear.core.law.kinds.disclose import DISCLOSURES, Disclose
from forbear.core.law.kinds.forbid import Forbid
from forbear.core.law.kinds.hours import Hours
from forbear.core.law.kinds.inconvenient import Inconvenient
from forbear.core.law.kinds.lapse import Lapse
from forbear.core.law.kinds.lost_contact import LostContact
from forbear.core.law.kinds.opt_out import OptOut

KINDS: dict[str, type[Kind] | type[Disclose]] = {
    "forbid": Forbid,
    "hours": Hours,
    "frequency_cap": FrequencyCap,
    "wait_after": WaitAfter,
    "opt_out": OptOut,
    "inconvenient": Inconvenient,
    "lapse": Lapse,
    "lost_contact": LostContact,
    "disclose": Disclose,
}

__all__ = [
    "DISCLOSURES",
    "KINDS",
    "Disclose",
    "Forbid",
    "FrequencyCap",
    "Hours",
    "Inconvenient",
    "Kind",
    "Lapse",
    "LostContact",
    "OptOut",
    "WaitAfter",
]
