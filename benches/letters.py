"""How many letters a second one compiler makes."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

from forbear.letters.press import TypstPress
from forbear.ports.letters import Fact, Letter

LETTERS = 200
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


def run() -> list[dict[str, object]]:
    """Return one row for each language; every letter has its own reference and figures."""
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
        rows.append(
            {
                "name": f"letters, {language}",
                "value": LETTERS / seconds,
                "unit": "letters/s",
                "note": f"one core; {sum(sizes) / LETTERS / 1024:.0f} KiB each",
            }
        )
    return rows
