"""Clocks and days as people read them, in plain Python."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def shown(at: datetime, zone: str) -> datetime:
    """Return what the clock in the zone shows."""
    return at.astimezone(ZoneInfo(zone))


def local_days(at: datetime, zones: list[str]) -> list[date]:
    return [shown(at, zone).date() for zone in zones]


def in_last_days(past: datetime, at: datetime, zones: list[str], days: int) -> bool:
    """Return whether, on any plausible calendar, the past day is among the last ``days`` days."""
    return any(
        shown(past, zone).date() > shown(at, zone).date() - timedelta(days=days) for zone in zones
    )


def on_same_day(past: datetime, at: datetime, zones: list[str]) -> bool:
    return in_last_days(past, at, zones, 1)


def parse_time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)
