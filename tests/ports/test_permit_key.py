from datetime import UTC, datetime, timedelta

import pytest

from forbear.ports.channels import ChannelError, PermitKey, require_permit

AT = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


def permit(*, channel: str = "sms", minutes: int = 5) -> PermitKey:
    return PermitKey(7, channel, "cp1", AT + timedelta(minutes=minutes))


def test_a_living_permit_of_the_channel_opens_it():
    require_permit(permit(), channel="sms", at=AT)


@pytest.mark.parametrize(
    "given, code",
    [
        (permit(channel="email"), "PERMIT_OF_ANOTHER_CHANNEL"),
        (permit(minutes=0), "PERMIT_EXPIRED"),
        (permit(minutes=-1), "PERMIT_EXPIRED"),
    ],
)
def test_any_other_permit_does_not(given: PermitKey, code: str):
    with pytest.raises(ChannelError) as caught:
        require_permit(given, channel="sms", at=AT)
    assert caught.value.code == code
    assert not caught.value.is_retryable
