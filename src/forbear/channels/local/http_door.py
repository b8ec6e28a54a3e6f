"""An HTTP server over a socket that listens already, which answers each request with JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Thread


@contextmanager
def http_door(listener: socket, handler: type[BaseHTTPRequestHandler]) -> Iterator[None]:
    """Answer requests on a socket while the block runs, then close it."""
    server = ThreadingHTTPServer(listener.getsockname(), handler, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class JsonHandler(BaseHTTPRequestHandler):
    """One request, of which nothing is written to the standard error."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    # an answer is one piece and leaves at once: in two, the second waits until the first is
    # acknowledged, which the other side puts off for 40 ms
    wbufsize = -1
    disable_nagle_algorithm = True

    def has_token(self, token: str) -> bool:
        """Whether the request bears a token."""
        given = self.headers.get("Authorization", "")
        return compare_digest(given.encode(), f"Bearer {token}".encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing: what came is in a file."""

    def say(self, status: int, answer: Mapping[str, str]) -> None:
        """Answer."""
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
