"""A cardholder in euro with a mandate, and the way of a debit through its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from forbear.core.debits.mandates import Mandate as MandateValue
from forbear.core.debits.rules import DebitRules
from forbear.packs import load_book
from forbear.packs.issuers import IssuerBank, load_issuer
from forbear.services.debits import (
    Planned,
    debits_announce,
    debits_plan,
    debits_write_file,
    mandate_add,
)
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Debit, DebitRun, Mandate, PlannedContact
from tests.store.make import account, person, point

RULES = DebitRules.of(load_book().periods)
_BANK = load_issuer().bank
assert _BANK is not None
BANK: IssuerBank = _BANK
DUE = date(2026, 4, 2)
PLAN, ANNOUNCE, SEND = date(2026, 3, 10), date(2026, 3, 18), date(2026, 3, 31)
VALUE = MandateValue(
    reference="M-1",
    signed_on=date(2026, 1, 5),
    sequence="FRST",
    scheme="CORE",
    creditor_id=BANK.creditor_id,
    iban="FR1420041010050500013M02606",
    holder="Zoë Müller",
)


def at(on: date, hour: int = 9) -> datetime:
    return datetime.combine(on, time(hour), tzinfo=UTC)


def owed(**given: object) -> Account:
    """An account in euro whose next due is 120.00 on 2 April."""
    who = given.pop("person", None) or person(time_zones="Europe/Berlin")
    return account(
        who,
        **{
            "nation": "EU",
            "region": None,
            "currency": "EUR",
            "balance_minor": 90_000,
            "overdue_minor": 0,
            "next_due_on": DUE,
            "next_due_minor": 12_000,
            **given,
        },
    )


def mandate(of: Account, **given: object) -> Mandate:
    value = replace(VALUE, **{"reference": f"M-{of.pk}", **given})
    found = mandate_add(value, account_id=of.pk, at=at(date(2026, 1, 5)), actor="clerk")
    assert isinstance(found, Mandate), found
    return found


def with_mandate(**given: object) -> Account:
    found = owed(**given)
    point(found.person, kind="email", value="zoe@example.com")
    mandate(found)
    return found


def plan(on: date = PLAN) -> Planned:
    return debits_plan(on=on, rules=RULES, creditor_id=BANK.creditor_id, at=at(on))


def announced(on: date = ANNOUNCE) -> None:
    """Plan, and let the messages leave on a day."""
    plan()
    debits_announce(on=on, rules=RULES, at=at(on))
    PlannedContact.objects.filter(state="planned").update(state="sent", state_at=at(on))


def write(on: date = SEND, hour: int = 9) -> list[DebitRun]:
    return debits_write_file(on=on, rules=RULES, bank=BANK, at=at(on, hour))


def sent() -> Debit:
    """One debit that is with the bank."""
    with_mandate()
    announced()
    write()
    return Debit.objects.get(state="sent")


def code(found: object) -> str | None:
    return found.code if isinstance(found, Refusal) else None
