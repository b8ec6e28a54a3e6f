"""Whether a true sum is promised away: a waiver told as certain that no offer bears out."""

from __future__ import annotations

import re

from forbear.core.speech.audit.figures.stated import Place
from forbear.core.speech.audit.values import Facts

_WAIVE = r"(?:waiv|refund|remov|revers|cancel|forgiv|writ|tak|knock|credit|drop|strik|wip)"
# "we will waive the late fee of $29", "the $29 will be refunded", 我们给您减免违约金29元
_BEFORE = re.compile(
    rf"\b(?:we|i|bank|they|us)(?:'ll| will| shall| can| are (?:going|happy|glad|able|"
    rf"willing|pleased) to|"
    rf"'re (?:going|happy|glad|able|willing|pleased) to|'d be (?:happy|glad|pleased) to|"
    rf" have agreed to)"
    rf"(?: (?:also|then|gladly|certainly|even|be able to|go ahead and|simply|just))* {_WAIVE}e?\b"
    rf"(?:[^.;!?,]|[.,]\d){{0,44}}$|"
    r"(?:会|将|同意|愿意|给您|为您|帮您|替您|可以|能)[^，。；！？]{0,8}"
    r"(?:减免|免除|免去|免掉|免了|豁免|退还|返还|抹掉|抹去|去掉|减掉|核减)[^，。；！？]{0,12}$"
)
_AFTER = re.compile(
    rf"^[^.;!?,]{{0,16}}\b(?:will|shall|is going to|can) (?:then |also )?be {_WAIVE}(?:ed|en|d)\b|"
    r"^[^，。；！？]{0,10}(?:会|将|同意|给您|为您|帮您|替您|可以|能)[^，。；！？]{0,6}"
    r"(?:减免|免除|免去|免掉|免了|豁免|退还|返还|抹掉|抹去|去掉|减掉|核减)"
)
# what is asked for, weighed, a rule for all, or the mending of a mistake
_OPEN = re.compile(
    r"\b(?:if|whether|in case|unless|should (?:you|we|it|the)|once|request\w*|ask\w*|"
    r"appl(?:y|ied)|review\w*|"
    r"consider\w*|may|might|could|not|never|cannot|no|nor|policy|usually|normally|normal|customers|"
    r"eligible|qualif\w+|approv\w+|manager|try|see what|find\w*|found|investigat\w*|disput\w*|"
    r"complain\w*|appeal\w*|error|mistake\w*|wrong\w*|incorrect\w*|twice|double|duplicat\w*|sorry|"
    r"apolog\w+|proof|evidence|receipt|returned)\b|n't\b|\?|"
    r"如|若|是否|能否|可否|吗|申请|核实|核查|查实|误|错|重复|异议|投诉|审批|审核|争取|试|尝试|政策|"
    r"条件|不|无法|没|未|可能|凭|证明|抱歉|歉|多收|多扣"
)
_WITHIN = 160


def is_promised_away(place: Place, at: tuple[int, int], floor: int, facts: Facts) -> bool:
    """Whether a sum of the account is promised to be waived, and it is known that none is offered.

    The mending of an error, a rule for all and what is still to be weighed promise nothing. What
    was waived already is a fact of the account, and so is not looked for.
    """
    if facts.offers is None or any(one.type in _COVERS for one in facts.offers):
        return False
    start, end = at
    if not (
        _BEFORE.search(place.text[max(floor, start - 90) : start])
        or _AFTER.match(place.text[end : min(place.end, end + 60)])
    ):
        return False
    return _OPEN.search(place.text, max(0, start - _WITHIN), end + _WITHIN) is None


_COVERS = frozenset({"fee_waiver", "settlement"})
