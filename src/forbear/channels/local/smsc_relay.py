"""What stands before the local SMSC: it passes octets on, and damages them when told to."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import Self

from forbear.channels.local.arrivals import HOST


class Relay:
    """Passes everything between whoever connects and the server behind."""

    def __init__(self, port: int) -> None:
        self.cut = False
        self._port = port
        self._listener: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._clients: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    async def start(cls, listener: socket.socket, port: int) -> Self:
        """Return a relay that takes connections of ``listener`` and passes them to ``port``."""
        relay = cls(port)
        relay._listener = await asyncio.start_server(relay._connected, sock=listener)
        return relay

    def inject(self, octets: bytes) -> None:
        """Send octets to everyone connected, as if the server had."""
        for writer in self._clients:
            writer.write(octets)

    def die(self) -> None:
        """End every connection and take no more."""
        if self._listener is not None:
            self._listener.close()
        for writer in self._writers:
            writer.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            behind, to_behind = await asyncio.open_connection(HOST, self._port)
        except OSError:
            writer.close()
            return
        self._writers |= {writer, to_behind}
        self._clients.add(writer)
        await asyncio.gather(
            self._pass(reader, to_behind, may_cut=False),
            self._pass(behind, writer, may_cut=True),
        )
        self._clients.discard(writer)
        self._writers -= {writer, to_behind}

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, may_cut: bool
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                if may_cut and self.cut:
                    self.cut = False
                    writer.write(data[: max(len(data) // 2, 1)])
                    await writer.drain()
                    break
                writer.write(data)
                await writer.drain()
        writer.close()
