"""What a mandate must say, and how long it lasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forbear.core.debits.bank_accounts import compact, iban_objection
from forbear.core.debits.deciding import mandate_holds
from forbear.core.debits.mandates import Mandate, mandate_objections, tidy
from forbear.core.debits.rules import DebitRules
from forbear.core.debits.words import OBJECTIONS, Objection
from forbear.packs import load_book

RULES = DebitRules.of(load_book().periods)
MANDATE = Mandate(
    reference="M-2026-0001",
    signed_on=date(2026, 1, 5),
    sequence="FRST",
    scheme="CORE",
    creditor_id="DE98ZZZ09999999999",
    iban="DE89370400440532013000",
    holder="Ada Kowalski",
)


def codes(**given: object) -> list[str]:
    return [one.code for one in mandate_objections(replace(MANDATE, **given))]


def test_a_mandate_in_order_has_nothing_against_it() -> None:
    assert not codes()
    assert not codes(bic="COBADEFFXXX", amount="fixed", fixed_minor=5000, notice_days=5)
    assert not codes(iban="GB82WEST12345698765432", bic="WESTGB22")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"iban": "DE88370400440532013000"}, "IBAN_INVALID"),  # check digits
        ({"iban": "DE8937040044053201300"}, "IBAN_INVALID"),  # too short
        ({"iban": ""}, "IBAN_INVALID"),
        ({"iban": "ZZ89370400440532013000"}, "IBAN_INVALID"),  # no such country
        ({"iban": "TR330006100519786457841326"}, "IBAN_NOT_SEPA"),
        ({"bic": "COBADEFFX"}, "BIC_INVALID"),
        ({"bic": "C0BADEFF1"}, "BIC_INVALID"),
        ({"creditor_id": "DE97ZZZ09999999999"}, "CREDITOR_ID_INVALID"),
        ({"creditor_id": "DE98"}, "CREDITOR_ID_INVALID"),
        ({"reference": ""}, "REFERENCE_INVALID"),
        ({"reference": "x" * 36}, "REFERENCE_INVALID"),
        ({"reference": "M 1 "}, "REFERENCE_INVALID"),
        ({"reference": "/M1"}, "REFERENCE_INVALID"),
        ({"reference": "M//1"}, "REFERENCE_INVALID"),
        ({"reference": "授权1"}, "REFERENCE_INVALID"),
        ({"reference": "M1\n"}, "REFERENCE_INVALID"),
        ({"sequence": "LAST"}, "WORD_UNKNOWN"),
        ({"scheme": "COR1"}, "WORD_UNKNOWN"),
        ({"amount": "all"}, "WORD_UNKNOWN"),
        ({"holder": "  "}, "NAME_MISSING"),
        ({"amount": "fixed"}, "AMOUNT_INVALID"),
        ({"amount": "fixed", "fixed_minor": 0}, "AMOUNT_INVALID"),
        ({"amount": "fixed", "fixed_minor": -1}, "AMOUNT_INVALID"),
        ({"fixed_minor": 100}, "AMOUNT_INVALID"),
        ({"notice_days": 0}, "NOTICE_INVALID"),
        ({"notice_days": 61}, "NOTICE_INVALID"),
    ],
)
def test_what_is_wrong_is_told_by_its_code(given: dict[str, object], code: str) -> None:
    assert codes(**given) == [code]


def test_everything_wrong_is_told_at_once() -> None:
    assert set(codes(iban="", reference="", holder="")) == {
        "IBAN_INVALID",
        "REFERENCE_INVALID",
        "NAME_MISSING",
    }


def test_blanks_and_small_letters_are_mended() -> None:
    given = replace(MANDATE, iban="de89 3704 0044 0532 0130 00", bic="cobadeff", holder=" A  B ")
    mended = tidy(given)
    assert (mended.iban, mended.bic, mended.holder) == ("DE89370400440532013000", "COBADEFF", "A B")
    assert compact("a\u00a0b c") == "ABC"


def test_one_digit_wrong_is_always_found() -> None:
    for place in range(4, 22):
        digits = list(MANDATE.iban)
        digits[place] = str((int(digits[place]) + 1) % 10)
        assert iban_objection("".join(digits)) is not None, place


@pytest.mark.parametrize(
    ("signed", "used", "day", "lapsed"),
    [
        (date(2023, 1, 31), None, date(2026, 1, 31), False),
        (date(2023, 1, 31), None, date(2026, 2, 1), True),
        (date(2020, 1, 31), date(2023, 2, 28), date(2026, 2, 28), False),
        (date(2020, 1, 31), date(2023, 2, 28), date(2026, 3, 2), True),
        (date(2021, 2, 28), date(2024, 2, 29), date(2027, 2, 28), False),
        (date(2021, 2, 28), date(2024, 2, 29), date(2027, 3, 1), True),
    ],
)
def test_a_mandate_lapses_after_36_months_without_use(
    signed: date, used: date | None, day: date, *, lapsed: bool
) -> None:
    mandate = replace(MANDATE, signed_on=signed, last_used_on=used)
    found = [one.code for one in mandate_holds(mandate, RULES, on=day)]
    assert found == (["MANDATE_LAPSED"] if lapsed else [])


def test_a_mandate_that_is_not_yet_signed_or_not_active_is_told() -> None:
    early = mandate_holds(MANDATE, RULES, on=date(2026, 1, 4))
    assert [one.code for one in early] == ["MANDATE_NOT_SIGNED"]
    for state in ("suspended", "cancelled", "used"):
        found = mandate_holds(replace(MANDATE, state=state), RULES, on=date(2026, 2, 2))
        assert [one.code for one in found] == [f"MANDATE_{state.upper()}"]


def test_use_moves_the_sequence_on() -> None:
    day = date(2026, 2, 2)
    first = MANDATE.presented(day)
    assert (first.sequence, first.state, first.last_used_on) == ("RCUR", "active", day)
    assert first.presented(day).sequence == "RCUR"
    for sequence in ("OOFF", "FNAL"):
        last = replace(MANDATE, sequence=sequence).presented(day)
        assert (last.sequence, last.state) == (sequence, "used")


def test_every_objection_is_said_in_both_languages() -> None:
    for code, (english, chinese) in OBJECTIONS.items():
        assert english.endswith("."), code
        assert chinese.endswith("。"), code
        assert "{}" not in Objection(code, "x").text + Objection(code, "x").text_zh
