"""What the local stand-ins of a mail server and a message gateway share."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Clock = Callable[[], datetime]
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message that arrived, and when."""

    channel: str
    to: str
    subject: str
    text: str
    at: datetime
    reference: str


class PortInUseError(OSError):
    """Another program listens there."""


def listening_socket(port: int) -> socket.socket:
    """Return a socket that listens on this machine only; port 0 takes any free one."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise PortInUseError(
            f"Port {port} of {HOST} cannot be used ({error.strerror}). "
            "Choose another port, or 0 for any free one."
        ) from error
    return listener
