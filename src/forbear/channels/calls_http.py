"""Calls through a provider's HTTP API: the collector's phone rings first, then the other one.

``POST <url>/calls`` with a bearer token, an ``Idempotency-Key`` and the JSON ``{agent, to, from,
reference, record, announce}``; the provider answers ``{id}``, or ``{code, detail}`` for a refusal.
``POST <url>/calls/<id>/hangup`` ends a call.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from urllib.parse import quote

import httpx

from forbear.channels.http_api import http_client, json_object
from forbear.ports.calls import LINE, NUMBER, CallError, CallOrder
from forbear.ports.channels import PermitKey, require_permit

REF_MAX = 120
_LOGIN = frozenset({401, 403})
_BUSY = frozenset({425, 429, 503})
_SERVER_FAULT = 500
_GONE = frozenset({404, 409, 410})


class CallsHttp:
    """One call at a time. Connections are kept and shared; safe to share by threads."""

    name = "http"

    def __init__(
        self, *, url: str, token: str, records: bool = True, timeout_seconds: float = 10.0
    ) -> None:
        self._client, self._host = http_client(
            url,
            token,
            setting="FORBEAR_CALLS_URL",
            whom="provider",
            unfit=partial(CallError, "CALLS_NOT_CONFIGURED"),
            timeout_seconds=timeout_seconds,
        )
        self.records = records

    def start(self, order: CallOrder, permit: PermitKey, *, at: datetime) -> str:
        """Begin the call; its reference is the idempotency key, so a repeat rings nobody twice."""
        require_permit(permit, channel="call", at=at)
        _require_order(order)
        body = {
            "agent": order.line,
            "to": order.to,
            "from": order.caller_id,
            "reference": order.reference,
            "record": order.record,
            "announce": order.announce,
        }
        answer = self._post("/calls", body, key=order.reference)
        found = json_object(answer).get("id")
        if answer.is_success and isinstance(found, str) and 0 < len(found) <= REF_MAX:
            return found
        if answer.is_success:
            raise CallError(
                "CALL_UNKNOWN",
                f"The call provider {self._host} answered without a number of the call. "
                "A phone may ring; nobody can say.",
            )
        raise self._refusal(answer)

    def hang_up(self, provider_ref: str) -> None:
        """End the call; one that is over already is no error."""
        answer = self._post(f"/calls/{quote(provider_ref, safe='')}/hangup", {}, key="")
        if not answer.is_success and answer.status_code not in _GONE:
            raise self._refusal(answer)

    def close(self) -> None:
        """End the connections."""
        self._client.close()

    def _post(self, path: str, body: Mapping[str, object], *, key: str) -> httpx.Response:
        try:
            headers = {"Idempotency-Key": key} if key else {}
            return self._client.post(path, json=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise CallError(
                "CALL_REFUSED",
                f"The call provider {self._host} does not answer. Check FORBEAR_CALLS_URL and the "
                "network. Nobody was called.",
            ) from error
        except httpx.HTTPError as error:
            raise CallError(
                "CALL_UNKNOWN",
                f"The call provider {self._host} was asked and did not answer "
                f"({type(error).__name__}). A phone may ring; nobody can say.",
            ) from error

    def _refusal(self, answer: httpx.Response) -> CallError:
        code, said = answer.status_code, json_object(answer)
        if code in _LOGIN:
            sentence = f"{self._host} refused the token of calls. Check FORBEAR_CALLS_TOKEN."
            return CallError("CALL_LOGIN_REFUSED", sentence)
        if code in _BUSY:
            sentence = f"The call provider {self._host} has no line free (HTTP {code})."
            return CallError("CALL_BUSY", sentence)
        if code >= _SERVER_FAULT:
            sentence = f"The call provider {self._host} failed (HTTP {code}). A phone may ring."
            return CallError("CALL_UNKNOWN", sentence)
        detail = f"{said.get('code', '')} {said.get('detail', '')}".strip()[:200]
        return CallError("CALL_REFUSED", f"The call provider refused (HTTP {code} {detail}).")


def _require_order(order: CallOrder) -> None:
    for what, value, form in (
        ("the number to call", order.to, NUMBER),
        ("the number to show", order.caller_id, NUMBER),
        ("the collector's line", order.line, LINE),
    ):
        if not form.fullmatch(value):
            raise CallError("CALL_INVALID", f"{what} is {value[:60]!r}: that cannot be called.")
