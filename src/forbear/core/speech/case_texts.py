"""The texts of one case, and what is found across them, as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from forbear.core.speech.across_words import BECAUSE
from forbear.core.speech.audit.values import Message, Report, Turn


@dataclass(frozen=True, slots=True)
class Cap:
    """At most ``most`` texts by ``channel`` (every channel if ``None``) in ``days`` days.

    ``channels`` names several. Days are counted from the hour of a text on; ``period`` counts them
    by the calendar: ``days`` of ``days`` local days, or one ``day``, ``week`` or ``month``.
    """

    most: int
    days: int
    channel: str | None = None
    cite: str = ""
    channels: tuple[str, ...] = ()
    period: str = ""

    def counts(self, channel: str) -> bool:
        """Whether texts by a channel are counted."""
        if self.channels:
            return channel in self.channels
        return self.channel in (None, channel)

    def holds_both(self, first: datetime, last: datetime) -> bool:
        """Whether two moments, the earlier one first, lie in one stretch of the cap."""
        match self.period:
            case "":
                return last - first < timedelta(days=self.days)
            case "days":
                return (last.date() - first.date()).days < self.days
            case "week":
                return first.isocalendar()[:2] == last.isocalendar()[:2]
            case "month":
                return (first.year, first.month) == (last.year, last.month)
            case _:
                return first.date() == last.date()


@dataclass(frozen=True, slots=True)
class CaseText:
    """One text of a case with its own report. ``None`` means not known.

    ``key`` is unique within the case. ``collector`` is who really wrote or spoke, ``sender`` the
    number, address or name it came from, ``is_registered`` whether that is one of ours.
    """

    key: str
    message: Message
    report: Report
    at: datetime | None = None
    collector: str | None = None
    sender: str | None = None
    is_registered: bool | None = None


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """Something that must not be, seen in several texts: their keys in order of time."""

    category: str
    severity: str
    key: str
    texts: tuple[str, ...]
    values: tuple[tuple[str, str], ...] = ()

    def because(self, language: str) -> str:
        """Return the sentence of why, in ``en`` or ``zh``."""
        return BECAUSE[f"{self.category}.{self.key}"][language].format(**dict(self.values))


def ours(text: CaseText) -> Iterator[Turn]:
    """Yield what our side says in a text."""
    return (turn for turn in text.message.turns if turn.is_ours and turn.text.strip())
