"""Conditions of a ladder over the facts of an account."""

from __future__ import annotations

from forbear.core.strategy.ladder import Condition
from forbear.core.tables.columns import Table
from forbear.core.tables.conditions import ConditionError, answers_on_plain, read_expression


def read_condition(text: str, facts: Table, *, null_holds: bool = False) -> Condition:
    """Read one SQL boolean expression over the columns of ``facts``.

    ``null_holds`` says that an unknown answer counts as yes (a hold); such a condition must have an
    answer where nothing special is known, or it would hold every account. Raises
    ``ConditionError``.
    """
    expr = read_expression(text, facts)
    if null_holds and not answers_on_plain(expr, facts):
        empty = [n for n in expr.meta.root_names() if facts[n].null_means != "refused"]
        name = empty[0] if empty else ""
        message = (
            f"has no answer where {name} is empty ({facts[name].null_means}), and would hold every"
            f" such account: write {name} IS NOT NULL AND ..."
        )
        raise ConditionError(message, column=name)
    return Condition(text=text, expr=expr)
