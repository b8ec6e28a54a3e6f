"""The outbox: planned messages wait here for their moment, and leave once."""

from forbear.services.outbox.release import MESSAGE_CHANNELS, Enqueue, Released, outbox_release
from forbear.services.outbox.send import message_send

__all__ = ["MESSAGE_CHANNELS", "Enqueue", "Released", "message_send", "outbox_release"]
