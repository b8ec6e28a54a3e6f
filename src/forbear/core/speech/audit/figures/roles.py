"""What a number is said to be: the nearest word that names it."""

from __future__ import annotations

import re

_EN = {
    "fee": (
        r"legal fees?|court (?:costs?|fees?)|attorney'?s?'? fees?|lawyer'?s? fees?|"
        r"collection (?:fees?|costs?|charges?)|penalt(?:y|ies)|penalty fees?|"
        r"processing fees?|admin(?:istration|istrative)? fees?|handling fees?|"
        r"service (?:fees?|charges?)|visit fees?|filing fees?|fines?|surcharges?|"
        r"liquidated damages|damages|agency fees?|recovery (?:fees?|costs?|charges?)|"
        r"enforcement (?:fees?|costs?)|extra fees?|additional (?:fees?|charges?)|"
        r"travel costs?|default charges?|investigation fees?|dispute fees?|fees? of|fees?\b|"
        r"charges?\b|costs\b|tariffs?\b|supplements?\b|lev(?:y|ies)\b"
    ),
    "late_fee": r"late[ -](?:payment )?(?:fees?|charges?)|\blpc\b",
    "interest": r"interest|finance charges?|apr\b",
    "minimum": (
        r"minimum(?: payment| amount)?(?: due)?|"
        r"\bmin\b\.?(?: (?:amt|amount|pmt|payment))?(?: due)?|\bmad\b"
    ),
    "offer": (
        r"settle(?:ment|d)?(?: offer| amount)?|offer(?:ed|ing)?|discount(?:ed)?|reduced to|"
        r"accept|lump sum|knock off|save|savings|benefit to you"
    ),
    "waiver": (
        r"waiv(?:e|ed|ing|er)|forgiv(?:e|en|ing)|refund(?:ed)?|credit(?:ed)? back|write off|"
        r"written off|take off|remove(?:d)?"
    ),
    "installment": r"per month|a month|each month|monthly|instal?l?ments?",
    "paid": (
        r"received|thank you for|thanks for|you paid|(?<!if )(?<!be )\bpaid|payment of|"
        r"your payment|posted|"
        r"has been credited"
    ),
    "overdue": (
        r"past[ -]due(?: amount| balance)?|overdue(?: amount| balance| principal)?|arrears|"
        r"behind|missed payments?|amount due|due amount|delinquent amount|\bunpaid|"
        r"bring(?:s|ing)? (?:[a-z]+ ){1,2}(?:back )?(?:current|up to date)|"
        r"(?:to be(?:come)?|get|getting|stay) (?:current|caught up|up to date)|"
        r"catch(?:es)? (?:you |it )?up"
    ),
    "principal": r"principal",
    "balance": (
        r"(?:total |full |entire |outstanding |current |account |whole |remaining |"
        r"card )*balance|total (?:amount|debt|due|owed|owing)|total|all told|owe(?:s|d)?|owing|"
        r"debt(?: of)?|outstanding|liable for|pay ?off(?: amount)?|in full|sum of|amount of|"
        r"claim (?:of|for)|judgment (?:of|for)|(?:full|whole|entire|total) (?:amount|sum)|"
        r"(?:(?:is|are|remains?|still|now) )+(?:due|unpaid|outstanding|to be paid|owed|payable)|"
        r"remains? on (?:your|the)|"
        r"clear(?:s|ing)? the (?:whole )?(?:card|account|debt)|\btad\b|\bo/s\b|total dues|"
        r"am(?:oun)?t owed|indebted|all said|altogether|\bin all(?=[.,;]|$)"
    ),
    "demand": (
        r"must pay|need to pay|have to pay|required to pay|send|transfer|wire|"
        r"(?:one-time|single|one|1|lump[ -]sum|arrange|make a?) ?payments? of|pay|deposit"
    ),
    "limit": r"credit limit|credit line|limit|credit of|loan of|new loan",
}
_ZH = {
    "fee": (
        r"律师费|诉讼费|催收费|催收成本|外访费|上门费|手续费|服务费|管理费|罚金|罚款|违约金|滞纳金|"
        r"惩罚金|赔偿金|案件受理费|受理费|保全费|执行费|差旅费|"
        r"处置费|调查费|立案费|公证费|查询费|资料费|工本费|调单费|通道费|加急费|好处费|茶水费|"
        r"保证金|诚意金|费用|费"
    ),
    "late_fee": r"违约金|滞纳金|逾期费|逾期违约金",
    "interest": r"罚息|利息|复利|息费|财务费用",
    "minimum": r"最低(?:还款额?|付款额?|缴款额?|应还|应缴|还)?",
    "offer": r"结清|优惠|打折|减免后|协商|一次性|结案|方案|结算",
    "waiver": r"减免(?:额度?|金额)?|免除|豁免|免去|减掉|去掉|抹掉|退还|返还|少还|免",
    "installment": (
        r"每月|每期|月供|月付|供款|(?<!\d)月还|每个月|(?<![末分到逾周日当宽过星])期(?!间|限|末)"
    ),
    "paid": r"已收到|收到|还了|已还|已还款|已入账|入账|到账|已支付|已缴|您还了|还款成功",
    "overdue": r"逾期(?:金额|欠款|本金|款项|款|未还)?|拖欠(?:金额)?|应还(?:金额|款)?|欠缴",
    "principal": r"本金",
    "balance": (
        r"(?:全部|总|剩余|未偿|当前|账户|本息)*(?:欠款|余额|债务|欠债|负债)(?:总额|金额|合计|"
        r"余额)?|总额|总计|合计|共计|总共|一共|全额|本息|(?:还|仍|尚|一共|总共)欠|(?:至今|仍|尚|"
        r"还)未(?:还|清|付)|欠(?:了|"
        r"着|下|我们|银行|我行|本行)?|结[欠余]|透支(?:金额|本金)?|涉案金额|标的额?|账单(?:金额)?|还清"
    ),
    "demand": r"必须还|需还|要还|需要还|还款|支付|转|汇|打款|还|付|交|缴",
    "limit": r"额度|授信|新卡|放款|贷款额",
}


_OWN = {
    "en": re.compile(r"[,;()\d]"),
    "zh": re.compile(r"[,;，；、。()（）\d\s]"),
}


def _compiled(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{words})" for name, words in table.items()))


_ORDER_EN: tuple[str, ...] = (
    "late_fee",
    "fee",
    "minimum",
    "waiver",
    "overdue",
    "balance",
    "principal",
    "interest",
)
_ORDER_EN += ("installment", "limit", "paid", "offer", "demand")
_ORDER_ZH: tuple[str, ...] = (
    "late_fee",
    "fee",
    "minimum",
    "waiver",
    "overdue",
    "limit",
    "balance",
    "principal",
)
_ORDER_ZH += ("interest", "installment", "paid", "offer", "demand")
_WORDS = {
    "en": _compiled({name: _EN[name] for name in _ORDER_EN}),
    "zh": _compiled({name: _ZH[name] for name in _ORDER_ZH}),
}
_BEFORE = {"en": 48, "zh": 18}
_BESIDE = {"en": 5, "zh": 2}
_AFTER = {"en": 26, "zh": 9}
_PER_MONTH = re.compile(
    r"^ ?(?:per (?:month|payment|instal?lment|emi)\b|a month|each month|every month|monthly|/month|"
    r"/mo|p\.?m\b|[x×*] ?\d{1,2}\b(?![.,]\d| ?[$£€¥₹])|一个月|/[月期]|每[月期])"
)
_PREFIX_MONTH = re.compile(
    r"(?:每月|每期|月供|月还|每个月|monthly (?:payments?|installments?|"
    r"instalments?) of|"
    r"(?<!missed )(?<!late )(?<!overdue )(?<!unpaid )\b(?:payments|instal?lments|emis),? "
    r"(?:each )?(?:of|at|@)(?: just| only| about)?|\b\d{1,2} ?[x×*]|"
    r"\b(?:payment|instal?lment|emi) (?:amount|size)(?: is)?|"
    r"\bpayments? (?:would |will )?(?:drops?|falls?|go(?:es)? down|comes? down|reduces?) to|"
    r"(?:each|every) (?:one|payment|instal?lment|emi) (?:would be|will be|is|of|at|comes to))"
    r"[^\d一二三四五六七八九,，。]{0,8}$"
)
# "twelve payments, $50 each": a fee may be one of several, too
_EACH = re.compile(r"^,? ?(?:each(?: time)?|apiece|a time)\b")
_EACH_REACH = 80
_PARTS = re.compile(
    r"\b(?:payments|instal?lments|emis|months)\b(?!.*\b(?:fees?|charges?|costs?)\b)"
)
# "your payment will be $120 for 24 months"
_FOR_MONTHS = re.compile(r"^ for (?:the next |a period of )?[a-z\d-]{1,12} (?:months|mths)\b")
_PAYMENT_IS = re.compile(r"\b(?:payments? (?:will be|would be|is|are|becomes?|of)|pay) $")
# "$35.50 is what we charged for the late payment", "$120, that's the interest", 29元是违约金
_APPOSED_REACH = 60
_APPOSED = {
    "en": re.compile(
        r"^(?:,| -|:)? ?(?:and )?(?:that's|that is|that was|which is|which was|is|was|being|as)"
        r"(?: just| only| all| simply)*(?: (?:the|your|an?|our|for|what (?:we|they)"
        r" charged(?: you)?"
        r"(?: for (?:the|a|your|paying|being))?))? (?:(?P<late_fee>late (?:payment|fee|charge)\w*|"
        r"late(?=[.,;]|$))|"
        r"(?P<interest>interest(?![- ](?:free|only|rate|bearing)))|(?P<principal>principal\b)|"
        r"(?P<minimum>minimum(?= (?:payment|amount|due)\b|[.,;]|$)))"
    ),
    "zh": re.compile(
        r"^(?:就|都)?(?:是|为|系|属于)(?:您的|收的|[没未]能?按时还款?的|逾期产?生?的)?(?:(?P<late_fee>违约金|滞纳金)|(?P<interest>利息|"
        r"罚息)|(?P<minimum>最低还款))"
    ),
}
# A word that binds what follows it to the number: "a late fee of $29".
_LINK = re.compile(
    r"^(?:\s|\([a-z ]{1,12}\)|of|is|are|was|were|:|：|为|是|共|约|计|了|的|an?|your|the|at|to|"
    r"total(?:ing|s)?|now|"
    r"about|over|around|just|only|,|，|"
    r"还有|达|人民币|高达|大约|超过|已|又|增加|加收|另加|另收|收取|"
    r"due|stands|currently|comes? to|come to|in)*$"
)


def role_of(
    text: str, place: tuple[int, int], bounds: tuple[int, int], language: str
) -> tuple[str, bool]:
    """Return the role of a number and whether the word stands right beside it.

    ``bounds`` are those of the sentence; a number before this one raises the first.
    """
    (start, end), (floor, ceiling) = place, bounds
    after = text[end : min(ceiling, end + _AFTER[language])]
    before = text[max(floor, start - _BEFORE[language]) : start]
    if (
        _PER_MONTH.match(after)
        or _PREFIX_MONTH.search(before)
        or (_FOR_MONTHS.match(after) and _PAYMENT_IS.search(before))
        or (_EACH.match(after) and _PARTS.search(text[max(0, start - _EACH_REACH) : start]))
    ):
        return "installment", True
    if apposed := _APPOSED[language].match(text[end : min(ceiling, end + _APPOSED_REACH)]):
        return str(apposed.lastgroup), True
    words = _WORDS[language]
    last = None
    for last in words.finditer(before):  # noqa: B007 - the last one is wanted
        pass
    # what stands behind a comma or another number belongs to that
    first = words.search(_OWN[language].split(after, maxsplit=1)[0])
    link = before[last.end() :] if last is not None else ""
    is_bound = last is not None and bool(_LINK.match(link))
    is_aside = is_bound and bool(_OWN[language].search(link))
    # behind a comma the word before belongs to another number, if one stands behind this one
    reach = _AFTER[language] if is_aside else _BESIDE[language]
    is_next = after.startswith(" and ")
    if (not is_bound or is_aside) and first is not None and first.start() <= reach and not is_next:
        return str(first.lastgroup), True
    chosen = last or first
    return (str(chosen.lastgroup), is_bound) if chosen is not None else ("other", False)
