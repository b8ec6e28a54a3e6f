"""Letters as a channel: what is kept is handed to whoever prints and posts."""

from __future__ import annotations

from datetime import datetime

from forbear.ports.channels import OutgoingMessage, PermitKey, Receipt, require_permit


class LetterChannel:
    """Accepts a letter whose PDF is kept; printing and posting follow outside."""

    def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
        """Accept the letter; raises ``ChannelError`` for a permit that does not fit."""
        require_permit(permit, channel="letter", at=at)
        return Receipt(status="accepted", provider_ref=message.reference, detail="kept for post")
