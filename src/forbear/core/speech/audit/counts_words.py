"""The words by which a count is known to be days past due, missed payments or the months of a plan.

``before`` patterns end right where the number begins, ``after`` patterns begin where the unit ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from forbear.core.speech.audit.numerals import EN_NUMBER, HAN_NUMBER


@dataclass(frozen=True, slots=True)
class Words:
    """What the counts of one language are known by."""

    # without one of these nothing is found
    hint: re.Pattern[str]
    # a number with its unit, and a number that a label stands before
    span: re.Pattern[str]
    named: re.Pattern[str]
    # one of a choice or a range is not stated
    choice_before: re.Pattern[str]
    choice_after: re.Pattern[str]
    late_before: re.Pattern[str]
    late_after: re.Pattern[str]
    # such words before with such words behind
    late_around: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    not_late_before: re.Pattern[str]
    missed_before: re.Pattern[str]
    missed_after: re.Pattern[str]
    plan_before: re.Pattern[str]
    plan_after: re.Pattern[str]
    # words that a plan may have, and other things too
    may_plan_before: re.Pattern[str]
    not_plan_before: re.Pattern[str]
    not_plan_after: re.Pattern[str]
    rough_before: re.Pattern[str]
    over_before: re.Pattern[str]


_N = rf"(?:\d{{1,4}}|{EN_NUMBER}|an?(?= )|a couple of)"
_ADJECTIVE = (
    r"(?:equal|equated|monthly|consecutive|regular|contractual|successive|calendar|full|level|easy|"
    r"affordable|interest-free|scheduled|fixed|straight|whole|minimum|card|of (?:your|the)|"
    r"missed|unpaid|overdue|outstanding|skipped|late)[ ,-]+"
)
_UNIT_EN = (
    r"(?:(?P<d>days?|(?<=\d)d)|(?P<w>weeks?|wks?)|(?P<f>fortnights?)|(?P<m>months?|mths?|mos?)|"
    r"(?P<p>(?:payments|(?<=-)payment|(?P<named>instal?lments|emis|(?<=-)(?:instal?lment|emi)|times))))\b"
)
# words that may stand between what is late and how long
_LINK = (
    r"(?:[ ,:;|=()~-]|\b(?:by|for|since|of|is|are|was|were|has|have|been|stayed|there|remain(?:s|ed)?|"
    r"at|about|around|approx\.?|approximately|roughly|nearly|almost|over|more than|some|at least|"
    r"exactly|now|already|currently|still|an?|the|total|position|age|amount|amt|account|status|count|"
    r"number|running|standing|stands|today|as|days|dates?|you|ask|just|only)\b|"
    r"(?:[$£€¥₹]|rs\.? ?|usd ?)\d[\d,.]*)*$"
)
_DUE_ON = r"(?:the|its|your|their|that) (?:[a-z]+ )?(?:due|payment) date"
_NOT_OURS = (
    r"(?! (?:we|our|you|i|they|my|he|she|it (?:was )?(?:sent|wrote)|(?:the|your|this|that) "
    r"(?:first |last )?(?:letter|call|email|message|notice|offer|agreement|conversation|complaint)))"
)

EN = Words(
    hint=re.compile(r"day|week|wk|fortnight|month|mth|\dd\b|\bmos?\b|payment|instal|emi|dpd|\d ?x|x ?\d|times"),
    span=re.compile(
        rf"(?<![\w.,$£€¥₹/#])(?<!\d[ :-])(?P<n>{_N})(?P<more>\+)?[ -]*"
        rf"(?P<kind>(?:{_ADJECTIVE}){{0,3}}){_UNIT_EN}"
    ),
    named=re.compile(
        r"\b(?:(?P<d>days? (?:past[ -]due|overdue|late|delinquent|in arrears)|dpd)"
        r"|(?P<p>(?:missed|unpaid|overdue|late) (?:payments|instal?lments|emis)"
        r"|(?:payments|instal?lments|emis) (?:that )?(?:you have |you've )?(?:been |are |is )?"
        r"(?:missed|unpaid|overdue|late|outstanding|in arrears)"
        r"|(?:number|no\.) of (?:payments|instal?lments|emis) (?:that )?(?:you have |you've )?"
        r"(?:missed|behind|unpaid|overdue|outstanding))"
        r"|(?P<m>(?:number|no\.) of (?:(?:monthly )?(?:instal?lments|payments|emis)|months)"
        r"|(?:term|tenure|tenor)(?: in months| \(months\))|(?:months|instal?lments|emis)(?= ?[:|=])))"
        r"(?: (?:is|are|stands? at|now))?(?: ?[:|=]| -)? ?(?P<n>\d{1,4})\b(?![.,/:]?\d| ?%)"
        rf"|(?<![\d.,])(?P<x>\d{{1,3}}) ?[x×*] ?(?=[$£€¥₹]|rs\b|usd|hk\$)"
        r"|(?<=\d) ?(?:[x×*]|times) ?(?P<y>\d{1,3})\b(?![.,]?\d|%| (?:days|a|per))"
        r"|\b(?:on |is |now )?day (?P<z>\d{1,4})\b (?:of (?:the |your )?(?:delinquency|arrears|default)"
        rf"|(?:since|past|after|beyond) {_DUE_ON})"
        r"|(?<![\d.,])(?P<k>\d{1,4}) ?dpd\b"
    ),
    choice_before=re.compile(r"\d ?(?:-|/|to|or|and) ?$|\b(?:between|either|from) $"),
    choice_after=re.compile(r" ?(?:-|/|to|or) ?\d"),
    late_before=re.compile(
        r"(?:\b(?:over-?due|over due|past[ -]due|late|behind|delinquen(?:t|cy)|in arrears|arrears|"
        r"unpaid|outstanding|pending|o/d|dpd|the delay|delayed|not (?:been )?paid|in default|"
        r"nothing (?:has been |was )?paid|no payment|(?:had|received|seen) no payments?|"
        r"(?:nothing|anything)(?: \w+){0,2} since)"
        r"(?: (?:since|on|from) (?:[^;()]{2,24}?)(?: ?[,(:]| and| that is| so it's| which is| or| now)+)?"
        rf"){_LINK}"
    ),
    late_after=re.compile(
        r"(?:[ ,-]*(?:now|already|currently|or so|or more|and counting|today))*[ ,-]*(?:"
        r"past[ -](?:(?:its|the|your|their) )?(?:payment[ -])?(?:due|date)|over-?due|over due|"
        r"late\b(?! (?:payment )?(?:fee|charge|mark|code|entr|report|notice|status))|"
        r"delinquent|behind\b|in arrears|"
        r"of (?:delinquency|arrears|non-?payment|default|delay)\b|dpd\b|o/d\b|unpaid|outstanding\b|"
        rf"(?:beyond|after) {_DUE_ON}|between (?:the|your) due date and today|"
        rf"since (?:{_DUE_ON}|(?:the|your) (?:minimum |last )?(?:payment|bill|instal?lment)"
        r"(?: to [\w&' .]{2,40}?)? (?:was|fell|became) (?:due|payable))|"
        r"without (?:(?:a|any|the|your) )?(?:\w+ )?payment\b|"
        r"without hearing [^.;,\d]{0,40}\bpayment)"
    ),
    late_around=(
        (
            re.compile(
                r"\b(?:due|payable|(?:due|payment) date|arrears|over-?due|behind|delinquent|expected|"
                r"should have (?:been paid|reached us|paid))"
                r"(?: (?:was|were|is|passed|came|fell|went by|expired|exactly|about|some|over|now|"
                r"more than|just|for payment))* $"
                r"|\b(?:expected|due|owed)\b[^;!?]{0,44}, (?:that is|that's|which is|or) $"
            ),
            re.compile(r" ago\b"),
        ),
        (
            re.compile(r"(?:^|\W)for (?:the (?:last|past) |now |about |over )?$"),
            re.compile(
                r",? [^.;,\d]{0,44}\b(?:been|gone|stood|remained|sat|had)\b[^.;,\d]{0,14}"
                r"\b(?:without|unpaid|overdue|past due|in arrears|late|behind|outstanding|in default)"
            ),
        ),
        (
            re.compile(r"\b(?:due|over-?due|payment|arrears|unpaid|late|expected|owe|payable)\b|:|^\W*$"),
            re.compile(
                r" (?:have|has) (?:now |already )?(?:passed|gone by|elapsed|gone)(?: by)?"
                rf"(?: since{_NOT_OURS}|[.,;])"
            ),
        ),
        (
            re.compile(r"\bit(?:'s| is| has|s) (?:now |already )?been (?:about |over |nearly )?$"),
            re.compile(
                r"(?:[,.;!?]|$| now| already| and\b)"
                r"(?![^;]{0,60}(?:hear|heard|call|repl|respon|spoke|letter|email|promis|wrote))"
            ),
        ),
        (
            re.compile(r"\b(?:missed|unpaid|late|overdue|arrears)\b[^.;]{0,52}$"),
            re.compile(r"[ -]old\b"),
        ),
    ),
    # "The payment came nine days late" tells of that payment; "reported 30 days late" is a code of
    # the bureaus, which count in months
    not_late_before=re.compile(
        r"(?<!not )(?<!n't )(?<!nothing )(?<!not been )(?<!has been )(?<!no payment )"
        r"\b(?:came|arrived|paid|received|posted|landed)\b(?! no)[^.;]{0,16}$"
        r"|\b(?:report(?:ed|ing)?|shown|marked|coded|listed)\b[^.;]{0,36}$"
    ),
    missed_before=re.compile(
        r"(?:\b(?:miss(?:ed)?|skipped|behind(?: by| on| with)?|unpaid|overdue|outstanding|no record of|"
        r"arrears (?:of|by)|late (?:on|with)|without)\b|(?:\bnot |n't )(?:yet )?(?:been )?"
        r"(?:made|paid|received|had|seen|got|kept up))"
        r"(?: (?:a total of|the|your|our|any of|of|for|is|are|last|latest|previous|past|these|now|"
        r"already|at least|about))*[ :]*$"
    ),
    missed_after=re.compile(
        r"(?: (?:on|under|in|for) [^.;,\d]{0,30}?)?(?:,? (?:that|which|is|are|was|were|have|has|now|"
        r"still|all|both|been|gone|went|currently|already|to date))*,? "
        r"(?:behind|late\b|over-?due|missed|unpaid|outstanding|missing|in arrears|past[ -]due|skipped|"
        r"owing|not (?:yet )?(?:been )?(?:made|paid|received|reached|arrived|met|come)|"
        r"(?:haven't|hasn't|weren't) (?:been )?(?:made|paid|received|reached|arrived|met|come))"
    ),
    plan_before=re.compile(
        r"\b(?:term|tenure|tenor|duration|plan|instal?lments?|emis?)(?: (?:of|is|now))?[ :=-]*$|"
        r"\b(?:term|tenure|tenor|plan|arrangement|loan|duration|length|period|instal?lments?|emis?|"
        r"repayments?|spread|split|stretch(?:ed)?|divided?|repaid|repay|pay|paid|clear(?:ed)?)\b"
        r"[^.;!?\d]{0,36}(?:\b(?:of|is|be|for|over|into|in|across|lasts?|runs?|takes?|within)\b|[:=-])"
        r"(?: (?:a (?:period|term|total) of|the (?:next|following|course of|coming)|an?|just|only|"
        r"about))* ?$"
    ),
    plan_after=re.compile(
        r"[ -]*(?:(?:re)?payment )?(?:plan|arrangement|programme|program|schedule|instal|emi|tenure|"
        r"term|pause|holiday|break|deferral|deferment|in total|in all|altogether|"
        r"(?:of|at|@|x|×)(?: about| just| only)? ?(?:[$£€¥₹]|rs|usd|inr|hk|\d)|each\b)"
        r"|,? ?(?:[$£€¥₹]|rs\.? ?)\d[\d,.]* ?(?:each|a month|per month|monthly|every month)"
    ),
    may_plan_before=re.compile(
        r"\b(?:over|for|in|into|across)(?: (?:the (?:next|following|full|whole)|"
        r"a (?:period|term) of|just|only|all|a))* ?$"
    ),
    not_plan_before=re.compile(
        r"\b(?:last|past|previous|recent|up to|within|least|most|than|every|each|another|after|first|"
        r"made|paid|received|remaining|final|more|further|per|once|these|those|your next|"
        r"the next(?= payment))(?: (?:the|your|a))? ?$"
    ),
    not_plan_after=re.compile(
        r"(?:'|’)? ?(?:ago|later|old|notice|statements?|from now|of (?:statements?|payslips?|bank)|"
        r"(?:remaining|left|to go|after|before|prior)\b)"
    ),
    rough_before=re.compile(
        r"\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|close to|some|just over|"
        r"just under) $"
    ),
    over_before=re.compile(r"\b(?:over|more than|above|at least|exceed(?:s|ing)|upwards of) $"),
)

_HAN_N = rf"(?:\d{{1,4}}|{HAN_NUMBER}{{1,5}}|半)"
_LINK_ZH = (
    r"(?:[了已达到至今有为是共计约满整长近逾过超:：|,，、\s（(]|经过|天数|日数|时间|时长|期数|持续|"
    r"累计|连续|大概|大约|差不多|左右|目前|最近|截至|现在|今日|今天|款项|账单|长达|多达|将近|整整|"
    r"合计|总共|前后|又|都|就|快|的|您|人民币|[¥￥]?\d[\d,.]*元)*$"
)
_STOPPED = (
    r"(?:没有?|未能?|不曾|并未|无)(?:能|有)?(?:按[时约期]|及时|足额)?(?:收到|见到|看到)?(?:您的?)?"
    r"(?:任何|应还的?|最低)?(?:还款|还|付款|付|缴|交|归还|偿还|入账|存入|存|处理|结清|清偿|到账|款)"
)

ZH = Words(
    hint=re.compile(r"[天日周期次x×*]|星期|礼拜|个月|乘以|dpd"),
    span=re.compile(
        rf"(?<![\d.第月年/-])(?<!\d[:：])(?P<n>{_HAN_N})(?P<kind>)(?P<named>(?!))?(?P<more>多|余|来|几)?(?:"
        r"(?P<d>天|日)(?![元息利均])|(?P<w>个?(?:周|星期|礼拜))(?![一二三四五六日天年])|"
        r"(?P<m>个月)|(?P<f>(?!))|(?P<p>期(?![间限末])|次(?!性|数|日|月|年)))(?![\d０-９])"
    ),
    named=re.compile(
        r"(?:(?P<d>(?:逾期|拖欠|延误|超期|欠款|违约)(?:天数|日数|时长|时间)|dpd)"
        r"|(?P<p>(?:逾期|欠缴|未还|拖欠|违约|未缴|欠款)(?:的)?(?:期数|次数))"
        r"|(?P<m>(?:分期|还款)?期数|分期期限|(?:贷款|还款)期限))(?:\(天\)|（天）|\(月\))?"
        r"\s*[:：|为是]*\s*"
        r"(?P<n>\d{1,4})(?![\d.年月天日期周个次%])"
        r"|(?<![\d.,])(?P<x>\d{1,3})\s?[x×*]\s?(?=[¥￥$]|rmb|人民币)"
        r"|(?<=[\d元])\s?(?:[x×*]|乘以?)\s?(?P<y>\d{1,3})(?![\d.,%元])"
        r"|(?P<z>(?!))|(?P<k>(?!))"
    ),
    choice_before=re.compile(r"[\d一二三四五六七八九十期天周月](?:-|/|~|至|到|或者?|、|和|及)$"),
    choice_after=re.compile(r"(?:-|/|~|至|或者?|、)[\d一二三四五六七八九十]"),
    late_before=re.compile(
        r"(?:逾期|拖欠|欠款|欠缴|延误|迟延|拖延|(?<![可以请意多])延迟|拖了|(?<![今明昨最夜])晚了?|迟了|超期|脱期|违约|未还|没还|"
        r"未付|未缴|没有?还款|(?:超过|过了?|晚于)(?:了)?(?:约定|应还|到期|最后)*(?:还款|应还|到期|缴款)日期?|"
        r"(?:还款|应还|到期|缴款)日期?(?:之后|以后)?(?:都|已经|已|早已|早就|又)*(?:过去|过)|落后|滞后|逾)"
        rf"{_LINK_ZH}"
    ),
    late_after=re.compile(
        rf"(?:(?:的|了|都|还|仍然?|尚|均|一直|至今|账单|款项|月供)*{_STOPPED}|"
        r"之?以?前(?:就|便|已经|已)*(?:该|应|到期|为(?:您的)?还款日|是(?:您的)?还款日))"
    ),
    late_around=(
        (
            re.compile(
                r"(?:还款日|应还|该还|到期|最后还款|还款之日|应还款|未还|逾期|进入逾期|缴款日)"
                r"[^。；！？]{0,34}(?:至今|迄今|今天|今日|现在|已经|已|又|过|过去|过了|相隔|共|"
                r"(?<!还)有|累计|持续|满|逾|延误|之间)(?:了|过|已|已经|(?<!还)有|共|达)*$"
            ),
            re.compile(""),
        ),
        (
            re.compile(
                r"(?:自|从|由)[^。；！？]{2,16}(?:起|开始|算起|以来|算)[^。；！？]{0,24}"
                r"(?:累计|持续|共|已|已经|有|过|经过|至今|今日|延误|相隔|满|到现在|到今天)(?:了|过|有|共|达)*$"
            ),
            re.compile(r"(?!(?:内|以内|之内|后|前))"),
        ),
        (
            re.compile(
                r"(?:那期|账单|这笔|款项|欠款)[^。；！？]{0,16}(?:至今|到现在|到今天|到今日|迄今)"
                r"(?:了|过|已|已经|有|共|达)*$"
            ),
            re.compile(""),
        ),
        (
            re.compile(r"^\s*$"),
            re.compile(r"了[，,。][^；]{0,60}(?:处理|还款|逾期|欠)"),
        ),
    ),
    not_late_before=re.compile(r"(?:标记|标注|记录)为$"),
    missed_before=re.compile(
        r"(?:连续|逾期|拖欠|欠缴|欠款|欠|未还|没还|未缴|未付|落后|违约|漏还|断供|少还|未按[时约期]还款|"
        r"未收到(?:您的?)?(?:最近|近|前)?)"
        r"(?:[了已达到至今有为是共计约满整近:：\s]|最近|累计|连续|期数|合计|总共)*$"
    ),
    missed_after=re.compile(
        rf"(?:以上)?(?:的|了|都|还|仍然?|尚|均|一直|至今|账单|款项|款|月供|最低还款额?)*{_STOPPED}|"
        r"(?:账单|款项|款|月供)?(?:逾期|拖欠|欠缴|违约)"
    ),
    plan_before=re.compile(
        r"(?:分成?|分为|拆成|共|总共|一共|合计|期数|期限|为期|可办理?|办理?|批了?|连续|接下来|今后|未来|"
        r"拉长到?|延长到?|还|按|以|用|在|每月[^。；]{0,16}|每期[^。；]{0,16})"
        r"(?:[:：为是了满共给您的，,\s]|成|做|到|至)*$"
    ),
    plan_after=re.compile(
        r"(?:的|个性化|免息)*(?:分期|还清|还完|偿还|归还|等额|结清|内?分次|内?分期|方案|计划)|"
        r"[,，]?(?:每期|每月|一期|一个月|月供|每次|月还)|\s?[x×*]"
    ),
    may_plan_before=re.compile(""),
    not_plan_before=re.compile(
        r"(?:最近|过去|近|前|满|每|超过|至少|最多|最长|最少|不到|不足|再|再过|剩余?|还剩|剩下|后|下|上|"
        r"最低|(?:最长|最多|最高)(?:可以?|能)?(?:分|办理?)|已还了?|已经还了?|还了|首|未还|没还|逾期|拖欠|欠缴|拖|晚)(?:的|了|这)?$"
    ),
    not_plan_after=re.compile(
        r"(?:内(?!分)|以内|之内|后|之后|以后|前|之前|以前|以上|流水|对账单|(?:的)?账单|(?:的)?宽限|没|未|尚未)"
    ),
    rough_before=re.compile(r"(?:约|大约|大概|将近|接近|差不多|(?<!最)近)$"),
    over_before=re.compile(r"(?:超过|已超|超|多于|大于|不止|至少|逾(?!期)|多达)了?$"),
)
