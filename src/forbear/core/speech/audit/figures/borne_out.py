"""Whether every sum and rate of a text was read and is true, so that none can be exaggerated.

The readers that know no figures may only guess at them. Where the facts bear out all that is said
in figures, and nothing is said of costs without one, there is nothing left to guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from forbear.core.speech.audit.figures.stated import CONSISTENT, Figure

# costs, and growth, of which no figure need be told
_COSTS = re.compile(
    r"\b(?:legal|court|attorney|lawyer|solicitor|collection|recover|visit|agency|admin|process|"
    r"handling|filing|enforcement|travel|extra|additional|further|more|other)[a-z']*"
    r" (?:fees?|costs?|charges?)\b|\bpenalt|surcharge|damages\b|\blev(?:y|ies)\b|"
    r"\bdoubl|\btripl|\btwice\b|\bfine[sd]?\b|"
    r"律师费|诉讼费|催收费|外访费|上门费|手续费|服务费|管理费|罚[金款]|赔偿|受理费|保全费|执行费|"
    r"差旅费|处置费|调查费|"
    r"查询费|工本费|保证金|诚意金|费用|费另|成本|翻[倍番]|加倍|利滚利"
)
# a number that may be a sum: no part of a telephone number, a reference or a day
_NUMBER = re.compile(
    r"(?<![\d.,:/a-z-])(?<!\d )(?:\d{1,3}(?:[,，]\d{3})+|"
    r"\d{3,7})(?:\.\d{1,2})?(?![\d:/年月日号期天a-z-]|[ ,.]\d)"
)


def is_borne_out(text: str, figures: Iterable[Figure]) -> bool | None:
    """Whether all sums and rates of a normalised text are true; ``None``: it states none.

    A number that was not read counts as one that is not true, and so do words of other costs.
    """
    read: list[tuple[int, int]] = []
    is_stated = False
    for figure in figures:
        read.append((figure.start, figure.end))
        if figure.kind in {"amount", "rate"}:
            is_stated = True
            if figure.verdict != CONSISTENT:
                return False
    if _COSTS.search(text):
        return False
    places = {place for start, end in read for place in range(start, end)}
    if any(match.start() not in places for match in _NUMBER.finditer(text)):
        return False
    return True if is_stated else None
