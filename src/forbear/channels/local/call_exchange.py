"""A call provider on this machine that rings nobody: it keeps each call, and reports on it.

It speaks the API of ``calls_http`` and reports by signed requests, as a provider does. A number
that ends in 0486 is busy, 0480 does not answer, 0484 is not in service, 0606 is answered by a
machine, and one that ends in 0503 finds no line free; everyone else answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from forbear.channels.local.arrivals import HOST, Clock, listening_socket
from forbear.channels.local.http_door import JsonHandler, http_door
from forbear.channels.local.webhooks import Reporter

_FILE = "calls.jsonl"
_BODY_MAX = 64 * 1024
_TEXTS = ("agent", "to", "from", "reference")
_FLAGS = ("record", "announce")
# what becomes of a number by its last four, and of everyone else
_ENDINGS = {"0486": "busy", "0480": "no_answer", "0484": "failed", "0606": "machine"}


@dataclass
class Exchange:
    """The calls that were begun. ``url`` and ``token`` fit FORBEAR_CALLS_URL and _TOKEN."""

    folder: Path
    port: int
    token: str
    clock: Clock
    report: Reporter | None = None
    # plays each call by itself, with so many seconds between two events
    plays: float | None = None
    calls: list[dict[str, Any]] = field(default_factory=list)
    hung_up: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)
    _over: dict[str, Event] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take back what was kept: a call is known again after a new start."""
        if self._path.exists():
            lines = self._path.read_text(encoding="utf-8").splitlines()
            self.calls = [json.loads(line) for line in lines]

    @property
    def url(self) -> str:
        """The address of this provider."""
        return f"http://{HOST}:{self.port}"

    @property
    def _path(self) -> Path:
        return self.folder / _FILE

    def take(self, key: str, body: dict[str, Any]) -> tuple[int, dict[str, str]]:
        """Begin one call, once for each key; return the HTTP status and the answer."""
        with self._lock:
            before = next((call for call in self.calls if call["key"] == key), None)
            if before is not None:
                if any(before[name] != body[name] for name in body):
                    return 409, {"code": "key_reused", "detail": "this key had another call"}
                return 200, {"id": before["id"]}
            if body["to"].endswith("0503"):
                return 503, {"code": "no_line", "detail": "every line is taken"}
            call = {
                "id": f"c-{len(self.calls) + 1}-{uuid4().hex[:8]}",
                "key": key,
                "at": self.clock().isoformat(),
                **body,
            }
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(call, ensure_ascii=False) + "\n")
            self.calls.append(call)
            self._over[call["id"]] = Event()
        if self.plays is not None:
            Thread(target=self._play, args=(call, self.plays), daemon=True).start()
        return 201, {"id": call["id"]}

    def hang_up(self, call_id: str) -> bool:
        """End a call; whether there is such a one."""
        if not any(call["id"] == call_id for call in self.calls):
            return False
        self.hung_up.append(call_id)
        over = self._over.get(call_id)
        if over is not None and not over.is_set():
            over.set()
        return True

    def tell(self, call_id: str, event: str, **more: object) -> int:
        """Report an event of a call; return the HTTP status of the answer."""
        assert self.report is not None, "a provider reports to someone"
        said = {
            "id": uuid4().hex,
            "call": call_id,
            "event": event,
            "at": self.clock().isoformat(),
            **more,
        }
        return self.report.call(said, at=self.clock())

    def _play(self, call: Mapping[str, Any], pause: float) -> None:
        """Report what becomes of a call: as its number ends, until someone hangs up."""
        call_id = str(call["id"])
        over = self._over[call_id]
        end = _ENDINGS.get(str(call["to"])[-4:], "answered")
        over.wait(pause)
        self.tell(call_id, "ringing")
        if over.wait(pause):
            self.tell(call_id, "ended", seconds=0)
            return
        self.tell(call_id, end)
        if end not in {"answered", "machine"}:
            return
        since = self.clock()
        over.wait()
        seconds = int((self.clock() - since).total_seconds())
        self.tell(call_id, "ended", seconds=seconds)
        if call["record"]:
            consent = "announced" if call["announce"] else "unknown"
            recording = {"reference": f"rec-{call_id}", "consent": consent}
            self.tell(call_id, "recording", recording=recording)


@contextmanager
def call_exchange(
    folder: Path,
    *,
    clock: Clock,
    token: str,
    port: int = 0,
    report: Reporter | None = None,
    plays: float | None = None,
) -> Iterator[Exchange]:
    """Run the provider while the block runs; it takes only ``token``. Raises PortInUseError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    listener = listening_socket(port)
    exchange = Exchange(folder, listener.getsockname()[1], token, clock, report, plays)

    class Handler(_Handler):
        kept = exchange

    with http_door(listener, Handler):
        yield exchange


class _Handler(JsonHandler):
    kept: Exchange

    def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
        """Begin one call, or end one."""
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 <= length <= _BODY_MAX:
            self.close_connection = True
            self.say(413, {"code": "bad_length", "detail": "give a body of at most 64 KiB"})
            return
        raw = self.rfile.read(length)
        if not self.has_token(self.kept.token):
            self.say(401, {"code": "bad_token", "detail": "the token is not ours"})
        elif self.path == "/calls":
            self._begin(raw)
        elif self.path.startswith("/calls/") and self.path.endswith("/hangup"):
            found = self.kept.hang_up(unquote(self.path.split("/")[2]))
            self.say(200 if found else 404, {} if found else {"code": "not_found"})
        else:
            self.say(404, {"code": "not_found", "detail": "POST /calls"})

    def _begin(self, raw: bytes) -> None:
        key, body = self.headers.get("Idempotency-Key"), _order(raw)
        if body is None or not key:
            self.say(400, {"code": "bad_call", "detail": "give a key, agent, to, from, reference"})
            return
        self.say(*self.kept.take(key, body))


def _order(raw: bytes) -> dict[str, Any] | None:
    try:
        body: Any = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(body, dict) or body.keys() != {*_TEXTS, *_FLAGS}:
        return None
    is_text = all(isinstance(body[name], str) and body[name] for name in _TEXTS)
    return body if is_text and all(isinstance(body[name], bool) for name in _FLAGS) else None
