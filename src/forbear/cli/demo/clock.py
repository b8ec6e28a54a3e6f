"""The demo's day. It is lived through whenever the demo is shown."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

DAY = date(2026, 11, 23)  # a Monday
# The day is decided when it begins in Shanghai; messages are released when it is morning in
# Shanghai, in London, and in New York. At the last moment the desk is served: it is evening in
# Shanghai, midday in London, and early on the west coast of the United States.
MORNING = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
PASSES = (
    ("Shanghai 10:00", datetime(2026, 11, 23, 2, 0, tzinfo=UTC)),
    ("London 10:30", datetime(2026, 11, 23, 10, 30, tzinfo=UTC)),
    ("New York 08:30", datetime(2026, 11, 23, 13, 30, tzinfo=UTC)),
)
SERVED_AT = datetime(2026, 11, 23, 13, 40, tzinfo=UTC)


def set_clock(moment: datetime) -> None:
    """Set Forbear's clock, for this process and those that it starts."""
    from forbear.wiring import clock  # noqa: PLC0415 - the clock starts when it is first read

    os.environ["FORBEAR_CLOCK"] = moment.isoformat()
    clock.restart()
