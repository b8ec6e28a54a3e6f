"""Choosing one contact a person, written plainly with loops. Only tests import it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forbear.core.strategy import Ladder

Row = Mapping[str, Any]


def choose(
    candidates: Sequence[Row], stepped: Sequence[Row], ladder: Ladder
) -> dict[int, tuple[str, str, int | None]]:
    """Give each account its (action, because, contact point)."""
    plans = {plan.id: plan for plan in ladder.plans()}
    best: dict[int, Row] = {}
    for account in stepped:
        if not account["wants"]:
            continue
        plan = plans[account["plan_id"]]
        possible = [
            (
                plan.channels.index(row["channel"]),
                plan.parties.index(row["party"]),
                ladder.points.index(row["point_kind"]),
                row["contact_point_id"],
            )
            for row in candidates
            if row["account_id"] == account["account_id"]
            and row["is_permitted"] is True
            and row["channel"] in plan.channels
            and row["party"] in plan.parties
            and row["purpose"] == plan.purpose
            and row["point_kind"] in ladder.points
        ]
        if possible:
            best[account["account_id"]] = {**account, "point": min(possible)[-1]}
    winners: dict[int, Row] = {}
    for row in best.values():
        other = winners.get(row["person_id"])
        if other is None or _rank(row, ladder) < _rank(other, ladder):
            winners[row["person_id"]] = row
    won = {row["account_id"]: row["point"] for row in winners.values()}
    answer: dict[int, tuple[str, str, int | None]] = {}
    for account in stepped:
        key = account["account_id"]
        if not account["wants"] or key in won:
            answer[key] = (account["action"], account["because"], won.get(key))
        elif key in best:
            answer[key] = ("hold", "OTHER_ACCOUNT", None)
        else:
            answer[key] = ("none", "NO_PERMITTED", None)
    return answer


def _rank(row: Row, ladder: Ladder) -> tuple[bool, int, int, int]:
    is_event = row["plan_id"] in {one.plan.id for one in ladder.events}
    return not is_event, -row["step"], -row["overdue_minor"], row["account_id"]
