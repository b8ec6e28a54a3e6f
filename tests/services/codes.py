"""The app of a person who signs in: RFC 6238 by hand, as an independent reference."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from datetime import datetime


def code_at(secret: str, at: datetime) -> str:
    """Return the six digits that an app with this secret shows at a moment."""
    counter = struct.pack(">Q", int(at.timestamp()) // 30)
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 10**6:06d}"
