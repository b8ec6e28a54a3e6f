"""Requests to addresses that somebody typed in: never to a place that only we can reach.

The name is looked up once, each address that it has must be a public one, and the connection goes
to one of these: a name that answers otherwise a moment later leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpcore

from forbear.ports.webhooks import PostAnswer

SECONDS = 10.0
_SAID_MAX = 200
_READ_MAX = 4096
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_PORT = {"https": 443, "http": 80}


class _Barred(Exception):  # noqa: N818 - an expected outcome
    """A place that no request of ours may reach."""


class _Guarded(httpcore.SyncBackend):
    """Connects to public addresses only, and to those of the networks that are allowed."""

    def __init__(self, allowed: Sequence[Network]) -> None:
        self._allowed = allowed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the addresses of a name, if all of them are permitted."""
        addresses = _addresses(host, port)
        for address in addresses:
            if not (_is_public(address) or _is_in(address, self._allowed)):
                raise _Barred(f"{host} leads to {address}, which is not a public address.")
        return super().connect_tcp(str(addresses[0]), port, timeout, local_address, socket_options)

    def connect_unix_socket(self, *args: object, **more: object) -> httpcore.NetworkStream:
        """Refuse: there is no such way out."""
        del args, more
        raise _Barred("A socket of this machine is no address.")


class GuardedPost:
    """Posts to https addresses; to http only within the networks that are ``allowed``."""

    def __init__(
        self, *, allowed: Sequence[Network] = (), context: ssl.SSLContext | None = None
    ) -> None:
        """Take the networks of one's own that may be reached, and the authorities trusted."""
        self._allowed = tuple(allowed)
        self._context = context or ssl.create_default_context()

    def __call__(self, url: str, *, headers: Mapping[str, str], body: bytes) -> PostAnswer:
        """Send a body; what goes wrong is an answer with status 0."""
        try:
            fault = url_fault(url, allowed=self._allowed)
            return PostAnswer(0, fault, is_barred=True) if fault else self._send(url, headers, body)
        except _Barred as barred:
            return PostAnswer(0, str(barred)[:_SAID_MAX], is_barred=True)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            return PostAnswer(0, f"{type(error).__name__}: {error}"[:_SAID_MAX])
        except OSError as error:
            return PostAnswer(0, f"The name cannot be looked up: {error}"[:_SAID_MAX])

    def _send(self, url: str, headers: Mapping[str, str], body: bytes) -> PostAnswer:
        waits = dict.fromkeys(("connect", "read", "write", "pool"), SECONDS)
        with (
            httpcore.ConnectionPool(
                ssl_context=self._context,
                network_backend=_Guarded(self._allowed),
                max_connections=1,
                keepalive_expiry=0,
            ) as pool,
            pool.stream(
                "POST",
                url,
                headers=[
                    ("Host", urlsplit(url).netloc),
                    ("Connection", "close"),
                    *headers.items(),
                ],
                content=body,
                extensions={"timeout": waits},
            ) as answer,
        ):
            said, ends = b"", time.monotonic() + SECONDS
            for piece in answer.iter_stream():
                said += piece
                if len(said) >= _READ_MAX or time.monotonic() > ends:
                    break
            text = "".join(sign for sign in said.decode("utf-8", "replace") if sign.isprintable())
            return PostAnswer(answer.status, text[:_SAID_MAX])


def url_fault(url: str, *, allowed: Sequence[Network] = ()) -> str:
    """Say why an address can be none of a webhook; nothing if it can, as far as its text tells."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "That is no address."
    if parts.scheme not in _PORT or not parts.hostname or parts.username or parts.password:
        return "Give an address such as https://host.example/forbear, without a password in it."
    if not url.isascii() or not url.isprintable() or " " in url or parts.fragment:
        return "Write the address in plain letters, without spaces and without a fragment."
    if parts.scheme == "http":
        try:
            found = _addresses(parts.hostname, port or _PORT["http"])
        except OSError:
            return "http leads to networks of your own only; this name cannot be looked up."
        if not all(_is_in(address, allowed) for address in found):
            return "Use https. http is for networks that FORBEAR_WEBHOOK_ALLOW names."
    return ""


def networks(text: str) -> tuple[Network, ...]:
    """Read networks by commas, such as ``10.0.0.0/8,fd00::/8``. Raises ValueError."""
    return tuple(ipaddress.ip_network(each.strip()) for each in text.split(",") if each.strip())


def _addresses(host: str, port: int) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]


def _plain(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the address of IPv4 that one of IPv6 stands for, if it does."""
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address.sixtofour or address
    return address


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    found = _plain(address)
    in_nat64 = found.version == 6 and found in ipaddress.ip_network("64:ff9b::/96")  # noqa: PLR2004 - IPv6
    return found.is_global and not found.is_multicast and not in_nat64


def _is_in(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, allowed: Sequence[Network]
) -> bool:
    found = _plain(address)
    return any(found in network for network in allowed if network.version == found.version)
