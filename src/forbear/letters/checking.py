"""Reading the signature of a PDF that a stranger sends: in a process of its own, with little.

A PDF can be made so that reading it takes all memory or for ever. So the file is read by a child
that may use a gibibyte, ten seconds of a processor, and no file. What it cannot read is not ours.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import BoundedSemaphore
from typing import Literal

SealState = Literal["none", "foreign", "changed", "whole"]
_WAIT = 30
_TURN_WAIT = 10
# so many at once for each process that serves pages
_TURNS = BoundedSemaphore(2)


class CheckBusy(Exception):  # noqa: N818 - a wish to come again, no fault
    """Too many files are being read at this moment."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a PDF's signature says.

    ``none``: there is none of ours, or no PDF. ``foreign``: signed by another key. ``changed``:
    signed by ours, and the file is not what was signed. ``whole``: signed by ours and unchanged;
    only then ``code`` and ``at`` are worth anything.
    """

    state: SealState
    code: str = ""
    at: datetime | None = None


NO_SEAL = Seal("none")


def seal_read(pdf: bytes, *, ours: Sequence[bytes]) -> Seal:
    """Return what the signature of ``pdf`` says; ``ours`` are our certificates, DER.

    Raises CheckBusy where two are being read already.
    """
    asked = json.dumps({"ours": [each.hex() for each in ours]}).encode() + b"\n" + pdf
    if not _TURNS.acquire(timeout=_TURN_WAIT):
        raise CheckBusy
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "forbear.letters.checking_child"],
            input=asked,
            capture_output=True,
            timeout=_WAIT,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        return NO_SEAL
    finally:
        _TURNS.release()
    if done.returncode != 0:
        return NO_SEAL
    said = json.loads(done.stdout)
    at = datetime.fromisoformat(said["at"]).astimezone(UTC) if said["at"] else None
    return Seal(said["state"], said["code"], at)
