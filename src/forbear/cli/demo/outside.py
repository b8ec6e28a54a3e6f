"""The world outside, for the demo: a mail server, an SMS gateway and a provider of calls.

Real ones, on this machine; the calls ring nobody.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from forbear.channels.local.arrivals import Arrived
from forbear.channels.local.call_exchange import call_exchange
from forbear.channels.local.sms_gateway import SmsGateway, sms_gateway
from forbear.channels.local.smtp_sink import SmtpSink, smtp_sink
from forbear.channels.local.webhooks import Reporter
from forbear.wiring import clock
from forbear.wiring.home import data_folder
from forbear.wiring.webhooks import calls_secret

# seconds between two events of a call that is played
_PAUSE = 2.0


@dataclass(frozen=True, slots=True)
class Outside:
    """What receives the demo's messages."""

    mail: SmtpSink
    texts: SmsGateway
    texts_folder: Path
    letters: Path

    @classmethod
    @contextmanager
    def running(cls, api: str) -> Iterator[Outside]:
        """Run the servers, and tell the channels where they are; calls are reported to ``api``."""
        home = data_folder()
        token = secrets.token_urlsafe(16)
        with (
            smtp_sink(home / "arrived" / "mail", clock=clock.now) as mail,
            sms_gateway(home / "arrived" / "sms", clock=clock.now, token=token) as texts,
            call_exchange(
                home / "arrived" / "calls",
                clock=clock.now,
                token=token,
                report=Reporter(api, calls_secret()),
                plays=_PAUSE,
            ) as calls,
        ):
            os.environ["FORBEAR_CALLS_URL"] = calls.url
            os.environ["FORBEAR_CALLS_TOKEN"] = token
            os.environ["FORBEAR_SMTP_URL"] = mail.url
            os.environ["FORBEAR_SMS_URL"] = texts.url
            os.environ["FORBEAR_SMS_TOKEN"] = token
            yield cls(mail, texts, home / "arrived" / "sms", home / "letters")

    def emails(self) -> list[Arrived]:
        """Return the e-mails that arrived, oldest first."""
        return self.mail.arrived()

    def messages(self) -> list[Arrived]:
        """Return the text messages that arrived, oldest first."""
        return self.texts.arrived()

    def pdfs(self) -> list[Path]:
        """Return the letters that were made."""
        return sorted(self.letters.rglob("*.pdf"))
