"""One call at a time, over a real socket, from a provider that rings nobody."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from forbear.channels.calls_http import CallsHttp
from forbear.channels.local.arrivals import PortInUseError
from forbear.channels.local.call_exchange import Exchange, call_exchange
from forbear.ports.calls import CallError, CallOrder
from forbear.ports.channels import ChannelError, PermitKey

AT = datetime(2026, 3, 12, 15, 15, tzinfo=UTC)
PERMIT = PermitKey(7, "call", "cp1", AT + timedelta(minutes=5))
ORDER = CallOrder(
    line="sip:chen@phones.bank.example",
    to="+12025550144",
    caller_id="+442079460123",
    reference="fc-7",
    record=True,
    announce=True,
)


@pytest.fixture
def exchange(tmp_path: Path) -> Iterator[Exchange]:
    with call_exchange(tmp_path / "calls made", clock=lambda: AT, token="t-1") as running:
        yield running


@pytest.fixture
def provider(exchange: Exchange) -> Iterator[CallsHttp]:
    given = CallsHttp(url=exchange.url, token="t-1")
    yield given
    given.close()


def refusal(provider: CallsHttp, order: CallOrder = ORDER) -> tuple[str, bool]:
    with pytest.raises(CallError) as caught:
        provider.start(order, PERMIT, at=AT)
    return caught.value.code, caught.value.may_have_begun


def test_the_collectors_phone_is_named_first_and_the_number_that_is_shown(
    exchange: Exchange, provider: CallsHttp
) -> None:
    found = provider.start(ORDER, PERMIT, at=AT)
    [call] = exchange.calls
    assert call["id"] == found
    assert (call["agent"], call["to"], call["from"]) == (ORDER.line, ORDER.to, ORDER.caller_id)
    assert (call["reference"], call["record"], call["announce"]) == ("fc-7", True, True)


def test_the_same_order_rings_once_however_often_it_is_given(
    exchange: Exchange, provider: CallsHttp
) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: provider.start(ORDER, PERMIT, at=AT), range(20)))
    assert len(found) == len(exchange.calls) == 1


def test_and_once_when_the_provider_starts_again(tmp_path: Path) -> None:
    found = set()
    for _ in range(2):
        with call_exchange(tmp_path, clock=lambda: AT, token="t-1") as running:
            provider = CallsHttp(url=running.url, token="t-1")
            found.add(provider.start(ORDER, PERMIT, at=AT))
            provider.close()
    assert len(found) == 1


def test_a_reference_of_another_call_is_refused(exchange: Exchange, provider: CallsHttp) -> None:
    provider.start(ORDER, PERMIT, at=AT)
    assert refusal(provider, replace(ORDER, to="+12025550145")) == ("CALL_REFUSED", False)
    assert len(exchange.calls) == 1


def test_a_call_is_ended_and_one_that_is_over_is_no_error(
    exchange: Exchange, provider: CallsHttp
) -> None:
    found = provider.start(ORDER, PERMIT, at=AT)
    provider.hang_up(found)
    provider.hang_up("c-9/strange ?")
    assert exchange.hung_up == [found]


def test_what_cannot_begin_is_told(exchange: Exchange, provider: CallsHttp) -> None:
    assert refusal(provider, replace(ORDER, to="+12025550503")) == ("CALL_BUSY", False)
    stranger = CallsHttp(url=exchange.url, token="stolen")
    assert refusal(stranger) == ("CALL_LOGIN_REFUSED", False)
    stranger.close()
    assert exchange.calls == []


@pytest.mark.parametrize(
    "change",
    [
        {"to": "02079460123"},
        {"to": "+44 20 7946 0123"},
        {"to": "+44,+45"},
        {"caller_id": "withheld"},
        {"caller_id": ""},
        {"line": "chen"},
        {"line": "sip:a@b;x=\n"},
    ],
)
def test_only_whole_numbers_and_lines_are_dialled(
    exchange: Exchange, provider: CallsHttp, change: dict[str, str]
) -> None:
    assert refusal(provider, replace(ORDER, **change)) == ("CALL_INVALID", False)
    assert exchange.calls == []


@pytest.mark.parametrize(
    ("permit", "code"),
    [
        (replace(PERMIT, channel="sms"), "PERMIT_OF_ANOTHER_CHANNEL"),
        (replace(PERMIT, expires_at=AT), "PERMIT_EXPIRED"),
    ],
)
def test_without_its_permit_nobody_is_called(
    exchange: Exchange, provider: CallsHttp, permit: PermitKey, code: str
) -> None:
    with pytest.raises(ChannelError) as caught:
        provider.start(ORDER, permit, at=AT)
    assert caught.value.code == code
    assert exchange.calls == []


def test_nobody_there_is_certain_and_silence_is_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        quiet = CallsHttp(url=f"http://127.0.0.1:{port}", token="t", timeout_seconds=0.2)
        assert refusal(quiet) == ("CALL_UNKNOWN", True)
        quiet.close()
    gone = CallsHttp(url=f"http://127.0.0.1:{port}", token="t")
    assert refusal(gone) == ("CALL_REFUSED", False)
    gone.close()


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b"<html>", ("CALL_UNKNOWN", True)),
        (201, b'{"id": 7}', ("CALL_UNKNOWN", True)),
        (201, json.dumps({"id": "x" * 400}).encode(), ("CALL_UNKNOWN", True)),
        (200, b"[]", ("CALL_UNKNOWN", True)),
        (500, b"", ("CALL_UNKNOWN", True)),
        (422, b'{"code": "no_such_number"}', ("CALL_REFUSED", False)),
        (422, b"\xff\xfe", ("CALL_REFUSED", False)),
    ],
)
def test_nonsense_is_never_taken_for_a_call(
    status: int, body: bytes, expected: tuple[str, bool]
) -> None:
    class Strange(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Strange) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        provider = CallsHttp(url=f"http://127.0.0.1:{server.server_port}", token="t")
        assert refusal(provider) == expected
        provider.close()
        thread.join()


@pytest.mark.parametrize(
    "url", ["", "calls.example", "ftp://calls.example", "http://calls.example"]
)
def test_an_address_that_cannot_be_right_is_refused(url: str) -> None:
    with pytest.raises(CallError) as caught:
        CallsHttp(url=url, token="t")
    assert caught.value.code == "CALLS_NOT_CONFIGURED"


def test_a_port_that_is_taken_is_told(exchange: Exchange, tmp_path: Path) -> None:
    with (
        pytest.raises(PortInUseError),
        call_exchange(tmp_path, clock=lambda: AT, token="t", port=exchange.port),
    ):
        pass
