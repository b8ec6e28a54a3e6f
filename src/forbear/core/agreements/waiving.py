"""How a waiver divides over what is owed: the parts sum to the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# where what is owed stands: book, component, and for principal what it comes from
Place = tuple[str, str, str]
FEES = ("late_fee", "other_fee", "cost")
INTEREST = ("compound_interest", "interest")
# what was charged goes before what was spent
ALL = (*FEES, *INTEREST, "principal")
OF = {"fees": FEES, "interest": INTEREST, "all": ALL}


def waiver_parts(
    owed: Mapping[Place, int], amount_minor: int, order: Sequence[str]
) -> dict[Place, int]:
    """Divide a waiver over what is owed, in the order of components; never more than is owed.

    The parts sum to ``amount_minor``, or to all that is owed of these components if that is less,
    or to all that is owed at all: what was paid and not divided stands below zero.
    """
    left = min(amount_minor, max(sum(owed.values()), 0))
    found: dict[Place, int] = {}
    for component in order:
        for place in sorted(place for place in owed if place[1] == component):
            part = min(left, max(owed[place], 0))
            if part > 0:
                found[place] = part
                left -= part
    return found
