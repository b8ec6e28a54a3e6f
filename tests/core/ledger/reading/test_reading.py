"""Bad input: every fault is told with its code, its field and a cure."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from forbear.core.ledger.balance import balance_of
from forbear.core.ledger.reading import LedgerFault, read_account, read_terms

TERMS: dict[str, Any] = {
    "from": "2024-01-01",
    "cycle": {"statement_day": 10, "due_days": 20},
    "rates": {"purchase": {"rate": "0.0005", "per": "day"}},
    "minimum": {"any_of": [{"principal": "0.10", "interest": True, "fees": True}]},
}
# due on the 9th with a day of grace: decided on the 11th, after the statement of the 10th
BEHIND = {**TERMS, "cycle": {"statement_day": 10, "due_day": 9}, "grace": {"days": 1}}
BOUGHT = {"id": "p", "kind": "purchase", "on": "2026-03-05", "amount_minor": 100}
ACCOUNT: dict[str, Any] = {
    "id": "a",
    "currency": "CNY",
    "jurisdictions": ["CN"],
    "terms": TERMS,
    "events": [BOUGHT],
}


def changed(path: str, value: object) -> dict[str, Any]:
    """An account in which one place holds something else; None takes it away."""
    account = copy.deepcopy(ACCOUNT)
    *way, last = path.split(".")
    place: Any = account
    for name in way:
        place = place[int(name)] if isinstance(place, list) else place.setdefault(name, {})
    if isinstance(place, list):
        place[int(last)] = value
    elif value is None:
        del place[last]
    else:
        place[last] = value
    return account


def refused(given: object) -> LedgerFault:
    with pytest.raises(LedgerFault) as caught:
        read_account(given, {})
    return caught.value


@pytest.mark.parametrize(
    ("path", "value", "code", "field"),
    [
        ("currency", None, "MISSING_FIELD", "currency"),
        ("currency", "RMB", "WRONG_CURRENCY", "currency"),
        ("currency", 156, "WRONG_CURRENCY", "currency"),
        ("id", True, "BAD_FIELD", "id"),
        ("colour", "red", "UNKNOWN_FIELD", "colour"),
        ("jurisdictions", [], "MISSING_FIELD", "jurisdictions"),
        ("jurisdictions", ["China"], "BAD_FIELD", "jurisdictions"),
        ("jurisdictions", ["US", "CN"], "BAD_FIELD", "jurisdictions"),
        ("terms", None, "MISSING_FIELD", "terms"),
        ("product", "none-such", "MISSING_FIELD", "terms"),
        ("terms", [], "MISSING_FIELD", "terms"),
        ("terms", [TERMS, TERMS], "TERMS_TWICE", "terms"),
        ("terms", "cheap", "BAD_FIELD", "terms"),
        ("terms.from", None, "MISSING_FIELD", "terms.from"),
        ("terms.from", "2024-1-1", "BAD_FIELD", "terms.from"),
        ("terms.from", "2026-03-06", "NO_TERMS_YET", "terms"),
        ("terms.currency", "USD", "WRONG_CURRENCY", "terms.currency"),
        (
            "terms.cycle",
            {"statement_day": 32, "due_days": 1},
            "BAD_FIELD",
            "terms.cycle.statement_day",
        ),
        ("terms.cycle", {"statement_day": 1}, "MISSING_FIELD", "terms.cycle"),
        (
            "terms.cycle",
            {"statement_day": 1, "due_days": 3, "due_day": 3},
            "MISSING_FIELD",
            "terms.cycle",
        ),
        ("terms", BEHIND, "DUE_TOO_LATE", "terms.cycle.due_day"),
        ("terms.cycle", {"statement_day": 10, "due_days": 28}, "BAD_FIELD", "terms.cycle.due_days"),
        ("terms.grace", {"days": 8}, "DUE_TOO_LATE", "terms.cycle.due_days"),
        ("terms.grace", {"days": -1}, "BAD_FIELD", "terms.grace.days"),
        ("terms.rates", None, "MISSING_FIELD", "terms.rates.purchase"),
        ("terms.rates", {"cash": {}}, "MISSING_FIELD", "terms.rates.purchase"),
        ("terms.rates.cash", {}, "UNKNOWN_FIELD", "terms.rates.cash"),
        ("terms.rates.purchase.rate", 0.0005, "BAD_FIELD", "terms.rates.purchase.rate"),
        ("terms.rates.purchase.rate", "-0.1", "BAD_FIELD", "terms.rates.purchase.rate"),
        ("terms.rates.purchase.rate", "0.5", "BAD_FIELD", "terms.rates.purchase.rate"),
        ("terms.rates.purchase.rate", "0.00000000001", "BAD_FIELD", "terms.rates.purchase.rate"),
        ("terms.rates.purchase.per", "week", "BAD_FIELD", "terms.rates.purchase.per"),
        ("terms.rates.purchase.basis", 365, "BAD_FIELD", "terms.rates.purchase.basis"),
        ("terms.rates.purchase.until", "2026-01-01", "MISSING_FIELD", "terms.rates.purchase"),
        ("terms.interest_free", {"loss": "half"}, "BAD_FIELD", "terms.interest_free.loss"),
        ("terms.compounding", "yearly", "BAD_FIELD", "terms.compounding"),
        ("terms.interest_on_fees", "yes", "BAD_FIELD", "terms.interest_on_fees"),
        ("terms.late_fee", {}, "MISSING_FIELD", "terms.late_fee"),
        ("terms.late_fee", {"rate": "0.05", "fixed_minor": 1}, "MISSING_FIELD", "terms.late_fee"),
        ("terms.late_fee", {"rate": "1.05"}, "BAD_FIELD", "terms.late_fee.rate"),
        (
            "terms.late_fee",
            {"rate": "0.05", "repeat_minor": 1},
            "BAD_FIELD",
            "terms.late_fee.repeat_minor",
        ),
        (
            "terms.late_fee",
            {"rate": "0.05", "floor_minor": 9, "cap_minor": 8},
            "BAD_FIELD",
            "terms.late_fee.cap_minor",
        ),
        ("terms.minimum", None, "MISSING_FIELD", "terms.minimum"),
        ("terms.minimum.any_of", [], "MISSING_FIELD", "terms.minimum.any_of"),
        ("terms.minimum.any_of.0.balance", "0.02", "MISSING_FIELD", "terms.minimum.any_of[0]"),
        ("terms.minimum.round_up_to_minor", 0, "BAD_FIELD", "terms.minimum.round_up_to_minor"),
        ("terms.allocation", {"order": ["fees"]}, "BAD_FIELD", "terms.allocation.order"),
        ("terms.allocation", {"order": [["fees"]]}, "BAD_FIELD", "terms.allocation.order"),
        ("terms.allocation", {"principal": ["gold"]}, "BAD_FIELD", "terms.allocation.principal"),
        ("terms.allocation", {"principal": [{}]}, "BAD_FIELD", "terms.allocation.principal"),
        ("terms.allocation", {"principal": "newest"}, "BAD_FIELD", "terms.allocation.principal"),
        ("terms.rounding", "nearest", "BAD_FIELD", "terms.rounding"),
        ("credit_limit_minor", -1, "BAD_FIELD", "credit_limit_minor"),
        ("events", {}, "BAD_FIELD", "events"),
        ("events.0", "p", "BAD_FIELD", "events[0]"),
        ("events.0.id", None, "MISSING_FIELD", "events[0].id"),
        ("events.0.id", "", "BAD_FIELD", "events[0].id"),
        ("events.0.kind", "gift", "BAD_FIELD", "events[0].kind"),
        ("events.0.kind", ["purchase"], "BAD_FIELD", "events[0].kind"),
        ("events.0.on", "2026-02-29", "BAD_FIELD", "events[0].on"),
        ("events.0.on", "2026-03-05T10:00:00", "BAD_FIELD", "events[0].on"),
        ("events.0.on", 20260305, "BAD_FIELD", "events[0].on"),
        ("events.0.on", "0026-03-05", "BAD_FIELD", "events[0].on"),
        ("events.0.amount_minor", 1.0, "BAD_FIELD", "events[0].amount_minor"),
        ("events.0.amount_minor", "100", "BAD_FIELD", "events[0].amount_minor"),
        ("events.0.amount_minor", True, "BAD_FIELD", "events[0].amount_minor"),
        ("events.0.amount_minor", 0, "BAD_FIELD", "events[0].amount_minor"),
        ("events.0.amount_minor", -100, "BAD_FIELD", "events[0].amount_minor"),
        pytest.param(
            "events.0.amount_minor", 10**5000, "BAD_FIELD", "events[0].amount_minor", id="huge"
        ),
        ("events.0.currency", "USD", "WRONG_CURRENCY", "events[0].currency"),
        ("events.0.amount", 5, "UNKNOWN_FIELD", "events[0].amount"),
    ],
)
def test_a_wrong_place_is_told(path: str, value: object, code: str, field: str) -> None:
    fault = refused(changed(path, value))
    assert (fault.code, fault.field) == (code, field)
    assert len(str(fault)) < 300


def events(*given: dict[str, Any]) -> dict[str, Any]:
    return {**ACCOUNT, "events": [BOUGHT, *given]}


REVERSAL = {"id": "r", "kind": "reversal", "on": "2026-03-06", "of": "p"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([BOUGHT], "DUPLICATE_ID"),
        ([{**REVERSAL, "of": "q"}], "UNKNOWN_EVENT"),
        ([REVERSAL, {**REVERSAL, "id": "r2", "of": "r"}], "NOT_REVERSIBLE"),
        ([REVERSAL, {**REVERSAL, "id": "r2"}], "ALREADY_REVERSED"),
        ([{**REVERSAL, "on": "2026-03-04"}], "REVERSAL_TOO_EARLY"),
        ([{**REVERSAL, "of": None}], "MISSING_FIELD"),
        (
            [{"id": "s", "kind": "statement", "on": "2026-03-10", "due_on": "2026-03-30"}],
            "STATEMENT_WITH_CYCLE",
        ),
        (
            [{"id": "s", "kind": "statement", "on": "2026-03-10", "due_on": "2026-03-09"}],
            "BAD_FIELD",
        ),
        ([{"id": "h", "kind": "pause", "on": "2026-03-10", "until": "2026-03-09"}], "BAD_FIELD"),
        ([{"id": "w", "kind": "waiver", "on": "2026-03-10", "amount_minor": 1}], "MISSING_FIELD"),
        ([{"id": "w", "kind": "plan", "on": "2026-03-10", "instalments": []}], "BAD_FIELD"),
    ],
)
def test_events_that_cannot_be_are_told(given: list[dict[str, Any]], code: str) -> None:
    assert refused(events(*given)).code == code


def test_events_are_sorted_by_day_and_keep_their_order_within_one() -> None:
    late = {**BOUGHT, "id": "z", "on": "2026-03-09"}
    same = {**BOUGHT, "id": "y"}
    account = read_account({**ACCOUNT, "events": [late, BOUGHT, same]}, {})
    assert [event.event_id for event in account.events] == ["p", "y", "z"]


def test_unknown_fields_pass_when_lenient() -> None:
    given = changed("terms.colour", "red")
    given["events"] = [{**BOUGHT, "shop": "bakery"}]
    assert read_account(given, {}, is_lenient=True).events[0].amount_minor == 100


def test_a_waiver_above_what_is_owed_is_refused_and_the_rest_goes_on() -> None:
    waiver = {
        "id": "w",
        "kind": "waiver",
        "on": "2026-03-06",
        "component": "late_fee",
        "amount_minor": 1,
    }
    found = balance_of(read_account(events(waiver), {}), date(2026, 3, 7))
    assert [(each.event_id, each.code) for each in found.refused] == [("w", "WAIVER_ABOVE_OWED")]
    assert found.state.owed == 100


def test_what_lies_ahead_is_not_known_yet() -> None:
    found = balance_of(read_account(ACCOUNT, {}), date(2026, 3, 4))
    assert (found.state.owed, found.not_yet) == (0, ("p",))


@pytest.mark.parametrize(
    ("opening", "code", "field"),
    [
        ({}, "MISSING_FIELD", "opening.on"),
        ({"on": "2026-03-05"}, "EVENT_BEFORE_OPENING", "events"),
        ({"on": "2026-03-04", "purchase_owed": -1}, "BAD_FIELD", "opening.purchase_owed"),
        ({"on": "2026-03-04", "is_decided": False}, "BAD_FIELD", "opening.is_decided"),
        ({"on": "2026-03-04", "credit": 5, "interest": 5}, "BAD_FIELD", "opening.credit"),
        ({"on": "2026-03-04", "statement_on": "2026-03-05"}, "BAD_FIELD", "opening.statement_on"),
        (
            {"on": "2026-03-04", "dues": [{"due_on": "2026-03-01", "amount": 5}]},
            "BAD_FIELD",
            "opening.dues",
        ),
        (
            {"on": "2026-03-04", "dues": [{"due_on": "2026-03-01", "amount": 5, "paid": 5}]},
            "BAD_FIELD",
            "opening.dues[0].paid",
        ),
        ({"on": "2023-03-04"}, "NO_TERMS_YET", "terms"),
    ],
)
def test_an_opening_that_cannot_be_is_told(opening: dict[str, Any], code: str, field: str) -> None:
    fault = refused({**ACCOUNT, "opening": opening})
    assert (fault.code, fault.field) == (code, field)


def test_a_day_before_the_opening_is_told() -> None:
    given = {**ACCOUNT, "opening": {"on": "2026-03-04"}}
    with pytest.raises(LedgerFault) as caught:
        balance_of(read_account(given, {}), date(2026, 3, 3))
    assert caught.value.code == "BEFORE_OPENING"


def test_a_product_is_found_by_its_name_and_currency() -> None:
    products = {"gold": read_terms({**TERMS, "currency": "CNY"})}
    given = {**ACCOUNT, "product": "gold"}
    del given["terms"]
    assert read_account(given, products).terms == products["gold"]
    assert refused({**given, "product": "golf"}).code == "UNKNOWN_PRODUCT"
    with pytest.raises(LedgerFault) as caught:
        read_account({**given, "currency": "USD"}, products)
    assert caught.value.code == "WRONG_CURRENCY"
