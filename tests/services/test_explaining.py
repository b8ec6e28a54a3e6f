"""Why a card account owes what it owes: the lines of interest come to what the nights booked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from forbear.core.ledger.interest import posted_amount
from forbear.core.ledger.lines import micro_text
from forbear.services.explaining import card_balance
from forbear.services.night import night_run
from forbear.store.selectors.ledger import balance_list
from tests.services.cards import AT, OPENED, PRODUCTS, booked, opened
from tests.store.make import account

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_an_account_that_forbear_does_not_work_out_has_no_lines() -> None:
    on = OPENED + DAY
    assert card_balance(account().pk, on=on, products=PRODUCTS) is None
    of = opened()
    assert card_balance(of.pk, on=OPENED, products=PRODUCTS) is None
    assert card_balance(of.pk, on=on, products={}) is None


def test_the_lines_come_to_what_the_nights_booked_and_what_they_did_not_yet() -> None:
    of = opened()
    booked(of, "cash_advance", OPENED + DAY, 500_000)
    booked(of, "purchase", OPENED + DAY * 3, 123_456)
    booked(of, "payment", OPENED + DAY * 20, 40_000)
    # money that came in late, with its true day
    booked(of, "payment", OPENED + DAY * 45, 10_000, value_on=OPENED + DAY * 30)
    on = OPENED + DAY * 75
    night_run(on=on - DAY, at=AT, products=PRODUCTS)
    found = card_balance(of.pk, on=on, products=PRODUCTS)
    assert found is not None
    _seen, balance = found
    night_run(on=on, at=AT, products=PRODUCTS)
    held = balance_list(as_of=on, account_ids=[of.pk], by="value_on")
    owed = {part.name: part.owed for part in balance.components}
    for name in ("interest", "late_fee"):
        assert owed[name] == sum(row.owed_minor for row in held if row.component == name), name
    assert sum(owed.values()) - balance.state.credit == sum(row.owed_minor for row in held)
    assert {line.balance for line in balance.interest_lines} >= {"cash_advance"}
    # each bill is the sum of its lines
    for on_day, component, amount in balance.billed:
        lines = [
            Decimal(micro_text(line.grains))
            for line in balance.interest_lines
            if line.posted_on == on_day and line.component == component
        ]
        assert abs(sum(lines) - amount) <= Decimal("0.5") + Decimal("0.000001") * len(lines)
    accrued = posted_amount(balance.state.accrued, balance.terms.rounding)
    assert balance.pay_off == sum(owed.values()) + accrued - balance.state.credit
