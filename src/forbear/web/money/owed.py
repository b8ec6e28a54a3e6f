"""What one account owes on a day, and every line that it is made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from forbear.core.tables import words as w
from forbear.store.models import Account
from forbear.store.selectors.ledger import By, StatementLine, balance_list, statement_lines
from forbear.store.selectors.reconciliation import statement_latest
from forbear.web.money.answers import csv_answer, day_of, neighbours
from forbear.web.money.interest import interest_of
from forbear.web.money.rail import rail_of
from forbear.web.shared.permissions import SEE_CASES, SEE_MONEY
from forbear.wiring.house import house_day

_COLUMNS = (
    "on",
    "value_on",
    "kind",
    "component",
    "lot",
    "currency",
    "amount_minor",
    "owed_minor",
    "transaction",
    "reverses",
    "note",
)


@dataclass(frozen=True, slots=True)
class ComponentOwed:
    """What is owed of one component, with the lines that it is made of."""

    component: str
    charged_minor: int
    credited_minor: int
    owed_minor: int
    lots: list[tuple[str, int]]
    lines: list[StatementLine]


@require_GET
def owed(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show what is owed as of a day, by component and by line; ``?form=csv`` gives the lines."""
    if not _may_see(request.user):
        raise PermissionDenied
    account = get_object_or_404(Account.objects.select_related("person"), pk=account_id)
    today = house_day()
    on = day_of(request.GET.get("on"), usual=today)
    by: By = "value_on" if request.GET.get("by") == "value_on" else "on"
    lines = statement_lines(account.pk, as_of=on, by=by)
    if request.GET.get("form") == "csv":
        return csv_answer(f"owed-{account.reference}-{on}", _COLUMNS, _csv_rows(account, lines))
    parts = _components(lines)
    total = sum(part.owed_minor for part in parts)
    card = interest_of(account.pk, on=on, is_all=request.GET.get("lines") == "all")
    if by == "value_on":
        held = total
    else:
        rows = balance_list(as_of=on, account_ids=[account.pk], by="value_on")
        held = sum(row.owed_minor for row in rows)
    before, after = neighbours(on)
    page = {
        "account": account,
        "on": on,
        "today": today,
        "before": before,
        "after": after,
        "by": by,
        "parts": parts,
        "total_minor": total,
        "lines": lines,
        "dues": list(account.dues.filter(due_on__lte=on).order_by("-due_on")[:6]),
        "next_due": account.dues.filter(due_on__gt=on).order_by("due_on").first(),
        "statement": statement_latest(account.pk, on=on),
        "card": card,
        "held_minor": held,
        "rail": rail_of(request, current="owed"),
    }
    return render(request, "money/owed.html", page)


def _may_see(user: User | AnonymousUser) -> bool:
    return user.has_perm(SEE_MONEY) or user.has_perm(SEE_CASES)


def _components(lines: list[StatementLine]) -> list[ComponentOwed]:
    """Divide the lines among the components, in their usual order."""
    charged: Counter[str] = Counter()
    credited: Counter[str] = Counter()
    for line in lines:
        (charged if line.amount_minor > 0 else credited)[line.component] += line.amount_minor
    lots: dict[str, Counter[str]] = {}
    for line in lines:
        lots.setdefault(line.component, Counter())[line.lot] += line.amount_minor
    return [
        ComponentOwed(
            component,
            charged[component],
            credited[component],
            charged[component] + credited[component],
            [(lot, many) for lot, many in sorted(lots[component].items()) if lot and many],
            [line for line in lines if line.component == component],
        )
        for component in w.COMPONENTS
        if component in lots
    ]


def _csv_rows(account: Account, lines: list[StatementLine]) -> list[tuple[object, ...]]:
    return [
        (
            line.on,
            line.value_on,
            line.kind,
            line.component,
            line.lot,
            account.currency,
            line.amount_minor,
            line.owed_minor,
            line.transaction_id,
            line.reverses_id or "",
            line.note,
        )
        for line in lines
    ]
