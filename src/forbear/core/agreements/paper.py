"""The paper of an agreement: every word and sum that a cardholder reads before they sign.

It is a value: the page shows it, the file is made of it; its digest says that both are the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from forbear.core.agreements.schedule import Instalment
from forbear.core.speech.facts import Language
from forbear.core.speech.formats import date_text, money_text

SIGNABLE = ("installment", "settlement")
_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "owed": "Owed when the offer was made",
        "total": "All payments together",
        "interest": "of which interest",
        "once": "To be paid once",
        "pay_by": "By",
        "left": "Waived when it is paid",
        "payment": "Payment {number}, due {day}",
        "last_day": "Last day to say yes",
        "signed": "Signed by link, by name",
        "when": "Signed at",
        "digest": "Digest of the text (SHA-256)",
        "no_interest": (
            "While you keep to the plan, no interest and no late fees are added to what you owe."
        ),
        "with_interest": (
            "The payments include the interest listed below. While you keep to the plan, no late "
            "fees are added."
        ),
        "as_in_contract": (
            "Which interest and fees go on is said in your card agreement; this paper does not "
            "change it."
        ),
    },
    "zh-Hans": {
        "owed": "提出方案时的欠款",
        "total": "各期合计",
        "interest": "其中利息",
        "once": "一次支付",
        "pay_by": "最迟支付日",
        "left": "付清后减免",
        "payment": "第{number}期，{day}",
        "last_day": "同意的最后一天",
        "signed": "在线签署人",
        "when": "签署时间",
        "digest": "文本摘要（SHA-256）",
        "no_interest": "在您按计划还款期间，不再加收利息和滞纳费用。",
        "with_interest": "各期金额已含下表所列利息。在您按计划还款期间，不加收滞纳费用。",
        "as_in_contract": "利息和费用按您的信用卡领用合约执行，本文件不作改变。",
    },
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a label, and a figure or a day."""

    label: str
    value: str
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """An agreement as it is read: words of a template, and a table made of the record alone."""

    language: Language
    template: str
    template_version: int
    template_sha256: str
    subject: str
    paragraphs: tuple[str, ...]
    lines: tuple[Line, ...]
    rights: tuple[str, ...]
    closing: tuple[str, ...]

    @property
    def text(self) -> str:
        """The paper as one text, always the same for the same words and sums."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def interest_sentence(*, is_ours: bool, rate_e10: int, language: Language) -> str:
    """Say what becomes of interest and fees while a plan is kept.

    ``is_ours``: our own books work the account out, so that we know it; the host's say otherwise.
    """
    words = _WORDS[language]
    if not is_ours:
        return words["as_in_contract"]
    return words["with_interest" if rate_e10 else "no_interest"]


def plan_lines(
    schedule: Sequence[Instalment],
    *,
    owed_minor: int,
    expires_on: date,
    currency: str,
    language: Language,
) -> tuple[Line, ...]:
    """Return the table of a plan: what was owed, all payments, each of them."""
    words = _WORDS[language]
    lines = [Line(words["owed"], money_text(owed_minor, currency, language))]
    total = sum(each.amount for each in schedule)
    lines.append(Line(words["total"], money_text(total, currency, language), is_total=True))
    if interest := sum(each.interest for each in schedule):
        lines.append(Line(words["interest"], money_text(interest, currency, language)))
    for number, each in enumerate(schedule, start=1):
        day = date_text(each.due_on, currency, language)
        label = words["payment"].format(number=number, day=day)
        lines.append(Line(label, money_text(each.amount, currency, language)))
    return (*lines, _last_day(expires_on, currency, language))


def settlement_lines(
    *,
    amount_minor: int,
    owed_minor: int,
    pay_by: date,
    expires_on: date,
    currency: str,
    language: Language,
) -> tuple[Line, ...]:
    """Return the table of a settlement: what was owed, what is paid, until when, what is left."""
    words = _WORDS[language]
    return (
        Line(words["owed"], money_text(owed_minor, currency, language)),
        Line(words["once"], money_text(amount_minor, currency, language), is_total=True),
        Line(words["pay_by"], date_text(pay_by, currency, language)),
        Line(words["left"], money_text(owed_minor - amount_minor, currency, language)),
        _last_day(expires_on, currency, language),
    )


def _last_day(on: date, currency: str, language: Language) -> Line:
    return Line(_WORDS[language]["last_day"], date_text(on, currency, language))


def signature_lines(*, name: str, at: datetime, paper: Paper) -> tuple[Line, ...]:
    """Return what stands below the table of a signed paper: who signed, when, and what."""
    words = _WORDS[paper.language]
    when = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    half = len(paper.digest) // 2
    return (
        Line(words["signed"], name, is_total=True),
        Line(words["when"], when),
        Line(words["digest"], f"{paper.digest[:half]} {paper.digest[half:]}"),
    )
