"""The second step: a device is begun, confirmed, asked for codes, lost and begun anew."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import User

from forbear.services.keeping import Keeper
from forbear.services.refusals import Refusal
from forbear.services.seats import seat_begin
from forbear.services.two_step import (
    RECOVERY_CODES,
    TRIES,
    code_prove,
    device_begin,
    device_confirm,
    device_of,
    recovery_left,
    recovery_renew,
    two_step_end,
)
from forbear.store.models import AuditEntry, RecoveryCode, Seat, SignInDevice
from tests.services.codes import code_at

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
KEEPER = Keeper([Fernet.generate_key()])
pytestmark = pytest.mark.django_db


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def seated(user: User) -> Seat:
    return seat_begin(user=user, agent="", at=AT)


def enrolled(name: str = "chen") -> tuple[User, Seat, str, list[str]]:
    user = User.objects.create_user(name)
    seat = seated(user)
    begun = device_begin(user=user, house="Bank", keeper=KEEPER, at=AT)
    codes = device_confirm(
        user=user, seat=seat, code=code_at(begun.secret, AT), keeper=KEEPER, at=AT
    )
    assert isinstance(codes, list)
    return user, seat, begun.secret, codes


def tried(seat: Seat, code: str, at: datetime) -> str:
    done = code_prove(seat=Seat.objects.get(pk=seat.pk), code=code, keeper=KEEPER, at=at)
    return done.code if isinstance(done, Refusal) else "proved"


def test_the_reference_is_that_of_the_rfc() -> None:
    """RFC 6238, appendix B: the last six of the eight digits, SHA-1."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    table = ((59, "287082"), (1111111109, "081804"), (20000000000, "353130"))
    for seconds, code in table:
        assert code_at(secret, datetime.fromtimestamp(seconds, UTC)) == code


def test_a_device_is_confirmed_by_its_first_code_and_its_secret_is_enciphered() -> None:
    user = User.objects.create_user("chen")
    seat, other = seated(user), seated(user)
    begun = device_begin(user=user, house="Bank & Co", keeper=KEEPER, at=AT)
    assert device_begin(user=user, house="Bank & Co", keeper=KEEPER, at=after(60)) == begun
    assert begun.uri.startswith("otpauth://totp/Bank%20%26%20Co:chen?")
    assert f"secret={begun.secret}" in begun.uri
    assert begun.secret not in SignInDevice.objects.get().secret
    assert device_of(user) is None
    wrong = device_confirm(user=user, seat=seat, code="12", keeper=KEEPER, at=AT)
    assert isinstance(wrong, Refusal)
    assert wrong.code == "CODE_WRONG"
    code = code_at(begun.secret, AT)
    codes = device_confirm(user=user, seat=seat, code=code, keeper=KEEPER, at=AT)
    assert isinstance(codes, list)
    assert len(set(codes)) == RECOVERY_CODES
    assert device_of(user) == begun.device
    assert Seat.objects.get(pk=seat.pk).proved_at == AT
    assert Seat.objects.get(pk=other.pk).ended_at == AT
    assert not {one.replace("-", "") for one in codes} & set(
        RecoveryCode.objects.values_list("sha256", flat=True)
    )


def test_one_that_was_begun_long_ago_is_begun_anew() -> None:
    user = User.objects.create_user("chen")
    seat = seated(user)
    first = device_begin(user=user, house="Bank", keeper=KEEPER, at=AT)
    late = after(3601)
    done = device_confirm(
        user=user, seat=seat, code=code_at(first.secret, late), keeper=KEEPER, at=late
    )
    assert isinstance(done, Refusal)
    assert done.code == "DEVICE_UNKNOWN"
    second = device_begin(user=user, house="Bank", keeper=KEEPER, at=late)
    assert second.secret != first.secret


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-60, "CODE_WRONG"), (-30, "proved"), (0, "proved"), (30, "proved"), (60, "CODE_WRONG")],
)
def test_a_clock_may_be_one_stretch_off(seconds: int, said: str) -> None:
    _, seat, secret, _ = enrolled()
    now = after(300)
    assert tried(seat, code_at(secret, now + timedelta(seconds=seconds)), now) == said


def test_no_code_is_taken_twice_nor_one_from_before_it() -> None:
    user, seat, secret, _ = enrolled()
    assert tried(seat, code_at(secret, AT), AT) == "CODE_USED"  # it confirmed the device
    now = after(90)
    assert tried(seat, code_at(secret, now), now) == "proved"
    assert tried(seat, code_at(secret, now), after(91)) == "CODE_USED"
    assert tried(seated(user), code_at(secret, now), after(92)) == "CODE_USED"
    assert tried(seat, code_at(secret, after(60)), after(93)) == "CODE_USED"


def test_a_recovery_code_lets_in_once_however_it_is_written() -> None:
    user, seat, _, codes = enrolled()
    device = device_of(user)
    assert device is not None
    assert tried(seat, f" {codes[0].upper().replace('-', ' ')} ", AT) == "proved"
    assert tried(seat, codes[0], AT) == "CODE_WRONG"
    assert recovery_left(device) == RECOVERY_CODES - 1
    by = [row.data["by"] for row in AuditEntry.objects.filter(action="seat.proved").order_by("pk")]
    assert by == ["app", "recovery"]
    newer = recovery_renew(user=user, at=AT)
    assert isinstance(newer, list)
    assert tried(seat, codes[1], AT) == "CODE_WRONG"
    assert tried(seat, newer[1], AT) == "proved"
    assert recovery_left(device) == RECOVERY_CODES - 1


def test_codes_of_another_person_are_none() -> None:
    _, seat, _, _ = enrolled()
    _, _, secret, codes = enrolled("wang")
    now = after(120)
    assert tried(seat, code_at(secret, now), now) == "CODE_WRONG"
    assert tried(seat, codes[0], now) == "CODE_WRONG"


def test_guessing_ends_the_session_and_even_the_right_code_waits() -> None:
    user, seat, secret, codes = enrolled()
    later = after(900)
    for _ in range(TRIES):
        assert tried(seat, "0000001", later) == "CODE_WRONG"
    assert tried(seat, code_at(secret, later), later) == "SEAT_ENDED"
    assert Seat.objects.get(pk=seat.pk).ended_at == later
    # in another session as well: the count is the person's
    assert tried(seated(user), codes[0], later) == "SEAT_ENDED"
    quiet = after(1800)
    assert tried(seated(user), code_at(secret, quiet), quiet) == "proved"


def test_without_a_device_there_is_nothing_to_prove_by() -> None:
    user = User.objects.create_user("chen")
    assert tried(seated(user), "123456", AT) == "DEVICE_UNKNOWN"
    assert isinstance(recovery_renew(user=user, at=AT), Refusal)


def test_another_device_takes_the_place_of_the_first() -> None:
    user, seat, secret, codes = enrolled()
    now = after(120)
    begun = device_begin(user=user, house="Bank", keeper=KEEPER, at=now)
    code = code_at(begun.secret, now)
    done = device_confirm(user=user, seat=seat, code=code, keeper=KEEPER, at=now)
    assert isinstance(done, list)
    later = after(240)
    assert tried(seat, code_at(secret, later), later) == "CODE_WRONG"
    assert tried(seat, codes[0], later) == "CODE_WRONG"
    assert tried(seat, code_at(begun.secret, later), later) == "proved"


def test_a_reset_ends_device_and_sessions() -> None:
    user, seat, _, _ = enrolled()
    assert two_step_end(user=user, at=AT, actor="it") == 1
    assert two_step_end(user=user, at=AT, actor="it") == 0
    assert device_of(user) is None
    assert Seat.objects.get(pk=seat.pk).ended_by == "it"
