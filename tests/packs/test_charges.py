"""What bounds charges: what ships is sound and cited, and what is wrong is refused by name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forbear.core.law.charges import BOUNDS, read_charges
from forbear.core.law.saying import charge_said
from forbear.packs import load_book
from forbear.packs.loader import load_charges

VALUE: dict[str, Any] = {
    "rule_id": "us-x",
    "bound": "yearly_ceiling",
    "from": date(2020, 1, 1),
    "value": {"rate": "0.24"},
    "cite": "1 USC 1",
    "force": "statute",
    "confidence": "memory",
}


def document(**changed: Any) -> dict[str, Any]:
    value = {name: each for name, each in {**VALUE, **changed}.items() if each is not None}
    return {"question": "How much?", "kind": "charge", "jurisdiction": "US", "values": [value]}


def test_the_command_and_the_book_read_the_same() -> None:
    assert {each.rule_id for each in load_charges()} == {
        each.rule_id for each in load_book().charges
    }
    assert {each.bound for each in load_charges()} <= set(BOUNDS)


def test_each_says_its_value_in_words() -> None:
    said = {each.rule_id: charge_said(each) for each in load_charges()}
    assert said["cn-apr-band-2017"][0] == "A daily rate from 0.00035 to 0.0005"
    assert said["cn-no-overlimit-fee"] == ("No fee for going over the limit", "不得收取超限费")
    assert said["cn-allocation-90d"][1] == "逾期超过 90 天后,还款先冲抵本金"
    assert all("{" not in text for both in said.values() for text in both)


def test_a_sound_value_is_taken() -> None:
    found, faults = read_charges(document(), file="us/money_x.toml")
    assert not faults
    assert (found[0].number("rate"), found[0].is_law_of("US-NY")) == (2_400_000_000, True)


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"bound": "no_fun"}, "values[0].bound"),
        ({"value": {"rate": "24 %"}}, "values[0].value.rate"),
        ({"value": {"rate": 0.24}}, "values[0].value.rate"),
        ({"value": {"rate": "0.24", "of": "all"}}, "values[0].value.of"),
        ({"value": {}}, "values[0].value.rate"),
        ({"cite": " "}, "values[0].cite"),
        ({"cite": None}, "values[0].cite"),
        ({"to": date(2019, 1, 1)}, "values[0].to"),
        ({"confidence": "sure"}, "values[0].confidence"),
        ({"colour": "red"}, "values[0].colour"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(changed: dict[str, Any], key: str) -> None:
    _, faults = read_charges(document(**changed), file="us/money_x.toml")
    assert [fault.key for fault in faults] == [key]


def test_a_value_lies_in_its_nations_folder_and_does_not_overlap() -> None:
    _, faults = read_charges(document(), file="gb/money_x.toml")
    assert [fault.key for fault in faults] == ["jurisdiction"]
    twice = document()
    twice["values"] = [VALUE, VALUE]
    assert [fault.key for fault in read_charges(twice, file="us/m.toml")[1]] == ["us-x"]
