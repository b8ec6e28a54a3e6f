"""The words of English counts: see ``counts_words`` for what each pattern is."""

from __future__ import annotations

import re

from forbear.core.speech.audit.figures.counts_words import Words
from forbear.core.speech.audit.figures.numerals import EN_NUMBER

_N = rf"(?:\d{{1,4}}|{EN_NUMBER}|an?(?= )|a couple of)"
_ADJECTIVE = (
    r"(?:equal|equated|monthly|consecutive|regular|contractual|successive|calendar|full|level|easy|"
    r"affordable|interest-free|scheduled|fixed|straight|whole|minimum|card|of (?:your|the)|"
    r"missed|unpaid|overdue|outstanding|skipped|late|past[ -]due)[ ,-]+"
)
_UNIT_EN = (
    r"(?:(?P<d>days?|(?<=\d)d)|(?P<w>weeks?|wks?)|(?P<f>fortnights?)|(?P<m>months?|mths?|mos?)|"
    r"(?P<p>(?:(?P<cycle>(?:(?:statement|billing|payment)[ -])?(?:cycles|statements|bills|"
    r"due dates))|"
    r"payments|(?<=-)payment|(?P<named>instal?lments|emis|(?<=-)(?:instal?lment|emi)|"
    r"times))))\b"
)
# words that may stand between what is late and how long
_LINK = (
    r"(?:[ ,:;|=()~-]|\b(?:by|for|since|of|is|are|was|were|has|have|been|stayed|there|remain(?:s|"
    r"ed)?|"
    r"at|about|around|approx\.?|approximately|roughly|nearly|almost|over|more than|some|at least|"
    r"exactly|now|already|currently|still|an?|the|total|position|period|age|amount|amt|account|"
    r"status|"
    r"count|"
    r"number|running|standing|stands|today|as|days|dates?|you|ask|just|only|namely|these)\b|i\.e\.|"
    r"(?:[$£€¥₹]|rs\.? ?|usd ?)\d[\d,.]*)*$"
)
_DUE_ON = r"(?:the|its|your|their|that) (?:[a-z]+ )?(?:due|payment) date"
_NOT_OURS = (
    r"(?! (?:we|our|you|i|they|my|he|she|it (?:was )?(?:sent|wrote)|(?:the|your|this|that) "
    r"(?:first |last )?(?:letter|call|email|message|notice|offer|agreement|conversation|"
    r"complaint)))"
)

_CONTACT = r"\b(?:wrote|written|call|letter|sent|spoke|email|text)"
_NTH = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"

WORDS = Words(
    # each choice begins with its own letter, which is faster to look for
    hint=re.compile(
        r"day|week|wk|fortnight|month|mth|mo(?<=\bmo)s?\b|statement|cycle|bills|d(?<=\dd)\b|payment|instal|emi|dpd|times|"
        r"x(?= ?\d)|x(?<=\dx)|x(?<=\d x)|×|\*"
    ),
    span=re.compile(
        rf"(?<![\w.,$£€¥₹/#])(?<!\d[ :-])(?P<n>{_N})(?P<more>\+)?[ -]*"
        rf"(?P<kind>(?:{_ADJECTIVE}){{0,3}}){_UNIT_EN}"
    ),
    bare=re.compile(r"(?<![\d.,$£€¥₹/])\d{1,4}\b(?![.,/:]?\d| ?%)"),
    # "Status: past due. Days: 14"
    days_before=re.compile(r"^\W*(?:number of )?days ?[:|=] ?$"),
    label_before=re.compile(
        r"\b(?:(?P<d>(?:late|overdue|past due|behind|in arrears)(?: by)? \(days\)|"
        r"(?:overdue|late|delinquent) days|days (?:your|the) [^.;:\d]{0,40}?(?:is|has been)"
        r" (?:late|overdue|past due)|"
        r"days? (?:past[ -]due|overdue|late|delinquent|in arrears)|dpd)"
        r"|(?P<p>(?:missed|unpaid|overdue|late) (?:payments|instal?lments|emis)"
        r"|(?:payments|instal?lments|emis) (?:that )?(?:you have |you've )?(?:been |are |is )?"
        r"(?:missed|unpaid|overdue|late|outstanding|in arrears)"
        r"|(?:number|no\.) of (?:payments|instal?lments|emis) (?:that )?(?:you have |you've )?"
        r"(?:missed|behind|unpaid|overdue|outstanding))"
        r"|(?P<m>(?:number|no\.) of (?:(?:monthly )?(?:instal?lments|payments|emis)|months)"
        r"|(?:term|tenure|tenor)(?: in months| \(months\))|(?:months|instal?lments|emis)(?= ?[:|"
        r"=])))"
        r"(?: (?:is|are|stands? at|now))?(?: ?[:|=]| -)? ?$"
    ),
    times_before=re.compile(r"\d ?(?:[x×*]|times) ?$"),
    times_after=re.compile(r" ?[x×*] ?(?:[$£€¥₹]|rs\b|usd|hk\$)"),
    row=re.compile(
        rf"\b(?P<n>{_NTH}|\d{{1,2}}(?=st|nd|rd|th))(?:st|nd|rd|th)? "
        r"(?:(?:missed |unpaid |late )?(?:payment|month|instal?lment|statement|bill|emi)"
        r"(?: in a row| running)\b|(?:consecutive|straight|successive) (?:missed |unpaid |late )?"
        r"(?:payment|month|instal?lment|statement|bill|emi)\b)"
    ),
    nth_before=re.compile(r"\bday $"),
    nth_after=re.compile(
        r" (?:of (?:the |your )?(?:delinquency|arrears|default)"
        rf"|(?:since|past|after|beyond) {_DUE_ON})"
    ),
    dpd_after=re.compile(r" ?dpd\b"),
    # no sum: "convert 3,455.80 to 24 EMIs"
    choice_before=re.compile(
        r"(?:^|[^\d.,$£€¥₹])\d{1,3} ?(?:-|/|to|or|and) ?$|\b(?:between|either|from) $"
    ),
    choice_after=re.compile(r" ?(?:-|/|to|or) ?\d"),
    late_before=re.compile(
        r"(?:\b(?:over-?due|over due|past[ -]due|late|behind|delinquen(?:t|cy)|in arrears|arrears|"
        r"unpaid|outstanding|pending|o/d|dpd|the delay|delayed|not (?:been )?paid|in default|"
        r"nothing (?:has been |was )?paid|no payment|(?:had|received|seen) no payments?|"
        r"(?:nothing|anything)(?: \w+){0,2} since)"
        r"(?: (?:at|with|to) [\w&' .]{2,32}?(?= for\b))?"
        r"(?: (?:since|on|from) (?:[^;()]{2,24}?)(?: ?[,(:]| and| that is| so it's| which is| or|"
        r" now)+)?"
        rf"){_LINK}"
        r"|\bdelay\b[^.;,\d]{0,40}\b(?:amounts? to|comes? to|stands at|of|is) (?:now )?$"
        r"|\b(?:over-?due|past due|unpaid|in arrears|irregular|(?:been|are|is|gone) missing)\b"
        r"[^.;,\d]{0,56}\bfor (?:the (?:last|past) )?(?:a (?:total|period) of )?$"
    ),
    late_after=re.compile(
        r"(?:[ ,-]*(?:now|already|currently|or so|or more|and counting|today))*[ ,-]*(?:"
        r"past[ -](?:(?:its|the|your|their) )?(?:payment[ -])?(?:due|date)|over-?due|over due|"
        r"late\b(?! (?:payment )?(?:fee|charge|mark|code|entr|report|notice|status))|"
        r"delinquent|behind\b|in arrears|"
        r"of (?:delinquency|arrears|non-?payment|default|delay)\b|dpd\b|o/d\b|unpaid|outstanding\b|"
        rf"(?:beyond|after|on from) {_DUE_ON}|"
        r"past the date (?:on which )?(?:it|they|this|that|the payment) (?:was|were|fell) due|"
        r"since (?:it|this|that|the money|we) should have (?:been paid|had|reached|received|seen)|"
        r"between (?:the|your) due date and today|"
        rf"since (?:{_DUE_ON}|(?:the|your) (?:minimum |last )?(?:payment|bill|instal?lment)"
        r"(?: to [\w&' .]{2,40}?)? (?:was|fell|became) (?:due|payable))|"
        r"without (?:(?:a|any|the|your) )?(?:\w+ )?payment\b|"
        r"without hearing [^.;,\d]{0,40}\bpayment)"
    ),
    so_long_before=re.compile(
        r"^\W*(?:(?:so|and|that's|that was|that is|which is|it's|now|about|already) )+$"
    ),
    so_long_after=re.compile(r" ago\b| now\b| late\b|[.,;!]|$"),
    due_told=re.compile(
        rf"(?:^|[.!?\n] ?)(?:(?!{_CONTACT})[^.!?\n]){{0,90}}?"
        r"\b(?:due|past[ -]due|over-?due|arrears|supposed to|meant to|should have)\b"
        rf"(?:(?!{_CONTACT})[^.;!?]){{0,50}}[.!?]\W*$"
    ),
    late_around=(
        (
            re.compile(r"\bwait(?:ed|ing) (?:for )?(?:about |over |now )?$"),
            re.compile(r" for (?:the|your|this|that) (?:\w+ )?payment\b"),
        ),
        (
            re.compile(
                r"\b(?:due|payable|(?:due|payment) date|arrears|over-?due|behind|delinquent|"
                r"expected|"
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
                r"\b(?:without|unpaid|overdue|past due|in arrears|late|behind|outstanding|"
                r"in default)"
            ),
        ),
        (
            re.compile(
                r"\b(?:due|over-?due|payment|arrears|unpaid|late|expected|owe|payable)\b|:|^\W*$"
            ),
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
        r"(?:\b(?:miss(?:ed)?|skipped|behind(?: by| on| with)?|unpaid|overdue|outstanding|"
        r"no record of|past[ -]due|"
        r"arrears (?:of|by)|late (?:on|with)|without)\b|(?:\bnot |n't )(?:yet )?(?:been )?"
        r"(?:made|paid|received|had|seen|got|kept up))"
        r"(?: (?:a total of|the|your|our|any of|of|for|is|are|last|latest|previous|past|these|now|"
        r"already|at least|about))*[ :]*$"
        r"|\bfail(?:ed|ing|ure) to (?:pay|make|meet)\b(?:[^.;]|\.\d){0,50}"
        r"\b(?:for|in|on) (?:the (?:last|past) )?$"
    ),
    missed_after=re.compile(
        r"(?: (?:on|under|in|for) [^.;,\d]{0,30}?)?(?:,? (?:that|which|is|are|was|were|have|has|"
        r"now|"
        r"still|all|both|been|gone|went|currently|already|to date))*,? "
        r"(?:(?:that )?you(?:'ve| have)? (?:now )?missed|behind|late\b|over-?due|missed|"
        r"unpaid|outstanding|missing|in arrears|past[ -]due|"
        r"skipped|"
        r"owing|not (?:yet )?(?:been )?(?:made|paid|received|reached|arrived|met|come)|"
        r"(?:haven't|hasn't|weren't) (?:been )?(?:made|paid|received|reached|arrived|met|come))"
    ),
    plan_before=re.compile(
        r"\b(?:term|tenure|tenor|duration|plan|instal?lments?|emis?)(?: (?:of|is|now))?[ :=-]*$|"
        r"\bthere(?:'ll| will|'d| would) be $|(?:a |per |each |/)mon?t?h?,? $|\bmak(?:e|ing) $|"
        r"\b(?:stretch|extend|lengthen)(?:ed)? (?:[a-z]+ ){0,3}(?:out )?to $|\bmonthly,? $|"
        r"p\.m\.?,? $|"
        r"\b(?:it|that|this)(?:'d|'ll| would| will) take(?: you)?(?: about| just| only)? $|"
        r"\b(?:done|clear(?:ed)?|finished|debt-free|out of debt|paid off) (?:in|within|after)"
        r"(?: about| just| only)? $|"
        r"\b(?:term|tenure|tenor|plan|arrangement|loan|duration|length|period|instal?lments?|emis?|"
        r"repayments?|spread|split|stretch(?:ed)?|divided?|repaid|repay|pay|paid|clear(?:ed)?)\b"
        r"[^.;!?\d]{0,36}(?:\b(?:of|is|be|for|over|into|in|across|lasts?|runs?|takes?|"
        r"within|has|have|with|means|needs)\b|"
        r"[:=|-])"
        r"(?: (?:a (?:period|term|total) of|the (?:next|following|course of|coming)|an?|just|only|"
        r"about))* ?$"
    ),
    plan_after=re.compile(
        r"[ -]*(?:(?:re)?payment )?(?:plan|arrangement|programme|program|schedule|instal|emi|"
        r"tenure|"
        r"option\b|, each of\b|"
        r"to (?:pay|repay|clear|settle|finish)\b|term|pause|holiday|break|deferral|deferment|"
        r"in total|in all|altogether|(?:is|are) (?:what|how long) (?:the|your|it|this|that)\b|"
        r"(?:of|at|@|x|×)(?: about| just| only)? ?(?:[$£€¥₹]|rs|usd|inr|hk|\d)|each\b)"
        r"|,? ?(?:[$£€¥₹]|rs\.? ?)\d[\d,.]* ?(?:each|a month|per month|monthly|every month)"
    ),
    may_plan_before=re.compile(
        r"\b(?:over|for|in|into|across)(?: (?:the (?:next|following|full|whole)|"
        r"a (?:period|term|total) of|just|only|all|a))* ?$"
    ),
    not_plan_before=re.compile(
        r"\b(?:last|past|previous|recent|up to|within|least|most|than|every|each|another|"
        r"(?<!cleared )after|"
        r"first|"
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
