"""Facts of one case that cannot all be true.

Leaving one of them out could permit what the other would deny, so the case is refused. A wish that
lies ahead of the contact (a letter on its way) is no contradiction: it does not hold yet.
"""

from __future__ import annotations

from datetime import datetime

from forbear.interchange.cases.case import Case
from forbear.interchange.cases.fields import FieldError

CODE = "CONTRADICTION"


def refuse_contradictions(case: Case) -> None:
    """Raise ``FieldError`` with the code ``CONTRADICTION`` for the first pair that cannot be."""
    for index, past in enumerate(case.history):
        if _is_after(past["at"], case.at):
            raise FieldError(
                f"history[{index}].at",
                "is after the moment of the contact (at); the history is what came before it",
                CODE,
            )
    if _is_after(case.contact["replying_to_at"], case.at):
        raise FieldError(
            "contact.replying_to_at",
            "is after the moment of the contact (at); a reply follows what it answers",
            CODE,
        )
    for index, consent in enumerate(case.consents):
        if _is_after(consent["at"], consent["until"]):
            raise FieldError(
                f"person.consents[{index}].until",
                "is before its at; a consent ends after it is given",
                CODE,
            )
    if case.account["dispute_in_validation_period"] and case.account["dispute"] == "none":
        raise FieldError(
            "account.dispute",
            "is none, and dispute_in_validation_period is true; say open or answered",
            CODE,
        )


def _is_after(moment: object, other: object) -> bool:
    return isinstance(moment, datetime) and isinstance(other, datetime) and moment > other
