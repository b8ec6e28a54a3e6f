"""The gate's answers as the Contact box and the Why column show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from forbear.core.speech.numbers import number_zones
from forbear.store.models import ContactPoint
from forbear.web.shared import formats, words
from forbear.web.shared.lines import ReasonLine, reason_line
from forbear.wiring.gate import ContactOption

# whoever owes or stands for the cardholder; then close family; everybody else comes last
_OWN = frozenset({"cardholder", "guardian", "representative", "attorney", "joint_debtor"})
_CLOSE = frozenset({"spouse", "parent", "family"})
_KINDS = ("mobile", "work", "home")
DAY_CHANNELS = ("call", "sms", "email", "letter", "visit")


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """Reasons that read the same in few words and end at the same moment: shown as one line."""

    short: str
    end_short: str
    lines: tuple[ReasonLine, ...]


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One line of the Contact box."""

    option: ContactOption
    point: ContactPoint
    name: str
    masked: str
    is_permitted: bool
    until: str
    reasons: tuple[ReasonLine, ...]
    # of a call: in which order numbers are tried, and what the clock shows there
    place: int = 0
    local: str = ""

    @property
    def is_asked_only(self) -> bool:
        """Whether someone else is called there, for nothing but the cardholder's whereabouts."""
        return self.option.channel == "call" and self.option.purpose == "locate"

    @property
    def groups(self) -> list[ReasonGroup]:
        """The reasons, those that read the same together."""
        together: dict[tuple[str, str], list[ReasonLine]] = {}
        for line in self.reasons:
            together.setdefault((line.short, line.end_short), []).append(line)
        return [ReasonGroup(*words, tuple(lines)) for words, lines in together.items()]

    @property
    def can_be_called(self) -> bool:
        """Whether the line gets a button: only what may be done can be pressed."""
        return self.is_permitted and self.option.channel == "call"


@dataclass(frozen=True, slots=True)
class ChannelsDenied:
    """Channels by which nothing may happen now, for the same reasons."""

    channels: tuple[str, ...]
    reasons: tuple[ReasonLine, ...]

    @property
    def name(self) -> str:
        """The channels, inside a sentence."""
        return str(_(", ")).join(str(words.CHANNEL_LOWER[channel]) for channel in self.channels)


def option_rows(
    options: Iterable[ContactOption],
    points: Mapping[int, ContactPoint],
    zone: ZoneInfo,
    *,
    now: datetime,
) -> list[OptionRow]:
    """Return the lines of the Contact box: calls first, in the order in which they are tried.

    Of the other channels, what is permitted comes before what is not.
    """
    given = list(options)
    tried = sorted(
        (one.contact_point_id for one in given if one.channel == "call"),
        key=lambda pk: (try_order(points[pk]), pk),
    )
    rows = []
    for option in given:
        point = points[option.contact_point_id]
        answer = option.answer
        window = answer.window
        rows.append(
            OptionRow(
                option=option,
                point=point,
                name=point_name(point),
                masked=formats.masked(point.value, point.kind),
                is_permitted=answer.is_permitted,
                until=formats.clock(window.end, zone) if window else "",
                reasons=tuple(reason_line(reason, zone, now=now) for reason in answer.reasons),
                place=tried.index(point.pk) + 1 if option.channel == "call" else 0,
                local=local_times(point, zone, now=now) if option.channel == "call" else "",
            )
        )
    order = {channel: place for place, channel in enumerate(DAY_CHANNELS)}
    return sorted(
        rows,
        key=lambda row: (
            order.get(row.option.channel, len(order)),
            row.place,
            not row.is_permitted,
        ),
    )


def try_order(point: ContactPoint) -> tuple[int, int]:
    """Say where a number stands among those that are tried (REQUIREMENTS B7).

    The cardholder's own before those of close family, then of others; mobile, work, home.
    """
    party = 0 if point.party in _OWN else 1 if point.party in _CLOSE else 2
    return party, _KINDS.index(point.kind) if point.kind in _KINDS else len(_KINDS)


def local_times(point: ContactPoint, zone: ZoneInfo, *, now: datetime) -> str:
    """Say what time it is where the cardholder is, and where the number is from if that differs."""
    here = formats.clock(now, zone)
    there = {formats.clock(now, one) for one in number_zones(point.value)}
    if not there or here in there:
        return here
    return _("%(here)s; where the number is from: %(there)s") % {
        "here": here,
        "there": _(", ").join(sorted(there)[:2]),
    }


def point_name(point: ContactPoint) -> str:
    """Name a contact point by its kind, and whose it is if not the cardholder's."""
    kind = str(words.POINT[point.kind])
    if point.party == "cardholder":
        return kind
    # whoever is only said to stand guarantor is not named before that is proved
    name = "" if point.party == "guarantor" else point.party_name
    party = name or str(words.PARTY[point.party])
    return _("%(kind)s of %(party)s") % {"kind": kind, "party": party}


def channels_denied(rows: Sequence[OptionRow]) -> list[ChannelsDenied]:
    """List the channels by which nothing is permitted now, those with the same reasons together.

    A channel without reasons has no number or address.
    """
    together: dict[tuple[ReasonLine, ...], list[str]] = {}
    for channel in DAY_CHANNELS:
        mine = [row for row in rows if row.option.channel == channel]
        if any(row.is_permitted for row in mine):
            continue
        lines = {line.rule: line for row in mine for line in row.reasons}
        together.setdefault(tuple(lines.values()), []).append(channel)
    return [ChannelsDenied(tuple(channels), lines) for lines, channels in together.items()]
