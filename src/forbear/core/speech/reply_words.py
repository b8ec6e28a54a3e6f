"""The words by which a reply says what it wants: regular expressions over even, lower-case text.

``EXACT`` must fit a whole sentence. ``HINTS`` may stand anywhere; they only suggest.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

Intent = Literal[
    "stop",
    "wrong_person",
    "represented",
    "dispute",
    "complaint",
    "hardship",
    "paid",
    "promise",
    "call_back",
    "start",
    "help",
    "other",
]
INTENTS: tuple[Intent, ...] = get_args(Intent)

_PLEASE = r"(?:(?:please|pls|plz|kindly|hi|hello|hey|ok|okay|just|sorry|i said|you must)\s+)*"
_NOW = (
    r"(?:\s+(?:please|pls|plz|now|immediately|thanks|thank you|thx|at once|today|again|anymore"
    r"|any more|ever|forever|ok))*"
)
_WHAT = (
    r"(?:(?:all|any|more|these|those|the|your|such|this|further|me)\s+)*"
    r"(?:texts?|text messages?|messages?|msgs?|sms|e-?mails?|contact|communications?"
    r"|reminders?|alerts?|spam)"
)
_ME = r"(?:\s+(?:me|us|to me|to us|here|(?:(?:to|on|at) )?this (?:number|phone|address|e-?mail)))*"
_DO = r"(?:texting|messaging|e-?mailing|contacting|writing|harassing|bothering|spamming|sms)"
_BARE = r"(?:text|message|e-?mail|contact|write|bother|harass|spam|sms)"
_DONT = r"(?:do not|don'?t|never)"
_STOP_EN = (
    (
        r"stop|stop ?all|unsubscribe(?: me)?|end|quit|cancel(?: all)?|revoke|opt[ -]?out|opt me out"
        r"|stop it|remove me|no more|leave me alone|go away"
    ),
    rf"stop\s+(?:{_DO}|(?:sending|the|all|with)(?:\s+me)?\s+{_WHAT}|{_WHAT}){_ME}",
    rf"{_DONT}\s+(?:ever\s+)?(?:{_BARE}|send(?:\s+me)?\s+{_WHAT}){_ME}",
    rf"no more\s+{_WHAT}{_ME}",
    (
        r"(?:take|remove|delete)\s+(?:me|my (?:number|phone|name|e-?mail|address))"
        r"(?:\s+(?:off|from)\s+(?:your|this|the)\s+(?:\w+\s+)?(?:list|lists|database|system|records))?"
    ),
    (
        rf"i\s+(?:(?:want|wish|would like|'d like)\s+to\s+)?(?:opt[ -]?out|unsubscribe"
        rf"|revoke (?:my )?consent|withdraw (?:my )?consent|stop (?:getting|receiving)"
        rf"\s+{_WHAT}){_ME}"
    ),
    rf"i\s+{_DONT}\s+(?:want|wish)\s+(?:to (?:get|receive)\s+)?{_WHAT}(?:\s+from you)?{_ME}",
    r"(?:i\s+)?(?:revoke|withdraw) (?:my )?consent",
)
_ME_ZH = r"(?:给|跟|和|向|对)?(?:我|本人|我们)?"
_THING_ZH = r"(?:任何|这些|这种|此类|你们的|你的)?(?:短信|信息|消息|邮件|简讯|訊息|簡訊|郵件)?"
_STOP_ZH = (
    (
        r"t|td\d{0,6}|r|回复?(?:t|td|r)(?:退订)?|(?:t|td)退[订訂]|退[订訂]回?(?:t|td)?|退[订訂](?:短信|了)?"
        r"|取消(?:[订訂][阅閱])?|停止|停|拒收|拒[绝絕]接收|不再接收|不接收|停止[发發](?:送|了)?"
    ),
    (
        rf"(?:你们|你|您)?(?:不要|不许|不准|不用|别|別|勿|停止|拒绝)(?:再|继续|繼續)*{_ME_ZH}"
        rf"(?:发送|发来|发|發送|發|群发|推送){_ME_ZH}{_THING_ZH}(?:来|过来|给我)?(?:了|啦)?"
    ),
    (
        r"(?:你们|你|您)?(?:不要|不许|不准|不用|别|別|勿|停止|拒绝)(?:再|继续|繼續|来)*"
        r"(?:联系|聯繫|骚扰|騷擾|打扰|打擾|烦)(?:我|本人|我们)?(?:了|啦)?"
    ),
    rf"我?(?:不想|不愿|不希望|不要)(?:再)?(?:收到|接收|收){_THING_ZH}(?:了|啦)?",
)
_START = (
    r"start|unstop|resume|restart|subscribe|opt[ -]?in|恢复|恢復|恢复接收|恢复发送|重新订阅|订阅"
)
_HELP = r"help|help me|info|information|帮助|幫助|求助|bz"
_WRONG = (
    (
        r"(?:this is |you(?: have|'ve)?(?: got)? |it'?s |that'?s )?(?:a |the )?wrong"
        r" (?:number|person|guy|phone(?: number)?|address|e-?mail)"
    ),
    (
        r"(?:you|you'?re|you are) (?:texting|messaging|contacting|e-?mailing) the wrong"
        r" (?:number|person)"
    ),
    (
        r"(?:你|你们|您)?(?:打|发|發|找|认|認|搞|弄)错(?:了|人|人了|号码|号码了|號碼了)"
        r"|(?:号码|電話|电话)错(?:了|误)|我?不是本人|(?:你|你们|您)(?:打|发|找)錯(?:人)?了"
    ),
)

COURTESY = re.compile(
    r"(?:(?:thank you|thanks?|thx|please|okay|ok|hi|hello|hey|sorry|sir|madam|bye|now"
    r"|谢谢|謝謝|你好|您好|请|麻烦|抱歉|对不起)\s*)*"
)


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in alternatives))


_STOP = _any(*_STOP_EN)
_STOP_IN_CHINESE = _any(*_STOP_ZH)
EXACT: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (
        "stop",
        _any(
            rf"{_PLEASE}(?:{_STOP.pattern})(?: (?:{_STOP.pattern})){{0,3}}{_NOW}",
            r"(?:请|請|麻烦|烦请|拜托|我要|我想|要求|申请)*"
            rf"(?:{_STOP_IN_CHINESE.pattern})(?:谢谢|謝謝|吧)?",
        ),
    ),
    ("wrong_person", re.compile(rf"{_PLEASE}(?:{_any(*_WRONG).pattern}){_NOW}")),
    ("start", _any(_START)),
    ("help", _any(_HELP)),
)

HINTS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (
        "stop",
        _any(
            r"\bstop (?:text|messag|call|contact|e-?mail|send|harass|bother)",
            r"\bunsubscribe|\bopt[ -]?out|\bleave me alone|harass",
            r"\bdo(?:n'?t| not) (?:ever )?(?:text|message|contact|e-?mail|call|write)",
            r"退[订訂]|骚扰|騷擾|拒收",
            r"(?:不要|别|別|停止|勿)再?(?:给我)?(?:[发發]|联系|聯繫|打)",
        ),
    ),
    (
        "wrong_person",
        _any(
            r"\bwrong (?:number|person)|\bnot (?:him|her|me|that person|the person)\b",
            r"\bdo(?:n'?t| not) know (?:him|her|this person|who)",
            r"\bno ?(?:body|one)? (?:by|with|of) that name|\bnot my (?:debt|account|card)\b",
            r"\bmoved (?:out|away)\b|\bdoes(?:n'?t| not) live here",
            r"\bdied\b|\bdeceased\b|\bpassed away\b",
            r"不认识|不認識|错人|不是我|不是本人|已故|去世|过世|搬走",
        ),
    ),
    (
        "represented",
        _any(
            r"\b(?:lawyer|attorney|solicitor|barrister)\b",
            r"\blegal (?:representative|counsel)|\bbankrupt",
            r"\bdebt (?:advis[eo]r|charity)|\bstepchange\b",
            r"律师|律師|代理人|破产|破產",
        ),
    ),
    (
        "dispute",
        _any(
            r"\bdisput|\bnot (?:mine|true|right|correct|what i owe)\b|\bdo(?:n'?t| not) owe",
            r"\bnever (?:had|opened|owed|used)|\bfraud|\bidentity theft|\bwrong amount",
            r"\bincorrect|\bprove\b|\bproof\b|\bvalidat|\bscam",
            r"异议|異議|不欠|没欠|沒欠|盗刷|盜刷|不是我(?:的|刷|欠)|金额(?:不对|错)|诈骗|骗子",
        ),
    ),
    (
        "complaint",
        _any(
            r"\bcomplain|\bombudsman\b|\brude\b|\bunacceptable\b", r"投诉|投訴|举报|舉報|态度恶劣"
        ),
    ),
    (
        "hardship",
        _any(
            r"\bhardship|\blost (?:my|the) job|\bunemploy|\blaid off|\bredundan",
            r"\bcan'?t (?:pay|afford)|\bcannot (?:pay|afford)|\bno (?:money|income|work)\b",
            r"\bsick\b|\bill\b|\bhospital|\bcancer|\bdivorc|\bbenefits\b|\bstruggling",
            r"\bsuicid|\bkill myself|\bend (?:my life|it all)\b",
            r"失业|失業|没钱|沒錢|没有钱|没有收入|困难|困難|还不起|還不起|离婚|离职|下岗",
            r"住院|生病|重病|自杀|轻生|想死|活不下去",
        ),
    ),
    (
        "paid",
        _any(
            r"\b(?:already|have|i'?ve|just|was|is|i) paid\b|^paid\b",
            r"\bpaid (?:it|this|already|yesterday|today|in full|off|on)",
            r"\bpayment (?:was |has been )?(?:made|sent)|\bsettled\b",
            r"已[经經]?(?:还|還|付|缴|结清|支付|转)|[还還付](?:过|過|清)了?|[还還付]了|结清",
        ),
    ),
    (
        "promise",
        _any(
            r"(?:\bwill|'ll|\bgonna|\bgoing to|\bcan|\bshall) (?:pay|settle)",
            r"\bpay (?:you )?(?:on|by|next|this|tomorrow|today|tonight|when)|\bi pay\b",
            r"\bpayday\b|\bpromise\b|会(?:还|還|付)|[还還付]款日",
            r"(?:明天|后天|今天|今晚|下[周週]|下个?月|月底|发工资|周[一二三四五六日]|\d+[号日]).{0,6}[还還付]",
        ),
    ),
    (
        "call_back",
        _any(
            r"\b(?:call|ring|phone|telephone) (?:me|us)\b|\bgive (?:me|us) a (?:call|ring)\b",
            r"\bcall ?back\b|(?:给|給|跟)我.{0,3}[打回来來拨撥].{0,3}(?:电话|電話)",
            r"[打回来來].{0,3}(?:电话|電話)(?:给|給)我|回[电電]|[来來][电電]|[打回][给給]我|致[电電]我",
        ),
    ),
    ("start", _any(r"\bstart (?:text|send|messag)|\bresume\b|\bopt[ -]?in\b|恢复|恢復")),
    (
        "help",
        _any(
            r"\bhelp\b|\bwhat is this\b|\bwho (?:is|are) (?:this|you)\b",
            r"帮助|幫助|你是谁|什么(?:意思|事)|联系方式|怎么",
        ),
    ),
)
