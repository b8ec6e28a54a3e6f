"""A channel that nobody has configured."""

from __future__ import annotations

from datetime import datetime

from forbear.ports.channels import (
    ChannelError,
    OutgoingMessage,
    PermitKey,
    Receipt,
    require_permit,
)


class MissingChannel:
    """Refuses every message, with one sentence that says what to set."""

    def __init__(self, channel: str, cure: str) -> None:
        self._channel = channel
        self._cure = cure

    def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
        """Refuse; the permit is looked at all the same."""
        require_permit(permit, channel=self._channel, at=at)
        raise ChannelError(
            "CHANNEL_NOT_CONFIGURED",
            f"{message.reference} was not sent: no {self._channel} is set up here. {self._cure}",
        )
