"""The way out: to public addresses only, no redirect, a small answer, and never an exception."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from forbear.channels.webhooks import GuardedPost, networks, url_fault
from tests.channels.listener import Listener, listening

HERE = networks("127.0.0.0/8")


@pytest.fixture
def other() -> Iterator[Listener]:
    with listening() as made:
        yield made


def test_a_request_arrives_as_it_was_sent(other: Listener) -> None:
    answer = GuardedPost(allowed=HERE)(other.url(), headers={"webhook-id": "1"}, body=b"{}")
    assert (answer.status, answer.said) == (200, "thanks")
    ((path, headers, body),) = other.heard
    assert (path, body, headers["webhook-id"]) == ("/hook", b"{}", "1")
    assert headers["host"] == f"127.0.0.1:{other.port}"


def test_a_redirect_leads_nowhere(other: Listener) -> None:
    other.statuses, other.headers = [302], {"Location": other.url("/elsewhere")}
    assert GuardedPost(allowed=HERE)(other.url(), headers={}, body=b"").status == 302
    assert [path for path, *_ in other.heard] == ["/hook"]


def test_of_a_long_answer_only_the_beginning_is_read(other: Listener) -> None:
    other.body = b"x" * 10_000_000
    answer = GuardedPost(allowed=HERE)(other.url(), headers={}, body=b"")
    assert answer.said == "x" * 200


def test_nobody_there_is_an_answer_too() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        place = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        answer = GuardedPost(allowed=HERE)(place, headers={}, body=b"")
    assert (answer.status, answer.is_barred) == (0, False)
    assert "ConnectError" in answer.said


@pytest.mark.parametrize(
    "place",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://10.1.2.3/",
        "https://192.168.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://0.0.0.0/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fd00::1]/",
        "https://224.0.0.1/",
        "https://100.64.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "http://127.0.0.1/",
        "http://8.8.8.8/",
    ],
)
def test_no_request_goes_where_only_we_can(place: str, other: Listener) -> None:
    answer = GuardedPost()(place, headers={}, body=b"")
    assert (answer.status, answer.is_barred) == (0, True), answer
    assert not other.heard


def test_a_name_that_answers_otherwise_later_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, other: Listener
) -> None:
    asked = []

    def first_good(host: str, port: int, **more: object) -> list[tuple[object, ...]]:
        del more
        asked.append(host)
        address = "8.8.8.8" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connected(place: tuple[str, int], *args: object, **more: object) -> socket.socket:
        del args, more
        raise ConnectionRefusedError(place[0])

    monkeypatch.setattr(socket, "getaddrinfo", first_good)
    monkeypatch.setattr(socket, "create_connection", connected)
    answer = GuardedPost()("https://rebinds.example/", headers={}, body=b"")
    assert not other.heard
    assert "8.8.8.8" in answer.said
    assert asked == ["rebinds.example"]


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("ftp://host.example/", "Give an address"),
        ("https:///x", "Give an address"),
        ("https://user:word@host.example/", "without a password"),
        ("https://host.example:99999/", "no address"),
        ("https://host.example/#x", "without a fragment"),
        ("https://host.example/a b", "without spaces"),
        ("https://höst.example/", "plain letters"),
        ("http://8.8.8.8/", "Use https"),
        ("javascript:alert(1)", "Give an address"),
        ("", "Give an address"),
    ],
)
def test_what_is_no_address_says_why(place: str, word: str) -> None:
    assert word in url_fault(place)


def test_https_anywhere_and_http_at_home_are_addresses() -> None:
    assert not url_fault("https://host.example/forbear?x=1")
    assert not url_fault("http://127.0.0.1:9/", allowed=HERE)
    with pytest.raises(ValueError, match="10"):
        networks("10.0.0.1/8")
