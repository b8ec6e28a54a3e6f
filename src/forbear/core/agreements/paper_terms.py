"""What the paper of each kind of offer says of sums and days: its table and its sentences.

All of it is made of the record alone; no template can say otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forbear.core.agreements.offers import OfferTerms
from forbear.core.agreements.paper import Line
from forbear.core.agreements.schedule import Instalment
from forbear.core.speech.facts import Language
from forbear.core.speech.formats import date_text, money_text

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
        "condition": "To be paid before",
        "fees": "Fees that are waived",
        "interest_waived": "Interest that is waived",
        "until": "Until, that day included",
        "share": "Share of the interest that is waived",
        "waiver_now_fees": (
            "we waive {amount} of the fees on the account, at once and without a condition. If "
            "less than that was charged, we waive all of them."
        ),
        "waiver_now_interest": (
            "we waive {amount} of the interest on the account, at once and without a condition. "
            "If less than that was charged, we waive all of it."
        ),
        "waiver_if_fees": (
            "once {condition} has reached us by {day}, in one payment or several, we waive "
            "{amount} of the fees on the account. If less than that was charged, we waive all of "
            "them. If it does not arrive by then, nothing is waived; what you paid counts."
        ),
        "waiver_if_interest": (
            "once {condition} has reached us by {day}, in one payment or several, we waive "
            "{amount} of the interest on the account. If less than that was charged, we waive all "
            "of it. If it does not arrive by then, nothing is waived; what you paid counts."
        ),
        "no_interest": (
            "While you keep to the plan, no interest and no late fees are added to what you owe."
        ),
        "with_interest": (
            "The payments include the interest listed below. While you keep to the plan, no late "
            "fees are added."
        ),
        "no_interest_meanwhile": "Until that day no interest and no late fees are added.",
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
        "condition": "需先支付",
        "fees": "减免的费用",
        "interest_waived": "减免的利息",
        "until": "截止日（含当日）",
        "share": "减免的利息比例",
        "waiver_now_fees": (
            "我们立即无条件减免该账户的费用{amount}；如实际费用少于该金额，则全部减免。"
        ),
        "waiver_now_interest": (
            "我们立即无条件减免该账户的利息{amount}；如实际利息少于该金额，则全部减免。"
        ),
        "waiver_if_fees": (
            "{condition}在{day}前（可分次支付）全部到账后，我们减免该账户的费用{amount}；"
            "如实际费用少于该金额，则全部减免。如届时未到账，则不予减免，您已支付的款项有效。"
        ),
        "waiver_if_interest": (
            "{condition}在{day}前（可分次支付）全部到账后，我们减免该账户的利息{amount}；"
            "如实际利息少于该金额，则全部减免。如届时未到账，则不予减免，您已支付的款项有效。"
        ),
        "no_interest": "在您按计划还款期间，不再加收利息和滞纳费用。",
        "with_interest": "各期金额已含下表所列利息。在您按计划还款期间，不加收滞纳费用。",
        "no_interest_meanwhile": "至该日为止，不再加收利息和滞纳费用。",
        "as_in_contract": "利息和费用按您的信用卡领用合约执行，本文件不作改变。",
    },
}


@dataclass(frozen=True, slots=True)
class PaperTerms:
    """What a paper is about: the terms, what was owed when they were made, in minor units.

    ``schedule`` are the payments of a plan that is accepted today.
    """

    terms: OfferTerms
    owed_minor: int
    expires_on: date
    currency: str
    schedule: tuple[Instalment, ...] = ()


def interest_sentence(
    *, is_ours: bool, rate_e10: int, language: Language, is_pause: bool = False
) -> str:
    """Say what becomes of interest and fees while a plan is kept, or a pause runs.

    ``is_ours``: our own books work the account out, so that we know it; the host's say otherwise.
    """
    words = _WORDS[language]
    if not is_ours:
        return words["as_in_contract"]
    if is_pause:
        return words["no_interest_meanwhile"]
    return words["with_interest" if rate_e10 else "no_interest"]


def terms_sentence(of: PaperTerms, language: Language) -> str | None:
    """Say what a waiver comes to; ``None`` where a template says it with the table alone."""
    words, terms = _WORDS[language], of.terms
    amount = money_text(terms.amount_minor, of.currency, language)
    match terms.type:
        case "fee_waiver" if terms.condition_minor and terms.pay_by:
            return words[f"waiver_if_{terms.component}"].format(
                amount=amount,
                condition=money_text(terms.condition_minor, of.currency, language),
                day=date_text(terms.pay_by, of.currency, language),
            )
        case "fee_waiver":
            return words[f"waiver_now_{terms.component}"].format(amount=amount)
    return None


def paper_lines(of: PaperTerms, language: Language) -> tuple[Line, ...]:
    """Return the table of an offer's paper: what was owed, what is agreed, the last day to say yes.

    >>> soon = date(2026, 3, 26)
    >>> pause = OfferTerms("payment_pause", until_on=date(2026, 4, 30))
    >>> [line.value for line in paper_lines(PaperTerms(pause, 500_000, soon, "USD"), "en")]
    ['$5,000.00', 'April 30, 2026', 'March 26, 2026']
    """
    words = _WORDS[language]

    def money(label: str, minor: int, *, is_total: bool = False) -> Line:
        return Line(label, money_text(minor, of.currency, language), is_total=is_total)

    def on(label: str, day: date | None) -> list[Line]:
        return [Line(label, date_text(day, of.currency, language))] if day else []

    terms = of.terms
    lines: list[Line] = []
    match terms.type:
        case "installment":
            lines = _plan_lines(of.schedule, of.currency, language)
        case "settlement":
            once = money(words["once"], terms.amount_minor, is_total=True)
            left = money(words["left"], of.owed_minor - terms.amount_minor)
            lines = [once, *on(words["pay_by"], terms.pay_by), left]
        case "fee_waiver":
            if terms.condition_minor:
                first = money(words["condition"], terms.condition_minor)
                lines = [first, *on(words["pay_by"], terms.pay_by)]
            label = words["fees" if terms.component == "fees" else "interest_waived"]
            lines.append(money(label, terms.amount_minor, is_total=True))
        case "rate_reduction":
            share = Line(words["share"], _share(terms.rate_share_bp), is_total=True)
            lines = [share, *on(words["until"], terms.until_on)]
        case "payment_pause":
            lines = on(words["until"], terms.until_on)
    owed = money(words["owed"], of.owed_minor)
    return (owed, *lines, *on(words["last_day"], of.expires_on))


def _plan_lines(schedule: Sequence[Instalment], currency: str, language: Language) -> list[Line]:
    words = _WORDS[language]
    total = sum(each.amount for each in schedule)
    lines = [Line(words["total"], money_text(total, currency, language), is_total=True)]
    if interest := sum(each.interest for each in schedule):
        lines.append(Line(words["interest"], money_text(interest, currency, language)))
    for number, each in enumerate(schedule, start=1):
        day = date_text(each.due_on, currency, language)
        label = words["payment"].format(number=number, day=day)
        lines.append(Line(label, money_text(each.amount, currency, language)))
    return lines


def _share(basis_points: int) -> str:
    """Return a share as a percentage, without digits that say nothing."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02d}".rstrip("0") + "%" if rest else f"{whole}%"
