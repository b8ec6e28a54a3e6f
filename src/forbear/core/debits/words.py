"""The closed lists of debits, and why one is not made, in plain words.

Codes are never renamed and never reused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

# Of the next collection: the first, one of a row, the only one, the last (ISO 20022 SequenceType).
SEQUENCES = ("FRST", "RCUR", "OOFF", "FNAL")
SCHEMES = ("CORE", "B2B")
# used: the only or last collection was presented
MANDATE_STATES = ("active", "suspended", "cancelled", "used")
# What a mandate collects: the minimum payment, the statement's whole balance, or a fixed amount.
AMOUNTS = ("minimum", "statement", "fixed")
# booked: the bank has credited it. withheld: it was planned and may not be made after all.
DEBIT_STATES = ("planned", "announced", "sent", "booked", "failed", "withheld")
REFUND_STATES = ("requested", "approved", "refused", "sent", "booked", "failed")


@dataclass(frozen=True, slots=True)
class Objection:
    """Why something is not made: a stable code, and what it turns on."""

    code: str
    detail: str = ""

    @property
    def text(self) -> str:
        """Say it in English."""
        return _say(OBJECTIONS[self.code][0], self.detail)

    @property
    def text_zh(self) -> str:
        """Say it in Chinese."""
        return _say(OBJECTIONS[self.code][1], self.detail)


def noted(objections: Iterable[Objection]) -> str:
    """Return objections as they are kept: codes with what they turn on, each once.

    >>> noted([Objection("HARDSHIP", "2026-04-02"), Objection("DECEASED")])
    'HARDSHIP:2026-04-02 DECEASED'
    """
    each = (":".join(filter(None, (one.code, one.detail))) for one in objections)
    return " ".join(dict.fromkeys(each))


def objections_in(note: str) -> tuple[Objection, ...]:
    """Return the objections that ``noted`` wrote; what is none of ours is left out."""
    parts = (part.partition(":") for part in note.split())
    return tuple(Objection(code, detail) for code, _, detail in parts if code in OBJECTIONS)


def _say(words: str, detail: str) -> str:
    return words.replace("{}", detail) if "{}" in words else words


OBJECTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # the account and the person
        "DISPUTE_OPEN": ("A dispute is open.", "争议尚未了结。"),
        "BREATHING_SPACE": ("A debt moratorium holds until {}.", "债务喘息期至{}。"),
        "DECEASED": ("The cardholder has died.", "持卡人已去世。"),
        "BANKRUPT": ("The cardholder is bankrupt.", "持卡人已破产。"),
        "PLAN_SCHEDULE": ("A plan with its own schedule is kept.", "分期计划正在按约履行。"),
        "HARDSHIP": ("Hardship relief holds until {}.", "困难救助期至{}。"),
        "ACCOUNT_CLOSED": ("The account is {}.", "账户状态为{}。"),
        "WRONG_CURRENCY": (
            "The account is in {}; SEPA debits are in euro only.",
            "账户币种为{}；SEPA扣款只能用欧元。",
        ),
        "NOTHING_DUE": ("Nothing is due.", "没有应还款项。"),
        "STATEMENT_UNKNOWN": (
            "The mandate collects the whole statement, and its balance is not known.",
            "授权扣收账单全额，但账单余额未知。",
        ),
        # the mandate
        "MANDATE_SUSPENDED": ("The mandate is suspended.", "扣款授权已暂停。"),
        "MANDATE_CANCELLED": ("The mandate is cancelled.", "扣款授权已撤销。"),
        "MANDATE_USED": ("The mandate has had its last collection.", "扣款授权已用尽。"),
        "MANDATE_LAPSED": (
            "The mandate lapsed on {}: not used for 36 months.",
            "授权已于{}失效：36个月未使用。",
        ),
        "MANDATE_NOT_SIGNED": ("The mandate is signed on {}, later.", "授权签署日为{}，尚未到。"),
        "OTHER_CREDITOR": (
            "The mandate was given to another creditor identifier, {}.",
            "该授权属于另一债权人识别号{}。",
        ),
        # the debit
        "ALREADY_MADE": ("This due has been debited already.", "该期款项已扣收。"),
        "UNDER_WAY": ("Debits under way cover what is due.", "在途扣款已覆盖应还金额。"),
        "RETRY_REFUSED": ("The bank's reason forbids another try.", "银行原因不允许再次扣款。"),
        "NOTICE_TOO_LATE": (
            "There is no time left to announce it: {} is the earliest day.",
            "来不及提前通知：最早可于{}扣款。",
        ),
        "NOT_ANNOUNCED": ("It was not announced.", "未提前通知。"),
        "ANNOUNCED_LATE": ("It was announced too late: on {}.", "通知过迟：{}。"),
        "FILE_TOO_LATE": ("The day on which the bank takes it has passed.", "已错过银行受理日。"),
        "NAME_UNWRITABLE": (
            "The holder's name has no letters that banks read; write it in Latin letters.",
            "账户持有人姓名须用拉丁字母书写。",
        ),
        # what is written down of a mandate, a bank account or a refund
        "IBAN_INVALID": ("The IBAN cannot be right: {}.", "IBAN有误：{}。"),
        "IBAN_NOT_SEPA": ("{} is outside SEPA.", "{}不在SEPA范围内。"),
        "BIC_INVALID": ("The BIC cannot be right: {}.", "BIC有误：{}。"),
        "CREDITOR_ID_INVALID": ("The creditor identifier: {}.", "债权人识别号有误：{}。"),
        "REFERENCE_INVALID": (
            "A mandate reference is 1 to 35 of A-Z a-z 0-9 + ? / - : ( ) . , ' and inner spaces.",
            "授权编号须为1至35个SEPA字符。",
        ),
        "NAME_MISSING": ("The account holder's name is missing.", "缺少账户持有人姓名。"),
        "AMOUNT_INVALID": (
            "A fixed amount is above zero; no other has one.",
            "仅定额授权须填正数金额。",
        ),
        "NOTICE_INVALID": ("Notice agreed is 1 day to 60.", "约定通知期须为1至60天。"),
        "WORD_UNKNOWN": ("{} is not on the list.", "{}不在列表中。"),
    }
)
