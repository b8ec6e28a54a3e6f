"""A message gateway on this machine that keeps every text message and sends nothing on.

It speaks the API of ``sms_http``. A number that ends in 0550 is unknown; one that ends in 0503 is
answered with HTTP 503.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from forbear.channels.local.arrivals import HOST, Arrived, Clock, listening_socket
from forbear.channels.local.http_door import JsonHandler, http_door

_FILE = "messages.jsonl"
_BODY_MAX = 64 * 1024
_KEYS = {"to", "text", "reference", "from"}


class SmsGateway:
    """What arrived by text message. ``url`` and ``token`` fit FORBEAR_SMS_URL and _TOKEN."""

    def __init__(self, folder: Path, port: int, token: str, clock: Clock) -> None:
        self.port = port
        self.token = token
        self._path = folder / _FILE
        self._clock = clock
        self._lock = Lock()
        self._kept = {row["key"]: row for row in self._rows()}

    @property
    def url(self) -> str:
        """The address of this gateway."""
        return f"http://{HOST}:{self.port}"

    def arrived(self) -> list[Arrived]:
        """Return what arrived, oldest first."""
        with self._lock:
            rows = self._rows()
        return [
            Arrived(
                channel="sms",
                to=row["to"],
                subject="",
                text=row["text"],
                at=datetime.fromisoformat(row["at"]),
                reference=row["reference"],
            )
            for row in rows
        ]

    def take(self, key: str, body: dict[str, str]) -> tuple[int, dict[str, str]]:
        """Keep one message, once for each key; return the HTTP status and the answer."""
        with self._lock:
            before = self._kept.get(key)
            if before is not None:
                if {name: before[name] for name in _KEYS} != body:
                    return 409, {"code": "key_reused", "detail": "this key had another message"}
                return 200, {"id": before["id"], "status": "delivered"}
            if body["to"].endswith("0550"):
                return 422, {"code": "unknown_number", "detail": "nobody has this number"}
            if body["to"].endswith("0503"):
                return 503, {"code": "busy", "detail": "try again later"}
            row = {
                "id": f"m-{len(self._kept) + 1}",
                "key": key,
                "at": self._clock().isoformat(),
                **body,
            }
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self._kept[key] = row
            return 201, {"id": row["id"], "status": "delivered"}

    def _rows(self) -> list[dict[str, str]]:
        if not self._path.exists():
            return []
        return [json.loads(line) for line in self._path.read_text(encoding="utf-8").splitlines()]


@contextmanager
def sms_gateway(folder: Path, *, clock: Clock, token: str, port: int = 0) -> Iterator[SmsGateway]:
    """Run the gateway while the block runs; it takes only ``token``. Raises PortInUseError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    listener = listening_socket(port)
    gateway = SmsGateway(folder, listener.getsockname()[1], token, clock)

    class Handler(_Handler):
        kept = gateway

    with http_door(listener, Handler):
        yield gateway


class _Handler(JsonHandler):
    kept: SmsGateway

    def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
        """Take one message."""
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= _BODY_MAX:
            self.close_connection = True
            self.say(413, {"code": "bad_length", "detail": "give a body of at most 64 KiB"})
            return
        raw = self.rfile.read(length)
        key = self.headers.get("Idempotency-Key")
        if self.path != "/messages":
            self.say(404, {"code": "not_found", "detail": "POST /messages"})
        elif not self.has_token(self.kept.token):
            self.say(401, {"code": "bad_token", "detail": "the token is not ours"})
        elif (body := _message(raw)) is None or not key:
            self.say(400, {"code": "bad_message", "detail": "give a key, to, text, reference"})
        else:
            self.say(*self.kept.take(key, body))


def _message(raw: bytes) -> dict[str, str] | None:
    try:
        body: Any = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(body, dict) or body.keys() != _KEYS:
        return None
    is_text = all(isinstance(value, str) for value in body.values())
    return body if is_text and all(body[name] for name in _KEYS - {"from"}) else None
