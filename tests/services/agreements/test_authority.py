from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import Error, transaction

from forbear.core.agreements.authority import Limit
from forbear.services.agreements.authority import authority_limits, authority_set
from forbear.store.models import AuthorityLimit
from tests.services.agreements.make import AT, WAIVER, code, day, made, owing

pytestmark = pytest.mark.django_db
LIMIT = Limit("collector", "fee_waiver", day(0), share_bp=10_000, amount_minor=1_000)


def write(limit: Limit, note: str = "decided by the board") -> object:
    return authority_set(limit, at=AT, actor="boss", note=note)


def test_a_written_limit_counts_from_its_day_over_the_one_that_ships() -> None:
    assert isinstance(write(LIMIT), AuthorityLimit)
    mine = [x for x in authority_limits(day(0)) if (x.role, x.kind) == ("collector", "fee_waiver")]
    assert mine == [LIMIT]
    assert LIMIT not in authority_limits(day(-1))
    assert made(owing(), WAIVER, roles=("collector",)).state == "asked"


def test_a_withdrawn_one_leaves_nothing() -> None:
    write(replace(LIMIT, is_withdrawn=True))
    found = [x for x in authority_limits(day(0)) if (x.role, x.kind) == ("collector", "fee_waiver")]
    assert found == []


@pytest.mark.parametrize(
    ("limit", "note", "said"),
    [
        (replace(LIMIT, role=" "), "x", "ROLE_UNKNOWN"),
        (replace(LIMIT, kind="gift"), "x", "OFFER_UNKNOWN"),
        (replace(LIMIT, currency="ZZZ"), "x", "CURRENCY_UNKNOWN"),
        (replace(LIMIT, amount_minor=-1), "x", "LIMIT_UNUSABLE"),
        (replace(LIMIT, share_bp=10_001), "x", "LIMIT_UNUSABLE"),
        (LIMIT, " ", "NOTE_MISSING"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(limit: Limit, note: str, said: str) -> None:
    assert code(write(limit, note)) == said


def test_limits_are_never_edited() -> None:
    write(LIMIT)
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        AuthorityLimit.objects.update(amount_minor=5)
