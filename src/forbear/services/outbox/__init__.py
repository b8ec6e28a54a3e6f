"""The outbox: planned messages wait here for their moment, and leave once."""

from forbear.services.outbox.release import Enqueue, Released, outbox_release
from forbear.services.outbox.send import Means, message_send, messages_send
from forbear.services.outbox.switches import MESSAGE_CHANNELS

__all__ = [
    "MESSAGE_CHANNELS",
    "Enqueue",
    "Means",
    "Released",
    "message_send",
    "messages_send",
    "outbox_release",
]
