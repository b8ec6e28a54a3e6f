from __future__ import annotations

import logging

from django.conf import settings

from forbear.wiring.logs import MaskedFormatter


def test_a_page_that_fails_is_written_down() -> None:
    django = settings.LOGGING["loggers"]["django"]
    assert django["handlers"] == ["stderr"]
    assert logging.getLogger("django.request").isEnabledFor(logging.ERROR)


def test_a_traceback_names_the_place_and_no_person() -> None:
    try:
        raise ValueError("no letter to ada@example.com, +1 202 555 0147, card 4111 1111 1111 1111")
    except ValueError as error:
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", ("/lost/",),
            (type(error), error, error.__traceback__),
        )  # fmt: skip
    written = MaskedFormatter("%(levelname)s %(message)s").format(record)
    assert written.startswith("ERROR Internal Server Error: /lost/")
    assert "test_logs.py" in written
    for told in ("ada@example.com", "202 555 0147", "4111"):
        assert told not in written
