"""The lines of interest and fees of a card account, as the page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forbear.core.ledger.balance import Balance
from forbear.core.ledger.interest import posted_amount
from forbear.core.ledger.lines import InterestLine, micro_text
from forbear.core.ledger.reading.account import Account
from forbear.core.ledger.terms import source_of, terms_on
from forbear.core.money.rates import rate_text
from forbear.web.shared import formats, words
from forbear.wiring.explaining import explained

_RECENT = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class InterestRow:
    """A stretch of equal days: on what, from when to when, at which rate, how much, by which term.

    ``interest`` is exact: four places more than the currency has. Interest on interest is one row
    for each bill: its sum grows from day to day, and ``sum_minor`` is ``None``.
    """

    name: str
    sum_minor: int | None
    from_on: date
    to_on: date
    days_text: str
    rate: str
    interest: str
    state: str
    source: str


@dataclass(frozen=True, slots=True)
class Explained:
    """What the arithmetic says beside the ledger. Minor units."""

    owed_minor: int
    pay_off_minor: int
    accrued_minor: int
    days_past_due: int
    minimum_minor: int | None
    minimum_unpaid_minor: int
    rows: list[InterestRow]
    has_older: bool


def interest_of(account_id: int, *, on: date, is_all: bool) -> Explained | None:
    """Return the lines of an account that Forbear works out; ``None`` for any other.

    The last three months, and what is not billed yet; with ``is_all`` every line.
    """
    found = explained(account_id, on=on)
    if found is None:
        return None
    account, balance = found
    lines = [*balance.interest_lines, *balance.conditional_lines]
    shown = lines if is_all else [line for line in lines if _is_recent(line, on)]
    state, rounding = balance.state, balance.terms.rounding
    return Explained(
        owed_minor=state.owed - state.credit,
        pay_off_minor=balance.pay_off,
        accrued_minor=posted_amount(state.accrued, rounding)
        + posted_amount(state.accrued_on_interest, rounding),
        days_past_due=balance.days_past_due,
        minimum_minor=balance.minimum.asked if balance.minimum else None,
        minimum_unpaid_minor=balance.minimum.unpaid if balance.minimum else 0,
        rows=_rows(shown, account, balance),
        has_older=len(shown) < len(lines),
    )


def _is_recent(line: InterestLine, on: date) -> bool:
    return line.posted_on is None or line.posted_on >= on - _RECENT


def _rows(lines: Sequence[InterestLine], account: Account, balance: Balance) -> list[InterestRow]:
    """Return the lines, the latest first; those of interest on interest joined for each bill."""
    conditional = {id(line) for line in balance.conditional_lines}
    groups: dict[object, list[InterestLine]] = {}
    for line in lines:
        is_joined = line.component == "compound_interest"
        key = (line.balance, line.posted_on, line.rate_e10, line.per) if is_joined else id(line)
        groups.setdefault(key, []).append(line)
    ordered = sorted(groups.values(), key=lambda own: (own[0].from_on, own[0].balance))
    return [
        _row(own, account, is_conditional=id(own[0]) in conditional) for own in reversed(ordered)
    ]


def _row(own: Sequence[InterestLine], account: Account, *, is_conditional: bool) -> InterestRow:
    first, days = own[0], sum(line.days for line in own)
    sums = {line.sum_minor for line in own}
    return InterestRow(
        name=str(words.BORE.get(first.balance, first.balance)),
        sum_minor=first.sum_minor if len(sums) == 1 else None,
        from_on=min(line.from_on for line in own),
        to_on=max(line.to_on for line in own),
        days_text=ngettext("%(n)s day", "%(n)s days", days) % {"n": days},
        rate=f"{rate_text(first.rate_e10 * 100)} % {words.PER[first.per]}",
        interest=formats.exact(micro_text(sum(line.grains for line in own)), account.currency),
        state=_state(first, is_conditional=is_conditional),
        source=source_of(terms_on(account.terms, first.from_on), first.term) or first.term,
    )


def _state(line: InterestLine, *, is_conditional: bool) -> str:
    if line.posted_on is not None:
        return _("billed %(day)s") % {"day": formats.day_plain(line.posted_on)}
    if is_conditional:
        return _("only if the bill is not paid in full")
    return _("not billed yet")
