"""What a bound of charges asks, as a sentence."""

from __future__ import annotations

from forbear.core.law.charges import BOUNDS, LawCharge
from forbear.core.law.saying.joining import Said
from forbear.core.money.rates import rate_text

_SAID: dict[str, Said] = {
    "no_interest_on_fees": ("No interest on fees", "费用不得计收利息"),
    "no_fee": ("No fee for {for}", "不得收取{for}费"),
    "daily_rate_band": ("A daily rate from {min} to {max}", "日利率在 {min} 至 {max} 之间"),
    "grace_at_least": (
        "At least {days} days and {amount_minor} minor units of grace",
        "至少宽限 {days} 天、{amount_minor} 分",
    ),
    "principal_first_when_late": (
        "Principal first once more than {after_days} days past due",
        "逾期超过 {after_days} 天后,还款先冲抵本金",
    ),
    "above_minimum_to_highest_rate": (
        "What is paid above the minimum goes to the highest rate first",
        "超出最低还款额的部分先冲抵利率最高的余额",
    ),
    "highest_rate_first": (
        "A payment goes to the highest rate first",
        "还款先冲抵利率最高的余额",
    ),
    "late_fee_not_above_minimum": (
        "No late fee above the minimum payment due",
        "违约金不得高于应还的最低还款额",
    ),
    "no_double_cycle": (
        "No interest on days before the statement, nor on what was paid of it in time",
        "不得对账单日之前的天数、也不得对按时已还的部分计息",
    ),
    "pause_holds_all": (
        "No interest and no fees during a pause ({reason})",
        "暂停期间({reason})不计利息、不收费用",
    ),
    "yearly_ceiling": (
        "Charges above {rate} of principal a year are told",
        "各项费用合计超过本金年 {rate} 的部分予以提示",
    ),
}
# the words that a bound may name, in Chinese
_WORDS = {
    "over_limit": ("going over the limit", "超限"),
    "breathing_space": ("breathing space", "债务喘息期"),
}


def charge_said(charge: LawCharge) -> Said:
    """Say what a bound of charges asks."""
    kinds = BOUNDS[charge.bound]

    def words(half: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in charge.parameters.items():
            if kinds[name] == "rate":
                found[name] = rate_text(int(value))
            else:
                found[name] = _WORDS.get(str(value), (value, value))[half]
        return found

    english, chinese = _SAID[charge.bound]
    return english.format(**words(0)), chinese.format(**words(1))
