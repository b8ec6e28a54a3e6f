"""What becomes of a promise to pay, by what was paid until its day."""

from __future__ import annotations

from datetime import date


def promise_state(*, amount_minor: int, pay_on: date, paid_minor: int, on: date) -> str:
    """Return the state of a promise as of the end of ``on``.

    ``paid_minor`` counts what was paid from the making of the promise to ``pay_on``, both days
    included, by anyone. ``kept`` once all of it is paid; else ``open`` to the end of the day; from
    the day after: ``part_kept`` if something was paid, ``broken`` if nothing was.
    """
    if paid_minor >= amount_minor:
        return "kept"
    if on <= pay_on:
        return "open"
    return "part_kept" if paid_minor > 0 else "broken"
