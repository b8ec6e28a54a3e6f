"""Reading dated terms, from JSON or TOML."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import cast

from forbear.core.ledger import terms as t
from forbear.core.ledger.allocation import TIES
from forbear.core.ledger.reading.faults import LedgerFault
from forbear.core.ledger.reading.fields import Fields, shown
from forbear.core.money import MINOR_DIGITS, ROUNDINGS
from forbear.core.money.rounding import RoundingName

GROUPS = ("interest", "fees", "principal")
PRINCIPAL = (*t.KINDS, *(lot for lot in TIES if lot not in t.KINDS))
# a bill is decided before the next statement, also where that comes in February
_DAYS_MOST = 27
_RATE_MOST = 10  # 1000 % a year
_DAYS_OF = {"day": 365, "month": 12, "year": 1}


def read_terms(
    given: object, currency: str | None = None, path: str = "terms", *, is_lenient: bool = False
) -> tuple[t.Terms, ...]:
    """Read one set of terms or a dated list, sorted by their first day.

    ``currency`` is that of the account; terms that name another are refused. Raises
    ``LedgerFault``.
    """
    items = given if isinstance(given, list) else [given]
    if not items:
        raise LedgerFault(path, "is empty; give at least one set of terms", "MISSING_FIELD")
    found = [
        _terms(
            Fields(
                item,
                f"{path}[{index}]" if isinstance(given, list) else path,
                is_lenient=is_lenient,
            ),
            currency,
        )
        for index, item in enumerate(items)
    ]
    found.sort(key=lambda each: each.since)
    for earlier, later in pairwise(found):
        if earlier.since == later.since:
            raise LedgerFault(path, f"has two sets from {later.since}; give one", "TERMS_TWICE")
        if earlier.currency != later.currency:
            raise LedgerFault(path, "changes the currency", "WRONG_CURRENCY")
    return tuple(found)


def read_currency(fields: Fields, default: object = None) -> str | None:
    """Read a currency of ISO 4217."""
    code = fields.take("currency", default)
    if code is not None and (not isinstance(code, str) or code not in MINOR_DIGITS):
        raise LedgerFault(
            fields.at("currency"),
            f"is {shown(code)}; it must be a code of ISO 4217, such as CNY",
            "WRONG_CURRENCY",
        )
    return code


def _terms(fields: Fields, currency: str | None) -> t.Terms:
    since = fields.day("from")
    own = read_currency(fields, currency)
    if own is None:
        raise LedgerFault(fields.at("currency"), "is missing", "MISSING_FIELD")
    if currency is not None and own != currency:
        raise LedgerFault(
            fields.at("currency"), f"is {own}; the account is in {currency}", "WRONG_CURRENCY"
        )
    grace = _grace(fields.table("grace"))
    terms = t.Terms(
        since=since,
        currency=own,
        cycle=_cycle(fields.table("cycle"), grace),
        grace=grace,
        interest_free=_interest_free(fields.table("interest_free")),
        rates=_rates(fields.table("rates"), fields.at("rates")),
        compounding=fields.word("compounding", ("none", "statement", "daily"), "none"),  # type: ignore[arg-type]
        interest_on_fees=fields.flag("interest_on_fees", default=False),
        late_fee=_late_fee(fields.table("late_fee")),
        minimum=_minimum(fields.table("minimum"), fields.at("minimum")),
        allocation=_allocation(fields.table("allocation")),
        rounding=cast("RoundingName", fields.word("rounding", ROUNDINGS, "half_up")),
        charge_off=_charge_off(fields.table("charge_off")),
        sources=_sources(fields.table("sources")),
    )
    fields.finish()
    return terms


def _grace(fields: Fields | None) -> t.Grace:
    if fields is None:
        return t.Grace()
    grace = t.Grace(fields.whole("days", 0, most=_DAYS_MOST), fields.whole("amount_minor", 0))
    fields.finish()
    return grace


def _cycle(fields: Fields | None, grace: t.Grace) -> t.Cycle | None:
    if fields is None:
        return None
    cycle = t.Cycle(
        statement_day=fields.whole("statement_day", least=1, most=31),
        due_days=fields.whole("due_days", None, least=0, most=_DAYS_MOST),
        due_day=fields.whole("due_day", None, least=1, most=31),
    )
    fields.finish()
    if (cycle.due_days is None) == (cycle.due_day is None):
        raise LedgerFault(
            fields.path, "needs either due_days or due_day, and not both", "MISSING_FIELD"
        )
    if cycle.due_days is not None and cycle.due_days + grace.days > _DAYS_MOST:
        raise LedgerFault(
            fields.at("due_days"),
            f"and grace.days come to {cycle.due_days + grace.days}; at most {_DAYS_MOST} end "
            "before the next statement",
            "DUE_TOO_LATE",
        )
    _need_decided(cycle, grace, fields.at("due_day"))
    return cycle


def _need_decided(cycle: t.Cycle, grace: t.Grace, path: str) -> None:
    """Refuse a due day that lies behind the next statement in any month, leap years included."""
    day = date(2023, 1, 1)
    while day < date(2025, 1, 1):
        statement = cycle.next_statement(day)
        decided = cycle.due_on(statement) + timedelta(days=grace.days + 1)
        if decided > cycle.next_statement(statement):
            raise LedgerFault(
                path,
                f"with grace falls behind the next statement (that of {statement} would be "
                f"decided on {decided})",
                "DUE_TOO_LATE",
            )
        day = statement


def _interest_free(fields: Fields | None) -> t.InterestFree | None:
    if fields is None:
        return None
    free = t.InterestFree(
        loss=fields.word("loss", ("whole", "unpaid"), "whole"),  # type: ignore[arg-type]
        since=fields.word("since", ("posting", "statement"), "posting"),  # type: ignore[arg-type]
        regained=fields.word(  # type: ignore[arg-type]
            "regained", ("each_statement", "after_full_payment"), "each_statement"
        ),
    )
    fields.finish()
    return free


def _rates(fields: Fields | None, path: str) -> dict[t.Kind, t.Rate]:
    if fields is None or not fields.has("purchase"):
        raise LedgerFault(f"{path}.purchase", "is missing", "MISSING_FIELD")
    rates = {}
    for kind in t.KINDS:
        given = fields.table(kind)
        if given is not None:
            rates[kind] = _rate(given)
    fields.finish()
    return rates


def _rate(fields: Fields) -> t.Rate:
    rate = fields.decimal_e10("rate", most=_RATE_MOST)
    per = fields.word("per", ("day", "month", "year"))
    basis: int | None = None
    if per == "day":
        if fields.has("basis"):
            raise LedgerFault(fields.at("basis"), "has no meaning for a daily rate; remove it")
    else:
        given = fields.take("basis", 365)
        if given not in (360, 365, "actual") or isinstance(given, bool):
            raise LedgerFault(fields.at("basis"), f'is {shown(given)}; use 365, 360 or "actual"')
        basis = None if given == "actual" else int(str(given))
    until = fields.day("until", None)
    then = fields.decimal_e10("then", None, most=_RATE_MOST)
    if (until is None) != (then is None):
        raise LedgerFault(fields.path, "needs both until and then, or neither", "MISSING_FIELD")
    for name, value in (("rate", rate), ("then", then or 0)):
        if value * _DAYS_OF[per] > _RATE_MOST * 10**10:
            raise LedgerFault(
                fields.at(name), f"comes to more than {_RATE_MOST * 100} % a year; is per right?"
            )
    fields.finish()
    return t.Rate(rate, per, basis, until, then)  # type: ignore[arg-type]


def _late_fee(fields: Fields | None) -> t.LateFee | None:
    if fields is None:
        return None
    fixed = fields.whole("fixed_minor", None, least=1)
    repeat = fields.whole("repeat_minor", None, least=1)
    cycles = fields.whole("repeat_cycles", 6, least=1, most=120)
    rate = fields.decimal_e10("rate", None)
    of = fields.word("of", ("unpaid_minimum", "overdue_principal"), "unpaid_minimum")
    floor = fields.whole("floor_minor", 0)
    cap = fields.whole("cap_minor", None)
    not_above = fields.word("not_above", ("minimum",), None)
    fields.finish()
    if (fixed is None) == (rate is None):
        raise LedgerFault(
            fields.path, "needs either rate or fixed_minor, and not both", "MISSING_FIELD"
        )
    if repeat is not None and fixed is None:
        raise LedgerFault(fields.at("repeat_minor"), "has a meaning only beside fixed_minor")
    if cap is not None and cap < floor:
        raise LedgerFault(fields.at("cap_minor"), f"is {cap}, below the floor of {floor}")
    return t.LateFee(
        rate_e10=rate,
        of=of,  # type: ignore[arg-type]
        floor_minor=floor,
        cap_minor=cap,
        fixed_minor=fixed,
        repeat_minor=repeat,
        repeat_cycles=cycles,
        not_above=not_above,  # type: ignore[arg-type]
    )


def _minimum(fields: Fields | None, path: str) -> t.Minimum:
    if fields is None:
        raise LedgerFault(path, "is missing", "MISSING_FIELD")
    alternatives = tuple(_alternative(each) for each in fields.tables("any_of"))
    minimum = t.Minimum(
        any_of=alternatives,
        floor_minor=fields.whole("floor_minor", 0),
        over_limit=fields.flag("over_limit", default=False),
        round_up_to_minor=fields.whole("round_up_to_minor", 1, least=1),
    )
    fields.finish()
    if not alternatives:
        raise LedgerFault(fields.at("any_of"), "is empty; give one alternative", "MISSING_FIELD")
    return minimum


def _alternative(fields: Fields) -> t.Alternative:
    found = t.Alternative(
        principal_e10=fields.decimal_e10("principal", None),
        balance_e10=fields.decimal_e10("balance", None),
        interest=fields.flag("interest", default=False),
        fees=fields.flag("fees", default=False),
    )
    fields.finish()
    if (found.principal_e10 is None) == (found.balance_e10 is None):
        raise LedgerFault(
            fields.path, "needs either principal or balance, and not both", "MISSING_FIELD"
        )
    return found


def _order(fields: Fields, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    given = fields.items(name, list(default))
    if any(not isinstance(each, str) for each in given) or sorted(map(str, given)) != sorted(
        GROUPS
    ):
        raise LedgerFault(fields.at(name), f"must name each of {', '.join(GROUPS)} once")
    return tuple(map(str, given))


def _allocation(fields: Fields | None) -> t.Allocation:
    if fields is None:
        return t.Allocation()
    default = t.Allocation()
    principal = fields.take("principal", default.principal)
    if isinstance(principal, list):
        wrong = [each for each in principal if each not in PRINCIPAL]
        if wrong or len(set(principal)) != len(principal) or not principal:
            raise LedgerFault(
                fields.at("principal"), f"must name some of {', '.join(PRINCIPAL)}, each once"
            )
        principal = tuple(principal)
    elif principal not in ("highest_rate", "oldest"):
        raise LedgerFault(
            fields.at("principal"),
            f"is {shown(principal)}; use highest_rate, oldest or a list of balances",
        )
    found = t.Allocation(
        order=_order(fields, "order", default.order),
        principal=cast("str | tuple[str, ...]", principal),
        above_minimum=fields.word("above_minimum", ("highest_rate",), None),  # type: ignore[arg-type]
        late_after_days=fields.whole("late_after_days", None, most=3650),
        late_order=_order(fields, "late_order", default.late_order),
    )
    fields.finish()
    return found


def _charge_off(fields: Fields | None) -> t.ChargeOff:
    if fields is None:
        return t.ChargeOff()
    found = t.ChargeOff(fields.flag("interest", default=False), fields.flag("fees", default=False))
    fields.finish()
    return found


def _sources(fields: Fields | None) -> dict[str, str]:
    if fields is None:
        return {}
    return {name: fields.text(name, most=400) for name in fields.names()}
