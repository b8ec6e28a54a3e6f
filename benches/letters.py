"""How many letters a second are set, and set and signed."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from multiprocessing import get_context

from forbear.letters.authority import authority_new, signer_new
from forbear.letters.press import TypstPress
from forbear.letters.seal import LetterSigner
from forbear.ports.letters import Fact, Letter

LETTERS = 200
_AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
_EN = Letter(
    reference="FB-0",
    on=date(2026, 3, 12),
    issuer_name="Northern River Bank",
    issuer_lines=("12 Quay Street", "Portland, OR 97205"),
    address=("Ada Kowalski", "48 Alder Lane", "Portland, OR 97201"),
    subject="Your card account and your rights",
    paragraphs=("Dear Ada Kowalski,", *("We are writing about your card. " * 4,) * 5),
    facts=tuple(Fact(f"Fact {number}", "$1,200.50", is_figure=True) for number in range(6)),
    rights=("You may ask how each amount was worked out.",) * 5,
    closing=("With kind regards", "Northern River Bank"),
    check_url="https://bank.example.com/check",
)
_ZH = replace(
    _EN,
    issuer_name="北江银行",
    address=("欧阳晓琳", "北江市和平区槐树街48号"),
    subject="关于您的信用卡账户和您的权利",
    paragraphs=("欧阳晓琳，您好：", *("现就您的信用卡账户致函。" * 6,) * 5),
    rights=("您可以查询账户明细，了解每一笔金额是如何计算的。",) * 5,
    closing=("此致", "北江银行"),
)


def _made(work: tuple[str, int, int]) -> int:
    """Make and sign letters of a language; return their bytes. A process of its own has its key."""
    language, first, many = work
    press, signer = TypstPress(), _signer()
    sample = _EN if language == "en" else _ZH
    size = 0
    for number in range(first, first + many):
        pdf = press.letter_pdf(replace(sample, reference=f"FB-{number}", is_signed=True), language)
        size += len(signer.sealed(pdf, code="38VT-QM8F-C", at=_AT))
    return size


@cache
def _signer() -> LetterSigner:
    root = authority_new("Northern River Bank", at=_AT)
    return LetterSigner(signer_new(root, "Northern River Bank", at=_AT))


def run() -> list[dict[str, object]]:
    """Return plain and signed letters a second; every letter has its own reference and figures."""
    rows: list[dict[str, object]] = []
    for language, sample in (("en", _EN), ("zh-Hans", _ZH)):
        press = TypstPress()
        press.letter_pdf(sample, language)
        started = time.perf_counter()
        sizes = [
            len(press.letter_pdf(replace(sample, reference=f"FB-{number}"), language))
            for number in range(1, LETTERS + 1)
        ]
        seconds = time.perf_counter() - started
        rows.append(_row(f"letters, {language}", seconds, sum(sizes), "one core"))
    for language in ("en", "zh-Hans"):
        _made((language, 0, 1))
        started = time.perf_counter()
        size = _made((language, 1, LETTERS))
        seconds = time.perf_counter() - started
        rows.append(_row(f"letters signed, {language}", seconds, size, "one process"))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_made, [("en", 0, 1)] * 4))
        started = time.perf_counter()
        size = sum(pool.map(_made, [("en", 1, LETTERS // 2), ("en", 1000, LETTERS // 2)]))
        seconds = time.perf_counter() - started
        rows.append(_row("letters signed, two processes", seconds, size, "two cores"))
    return rows


def _row(name: str, seconds: float, size: int, note: str) -> dict[str, object]:
    return {
        "name": name,
        "value": LETTERS / seconds,
        "unit": "letters/s",
        "note": f"{note}; {size / LETTERS / 1024:.0f} KiB each",
    }
