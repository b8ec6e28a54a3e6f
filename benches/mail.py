"""How many e-mails a second the channel alone hands over, signed and unsigned.

The mail server is a process of its own on this machine: it has the other core, and is itself
written in Python, so it is often what is waited for. ``smtplib`` alone with one mail that is
composed once shows what the server and the protocol leave.
"""

from __future__ import annotations

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from socket import create_server

from forbear.channels.email import EmailChannel, smtp_config
from forbear.channels.mail.compose import mail_of
from forbear.channels.mail.dkim import dkim_key_make, dkim_signer
from forbear.ports.channels import OutgoingMessage, PermitKey, Receipt

MAILS = 1000
AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
_PERMIT = PermitKey(1, "email", "cp", AT + timedelta(minutes=10))
_TEXT = "On 3 March 2026 a payment on your card was due. We can agree on a plan.\n\n" * 10


def run() -> list[dict[str, object]]:
    """Return mails a second; each mail is composed, signed if so said, and handed over."""
    signer = dkim_signer(domain="bank.example", selector="fb1", pem=dkim_key_make())
    with _server() as port:
        config = smtp_config(
            f"smtp://127.0.0.1:{port}/?from=letters@bank.example&bounces=bounces@bank.example"
        )
        bare = _bare(port)
        unsigned = _sent(EmailChannel(config, verp_key=b"k" * 32))
        signed = _sent(EmailChannel(config, verp_key=b"k" * 32, signer=signer))
    load = f"load {os.getloadavg()[0]:.1f}"
    return [
        _row("e-mail, signed", signed, f"RSA 2048; {signed / bare:.0%} of smtplib; {load}"),
        _row("e-mail, unsigned", unsigned, f"{unsigned / bare:.0%} of smtplib; {load}"),
        _row("e-mail, smtplib alone", bare, "the same mail each time, composed once"),
    ]


def _row(name: str, value: float, note: str) -> dict[str, object]:
    return {"name": name, "value": value, "unit": "mails/s", "note": note}


def _message(number: int) -> OutgoingMessage:
    return OutgoingMessage(
        to="ada@example.com",
        subject="Your card ending 4421: a reminder",
        text=_TEXT,
        html=f"<p>{_TEXT}</p>",
        language="en",
        reference=f"fb-{number}",
        unsubscribe_url=f"https://pay.bank.example/p/{number}-20555.{'x' * 43}/",
    )


def _sent(channel: EmailChannel) -> float:
    items = [(_message(number), _PERMIT) for number in range(MAILS)]
    channel.send(*items[0], at=AT)
    started = time.perf_counter()
    answers = channel.send_many(items, at=AT, go_on=lambda: True)
    seconds = time.perf_counter() - started
    channel.close()
    assert all(isinstance(one, Receipt) and one.status == "accepted" for one in answers)
    return MAILS / seconds


def _bare(port: int) -> float:
    data = mail_of(_message(1), sender="letters@bank.example", sender_name="", at=AT)
    with smtplib.SMTP("127.0.0.1", port) as connection:
        connection.sendmail("letters@bank.example", ["ada@example.com"], data)
        started = time.perf_counter()
        for _ in range(MAILS):
            connection.sendmail("letters@bank.example", ["ada@example.com"], data)
        return MAILS / (time.perf_counter() - started)


@contextmanager
def _server() -> Iterator[int]:
    with create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    with subprocess.Popen(
        [sys.executable, "-m", "benches._mail_server", str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        try:
            yield port
        finally:
            assert server.stdin is not None
            server.stdin.close()
            server.wait(10)
