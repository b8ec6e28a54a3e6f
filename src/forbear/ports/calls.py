"""What a provider of calls is: someone who rings the collector's phone, and then one other.

One call at a time, begun by a collector's click. There is no way here to hand over a list, to pace
or to dial ahead: a dialler cannot be built on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forbear.ports.channels import PermitKey

# a number with its country; and a collector's own phone, which may be a SIP address
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
LINE = re.compile(r"\+[1-9][0-9]{6,14}|sips?:[A-Za-z0-9._~%+-]{1,64}@[A-Za-z0-9.:\[\]-]{1,120}")


class CallError(Exception):
    """A call was not begun; with code CALL_UNKNOWN alone it may have been.

    ``code`` is stable: CALLS_NOT_CONFIGURED, CALL_INVALID, CALL_LOGIN_REFUSED, CALL_REFUSED,
    CALL_BUSY, CALL_UNKNOWN.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code

    @property
    def may_have_begun(self) -> bool:
        """Whether nobody can say if a phone rings now."""
        return self.code == "CALL_UNKNOWN"


@dataclass(frozen=True, slots=True)
class CallOrder:
    """One call. ``line`` is the collector's own phone, which rings first: +44… or sip:….

    ``caller_id`` is a registered number of ours; ``reference`` is unique to the permit, and who
    sees it twice must not dial twice. ``announce`` asks the provider to say that it records.
    """

    line: str
    to: str
    caller_id: str
    reference: str
    record: bool = False
    announce: bool = False


class CallProvider(Protocol):
    """Rings the collector first, then the number of the order. Knows an order by its reference."""

    @property
    def name(self) -> str:
        """By what its calls are known in the store."""
        ...

    @property
    def records(self) -> bool:
        """Whether it is asked to record."""
        ...

    def start(self, order: CallOrder, permit: PermitKey, *, at: datetime) -> str:
        """Begin one call under ``permit``; return the provider's number of it.

        Raises CallError, and ChannelError if the permit does not fit.
        """
        ...

    def hang_up(self, provider_ref: str) -> None:
        """End a call; one that has ended is no error. Raises CallError."""
        ...
