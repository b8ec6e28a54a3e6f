"""The gate's answers as the Contact box and the Why column show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from forbear.store.models import ContactPoint
from forbear.web.shared import formats, words
from forbear.web.shared.lines import ReasonLine, reason_line
from forbear.wiring.gate import ContactOption

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
    """Return the lines of the Contact box: calls first, what is permitted before what is not."""
    rows = []
    for option in options:
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
            )
        )
    order = {channel: place for place, channel in enumerate(DAY_CHANNELS)}
    return sorted(
        rows,
        key=lambda row: (order.get(row.option.channel, len(order)), not row.is_permitted),
    )


def point_name(point: ContactPoint) -> str:
    """Name a contact point by its kind, and whose it is if not the cardholder's."""
    kind = str(words.POINT[point.kind])
    if point.party == "cardholder":
        return kind
    party = point.party_name or str(words.PARTY[point.party])
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
