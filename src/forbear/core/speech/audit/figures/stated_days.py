"""Days, each set against the facts: last days, due days, days of a visit, since when it is late."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forbear.core.speech.audit.figures.dates import Day
from forbear.core.speech.audit.figures.known import Known
from forbear.core.speech.audit.figures.stated import (
    CONSISTENT,
    CONTRADICTED,
    NOT_ASSERTED,
    UNVERIFIABLE,
    Figure,
    Place,
)
from forbear.core.speech.audit.values import Facts

_DEADLINE = re.compile(
    r"expire|valid|deadline|last day|final day|offer|until|cut-?off|closing date|end date|"
    r"截止|有效期|到期|最后|期限|止|过期|最[晚迟]|结束|优惠"
)
_DUE = re.compile(
    r"due (?:on|date|by)|was due|is due|payment (?:date|due)|payable (?:on|by)|"
    r"还款日|到期还款日|最后还款日|应于|缴款|还款截止"
)
_VISIT = re.compile(
    r"visit|come to|attend (?:at )?(?:your|the) (?:address|home|house|property)|"
    r"be with you (?:on|at|in)\b|"
    r"call (?:at your|on you\b|round)|com(?:e|ing) (?:round|by|over|out)\b|"
    r"(?:at|to) your (?:door|home|house|address|residence|premises)|see you (?:on|at)\b|meet you|"
    r"(?:同事|人员|专员)[^。；，]{0,4}(?:过去|过来|来访)|上门|外访|走访|登门|拜访|到访|家访|面谈|(?:到|去|来|往)(?:您|你)(?:的)?(?:家|住|府|单位)"
)
_PAYMENT = re.compile(
    r"\bpay(?:ment|able)?\b|\bpaid\b|due date|should(?:'ve| have)\b|还款|应还|到期"
)
# a letter, too, comes to an address
_POST = re.compile(
    r"\b(?:letter|sent|post(?:ed)?|mail(?:ed)?|deliver\w*|statement)\b|寄|邮|快递|信函"
)

# --- right before and right behind a day
# words that may stand between what ends and the day
_LINK = (
    r"(?:[ ,:;(|-]|\b(?:is|are|falls|on|by|the|of|at|in|for|to|our|your|this|that|it|its|being|be|"
    r"offer|acceptance|accept|accepting|settlement|plan|day|date|noon|midnight|close of business|"
    r"cob|"
    r"end of(?: business)?|start of business|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?|today|waiver|"
    r"discount|"
    r"including|and)\b)*$"
)
_BY = re.compile(
    r"\b(?:by|before|no(?:t)? later than|not after|until|till?|through|thru|within|up to(?: and "
    r"including)?|deadline(?: is)?|expir(?:es?|y|ing|ation)|ends?|ending|clos(?:es?|ing)|lapses?|"
    r"runs? (?:out|to|until)|open (?:to|for)|good (?:to|through|for)|valid(?: to)?|stands (?:to)|"
    r"holds (?:to)|(?:hold|honou?r|keep|extend)(?: [a-z]+){1,4} (?:past|beyond)|withdrawn|"
    r"last (?:day|date)|final (?:day|date)|cut-?off)\b" + _LINK
)
_ENDS_AFTER = re.compile(
    r"^(?: ?(?:is|being|as|was)|'s) (?:the|its|their|your|our) (?:last (?:day|date)|final|"
    r"end|deadline|"
    r"closing|cut-?off|expiry)|^,? (?:at the )?latest\b|"
    r"^(?:这一?[天日])?就(?:到期|结束|截止)|^(?:结束|到期|失效|过期|终止|为止|是最后一天|是截止|作废)"
)
_BY_ZH = re.compile(
    r"^(?:这一?[天日]|[（(]?(?:含?当[日天]|含)[）)]?|下班|中午|晚上?|营业终了|24点|[\d:：点时]{0,6})*"
    r"(?:或者?|及)?(?:之?前(?!往|来(?!电)|去|台|期)|以前|截止|为?止|内|以内)"
)
_ENDS_ZH = re.compile(
    r"(?:最后一天|最后期限|最后日期|截止(?:日期?|时间)?|有效期?[至到]?|到期日?|止于|为止|最[晚迟]|"
    r"不迟于|"
    r"不晚于|期限[至到]?|限(?:期|于)?|结束(?:日期?|时间)|失效日期?|(?:保?留|开放|持续|延续|延长|有效|优惠|"
    r"办理|时间|考虑|[就只])[至到])"
    r"[为是于在至到:：，\s]*$"
)
# "到后天就没有了": without 到 it is gone on that day already
_TO_ZH = re.compile(r"[到至]$")
_GONE_ZH = re.compile(r"^就(?:没有?|失效|过期|作废)")
_DUE_BOUND = re.compile(
    r"\b(?:due d(?:a?te|t)|payment (?:date|due)|falls due|(?<!past )(?<!past-)due|payable|(?:meant|"
    r"supposed) to (?:be|arrive|come|have|reach|pay|get)|"
    r"should(?: last)?(?: have|'ve) (?:paid|reached|come|arrived|gone out|been (?:paid|made|"
    r"in|with us))|"
    r"date (?:we|i) (?:have|had)(?: down)? for (?:your|the|that) (?:[a-z]+ )?payment|"
    r"expected(?: it| the payment| your payment)?|needed)\b"
    r"(?:[ ,:;(|.-]|\b(?:is|are|was|were|falls|on|by|the|of|that|at|in|for|your|this|card|day|"
    r"which|it|come|us|back|been|made|have|to pay|no later "
    r"than|before|paid|next|here|with us|to reach us|that's|date)\b)*$"
    r"|\b(?:is|are|was|were|you're|that's) due (?:to|from|with)\b(?:[^.;!?,]|"
    r"[.,]\d){0,44}\bon (?:the )?$"
    r"|(?:还款日期?|还款截止日期?|缴款(?:截止)?日期?|应还日|到期日|应于)(?:[为是:：在就嘛呢吧，,的\s]|本来|原来|原本|应该|上个?月)*$"
)
_DUE_AFTER = re.compile(
    r"^,? (?:your|the|this|that) (?:[a-z]+ ){0,2}payment (?:became|was|fell|came|falls) due\b|"
    r"^ ?(?:is|as|was) (?:the|its|their|your|our) (?:payment )?due date|"
    r"^ ?(?:is|was) (?:the|your) (?:day|date) (?:on|by) which [^;!?]{0,50}\bdue\b|"
    r"^[ ，,]?(?:是|为)您?(?:的|本期|这期|当期|到期|最后|应还款?)*(?:还款日|的?日子)"
)
# "Monday through Friday" are days of work
_DAY_TO = re.compile(r"(?:mon|tues|wednes|thurs|fri)day (?:through|until) $")
# since when it is late; what else has a beginning is told by other verbs
_SINCE = re.compile(
    r"\b(?:since|dates? (?:back to|from)|counting from|as from|entered arrears on|"
    r"in arrears from|overdue from)(?: the)? $|(?:自|从|由)$"
)
# which itself says that the account is late
_LATE_FROM = re.compile(
    r"\b(?:went|gone|goes|fell|fallen|became|slipped|entered)(?: in)?(?:to)? (?:past[ -]due|"
    r"over-?due|"
    r"arrears|late|delinquen[a-z]+|default) (?:on|from|as of)(?: the)? $|"
    r"\bfirst (?:missed|unpaid)(?: payment)?(?: (?:on|is|was)|[ :.|-])*$|"
    r"\b(?:1st|first|oldest|earliest) (?:missed|unpaid|overdue|late) [a-z]+(?: (?:on|is|was)"
    r"|[ :.|-])*$|"
    r"(?:最早一期|最早逾期|首次逾期|首期逾期|第一期|逾期的?(?:起始|开始)?(?:日|时间))(?:逾期|期)?(?:账单)?(?:的)?[是为于在自从:：]*$"
)
# 1月17号到期的: of a day that has passed, and 6月1日应还: of any
_FELL_DUE = re.compile(
    r"^(?:就|便)?(?:到期|[该应要需]还|应缴|应付|的(?:应还|到期)|还款日(?:已|早|都)|"
    r"(?:那[期笔](?:账单|款)?|的账单)[就都还也]?(?:一直)?[没未逾])"
)
_IS_DUE = re.compile(r"^(?:前|之前)?[应需要该]还(?!款日)")
_WAS_DUE = re.compile(r"(?:上一?次|上期|当时)?(?:该|应)还款?(?:的?(?:日子|时间))?(?:是|为)$")
_MEANT_FOR = re.compile(r"(?:原定|本应|原应|本该)于?$")
_TO_PAY = re.compile(r"^(?:之?前)?(?:还|付|缴)")
_OF_PLAN = re.compile(
    r"首期|每期|分期|第[\d一二三四五六七八九十]+期|计划|方案|优惠|减免|结清|答应|承诺|约"
)
_LATE = (
    r"(?:over-?due|past[ -]due|\blate\b|behind|unpaid|arrears|delinquent|outstanding|missed|"
    r"not (?:been )?paid|in default|\bnothing|\bno payments?\b|逾期|未缴|未付|"
    r"未归还|未偿还|未清偿|未还|没还|拖欠|未按|没有还|还款日)"
)
_LATE_SINCE = re.compile(rf"{_LATE}[^.;!?。；！？，]{{0,30}}$")
_SINCE_ENDS = ("since", "the", "to", "from", "on", "自", "从", "由")
_SINCE_LATE = re.compile(rf"^[^.;!?。；！？]{{0,44}}{_LATE}|^(?:算)?起?[^。；，]{{0,6}}过了?\d")
# "as of today"
_AS_OF = re.compile(r"(?:截至|截止|[到至])[:： ]*$")
_BEGINS_ELSE = re.compile(
    r"report|bureau|credit|agenc|\bcall(?:s|ed|ing)?\b|wr[io]t|contact|email|message|tried|spoke|spoken|"
    r"told|\blaw|effective|\brate|\bhold|paused?|\bplan|lived|employ|member|customer since|"
    r"报送|征信|上报|执行|生效|计息|优惠|联系|致电|通知|发送|委托|起诉|立案|分期|暂停"
)
_CLAUSE = re.compile(r"[，：。]")
# "133 days have passed since 3 January": it is late since then, if it is late for so long
_DAYS_SINCE = re.compile(
    r"\b(\d{1,4}) days(?: (?:have|has|had|now|passed|gone|by|elapsed)){0,4} since(?: the)? $"
)
# "That date is 28 June": what the sentence before speaks of
_THAT = re.compile(
    r"\b(?:that (?:date|day) is|the answer is|namely|which is|i\.e\.)[ :]*$|答[:：]?$|[，,]是$"
)
# "The minimum must reach us by noon today": a day for what is due, not for an offer.
_LEAST_DUE = re.compile(r"minimum|最低|应还款|应缴|amt due|amount due|payment slip|缴款")
_WE_VISIT = re.compile(
    r"(?:will|shall|to|are|is|be|going to|plans? to)\b[^.;]{0,30}"
    r"\b(?:visit(?:ing)?\b(?! (?:our|us|a|any|the))|"
    r"call(?:ing)? (?:at|on) your|com(?:e|ing) (?:to|by) your)|"
    r"(?:将|会|定于|定在|计划|安排|派|要)[^。；，]{0,24}(?:上门|外访|走访|登门|拜访|到访)"
)
_NO_VISIT = re.compile(
    r"\b(?:not|never|no|won't|cancel\w*|branch|if|would|unless)\b|"
    r"不会|不再|没有|取消|并未|如果|若|网点|营业"
)
# what we do by a day is no deadline of the cardholder's
_OURS_TO_DO = re.compile(
    r"\b(?:we|i)(?:'ll| will| shall| hope to| aim to| should) (?:then )?(?:call|ring|write|send|"
    r"let|"
    r"confirm|get back|reply|be in touch|update|post|email|text|respond|answer|come back|have|"
    r"decide|"
    r"review|process|credit)\b[^.;]{0,50}$|"
    r"\byou(?:'ll| will| should) (?:get|receive|hear|have (?:our|a|an))\b[^.;]{0,50}$|"
    r"(?:我们|我行|我司)(?:会|将)[^，。；]{0,12}[于在]?$|您(?:会|将)(?:收到|接到)[^，。；]{0,8}$"
)
# "The date is still 21 May"
_WHEN = re.compile(
    r"\b(?:date|day|time|appointment|scheduled|booked|arranged|down for)\b|日期|时间|日子|定于|"
    r"定在|改[期约]"
)
# "Pay by: 22 May. Minimum payment: $35.00"
_PAY_BY = re.compile(r"\bpay(?:ment)?(?: reqd| required| needed)? (?:by|before)\W*$")
_OFFERED = re.compile(
    r"offer|settle|waive|discount|plan|accept|forgiv|refund|arrears|优惠|减免|结清|方案"
)
_REACH, _BESIDE, _INTO = 72, 90, 24
_SAME_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Around:
    """What a day is held against; ``named``: all days of its sentence.

    ``names_least``: the sentence names the sum of the minimum payment.
    """

    facts: Facts
    known: Known
    named: frozenset[date]
    names_least: bool = False

    @property
    def today(self) -> date | None:
        """The day on which it is said."""
        return self.facts.time_local.date() if self.facts.time_local else None

    @property
    def late_since(self) -> date | None:
        """The due day from which the days past due are counted."""
        if self.today is None or not self.facts.dpd:
            return None
        return self.today - timedelta(days=self.facts.dpd)


@dataclass(frozen=True, slots=True)
class _Bound:
    """What the words right beside a day say of it."""

    is_deadline: bool
    is_due: bool
    is_since: bool
    # it says of what day the rest is true
    is_as_of: bool


def days_held(told: Sequence[Day], place: Place, around: Around) -> Iterator[Figure]:
    """Set the days of a sentence against the facts; what is not known as a day is left out."""
    for day in told:
        if day.readings:
            yield _held(day, place, around)


def _bound(place: Place, start: int, end: int, *, is_ahead: bool, is_today: bool) -> _Bound:
    """Return what stands beside a day; ``is_ahead``: it has not passed yet."""
    before = place.text[max(place.start, start - _REACH) : start]
    after = place.text[end : min(len(place.text), end + _REACH)]
    is_zh = place.language == "zh"
    is_deadline = bool(
        (_BY.search(before) and not _DAY_TO.search(before))
        or _ENDS_AFTER.match(after)
        or (_TO_ZH.search(before) and _GONE_ZH.match(after))
        or (is_zh and (_BY_ZH.match(after) or _ENDS_ZH.search(before)))
        or (
            _THAT.search(before)
            and _DEADLINE.search(place.text, max(0, start - _REACH - _REACH), start)
        )
    )
    since = _SINCE.search(before) if before.rstrip().endswith(_SINCE_ENDS) else None
    is_since = (
        not is_ahead
        and bool(
            _LATE_FROM.search(before)
            or (since and (_LATE_SINCE.search(before[: since.start()]) or _SINCE_LATE.match(after)))
        )
        and not _BEGINS_ELSE.search(_CLAUSE.split(before)[-1] + after)
    )
    is_due = not is_since and bool(
        _DUE_BOUND.search(before)
        or _DUE_AFTER.match(after)
        or (is_zh and _is_due_zh(before, after, place, is_ahead=is_ahead))
    )
    is_as_of = is_today and _AS_OF.search(before) is not None
    if is_deadline and (is_as_of or _OURS_TO_DO.search(before)):
        is_deadline = False
    return _Bound(is_deadline, is_due, is_since, is_as_of)


def _is_due_zh(before: str, after: str, place: Place, *, is_ahead: bool) -> bool:
    """Whether words around a Chinese day say that something of the account is due on it."""
    if place.says(_OF_PLAN):
        return False
    if _IS_DUE.match(after) or (_MEANT_FOR.search(before) and _TO_PAY.match(after)):
        return True
    return not is_ahead and bool(_FELL_DUE.match(after) or _WAS_DUE.search(before))


def _held(day: Day, place: Place, around: Around) -> Figure:
    start, end = place.start + day.start, place.start + day.end
    today, first = around.today, day.readings[0]
    bound = _bound(
        place,
        start,
        end,
        is_ahead=today is None or first >= today,
        is_today=today is not None and first == today,
    )
    role, true = _role(bound, place, around, start)
    since = place.before(_DAYS_SINCE, start, _REACH) if role == "other" else None
    if since is not None and int(since[1]) == around.facts.dpd:
        role, true = "late_since", _late_days(around)
    if role == "other" and not bound.is_as_of and _is_of_visit(place, start, end, around):
        role, true = "visit", _visit_days(around)
    likely = [one for one in day.readings if one in true or one in around.known.deadlines]
    on = likely[0] if likely else day.readings[0]
    said = _Said(role, on, bound, true, start)
    verdict = CONSISTENT if likely else _verdict(said, place, around)
    return Figure(
        "date",
        role,
        start,
        end,
        verdict,
        on=on,
        is_deadline=bound.is_deadline or bound.is_due,
        is_bound=bound.is_since,
    )


def _is_of_visit(place: Place, start: int, end: int, around: Around) -> bool:
    """Whether a day is that of the visit of which the sentence beside it speaks."""
    near = max(0, start - _BESIDE), min(len(place.text), end + _BESIDE)
    return (
        around.facts.visit_date is not None
        and place.says(_WHEN)
        and _VISIT.search(place.text, *near) is not None
    )


def _role(bound: _Bound, place: Place, around: Around, start: int) -> tuple[str, frozenset[date]]:
    """Return what a day is said to be, and the days that are truly so."""
    known = around.known
    if bound.is_as_of:
        return "other", frozenset()
    if bound.is_since:
        return "late_since", _late_days(around)
    if (
        place.says(_VISIT)
        and not (bound.is_deadline or place.says(_POST))
        and not (bound.is_due and place.says(_PAYMENT))
    ):
        return "visit", _visit_days(around)
    if (
        bound.is_due
        or place.says(_DUE)
        or (
            bound.is_deadline
            and (around.names_least or place.says(_LEAST_DUE) or _is_least_near(place, start))
        )
    ):
        true = known.days | known.deadlines
        return "due", true | {around.late_since} if around.late_since else true
    if place.says(_DEADLINE) or bound.is_deadline:
        return "deadline", known.deadlines | known.days
    return "other", known.days | known.deadlines


def _is_least_near(place: Place, start: int) -> bool:
    """Whether "pay by …" stands beside a line that names the minimum, and no offer is spoken of."""
    near = max(0, start - _REACH), start + _REACH
    return (
        place.before(_PAY_BY, start, _INTO) is not None
        and _LEAST_DUE.search(place.text, *near) is not None
        and _OFFERED.search(place.text, *near) is None
    )


def _visit_days(around: Around) -> frozenset[date]:
    visit = around.facts.visit_date
    return frozenset(() if visit is None else (visit,))


def _late_days(around: Around) -> frozenset[date]:
    """The days since when the account may be said to be late: due days, and the days after."""
    today, due = around.today, around.facts.due_date
    first = {around.late_since, due if due and today and due < today else None}
    return frozenset(
        day + step for day in first if day is not None for step in (timedelta(0), _SAME_DAY)
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of a day: what it is for, what stands beside it, which days would be true."""

    role: str
    on: date
    bound: _Bound
    true: frozenset[date]
    start: int


def _verdict(said: _Said, place: Place, around: Around) -> str:
    """Say of a day that is none of the true ones whether it is false."""
    role, true = said.role, said.true
    if place.is_set_apart:
        return NOT_ASSERTED
    if role == "visit" and around.facts.visit_scheduled is False and place.says(_WE_VISIT):
        return NOT_ASSERTED if place.says(_NO_VISIT) else CONTRADICTED
    is_open = (
        not true
        or role == "other"
        # beside the true day another one is a day of something else
        or bool(around.named & true)
        or (role == "deadline" and not around.known.deadlines)
        or (role == "due" and not _is_false_due(said, place, around))
        or (role == "late_since" and _is_other_cycle(said.on, true))
    )
    return UNVERIFIABLE if is_open else CONTRADICTED


def _is_false_due(said: _Said, place: Place, around: Around) -> bool:
    """Whether a day is said to be the one that something is due on, and none is."""
    on, bound, today, due = said.on, said.bound, around.today, around.facts.due_date
    if due is None or today is None:
        return bound.is_due and today is not None and on < today
    if on < today <= due or _is_other_cycle(on, frozenset({due})):
        # an earlier payment, or one to come
        return False
    if bound.is_due or today <= on < due:
        return True
    # the minimum is asked for by a day after it is due
    is_least = around.names_least or place.says(_LEAST_DUE) or _is_least_near(place, said.start)
    return bound.is_deadline and today <= due < on and is_least


def _is_other_cycle(on: date, true: frozenset[date]) -> bool:
    """Whether a day is that of another month's due day."""
    return any(on != one and abs(on.day - one.day) <= 1 for one in true)
