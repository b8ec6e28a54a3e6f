"""Whatever someone has at hand leads to the account."""

from __future__ import annotations

import pytest

from forbear.store.models import Account
from forbear.store.selectors.search import account_ids_found
from tests.store.make import account, person, point

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed() -> Account:
    who = person(reference="P-7788", name="Lin Xiaoyu")
    point(who, value="+8613800001234")
    point(who, kind="home", value="+12025550123")
    point(who, kind="email", value="Lin.X@Example.com")
    made = account(who, reference="ab-900%1", card_last4="4471")
    other = person(reference="P-9", name="王建国")
    point(other, value="+8613911112222")
    account(other, reference="ZZ-1", card_last4="0007")
    return made


@pytest.mark.parametrize(
    "text",
    [
        "lin",
        "LIN XIAO",
        "xiao",
        "xiaoyu lin",
        "AB-9",
        "ab-900%",
        "p-7788",
        "lin.x@ex",
        "4471",
        "138 0000 12",
        "+86 138-0000-1234",
        "0086 13800001234",
        "013800001234",
        "(202) 555-0123",
        "1 202 555",
        "1234",
        "0123",
        "  lin  ",
        "lin\x00",
    ],
)
def test_each_writing_finds_the_one_account(owed: Account, text: str) -> None:
    assert account_ids_found(text) == [owed.pk]


@pytest.mark.parametrize("text", ["王", "王建", "13911112222"])
def test_chinese_names_are_found_from_one_sign_on(owed: Account, text: str) -> None:
    [found] = account_ids_found(text)
    assert found != owed.pk


@pytest.mark.parametrize(
    "text", ["", "l", "%", "%%", "__", "'", "' | '", "ab-900_1", "99999", "nobody", "\\", "a:* &"]
)
def test_what_means_nobody_finds_nobody(owed: Account, text: str) -> None:
    del owed
    assert account_ids_found(text) == []


def test_every_account_of_a_person_is_found_up_to_the_limit(owed: Account) -> None:
    for _number in range(4):
        account(owed.person)
    assert len(account_ids_found("lin", limit=3)) == 3
    assert len(account_ids_found("lin")) == 5
