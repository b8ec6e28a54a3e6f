"""Why a bank sent a debit back, in plain words, and whether it may be asked again.

The codes are those of ISO 20022 (external code set, return reasons), as the SEPA rulebooks use them
(EPC016-06, EPC173-14 guidance on reason codes). What a code asks of us is our own, strict reading:
only a lack of money lets a debit be tried once more; where the account, the mandate or the person
is in question the mandate rests until somebody has cleared it. No fee is ever charged for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

# keep: it may be used again. suspend: until somebody has asked. cancel: it is at an end.
Effect = Literal["keep", "suspend", "cancel"]
Kind = Literal["reject", "return"]


@dataclass(frozen=True, slots=True)
class Reason:
    """What a reason code means. ``retry_days``: settlement days to wait, ``None`` for never."""

    code: str
    text: str
    text_zh: str
    effect: Effect = "suspend"
    retry_days: int | None = None


@dataclass(frozen=True, slots=True)
class DebitFailure:
    """A bank's answer that a debit was not made or was taken back.

    ``kind``: rejected before it was settled, or returned after. ``amount_minor`` and ``currency``
    where the file tells them; ``place`` says where in the file it stands.
    """

    end_to_end_id: str
    code: str
    kind: Kind
    on: date
    amount_minor: int | None = None
    currency: str | None = None
    place: str = ""

    @property
    def reason(self) -> Reason:
        """What the code means."""
        return reason_of(self.code)


# What a bank means that gives no reason: the rulebook's word for none.
NO_REASON = "MS03"
_RETRY_DAYS = 5

REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        reason.code: reason
        for reason in (
            Reason("AC01", "The account number is wrong.", "账号有误。"),
            Reason("AC04", "The account is closed.", "账户已销户。", "cancel"),
            Reason("AC06", "The account is blocked.", "账户被冻结。"),
            Reason(
                "AC13",
                "The account is a consumer's; the B2B scheme may not be used.",
                "账户属于消费者，不能使用B2B方案。",
            ),
            Reason("AG01", "The account may not be debited.", "该账户不允许扣款。"),
            Reason("AG02", "The bank does not know this kind of order.", "银行不支持此类指令。"),
            Reason("AM01", "The amount is zero.", "金额为零。", "keep"),
            Reason(
                "AM02", "The amount is above what the bank allows.", "金额超过银行限额。", "keep"
            ),
            Reason(
                "AM04",
                "There was not enough money in the account.",
                "账户余额不足。",
                "keep",
                _RETRY_DAYS,
            ),
            Reason("AM05", "The bank took it for a duplicate.", "银行认为重复扣款。", "keep"),
            Reason("BE05", "The creditor identifier is wrong.", "债权人识别号有误。"),
            Reason("CNOR", "The creditor's bank is not reachable.", "债权人银行无法联通。", "keep"),
            Reason("DNOR", "The cardholder's bank is not reachable.", "持卡人银行无法联通。"),
            Reason("DT01", "The day is wrong.", "日期有误。", "keep"),
            Reason("FF01", "The file was not written as the bank asks.", "文件格式有误。", "keep"),
            Reason("FF05", "The kind of collection is wrong.", "扣款类型有误。", "keep"),
            Reason("FOCR", "The debit was called back.", "应请求撤回扣款。", "keep"),
            Reason("MD01", "The bank knows of no valid mandate.", "银行未见有效授权。"),
            Reason(
                "MD02",
                "What the file says of the mandate is wrong or missing.",
                "授权信息有误或缺失。",
            ),
            Reason("MD06", "The cardholder asked for the money back.", "持卡人要求退回扣款。"),
            Reason("MD07", "The cardholder has died.", "持卡人已去世。", "cancel"),
            Reason("MS02", "The cardholder refused it.", "持卡人拒绝扣款。"),
            Reason("MS03", "The bank gives no reason.", "银行未说明原因。"),
            Reason("RC01", "The BIC is wrong.", "BIC有误。"),
            Reason(
                "RR01",
                "The bank lacks the account's particulars for its legal duties.",
                "缺少监管要求的账户信息。",
            ),
            Reason(
                "RR02",
                "The bank lacks the holder's name or address for its legal duties.",
                "缺少监管要求的持有人信息。",
            ),
            Reason(
                "RR03",
                "The bank lacks the creditor's name or address for its legal duties.",
                "缺少监管要求的债权人信息。",
            ),
            Reason("RR04", "The bank refuses for a reason of regulation.", "银行因监管原因拒绝。"),
            Reason(
                "SL01",
                "The cardholder's bank offers a service that refuses it.",
                "持卡人银行的专门服务拒绝。",
            ),
            Reason("TM01", "The file came too late.", "文件送达过迟。", "keep"),
        )
    }
)


def reason_of(code: str) -> Reason:
    """Return what a code means; one that is not known suspends the mandate.

    >>> reason_of("AM04").retry_days, reason_of("MD01").retry_days, reason_of("XX99").effect
    (5, None, 'suspend')
    """
    known = REASONS.get(code)
    if known is not None:
        return known
    return Reason(
        code, f"The bank's reason {code} is not known here.", f"未知的银行原因代码{code}。"
    )
