"""Writing a debit file in a process of its own, which kills itself before its n-th statement.

``python -m tests.services.debits.file_child N``; with 0 it lives. Its last line is the number of
statements it made.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


def main(die_at: str) -> None:
    django.setup()
    from django.db import connection

    from tests.services.debits.make import write

    made = 0

    def counted(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal made
        made += 1
        if made == int(die_at):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*given)

    with connection.execute_wrapper(counted):
        write()
    sys.stdout.write(f"{made}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
