from __future__ import annotations

from datetime import timedelta

import pytest

from forbear.ports.channels import Answered, ChannelError, Receipt, not_begun
from forbear.services.outbox.pace import FIRST, MOST, Pace, go_on_from
from tests.services.outbox.make import AT

GOOD = Receipt("accepted", "x")
BUSY = ChannelError("CHANNEL_BUSY", "Wait.", is_retryable=True)


@pytest.mark.parametrize(
    ("answers", "milliseconds", "size"),
    [
        pytest.param([GOOD] * 8, 1, 16, id="quick: twice as many"),
        pytest.param([GOOD] * 8, 250, 8, id="just right"),
        pytest.param([GOOD] * 8, 1000, 2, id="slow: fewer"),
        pytest.param([GOOD] * 8, 60_000, 1, id="never none"),
        pytest.param([GOOD, *[not_begun()] * 7], 500, 1, id="what was not begun took no time"),
        pytest.param([BUSY] * 8, 1, 1, id="nobody took any: begin anew"),
    ],
)
def test_as_many_are_marked_as_leave_in_a_moment(
    answers: list[Answered], milliseconds: int, size: int
) -> None:
    pace = Pace()
    assert pace.size("sms") == FIRST == 8
    pace.learn("sms", answers, timedelta(milliseconds=milliseconds))
    assert pace.size("sms") == size
    assert pace.size("email") == FIRST


def test_there_is_a_most() -> None:
    pace = Pace()
    for _ in range(10):
        pace.learn("sms", [GOOD] * pace.size("sms"), timedelta())
    assert pace.size("sms") == MOST


def test_no_message_is_begun_after_half_a_second() -> None:
    moments = iter([AT, AT + timedelta(milliseconds=499), AT + timedelta(milliseconds=500)])
    go_on = go_on_from(lambda: next(moments))
    assert [go_on(), go_on()] == [True, False]
