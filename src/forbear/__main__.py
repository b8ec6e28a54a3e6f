"""The way in, and out: `forbear` and `python -m forbear`."""

from __future__ import annotations

import os
import sys

from forbear.cli import main

# Its own threads run on while the interpreter is taken down around them, and one time in ten that
# ends in a fatal error after all work is done: whoever waits for the exit status hears of a crash.
_OUTLIVES = "smpp34"


def run() -> None:
    """Run the command that was asked for, and end with its exit status."""
    status = 0
    try:
        main(prog_name="forbear")
    except SystemExit as done:
        status = done.code if isinstance(done.code, int) else int(done.code is not None)
        if _OUTLIVES not in sys.modules:
            raise
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    run()
