"""Terms and events against the law that ships: each bound refuses, and says by which rule."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forbear.core.ledger.balance import balance_of
from forbear.core.ledger.lawful import flags_of, need_lawful
from forbear.core.ledger.reading import Account, LedgerFault, read_account
from forbear.packs.loader import load_charges
from forbear.packs.products import load_products

CHARGES = load_charges()
TERMS: dict[str, dict[str, Any]] = {
    "CN": {
        "grace": {"days": 3, "amount_minor": 1000},
        "rates": {"purchase": {"rate": "0.0005", "per": "day"}},
        "allocation": {"late_after_days": 90},
        "late_fee": {"rate": "0.05"},
    },
    "US": {
        "rates": {"purchase": {"rate": "0.2", "per": "year"}},
        "interest_free": {"since": "statement", "loss": "unpaid"},
        "allocation": {"above_minimum": "highest_rate"},
        "late_fee": {"fixed_minor": 3000, "not_above": "minimum"},
    },
    "GB": {"rates": {"purchase": {"rate": "0.2", "per": "year"}}},
    "IN": {"rates": {"purchase": {"rate": "0.03", "per": "month"}}, "grace": {"days": 3}},
}
COMMON = {"from": "2018-01-01", "minimum": {"any_of": [{"balance": "0.05"}]}}
CURRENCY = {"CN": "CNY", "US": "USD", "GB": "GBP", "IN": "INR"}


def account(nation: str, *, since: str = "2018-01-01", **more: Any) -> Account:
    events = more.pop("events", [])
    given = {**COMMON, **TERMS[nation], "from": since, **more}
    return read_account(
        {
            "id": "a",
            "currency": CURRENCY[nation],
            "jurisdictions": [nation],
            "terms": given,
            "events": [{"id": f"e{n}", **each} for n, each in enumerate(events)],
        },
        {},
    )


@pytest.mark.parametrize("nation", TERMS)
def test_lawful_terms_pass(nation: str) -> None:
    need_lawful(account(nation), CHARGES, date(2026, 1, 1))


FEE = {"kind": "fee", "on": "2026-01-05", "amount_minor": 2000, "for": "over_limit"}
BREATHING = {
    "kind": "pause",
    "on": "2026-01-05",
    "until": "2026-03-05",
    "reason": "breathing_space",
    "fees": False,
}


@pytest.mark.parametrize(
    ("nation", "more", "rule_id", "field"),
    [
        ("CN", {"interest_on_fees": True}, "cn-no-interest-on-fees", "terms.interest_on_fees"),
        ("CN", {"events": [FEE]}, "cn-no-overlimit-fee", "events (e0)"),
        (
            "CN",
            {"rates": {"purchase": {"rate": "0.0003", "per": "day"}}},
            "cn-apr-band-2017",
            "terms.rates.purchase",
        ),
        (
            "CN",
            {
                "rates": {
                    "purchase": {"rate": "0.0005", "per": "day"},
                    "cash_advance": {"rate": "0.19", "per": "year"},
                }
            },
            "cn-apr-band-2017",
            "terms.rates.cash_advance",
        ),
        ("CN", {"grace": {"days": 2, "amount_minor": 1000}}, "cn-grace-amount", "terms.grace.days"),
        ("CN", {"grace": {"days": 3}}, "cn-grace-amount", "terms.grace.amount_minor"),
        ("CN", {"allocation": {}}, "cn-allocation-90d", "terms.allocation.late_after_days"),
        (
            "CN",
            {"allocation": {"late_after_days": 91}},
            "cn-allocation-90d",
            "terms.allocation.late_after_days",
        ),
        (
            "CN",
            {
                "allocation": {
                    "late_after_days": 90,
                    "late_order": ["fees", "interest", "principal"],
                }
            },
            "cn-allocation-90d",
            "terms.allocation.late_order",
        ),
        ("US", {"allocation": {}}, "us-payment-above-minimum", "terms.allocation.above_minimum"),
        (
            "US",
            {"late_fee": {"fixed_minor": 3000}},
            "us-late-fee-not-above-minimum",
            "terms.late_fee.not_above",
        ),
        (
            "US",
            {"interest_free": {"since": "posting"}},
            "us-no-double-cycle",
            "terms.interest_free.since",
        ),
        (
            "US",
            {"interest_free": {"since": "statement"}},
            "us-no-double-cycle",
            "terms.interest_free.loss",
        ),
        (
            "GB",
            {"allocation": {"principal": "oldest"}},
            "uk-highest-rate-first",
            "terms.allocation.principal",
        ),
        ("GB", {"events": [BREATHING]}, "uk-breathing-space-charges", "events (e0)"),
        ("IN", {"grace": {"days": 2}}, "in-late-charge-after-3-days", "terms.grace.days"),
    ],
)
def test_terms_outside_the_law_are_refused_with_the_rule(
    nation: str, more: dict[str, Any], rule_id: str, field: str
) -> None:
    with pytest.raises(LedgerFault) as caught:
        need_lawful(account(nation, **more), CHARGES, date(2026, 1, 31))
    assert (caught.value.code, caught.value.field) == ("AGAINST_LAW", field)
    citation = next(each.citation for each in CHARGES if each.rule_id == rule_id)
    assert f"({rule_id}: {citation})" in caught.value.message


def test_a_law_binds_only_on_its_days() -> None:
    low = {"rates": {"purchase": {"rate": "0.0003", "per": "day"}}}
    need_lawful(account("CN", since="2021-01-01", **low), CHARGES, date(2026, 1, 1))
    # what is asked as of a day before the law began is not held against it
    no_grace = account("IN", grace={"days": 0})
    need_lawful(no_grace, CHARGES, date(2022, 6, 30))
    with pytest.raises(LedgerFault):
        need_lawful(no_grace, CHARGES, date(2022, 7, 1))


def test_sums_above_the_ceiling_are_told_and_not_refused() -> None:
    """10,000 over 180 days: interest and fees above 1,183.56 are told."""
    bought = {"kind": "purchase", "on": "2026-01-05", "amount_minor": 1_000_000}

    def flags(fee: int) -> list[str]:
        charged = {"kind": "fee", "component": "late_fee", "on": "2026-01-05", "amount_minor": fee}
        given = account("CN", since="2022-01-01", events=[bought, charged])
        found = balance_of(given, date(2026, 7, 4))
        return [flag.message for flag in flags_of(given, found, CHARGES)]

    # 180 days at 0.05 % are 900.00
    assert flags(28_356) == []
    (said,) = flags(28_357)
    assert "118357" in said
    assert "118356" in said


def test_the_products_that_ship_are_lawful() -> None:
    for name, terms in load_products().items():
        nation = name.rpartition("-")[2].upper()
        given = Account("a", terms[0].currency, (nation,), terms, ())
        need_lawful(given, CHARGES, date(2027, 1, 1))
