"""Scores of conduct as lines of a table to keep: the same from the page and the command."""

from __future__ import annotations

from forbear.core.speech.conduct import Rate, Score

SCORE_COLUMNS = (
    "name",
    "contacts",
    "with_finding",
    "high",
    "medium",
    "low",
    "unread",
    "per_1000",
    "per_1000_low",
    "per_1000_high",
    "points_per_1000",
    "standing",
)


def score_row(score: Score) -> tuple[object, ...]:
    """Return a score as a line of the table; what is not known is left empty."""
    tally = score.tally
    return (
        score.name,
        tally.contacts,
        tally.found,
        tally.high,
        tally.medium,
        tally.low,
        tally.unread,
        *rate_cells(score.found),
        "" if score.points is None else f"{score.points:.1f}",
        score.standing,
    )


def rate_cells(rate: Rate) -> tuple[str, str, str]:
    """Return a rate per thousand and the two ends of its interval."""
    value = "" if rate.value is None else f"{rate.value:.1f}"
    return value, f"{rate.low:.1f}", f"{rate.high:.1f}"
