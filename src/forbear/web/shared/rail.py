"""The rail at a page's side: the places to go to, with how many wait there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RailItem:
    """One place to go to; without a count where counting says nothing."""

    name: str
    icon: str
    url: str
    is_current: bool = False
    count_text: str = ""
    starts_group: bool = False
