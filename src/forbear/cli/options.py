"""What several commands ask for in the same way."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

# the years that the engine knows; beyond them a day is a slip of the hand
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


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
            day = datetime.strptime(str(value), "%Y-%m-%d")  # noqa: DTZ007 - a day has no zone
        except ValueError:
            self.fail(f"{value} is not a day. Write it as 2026-03-12.", param, ctx)
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            known = f"The years {_FIRST_YEAR} to {_LAST_YEAR} are known here."
            self.fail(f"{value} is too far away. {known}", param, ctx)
        return day


DAY = Day()


def need_apart(source: Path, target: Path | None) -> None:
    """Refuse to write answers over what is asked: the questions would be lost."""
    if target is not None and target.exists() and source.exists() and target.samefile(source):
        raise click.UsageError(f"--out is the file of --in: {target}. Name another one.")


def lines_bad(bad: int) -> str:
    """Say how many lines have no answer.

    >>> lines_bad(1)
    '1 line could not be answered; see its error'
    """
    lines, their = ("line", "its error") if bad == 1 else ("lines", "their errors")
    return f"{bad:,} {lines} could not be answered; see {their}"


def actor() -> str:
    """Return who types: the name by which the machine knows them."""
    return os.environ.get("USER", "system")[:150]
