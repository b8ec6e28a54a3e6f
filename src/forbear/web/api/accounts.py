"""Accounts: what is owed, by component, as of a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from forbear.store.selectors.ledger import balance_list
from forbear.web.api.finding import account_of
from forbear.web.api.problems import ApiProblem, Problem
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import Day, Reference
from forbear.wiring.house import house_day

router = Router(tags=["accounts"])


class ComponentOwed(Schema):
    """What is owed of one component, or of one lot of it; in credit it is negative."""

    component: str
    lot: str
    owed_minor: int


class BalanceOut(Schema):
    """What an account owes by the books at the end of a day; ``owed_minor`` is the sum."""

    account: str
    on: date
    currency: str
    owed_minor: int
    components: list[ComponentOwed]


@router.get(
    # a host's reference may hold a slash
    "/accounts/{path:reference}/balance",
    auth=Bearer("balances:read"),
    operation_id="balance",
    summary="Show what an account owes",
    response={200: BalanceOut, frozenset((401, 403, 404, 422, 429)): Problem},
)
def balance(
    request: HttpRequest,
    reference: Annotated[Reference, Path()],
    on: Annotated[Day | None, Query()] = None,
) -> BalanceOut:
    """Show what is owed by component, as booked by the end of the day ``on``; today's if none."""
    del request
    account = account_of(reference)
    today = house_day()
    day = on or today
    if day > today:
        raise ApiProblem(422, "DAY_IN_FUTURE", "What will be owed is not known yet.")
    rows = balance_list(as_of=day, account_ids=[account.pk])
    return BalanceOut(
        account=account.reference,
        on=day,
        currency=account.currency,
        owed_minor=sum(row.owed_minor for row in rows),
        components=[
            ComponentOwed(component=row.component, lot=row.lot, owed_minor=row.owed_minor)
            for row in rows
        ],
    )
