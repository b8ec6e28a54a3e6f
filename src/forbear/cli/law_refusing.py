"""How the commands on the law end when there is nothing to show."""

from __future__ import annotations

import sys
from typing import NoReturn

import click


def law_refuse(message: str, code: int = 2) -> NoReturn:
    """Say why ``forbear law`` cannot go on, and leave with a code."""
    click.echo(f"forbear law: {message}", err=True)
    sys.exit(code)
