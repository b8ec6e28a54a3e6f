from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from forbear.services.throttle import Limit, throttle_take
from forbear.store.models import PublicRequest

AT = datetime(2026, 3, 12, 15, 4, tzinfo=UTC)
THREE = Limit("check", 3, timedelta(minutes=10))


def take(address: str = "192.0.2.1", *, minutes: int = 0, limit: Limit = THREE) -> bool:
    return throttle_take(limit, address=address, at=AT + timedelta(minutes=minutes))


@pytest.mark.django_db
def test_a_place_may_ask_so_often_and_then_has_to_wait() -> None:
    assert [take() for _ in range(5)] == [True, True, True, False, False]
    assert take("192.0.2.2"), "another place"
    assert take(limit=Limit("report", 1, timedelta(hours=1))), "another purpose"
    assert take(minutes=10), "another stretch of time"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "two", "is_same"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("nonsense", "", True),
        ("192.0.2.1", "192.0.2.10", False),
    ],
)
def test_what_is_one_place(one: str, two: str, *, is_same: bool) -> None:
    once = Limit("check", 1, timedelta(minutes=10))
    assert take(one, limit=once)
    assert take(two, limit=once) is not is_same


@pytest.mark.django_db
def test_no_address_is_kept_and_old_counts_are_forgotten() -> None:
    take("192.0.2.77")
    assert "192.0.2.77" not in str(PublicRequest.objects.values())
    take("192.0.2.78", minutes=60 * 25)
    assert PublicRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted() -> None:
    def work(_: int) -> bool:
        try:
            return take()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(work, range(24))) == 3
