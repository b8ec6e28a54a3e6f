"""What a server writes of its own faults: on standard error, with personal data covered."""

from __future__ import annotations

import logging
from typing import Any

from forbear.core.speech.masking import masked


class MaskedFormatter(logging.Formatter):
    """Writes a record, its traceback included, without numbers and addresses of people."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, or lines, of a record."""
        return masked(super().format(record))


# A page that fails says so to its user; without this nobody else would ever learn of it.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "masked": {
            "()": "forbear.wiring.logs.MaskedFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "masked"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR"}},
}
