"""Whether a written message says who sends it."""

from __future__ import annotations

import re

_EN_ORG = re.compile(
    r"\b(?:[A-Z][\w&'’.-]*\s+(?:(?:of|and|&|the)\s+)?){1,5}?(?:Bank|Banking|Card|Cards|"
    r"Card Services|Credit Union|Credit|Financial|Finance|"
    r"Recovery|Recoveries|Collections?|Capital|Services|Solutions|Group|Associates|Agency|Partners|"
    r"Trust|Savings|Lending|Management|"
    r"Resolutions?|Receivables|Bancorp|Bankcard|Union|Ltd|LLC|Inc|PLC|plc|LLP|Corp|"
    r"Company|Co|Law|Attorneys|Court|Department|Office|Bureau|Division|Center|Centre|"
    r"Sheriff|Police|Unit|Team|Legal|Mediation|Chambers|Solicitors|Advisors|Holdings|"
    r"Systems|Account Services|Desk|Care|Support)\b"
)
_EN_PREFIX = re.compile(
    r"^\s*(?:\[[^\]]*\]\s*)?(?:(?:msg|message|alert|notice|"
    r"from) ?(?:from)?:? )?[A-Z][A-Za-z&'’. -]{1,40}?(?::|\s[-–—]\s|\|)"
)
_GREETING = re.compile(
    r"^\s*(?:Dear|Hi|Hello|Hey|Attention|Attn|Notice|Warning|Final|Urgent|URGENT|FINAL|NOTICE|"
    r"Alert|Reminder|Last|Important|Subject|Re|RE|Payment|Your|Account|Date|To|Mr|Mrs|Ms|PAY|"
    r"OVERDUE|Debt|Overdue|Legal|LEGAL|Second|Third|Good)\b"
)
_EN_BRACKET = re.compile(
    r"\[[^\]]*(?:letterhead|logo|signed|signature|footer|header|from|sender|bank|card|recovery|"
    r"agency|seal|envelope|collections?)[^\]]*\]",
    re.IGNORECASE,
)
_EN_FROM = re.compile(
    r"\b(?:from|at|of|for|with|by|on behalf of|behalf of|this is|"
    r"at the) (?:the )?(?:[A-Z][\w&'’-]+ ){1,4}?(?:[A-Z][\w&'’-]+)"
)
_EN_SINGLE = re.compile(
    r"(?:\bfrom|\bon behalf of|[-–—~]|\bteam at|\bSincerely,|\bRegards,|\bThank you,|"
    r"\bYours(?: sincerely|"
    r" faithfully)?,)\s*\n?\s*(?:The )?[A-Z][\w&'’]+(?: [A-Z][\w&'’]+)*\s*\.?\s*(?:\n|$|"
    r"\()"
)
_EN_SITE = re.compile(
    r"\b(?!gmail|yahoo|hotmail|outlook)[a-z0-9-]{3,}(?:bank|card|recovery|credit|financial|"
    r"union)[a-z0-9-]*\.(?:com|org|co\.uk|net|example)\b|@(?!gmail|yahoo|hotmail|outlook|qq|"
    r"163)[a-z0-9-]+\.[a-z]{2,}",
    re.IGNORECASE,
)
_ZH_ORG = re.compile(
    r"【[^】]{2,30}】|\[[^\]]*(?:银行|信用卡|抬头|落款|公司|中心|函头|公章|盖章|印章|法院|"
    r"公安)[^\]]*\]|［[^］]*(?:银行|公司|中心|抬头|落款)[^］]*］|"
    r"(?<![贵该你您本我向到各家任何找去联系])[\u4e00-\u9fffA-Za-z]{2,12}(?:银行|信用社|农商行|"
    r"消费金融|卡中心|信用卡中心|信用卡部|商行)|"
    r"[\u4e00-\u9fffA-Za-z]{2,16}(?:公司|律师事务所|律所|人民法院|公安局|派出所|事务所|调解中心|"
    r"委员会|资产管理|集团|科技|信息咨询)"
)
_ZH_GENERIC = re.compile(
    r"^(?:联系|登录|通过|请到|到|找|向|不要|不用|请|拨打|咨询|如|在|由|所有|任何|全国|各大|其他|该|"
    r"本|我|贵|你的|您的|你在|您在|欠|的|拖欠|还给|通知|合作|多家|几家|两家|告诉|知道|已被|"
    r"被)?(?:商业|发卡|银行|各|我|贵|本|该|的|多家|全部|其他|任何|所有|合作)?(?:银行|公司|卡中心|"
    r"信用卡中心|单位)$"
)


# An envelope or a sheet that is described as naming nobody.
_BARE = re.compile(
    r"[\[［【][^\]］】]*(?:\b(?:no|without(?: a| any)?) (?:letterhead|sender|return address|logo|"
    r"name|signature)|\bunsigned\b|\bplain (?:paper|sheet)|\bblank (?:paper|sheet)|无抬头|没有抬头|"
    r"无落款|没有落款|无署名|未署名|不署名|白纸)[^\]］】]*[\]］】]",
    re.IGNORECASE,
)
# A longer text is looked at where letters name their sender: at both ends.
_LONG = 4000


def names_sender(text: str, language: str, agency: str | None) -> bool:
    """Whether a text names a creditor, an agency or an official sender."""
    if agency and agency.lower() in text.lower():
        return True
    head, tail = text[:_LONG], text[-1500:]
    if _BARE.search(head):
        return False
    for part in (head, tail) if len(text) > _LONG else (text,):
        if _EN_SITE.search(part):
            return True
        if language == "zh" or "【" in part:
            for match in _ZH_ORG.finditer(part):
                if not _ZH_GENERIC.match(match.group()):
                    return True
        if language == "en" and _english(part):
            return True
    return False


def _english(text: str) -> bool:
    for match in _EN_ORG.finditer(text):
        first = match.group().split()[0]
        if first not in _NOT_NAMES or len(match.group().split()) > len(("A", "Bank")):
            return True
    if _EN_BRACKET.search(text) or _EN_FROM.search(text):
        return True
    prefix = _EN_PREFIX.match(text)
    if prefix and not _GREETING.match(text):
        return True
    single = _EN_SINGLE.search(text)
    return bool(
        single
        and not re.search(
            r"(?:Collect(?:or|ions?)|Manager|Team|Agent|Department|Recovery|Accounts|Billing|"
            r"Officer)\.?$",
            single.group().strip(),
        )
    )


_NOT_NAMES = frozenset(
    [
        "Your",
        "The",
        "A",
        "An",
        "Our",
        "This",
        "That",
        "Final",
        "My",
        "We",
        "Legal",
        "Credit",
        "Collections",
        "Collection",
        "Dear",
        "Hi",
        "Hello",
        "Pay",
        "Overdue",
        "Card",
        "Bank",
        "Call",
        "No",
        "Account",
        "Debt",
        "In",
        "If",
        "Please",
        "Urgent",
        "And",
        "You",
        "Last",
        "Notice",
        "Contact",
        "It",
        "Any",
        "Or",
    ]
)
