"""What a channel is: something that takes a message and a permit, and hands back a receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal, Protocol

ReceiptStatus = Literal["delivered", "accepted", "bounced", "failed"]


class ChannelError(Exception):
    """A message did not leave.

    ``code`` is stable: PERMIT_OF_ANOTHER_CHANNEL, PERMIT_EXPIRED, CHANNEL_NOT_CONFIGURED,
    CHANNEL_LOGIN_REFUSED, CHANNEL_UNREACHABLE, CHANNEL_BUSY, MESSAGE_INVALID. ``is_retryable`` says
    whether the same message with the same reference may be tried again while its permit lasts.
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


class Channel(Protocol):
    """A way to a cardholder."""

    def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
        """Send ``message`` under ``permit`` at the instant ``at``.

        Raises ChannelError if the permit does not fit, or the message did not leave.
        """
        ...


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
