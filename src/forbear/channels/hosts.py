"""Hosts as the settings of channels name them."""

from __future__ import annotations

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine: what is sent to it does not leave.

    >>> is_loopback("127.0.0.1"), is_loopback("mail.example")
    (True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
