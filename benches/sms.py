"""Text messages: handed to an SMSC by the channel alone, and the time from STOP to opt-out."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from forbear.channels.local.smsc import SmscManner, smsc
from forbear.channels.smpp import SmppChannel, smpp_config
from forbear.ports.channels import OutgoingMessage, PermitKey, Receipt
from forbear.wiring import clock

SECTION = "sms"
COUNT, STOPS = 5_000, 100


def run() -> list[dict[str, object]]:
    """Measure submits a second without and with receipts, and the time from STOP to committed."""
    load = f"load {os.getloadavg()[0]:.1f}"
    rows = [
        {
            "name": f"submit_sm, window 100, {name}",
            "value": _submits(receipts=receipts),
            "unit": "messages/s",
            "note": f"{COUNT} messages, client and SMSC on the same cores; {load}",
        }
        for name, receipts in (("no receipts", False), ("receipts heard", True))
    ]
    middle, worst = _stops()
    note = f"from deliver_sm to its answer, which comes after the commit; {STOPS} senders; {load}"
    return [
        *rows,
        {"name": "STOP to opt-out committed, median", "value": middle, "unit": "ms", "note": note},
        {"name": "STOP to opt-out committed, slowest", "value": worst, "unit": "ms", "note": note},
    ]


def _submits(*, receipts: bool) -> float:
    heard: list[object] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        smsc(
            Path(folder),
            clock=clock.now,
            manner=SmscManner(receipts=receipts, keeps=False),
        ) as station,
    ):
        channel = SmppChannel(smpp_config(station.url + "?window=100"), on_heard=heard.append)
        at = clock.now()
        permit = PermitKey(1, "sms", "1", at + timedelta(minutes=10))
        items = [
            (
                OutgoingMessage(
                    f"+1202555{number % 400:04}",
                    "",
                    "Larkfield Bank: $35.00 is due on 26 March. Reply STOP to stop.",
                    "en",
                    f"fb-{number}",
                    sender="Larkfield",
                ),
                permit,
            )
            for number in range(COUNT)
        ]
        channel.send(*items[0], at=at)
        begin = time.perf_counter()
        answers = channel.send_many(items, at=at, go_on=lambda: True)
        while receipts and len(heard) <= COUNT:
            time.sleep(0.005)
        took = time.perf_counter() - begin
        channel.close()
    assert all(isinstance(one, Receipt) and one.status == "accepted" for one in answers)
    return COUNT / took


def _stops() -> tuple[float, float]:
    """Say STOP from numbers that someone has; return the median and the worst in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benches._sms_stops", folder, str(STOPS)],
            cwd=Path(__file__).resolve().parent.parent,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    took: list[float] = json.loads(done.stdout.splitlines()[-1])
    return statistics.median(took), max(took)
