"""What people write to us: taken once, matched to persons, and acted on where it is plain."""

from forbear.services.inbound.deciding import inbound_decide
from forbear.services.inbound.parts import Part, inbound_part_take, inbound_parts_flush
from forbear.services.inbound.taking import InboundTaken, inbound_take

__all__ = [
    "InboundTaken",
    "Part",
    "inbound_decide",
    "inbound_part_take",
    "inbound_parts_flush",
    "inbound_take",
]
