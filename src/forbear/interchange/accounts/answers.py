"""A balance as JSON, as ``forbear balance`` writes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date

from forbear.core.ledger.balance import Balance, Component
from forbear.core.ledger.interest import posted_amount
from forbear.core.ledger.lawful import LawFlag
from forbear.core.ledger.lines import FeeLine, InterestLine, micro_text
from forbear.core.ledger.reading import Account
from forbear.core.ledger.state import State
from forbear.core.ledger.terms import Terms, source_of, terms_on
from forbear.core.money.rates import rate_text

Json = dict[str, object]


def answer_json(account: Account, balance: Balance, law: Iterable[LawFlag] = ()) -> Json:
    """Return what ``forbear balance`` answers for an account."""
    state, terms = balance.state, account.terms
    return {
        "id": account.account_id,
        "on": str(balance.on),
        "currency": account.currency,
        "balance_minor": state.owed - state.credit,
        "owed_minor": state.owed,
        "credit_minor": state.credit,
        "pay_off_minor": balance.pay_off,
        "overdue_minor": balance.overdue,
        "dpd": balance.days_past_due,
        "components": [_component(each, balance, terms) for each in balance.components],
        "accrued": _accrued(balance),
        "minimum": _minimum(balance),
        "dues": [
            {"due_on": str(due.due_on), "amount_minor": due.amount, "paid_minor": due.paid}
            for due in state.dues
        ],
        "statement": _statement(balance),
        "law": [
            {"rule_id": flag.rule_id, "citation": flag.citation, "message": flag.message}
            for flag in law
        ],
        "refused": [
            {"id": each.event_id, "code": each.code, "message": each.message}
            for each in balance.refused
        ],
        "ignored": [{"id": event_id, "code": "NOT_YET"} for event_id in balance.not_yet],
        "state": state_json(balance.on, state),
    }


def state_json(on: date, state: State) -> Json:
    """Return a state as an account may give it as its ``opening``."""
    columns: Json = {"on": str(on)}
    for column in fields(state):
        value = getattr(state, column.name)
        if column.name == "dues":
            columns["dues"] = [
                {"due_on": str(due.due_on), "amount": due.amount, "paid": due.paid} for due in value
            ]
        else:
            columns[column.name] = str(value) if isinstance(value, date) else value
    return columns


def _sums(part: Component) -> Json:
    return {
        "opening_minor": part.opening,
        "charged_minor": part.charged,
        "paid_minor": part.paid,
        "waived_minor": part.waived,
        "refunded_minor": part.refunded,
        "owed_minor": part.owed,
    }


def _component(part: Component, balance: Balance, terms: tuple[Terms, ...]) -> Json:
    found: Json = {"component": part.name, **_sums(part)}
    if part.name == "principal":
        found["balances"] = [{"balance": kind.name, **_sums(kind)} for kind in balance.balances]
        return found
    if part.name in {"interest", "compound_interest"}:
        found["billed"] = [
            {"on": str(on), "amount_minor": amount}
            for on, component, amount in balance.billed
            if component == part.name
        ]
        of_part = [line for line in balance.interest_lines if line.component == part.name]
        lines = _interest_lines(of_part, terms, "accrued")
        if part.name == "interest":
            lines += _interest_lines(balance.conditional_lines, terms, "conditional")
        found["lines"] = lines
        return found
    found["lines"] = [
        _fee(line, terms) for line in balance.fee_lines if line.component == part.name
    ]
    return found


def _interest_lines(
    lines: Iterable[InterestLine], terms: tuple[Terms, ...], unbilled: str
) -> list[Json]:
    return [
        {
            "component": line.component,
            "balance": line.balance,
            "from": str(line.from_on),
            "to": str(line.to_on),
            "days": line.days,
            "sum_minor": line.sum_minor,
            "rate": rate_text(line.rate_e10),
            "per": line.per,
            "basis": line.basis,
            "interest": micro_text(line.grains),
            "status": unbilled if line.posted_on is None else "posted",
            "posted_on": None if line.posted_on is None else str(line.posted_on),
            "rule": _rule(terms_on(terms, line.from_on), line.term),
        }
        for line in lines
    ]


def _fee(line: FeeLine, terms: tuple[Terms, ...]) -> Json:
    return {
        "component": line.component,
        "name": line.name,
        "on": str(line.on),
        "amount_minor": line.amount_minor,
        "event_id": line.event_id or None,
        "base": line.base or None,
        "base_minor": line.base_minor,
        "rate": None if line.rate_e10 is None else rate_text(line.rate_e10),
        "rule": _rule(terms_on(terms, line.on), line.term),
    }


def _rule(terms: Terms, term: str) -> Json:
    return {"term": term, "from": str(terms.since), "citation": source_of(terms, term) or None}


def _accrued(balance: Balance) -> Json:
    state, terms = balance.state, balance.terms
    return {
        "interest": micro_text(state.accrued),
        "compound_interest": micro_text(state.accrued_on_interest),
        "interest_minor": posted_amount(state.accrued, terms.rounding),
        "compound_interest_minor": posted_amount(state.accrued_on_interest, terms.rounding),
        "conditional": micro_text(balance.deferred),
    }


def _minimum(balance: Balance) -> Json | None:
    asked = balance.minimum
    if asked is None:
        return None
    return {
        "statement_on": str(asked.statement_on),
        "due_on": str(asked.due_on),
        "asked_minor": asked.asked,
        "paid_minor": max(0, asked.asked - asked.unpaid),
        "unpaid_minor": asked.unpaid,
    }


def _statement(balance: Balance) -> Json | None:
    made = balance.statement
    if made is None:
        return None
    return {
        "statement_on": str(made.statement_on),
        "due_on": str(made.due_on),
        "balance_minor": made.balance,
        "minimum_minor": made.minimum,
        "past_due_minor": made.past_due,
        "is_decided": balance.state.is_decided,
        "credited_since_minor": balance.state.credited_since,
    }
