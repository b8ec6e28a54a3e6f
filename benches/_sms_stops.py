"""From STOP to the opt-out, in a process of its own with a database of its own."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path


def measure(folder: Path, stops: int) -> list[float]:
    """Return how many milliseconds each STOP took until it was answered: it is committed then."""
    os.environ["FORBEAR_HOME"] = str(folder / "home")
    os.environ["DJANGO_SETTINGS_MODULE"] = "forbear.wiring.settings"
    os.environ.pop("DATABASE_URL", None)
    # the settings are read when these are first asked for
    from forbear.wiring import embedded  # noqa: PLC0415
    from forbear.wiring.database import ensure_database  # noqa: PLC0415
    from forbear.wiring.home import data_folder  # noqa: PLC0415

    try:
        ensure_database(migrate=True)
        return _said(folder, stops)
    finally:
        where = embedded.places(data_folder())
        embedded.stop(where)
        for left in (where.base, where.sockets):
            shutil.rmtree(left, ignore_errors=True)


def _said(folder: Path, stops: int) -> list[float]:
    from forbear.channels.local.smsc import smsc  # noqa: PLC0415 - needs Django
    from forbear.channels.smpp import SmppChannel, smpp_config  # noqa: PLC0415
    from forbear.store.models import Account, ContactPoint, OptOut, Person  # noqa: PLC0415
    from forbear.wiring import clock  # noqa: PLC0415
    from forbear.wiring.smpp import keep_in_thread, listening  # noqa: PLC0415

    numbers = [f"+1202555{number:04}" for number in range(stops)]
    for number in numbers:
        person = Person.objects.create(reference=number, name="A cardholder")
        Account.objects.create(
            reference=number, person=person, nation="US", currency="USD", balance_minor=1
        )
        ContactPoint.objects.create(reference=number, person=person, kind="mobile", value=number)
    took = []
    with smsc(folder / "smsc", clock=clock.now) as station:
        channel = SmppChannel(smpp_config(station.url), on_heard=keep_in_thread)
        with listening(channel):
            assert station.wait_bound()
            for number in numbers:
                begin = time.perf_counter()
                assert station.say(number, "10690", "STOP") == [True]
                took.append((time.perf_counter() - begin) * 1000)
        channel.close()
    assert OptOut.objects.count() == stops
    return took


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
