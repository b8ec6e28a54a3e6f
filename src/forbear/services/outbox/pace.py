"""How many messages to mark as being sent at a time.

What is marked is handed over even if the channel is stopped a moment later, and is in doubt if the
process dies. So as many are marked as the channel takes in a fraction of a second, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Lock

from forbear.ports.channels import Answered, ChannelError

Now = Callable[[], datetime]
FIRST, MOST = 8, 100
# what a hand-over should take, and how long it may go on beginning further messages
_AIM, _LONGEST = timedelta(milliseconds=250), timedelta(milliseconds=500)


class Pace:
    """Remembers how fast each channel is. Safe to share by threads."""

    def __init__(self) -> None:
        self._sizes: dict[str, int] = {}
        self._lock = Lock()

    def size(self, channel: str) -> int:
        """Return how many messages to mark now."""
        return self._sizes.get(channel, FIRST)

    def learn(self, channel: str, answers: Sequence[Answered], took: timedelta) -> None:
        """Take in how long a hand-over took; one that found nobody begins anew with one message."""
        handed = [one for one in answers if not is_not_begun(one)]
        many = max(len(handed), 1)
        if all(isinstance(one, ChannelError) and one.is_retryable for one in answers):
            size = 1
        else:
            size = int(many * (_AIM / max(took, timedelta(milliseconds=1))))
            size = max(1, min(size, 2 * max(many, self.size(channel)), MOST))
        with self._lock:
            self._sizes[channel] = size


def go_on_from(now: Now) -> Callable[[], bool]:
    """Return what says whether there is still time to begin another message."""
    end = now() + _LONGEST
    return lambda: now() < end


def is_not_begun(answer: Answered) -> bool:
    """Whether a message was not handed over at all."""
    return isinstance(answer, ChannelError) and answer.code == "NOT_BEGUN"
