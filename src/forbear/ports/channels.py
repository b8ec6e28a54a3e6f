"""What a channel is: something that takes a message and a permit, and hands back a receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal, Protocol, runtime_checkable

ReceiptStatus = Literal["delivered", "accepted", "bounced", "failed"]


class ChannelError(Exception):
    """A message did not leave; with code ANSWER_UNKNOWN alone it may have.

    ``code`` is stable: PERMIT_OF_ANOTHER_CHANNEL, PERMIT_EXPIRED, CHANNEL_NOT_CONFIGURED,
    CHANNEL_LOGIN_REFUSED, CHANNEL_UNREACHABLE, CHANNEL_BUSY, MESSAGE_INVALID, SENDER_MISSING,
    NOT_BEGUN, ANSWER_UNKNOWN. ``is_retryable`` says whether the same message with the same
    reference may be tried again while its permit lasts.
    """

    def __init__(self, code: str, sentence: str, *, is_retryable: bool = False) -> None:
        super().__init__(sentence)
        self.code = code
        self.is_retryable = is_retryable


@dataclass(frozen=True, slots=True)
class PermitKey:
    """The only key to a channel: one permit of the gate, for one contact, with an expiry.

    ``expires_at`` is an aware instant, not included in the permit's life.
    """

    permit_id: int
    channel: str
    contact_point_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message to one address.

    ``reference`` is unique to the contact: a channel that sees it twice must not deliver twice,
    where the channel can know. ``language`` is ``en`` or ``zh-Hans``. ``headers`` are further
    headers of an e-mail; ``unsubscribe_url`` is the one-click address of the opt-out. ``sender`` is
    the registered name or number that a text message comes from.
    """

    to: str
    subject: str
    text: str
    language: str
    reference: str
    html: str | None = None
    unsubscribe_url: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the channel says of a message.

    ``delivered``: it arrived. ``accepted``: the next system has it. ``bounced``: the address does
    not take messages. ``failed``: it was refused for another reason, and will be again.
    """

    status: ReceiptStatus
    provider_ref: str
    detail: str = ""


Handed = tuple[OutgoingMessage, PermitKey]
# What became of one message of several: an error is that message's own.
Answered = Receipt | ChannelError
# Asked before each further message is begun: False when no more time is to be spent.
GoOn = Callable[[], bool]


class Channel(Protocol):
    """A way to a cardholder.

    A channel may also have ``knows_repeats = True``: its provider takes a message with a reference
    that it has seen for the same message, so one whose answer was lost can be handed over again.
    And it may have ``send_many`` (``ManyChannel``), if it can do better than one after the other.
    """

    def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
        """Send ``message`` under ``permit`` at the instant ``at``.

        Raises ChannelError if the permit does not fit, or the message did not leave.
        """
        ...


@runtime_checkable
class ManyChannel(Protocol):
    """A channel that hands over many messages at once: pipelined, or side by side."""

    def send_many(
        self, items: Sequence[Handed], *, at: datetime, go_on: GoOn
    ) -> Sequence[Answered]:
        """Send the messages; return what became of each, in their order. Raises nothing.

        Once ``go_on`` says no, or nobody answers any more, those that were not begun are answered
        with ``not_begun``: they certainly did not leave.
        """
        ...


def not_begun() -> ChannelError:
    """Return the answer for a message that was not handed over at all."""
    return ChannelError("NOT_BEGUN", "It was not its turn yet.", is_retryable=True)


def answer_unknown(because: str) -> ChannelError:
    """Return the answer for a message that may have left, and may not have."""
    return ChannelError("ANSWER_UNKNOWN", f"It may have left; nobody can say ({because}).")


def knows_repeats(channel: Channel) -> bool:
    """Whether a message may be handed to ``channel`` again under the same reference."""
    return getattr(channel, "knows_repeats", False) is True


def send_many(
    channel: Channel, items: Sequence[Handed], *, at: datetime, go_on: GoOn
) -> list[Answered]:
    """Send the messages in the channel's own way, or one after the other; the first in any case."""
    if isinstance(channel, ManyChannel):
        answers = list(channel.send_many(items, at=at, go_on=go_on))
        assert len(answers) == len(items), "a channel answers for each message"
        return answers
    answers = []
    for message, permit in items:
        if answers and (_is_unreachable(answers[-1]) or not go_on()):
            answers.append(not_begun())
            continue
        answers.append(answer_of(channel, message, permit, at=at))
    return answers


def answer_of(
    channel: Channel, message: OutgoingMessage, permit: PermitKey, *, at: datetime
) -> Answered:
    """Send one message; return the receipt or the error, whatever happens."""
    try:
        return channel.send(message, permit, at=at)
    except ChannelError as error:
        return error
    except Exception as error:  # noqa: BLE001 - one message's accident must not be another's
        return answer_unknown(f"{type(error).__name__}: {error}")


def _is_unreachable(answer: Answered) -> bool:
    """Whether nobody is there: the next message would wait as long for nothing."""
    return isinstance(answer, ChannelError) and answer.code in {"CHANNEL_UNREACHABLE", "NOT_BEGUN"}


def require_permit(permit: PermitKey, *, channel: str, at: datetime) -> None:
    """Raise ChannelError unless ``permit`` is of ``channel`` and still lives at ``at``."""
    if permit.channel != channel:
        raise ChannelError(
            "PERMIT_OF_ANOTHER_CHANNEL",
            f"Permit {permit.permit_id} is for {permit.channel}, not for {channel}. "
            "Ask the gate for a permit of this channel.",
        )
    if at >= permit.expires_at:
        raise ChannelError(
            "PERMIT_EXPIRED",
            f"Permit {permit.permit_id} ended at {permit.expires_at.isoformat()}. "
            "Ask the gate again: what was allowed then may not be allowed now.",
        )
