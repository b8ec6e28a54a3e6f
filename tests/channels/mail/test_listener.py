from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence

import pytest

from forbear.channels.mail.listener import SIZE_MAX, mail_listener

MAIL = b"Subject: x\r\n\r\nhello\r\n"


def test_a_mail_is_acknowledged_when_it_was_taken() -> None:
    taken: list[tuple[bytes, list[str]]] = []

    def on_mail(data: bytes, to: Sequence[str]) -> None:
        taken.append((data, list(to)))

    with mail_listener(on_mail) as port, smtplib.LMTP("127.0.0.1", port) as door:
        door.sendmail("", ["bounces+fb-1-a@bank.example", "b@bank.example"], MAIL)
    [(data, to)] = taken
    assert data == MAIL
    assert to == ["bounces+fb-1-a@bank.example", "b@bank.example"]


def test_after_an_error_it_is_asked_for_again(caplog: pytest.LogCaptureFixture) -> None:
    def on_mail(data: bytes, to: Sequence[str]) -> None:
        raise RuntimeError(f"no database for {len(data)} {len(to)}")

    with (
        caplog.at_level(logging.CRITICAL),
        mail_listener(on_mail) as port,
        smtplib.LMTP("127.0.0.1", port) as door,
    ):
        with pytest.raises(smtplib.SMTPDataError) as refused:
            door.sendmail("", ["b@bank.example"], MAIL)
        assert refused.value.smtp_code == 451
        assert door.noop()[0] == 250


def test_a_mail_of_50_megabytes_is_refused_for_good() -> None:
    taken: list[bytes] = []
    with (
        mail_listener(lambda data, _: taken.append(data)) as port,
        smtplib.LMTP("127.0.0.1", port) as door,
    ):
        with pytest.raises(smtplib.SMTPException) as refused:
            door.sendmail("a@b.example", ["b@bank.example"], b"x" * 50_000_000)
        assert "552" in str(refused.value)
    assert taken == []
    assert SIZE_MAX < 50_000_000
