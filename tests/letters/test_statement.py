"""The statement page: every sum of the answer, in both languages, tagged and with its fonts."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forbear.core.ledger.balance import balance_of
from forbear.core.ledger.lawful import LawFlag
from forbear.core.ledger.reading import Account, read_account
from forbear.core.speech.facts import LANGUAGES, Language
from forbear.letters.statement import StatementPress
from forbear.letters.statement_words import WORDS
from forbear.packs.products import load_products
from forbear.ports.letters import LetterError

PRESS = StatementPress()
ON = date(2026, 5, 15)
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None,
    reason="pdftotext is missing: install poppler-utils to read the pages back",
)


def account(product: str, *more: dict[str, Any]) -> Account:
    currency, nation = {"larkfield-cn": ("CNY", "CN"), "larkfield-us": ("USD", "US")}[product]
    events = [
        {"id": "p", "kind": "purchase", "on": "2026-03-05", "amount_minor": 1_000_000},
        {"id": "c", "kind": "cash_advance", "on": "2026-03-12", "amount_minor": 200_000},
        {"id": "y", "kind": "payment", "on": "2026-04-20", "amount_minor": 150_000},
        *more,
    ]
    given = {
        "id": "6225-1",
        "currency": currency,
        "jurisdictions": [nation],
        "product": product,
        "events": events,
    }
    return read_account(given, load_products())


def told(pdf: bytes, folder: Path) -> str:
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True
    )
    return re.sub(r"\s", "", done.stdout.decode())


@needs_poppler
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("product", ["larkfield-cn", "larkfield-us"])
def test_every_sum_is_on_the_page(product: str, language: Language, tmp_path: Path) -> None:
    given = account(product)
    found = balance_of(given, ON)
    text = told(PRESS.statement_pdf(given, found, (), language), tmp_path)
    assert found.minimum is not None
    for minor in (
        found.pay_off,
        found.state.owed,
        found.overdue,
        found.minimum.unpaid,
        *(part.owed for part in (*found.balances, *found.components[1:]) if part.owed),
        *(line.amount_minor for line in found.fee_lines if line.on.month == 5),
    ):
        assert f"{minor // 100:,}.{minor % 100:02d}" in text
    for name in ("pay_off", "parts", "rate", "purchase"):
        assert re.sub(r"\s", "", WORDS[language][name]) in text


@needs_poppler
def test_what_the_law_says_is_on_the_page(tmp_path: Path) -> None:
    given = account("larkfield-cn")
    flag = LawFlag("cn-total-24pct", "法发〔2017〕22号第2条", "interest above 24 % of principal")
    pdf = PRESS.statement_pdf(given, balance_of(given, ON), [flag], "zh-Hans")
    assert "法发〔2017〕22号第2条" in told(pdf, tmp_path)


def test_a_page_is_tagged_in_its_language_and_equal_balances_give_equal_bytes() -> None:
    given = account("larkfield-cn")
    pdf = PRESS.statement_pdf(given, balance_of(given, ON), (), "zh-Hans")
    assert b"/StructTreeRoot" in pdf
    assert pdf == PRESS.statement_pdf(given, balance_of(given, ON), (), "zh-Hans")


def test_an_account_without_anything_has_a_page() -> None:
    given = read_account(
        {"currency": "USD", "jurisdictions": ["US"], "product": "larkfield-us"}, load_products()
    )
    assert PRESS.statement_pdf(given, balance_of(given, ON), (), "en").startswith(b"%PDF")


def test_a_name_that_cannot_be_printed_is_told() -> None:
    payer = {"id": "e", "kind": "payment", "on": "2026-05-01", "amount_minor": 5, "paid_by": "😀"}
    given = account("larkfield-cn", payer)
    with pytest.raises(LetterError) as caught:
        PRESS.statement_pdf(given, balance_of(given, ON), (), "en")
    assert caught.value.code == "GLYPH_MISSING"


def test_both_languages_have_the_same_words() -> None:
    assert set(WORDS["en"]) == set(WORDS["zh-Hans"])
