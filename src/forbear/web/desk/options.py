"""The gate's answers as the Contact box and the Why column show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forbear.core.gate.answers import Reason
from forbear.store.models import ContactPoint
from forbear.web.shared import formats, reasons, words
from forbear.wiring.gate import ContactOption

DAY_CHANNELS = ("call", "sms", "email", "letter", "visit")


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason, spelled out: the sentence, when it ends, and where it is written."""

    code: str
    short: str
    text: str
    end: str
    end_short: str
    source: str
    rule: str
    because: str


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


def reason_line(reason: Reason, zone: ZoneInfo, *, now: datetime) -> ReasonLine:
    """Spell out one reason in the language of the page."""
    force = str(words.FORCE.get(reason.force, reason.force))
    marks = [force]
    if reason.is_presumption:
        marks.append(_("a presumption"))
    if reason.confidence not in {"primary", "house"}:
        marks.append(_("not yet read in its primary text"))
    return ReasonLine(
        code=reason.code,
        short=reasons.code_short(reason.code),
        text=reasons.code_sentence(reason.code),
        end=formats.end_moment(reason.until, zone, now=now),
        end_short=formats.end_moment_short(reason.until, zone, now=now),
        source=f"{_citation(reason)} · {', '.join(marks)}",
        rule=f"{reason.code} · {reason.rule_id}",
        because=_because(reason),
    )


def _is_chinese() -> bool:
    return (get_language() or "en").startswith("zh")


def _citation(reason: Reason) -> str:
    """Return the source; a law is cited as it is called, a house rule in the page's language."""
    return reason.citation_zh if _is_chinese() and reason.citation_zh else reason.citation


def _because(reason: Reason) -> str:
    """Return what a reason turns on, as a sentence; empty where it adds nothing."""
    if reason.code == "UNKNOWN_FACT":
        return ""
    is_chinese = _is_chinese()
    said = reason.because_zh if is_chinese else reason.because
    if not said:
        return ""
    stop = "。" if is_chinese else "."
    return said[0].upper() + said[1:] + ("" if said.endswith((".", "。", "!", "?")) else stop)


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
