"""A mail server over a socket that listens already: no race for a free port."""

from __future__ import annotations

from socket import socket
from typing import Any

from aiosmtpd.controller import Controller

from forbear.channels.local.arrivals import HOST


class MailDoor(Controller):
    """Hands what comes by SMTP on a socket of this machine to a handler of aiosmtpd."""

    def __init__(self, handler: object, listener: socket) -> None:
        """Keep the socket until the server starts."""
        self._listener = listener
        super().__init__(handler, hostname=HOST, port=listener.getsockname()[1])

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listener)
