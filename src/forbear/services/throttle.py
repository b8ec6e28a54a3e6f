"""How often someone without a sign-in may ask. Counted in the database, for all processes as one.

A count is kept for a keyed hash of the purpose and the address, for a day at most: the address
itself is written nowhere. This slows down whoever guesses from one place; against very many places
at once there is the length of the codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.utils.crypto import salted_hmac

from forbear.store.throttles import throttle_count, throttle_forget

_KEPT = timedelta(days=1)
_SITE_BITS = 64  # one line of a household or firm has at least so many addresses of IPv6


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` requests for a purpose from one place within ``window``."""

    purpose: str
    count: int
    window: timedelta


def throttle_take(limit: Limit, *, address: str, at: datetime) -> bool:
    """Count a request from an address; say whether it is still within the limit."""
    seconds = int(limit.window.total_seconds())
    begun = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)
    place = f"{limit.purpose} {_place(address)}"
    key = salted_hmac("forbear.throttle", place, algorithm="sha256").hexdigest()
    count = throttle_count(key, begun)
    if count == 1:
        throttle_forget(at - _KEPT)
    return count <= limit.count


def _place(address: str) -> str:
    """Return what counts as one place: an IPv4 address, or an IPv6 network."""
    try:
        read = ip_address(address.strip())
    except ValueError:
        return "unknown"
    if isinstance(read, IPv6Address):
        if read.ipv4_mapped:
            return str(read.ipv4_mapped)
        return f"{int(read) >> _SITE_BITS:x}/64"
    return str(read)
