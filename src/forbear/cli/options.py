"""What several commands ask for in the same way."""

from __future__ import annotations

import os
from datetime import datetime

import click


class Day(click.ParamType[datetime]):
    """A day, written as 2026-03-12; its midnight is what the command gets."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read the day; say how one is written if it is none."""
        if isinstance(value, datetime):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d")  # noqa: DTZ007 - a day has no zone
        except ValueError:
            self.fail(f"{value} is not a day. Write it as 2026-03-12.", param, ctx)


DAY = Day()


def actor() -> str:
    """Return who types: the name by which the machine knows them."""
    return os.environ.get("USER", "system")[:150]
