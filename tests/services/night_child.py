"""A night in a process of its own, which kills itself before its n-th statement to the database.

``python -m tests.services.night_child DAY N``; without a number it lives. Its last line is the
number of statements it made.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import django


def main(day: str, die_at: str = "0") -> None:
    django.setup()
    from django.db import connection

    from forbear.services.night import night_run
    from tests.services.cards import AT, PRODUCTS

    made = 0

    def counted(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal made
        made += 1
        if made == int(die_at):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*given)

    with connection.execute_wrapper(counted):
        night_run(on=date.fromisoformat(day), at=AT, products=PRODUCTS, batch=2)
    sys.stdout.write(f"{made}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
