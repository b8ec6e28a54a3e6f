"""How the local message gateway reports back: signed requests, as a provider sends them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import httpx

from forbear.core.webhooks import webhook_keys, webhook_signature


@dataclass(frozen=True, slots=True)
class Reporter:
    """Reports to the API below ``url``, such as http://127.0.0.1:8000/api/v1."""

    url: str
    secret: str

    def receipt(self, message_id: str, status: str, *, at: datetime) -> int:
        """Report what became of a message; return the HTTP status of the answer."""
        return self._post("messages/receipts", {"id": message_id, "status": status}, at=at)

    def say(self, sender: str, to: str, text: str, *, at: datetime) -> int:
        """Hand over what someone wrote; return the HTTP status of the answer."""
        body = {"id": uuid4().hex, "from": sender, "to": to, "text": text}
        return self._post("messages/inbound", body, at=at)

    def call(self, said: Mapping[str, object], *, at: datetime) -> int:
        """Report what became of a call; return the HTTP status of the answer."""
        return self._post("calls/events", said, at=at)

    def _post(self, path: str, said: Mapping[str, object], *, at: datetime) -> int:
        body = json.dumps(said, ensure_ascii=False).encode()
        message_id, timestamp = f"msg_{uuid4().hex}", int(at.timestamp())
        signature = webhook_signature(
            webhook_keys(self.secret)[0], message_id=message_id, timestamp=timestamp, body=body
        )
        answer = httpx.post(
            f"{self.url.rstrip('/')}/{path}",
            content=body,
            headers={
                "Content-Type": "application/json",
                "webhook-id": message_id,
                "webhook-timestamp": str(timestamp),
                "webhook-signature": signature,
            },
            trust_env=False,
            timeout=20,
        )
        return answer.status_code
