"""How the summary of a day is shown in a terminal."""

from __future__ import annotations

from babel.numbers import format_currency
from rich.console import Console, Group
from rich.table import Table

from forbear.core.money import major_units
from forbear.core.tables import words as w
from forbear.engine.summary import Summary

# A reason that stands for fewer candidates than this many lines is found in summary.json.
_REASONS_SHOWN = 12


def money(minor: int, currency: str) -> str:
    """Return an amount as people write it."""
    return format_currency(major_units(minor, currency), currency, locale="en")


def show_summary(console: Console, summary: Summary, title: str) -> None:
    """Print the summary: accounts by bucket, actions, channels, denials, money at stake."""
    console.print()
    console.rule(f"[bold]{title}", align="left")
    console.print(
        f"{summary.accounts:,} accounts; past due: "
        + ", ".join(money(v, c) for c, v in sorted(summary.overdue_minor.items()) if v)
    )
    buckets = _table("Bucket", "Accounts")
    for bucket in w.BUCKETS:
        buckets.add_row(bucket, f"{summary.by_bucket[bucket]:,}")
    actions = _table("Action", "Accounts")
    for action in w.ACTIONS:
        actions.add_row(action, f"{summary.by_action[action]:,}")
        if action == "contact":
            for channel, count in summary.by_channel.most_common():
                actions.add_row(f"  by {channel}", f"{count:,}")
    denials = _table("Denied because", "Contacts")
    for code, count in summary.denials.most_common(_REASONS_SHOWN):
        denials.add_row(code, f"{count:,}")
    if len(summary.denials) > _REASONS_SHOWN:
        rest = sum(count for _, count in summary.denials.most_common()[_REASONS_SHOWN:])
        denials.add_row("other reasons", f"{rest:,}")
    side = Table.grid(padding=(0, 4))
    side.add_row(buckets, Group(actions), denials)
    console.print(side)


def _table(first: str, second: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first)
    table.add_column(second, justify="right")
    return table
