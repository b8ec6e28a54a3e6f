"""Values as the API takes them: days as text, words without control characters."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from ninja import Path
from pydantic import BeforeValidator, StringConstraints

AMOUNT_MAX = 10**15
NUMBER_MAX = 2**63 - 1
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# no control characters: they belong in no name, and PostgreSQL keeps no NUL
PRINTED = r"^[^\x00-\x1f\x7f]+$"


def _day(given: object) -> date:
    if isinstance(given, str) and _DAY.fullmatch(given):
        return date.fromisoformat(given)
    raise ValueError("a day is written as 2026-03-12")


Day = Annotated[date, BeforeValidator(_day)]
# under which of several tries one alone counts
Key = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[!-~]+$")]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PRINTED)]
# of somebody, or of an agency
Name = Annotated[str, StringConstraints(min_length=1, max_length=150, pattern=PRINTED)]
# of a row, in an address
Number = Annotated[int, Path(ge=1, le=NUMBER_MAX)]
