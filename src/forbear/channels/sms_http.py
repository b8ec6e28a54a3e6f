"""Text messages through an HTTP gateway.

``POST <url>/messages`` with a bearer token, an ``Idempotency-Key`` and the JSON ``{to, text,
reference, from}``; the gateway answers ``{id, status}``, or ``{code, detail}`` for a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

import httpx

from forbear.channels.http_api import http_client, json_object
from forbear.ports.channels import (
    Answered,
    ChannelError,
    GoOn,
    Handed,
    OutgoingMessage,
    PermitKey,
    Receipt,
    answer_of,
    not_begun,
    require_permit,
)

# How many messages are under way at the same time.
SIDE_BY_SIDE = 8

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_BOUNCES = frozenset({"unknown_number", "not_reachable", "blocked_by_recipient"})
_LOGIN = frozenset({401, 403})
_BUSY = frozenset({408, 425, 429})
_SERVER_FAULT = 500


class SmsHttpChannel:
    """Sends text messages. Connections are kept and shared; safe to share by threads.

    The gateway knows a message again by its ``Idempotency-Key``, so it may be handed over twice.
    """

    knows_repeats = True

    def __init__(self, *, url: str, token: str, timeout_seconds: float = 10.0) -> None:
        self._client, self._host = http_client(
            url,
            token,
            setting="FORBEAR_SMS_URL",
            whom="gateway",
            unfit=partial(ChannelError, "CHANNEL_NOT_CONFIGURED"),
            timeout_seconds=timeout_seconds,
        )
        self._side_by_side = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="sms")

    def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
        """Send ``message``; its reference is the idempotency key, so a repeat is sent once."""
        require_permit(permit, channel="sms", at=at)
        if not _NUMBER.fullmatch(message.to):
            raise ChannelError(
                "MESSAGE_INVALID",
                f"{message.to!r} is not a number with its country, such as +8613800138000.",
            )
        if not message.text.strip():
            raise ChannelError("MESSAGE_INVALID", "The message has no text.")
        try:
            answer = self._client.post(
                "/messages",
                json={
                    "to": message.to,
                    "text": message.text,
                    "reference": message.reference,
                    "from": message.sender,
                },
                headers={"Idempotency-Key": message.reference},
            )
        except httpx.HTTPError as error:
            raise ChannelError(
                "CHANNEL_UNREACHABLE",
                f"The message gateway {self._host} does not answer ({type(error).__name__}). "
                "Check FORBEAR_SMS_URL and the network; the message waits.",
                is_retryable=True,
            ) from error
        return self._receipt(answer)

    def send_many(self, items: Sequence[Handed], *, at: datetime, go_on: GoOn) -> list[Answered]:
        """Send the messages, some side by side; none is begun once nobody answers."""
        is_silent = False

        def one(item: Handed) -> Answered:
            nonlocal is_silent
            if is_silent or not go_on():
                return not_begun()
            answer = answer_of(self, *item, at=at)
            if isinstance(answer, ChannelError) and answer.code == "CHANNEL_UNREACHABLE":
                is_silent = True
            return answer

        return list(self._side_by_side.map(one, items))

    def close(self) -> None:
        """End the connections."""
        self._side_by_side.shutdown()
        self._client.close()

    def _receipt(self, answer: httpx.Response) -> Receipt:
        code = answer.status_code
        said = json_object(answer)
        if code in _LOGIN:
            raise ChannelError(
                "CHANNEL_LOGIN_REFUSED",
                f"The message gateway {self._host} refused the token. Check FORBEAR_SMS_TOKEN.",
            )
        if code in _BUSY or code >= _SERVER_FAULT:
            raise ChannelError(
                "CHANNEL_BUSY",
                f"The message gateway {self._host} asks to wait (HTTP {code}). "
                "The message will be tried again.",
                is_retryable=True,
            )
        if answer.is_success and isinstance(said.get("id"), str):
            arrived = said.get("status") == "delivered"
            return Receipt("delivered" if arrived else "accepted", said["id"])
        reason = str(said.get("code", ""))
        detail = f"HTTP {code} {reason} {said.get('detail', '')}".strip()
        return Receipt("bounced" if reason in _BOUNCES else "failed", "", detail)
