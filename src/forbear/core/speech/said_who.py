"""Who a speaker says they are: the names and the offices by which they introduce themselves.

Only what is said of oneself counts: "I am not a lawyer" and "our lawyer is Ms Reed" name nobody.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

OFFICES = ("collector", "manager", "lawyer", "police", "court", "mediator")
# what no one who collects for a bank or an agency can be
FOREIGN = frozenset({"police", "court", "mediator"})

_OFFICE_EN = {
    "lawyer": r"attorney|lawyer|solicitor|barrister|legal counsel|law firm",
    "collector": r"(?:debt )?collector|collections?|customer service|recover(?:y|ies)",
    "police": r"police|detective|sheriff|constable|federal agent",
    "court": r"court|judge|bailiff|process server|magistrate",
    "mediator": r"mediator|mediation|arbitrator|arbitration|conciliator",
    "manager": r"manager|supervisor|team lead(?:er)?|director",
}
_OFFICE_ZH = {
    "lawyer": r"律师|律所|法务",
    "collector": r"催收|客服|贷后|信用卡中心",
    "police": r"警官|民警|警察|公安|派出所|经侦",
    "court": r"法官|法院|书记员|执行局|法警",
    "mediator": r"调解员|调解中心|调解委员会|仲裁",
    "manager": r"经理|主管|主任|总监",
}
_INTRO_EN = re.compile(
    r"\b(?:my name is|this is|i am|i['\u2019]m|"
    r"you(?:['\u2019]re| are) (?:speaking|talking) (?:to|with))\s+"
    r"(?!not\b|no\b|sorry\b|sure\b|calling\b)(?P<rest>[^.!?;\n]{1,80})",
    re.IGNORECASE,
)
_INTRO_ZH = re.compile(r"(?:我是|我叫|我姓|这里是|本人是?)(?P<rest>[^。！？；，,\n]{1,24})")
_OFFICE_OF_OTHERS = re.compile(
    r"\b(?:not|with|for|about|because|if|when|that|who|to|sending|asking|calling|and)\b",
    re.IGNORECASE,
)
_NAME_EN = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Dr|Officer|Detective|Attorney|Judge|Agent|Sergeant)\.?\s+)?"
    r"(?P<name>[A-Z][a-z'\u2019-]+(?:\s+[A-Z][a-z'\u2019-]+){0,2})"
    r"(?=\s*(?:$|[,:]|(?:from|at|of|with|here|again|calling|in)\b))"
)
_TITLED_EN = re.compile(r"(?:Officer|Sergeant|Agent)\s+[A-Z]")
_FIRM = re.compile(
    r"\b(?:Bank|Card|Cards|Services?|Recovery|Recoveries|Collections?|Credit|Group|LLC|Ltd|Inc|"
    r"Department|Team|Office|Center|Centre|Court|Agency|Associates|Customer|Account|Accounts|The|"
    r"Your|Our|An?|Important|Notice|About|Regarding)\b"
)
_NAME_ZH = re.compile(r"(?:我叫|我姓)(?P<name>[\u4e00-\u9fff]{1,3})")
_TITLED_ZH = re.compile(
    r"(?P<name>[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹章苏潘葛范彭鲁马方俞"
    r"任袁柳唐罗薛贺倪汤黄林徐高郭梁宋邓傅曾萧田董程余叶蔡杜丁钟姚石廖贾夏谭邱侯雷龙段郝邵孟万毛常])"
    r"(?:律师|警官|法官|经理|主管|主任|先生|女士|小姐|老师|专员)"
)


@dataclass(frozen=True, slots=True)
class SaidWho:
    """The names and offices that a speaker took for themselves."""

    names: frozenset[str]
    offices: frozenset[str]


def said_who(text: str, language: str, *, firm: str | None = None) -> SaidWho:
    """Return who the speaker of ``text`` says they are; ``firm`` is no person's name.

    >>> sorted(said_who("This is Officer Dale Hart from the county court.", "en").offices)
    ['court', 'police']
    """
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf"
    )
    return _chinese(plain) if language == "zh" else _english(plain, firm)


def _english(text: str, firm: str | None) -> SaidWho:
    names: set[str] = set()
    offices: set[str] = set()
    for intro in _INTRO_EN.finditer(text):
        rest = intro["rest"].strip()
        own = _OFFICE_OF_OTHERS.split(rest)[0] if not rest[:1].isupper() else rest
        offices |= _offices(own, _OFFICE_EN, r"\b(?:{})\b")
        if _TITLED_EN.match(rest):
            offices.add("police")
        name = _NAME_EN.match(rest)
        if name is not None and not _FIRM.search(name["name"]):
            found = name["name"].casefold()
            if firm is None or found not in firm.casefold():
                names.add(found)
    return SaidWho(frozenset(names), frozenset(offices))


def _chinese(text: str) -> SaidWho:
    names = {found["name"] for found in _NAME_ZH.finditer(text)}
    offices: set[str] = set()
    for intro in _INTRO_ZH.finditer(text):
        offices |= _offices(intro["rest"], _OFFICE_ZH, "(?:{})")
        names |= {found["name"] for found in _TITLED_ZH.finditer(intro["rest"])}
    # 我叫王强 and 我是王经理 are one person as far as anyone can tell
    surnames = {name for name in names if len(name) == 1}
    covered = {one for one in surnames for name in names if name != one and name.startswith(one)}
    return SaidWho(frozenset(names - covered), frozenset(offices))


def _offices(text: str, words: dict[str, str], frame: str) -> set[str]:
    found = {
        office
        for office, pattern in words.items()
        if re.search(frame.format(pattern), text, re.IGNORECASE)
    }
    # a collections manager, the bank's own lawyer in collections: one office, the other is where
    return found - {"collector"} if len(found) > 1 else found


_FAVOUR = {
    "en": re.compile(
        r"on your side|off the record|between (?:you and me|us)|personal favou?r|"
        r"i(?:['\u2019]m| am) the only one who|"
        r"i (?:persuaded|convinced|talked) (?:him|them|my|her)|"
        r"i can (?:still )?(?:stop|hold|talk to) (?:him|her|them|it|my)|"
        r"put in a (?:good )?word for you|go(?:ing)? to bat for you|"
        r"don['\u2019]t tell (?:him|her|my|anyone)",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"站在?你这边|私下(?:帮|跟)|卖(?:你|您)个?人情|只有我能(?:帮|保)|"
        r"替(?:你|您)(?:求情|说情|说好话)|"
        r"帮(?:你|您)(?:压|拦|拖)(?:着|住|一下|下来)|别(?:跟|和)(?:他|她|我们?领导|别人)说|"
        r"我去跟(?:他|她|他们|领导)(?:说|求)"
    ),
}
_NEUTRAL = {
    "en": re.compile(
        r"\b(?:independent|neutral|impartial)\s+(?:mediator|mediation|party|officer|body|arbitrator)|"
        r"mediation (?:centre|center|office|commission)|pre-?litigation (?:office|mediation)",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?:独立|中立|第三方)(?:的)?(?:调解|仲裁|机构)|调解(?:中心|委员会|办公室)|诉调中心|司法所"
    ),
}


def does_favours(text: str, language: str) -> bool:
    """Whether a speaker plays the friend who holds the others back."""
    return bool(_FAVOUR[language].search(unicodedata.normalize("NFKC", text)))


def is_neutral_office(text: str, language: str) -> bool:
    """Whether a text speaks in the name of a neutral body, such as a mediation centre."""
    return bool(_NEUTRAL[language].search(unicodedata.normalize("NFKC", text)))


_NO_OFFER = {
    "en": re.compile(
        r"\b(?:there (?:is|was|are) no|we (?:never|did not|didn['\u2019]t) (?:make|offer)(?:ed)?|"
        r"nobody (?:ever )?offered|no such|never (?:been )?(?:any|an))"
        r"\s*(?:you\s+)?(?:(?:any|an?|such)\s+)*"
        r"(?:offer|discount|settlement|plan|waiver|reduction|arrangement)",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?:没有|从来没|从未|根本没|不存在|没说过)[^，。！？；\n]{0,8}(?:减免|优惠|方案|折扣|分期|承诺|这回事)"
    ),
}


def denies_offers(text: str, language: str) -> bool:
    """Whether a text says that there is or was no offer."""
    return bool(_NO_OFFER[language].search(unicodedata.normalize("NFKC", text)))
