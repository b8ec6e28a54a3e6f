"""How to pay, on the page of wishes: our own ways alone, and a reference that names no account.

It is offered where the message that carried the link said what it is about, so that the page tells
nothing that its reader was not told; and shown when it is asked for, since programs that scan mail
follow every link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forbear.core.payments.references import in_fours
from forbear.services.payments.payers import PayTo, pay_reference_give, pay_to
from forbear.services.refusals import Refusal
from forbear.services.wording import template_in_force
from forbear.store.models import PlannedContact
from forbear.web.shared.language import is_chinese
from forbear.wiring.adapters import code_key, issuer

ACTOR = "link"
_OPEN = ("open", "charged_off")


@dataclass(frozen=True, slots=True)
class Way:
    """How to pay: the sentence of our letters, and the account and reference if there is one."""

    sentence: str
    to: PayTo | None

    @property
    def iban(self) -> str:
        """The account's number as it is printed."""
        return in_fours(self.to.iban) if self.to else ""

    @property
    def reference(self) -> str:
        """The reference as it is printed."""
        return in_fours(self.to.reference) if self.to else ""


def may_pay(planned: PlannedContact, *, at: datetime) -> bool:
    """Return whether how to pay may be offered to the reader of a message.

    Not of a debt that was sold: the ways of the profile are not the buyer's.
    """
    account = planned.account
    if account.status not in _OPEN or account.collector_kind == "buyer":
        return False
    if account.balance_minor <= 0:
        return False
    wording = template_in_force(planned.template, at=at)
    return wording is not None and wording.template.discloses_debt


def way_to_pay(planned: PlannedContact, *, at: datetime) -> Way:
    """Return how to pay; the reference is made when it is first asked for."""
    house = issuer()
    words = house.words["zh-Hans" if is_chinese() else "en"]
    given = pay_reference_give(
        account_id=planned.account_id,
        issuer=house,
        code_key=code_key(),
        at=at,
        actor=ACTOR,
        is_own=True,
    )
    to = None if isinstance(given, Refusal) else pay_to(given, issuer=house)
    return Way(words["pay_way"], to)
