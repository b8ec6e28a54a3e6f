"""The facts that conditions speak of, as they are named inside a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from forbear.core.law.saying import lists
from forbear.core.law.saying.joining import Said

# column -> how its words are led in, how they are led in when denied, and the words
VALUES: Mapping[str, tuple[Said, Said, Mapping[str, Said]]] = {
    "channel": (("by ", "渠道："), ("not by ", "渠道不是："), lists.ONE_CHANNEL),
    "collector_kind": (
        ("collected by ", "催收方为"),
        ("not collected by ", "催收方不是"),
        lists.COLLECTORS,
    ),
    "party": (("to: ", "对象："), ("not to: ", "对象不是："), lists.PARTIES),
    "purpose": (("made ", "目的："), ("not made ", "目的不是："), lists.PURPOSES),
    "direction": (("made by ", "由"), ("not made by ", "并非由"), lists.WHOSE),
    "point_kind": (("at: ", "联系方式："), ("not at: ", "联系方式不是："), lists.POINTS),
    "form": (("in the form: ", "形式："), ("not in the form: ", "形式不是："), lists.FORMS),
    "place": (("they are at: ", "所在："), ("they are not at: ", "不在："), lists.PLACES),
    "data_source": (("known from: ", "来源："), ("not known from: ", "来源不是："), lists.SOURCES),
    "dispute": (("dispute: ", "争议："), ("dispute is not: ", "争议并非："), lists.STATES),
    "bankruptcy": (("bankruptcy: ", "破产："), ("bankruptcy is not: ", "破产并非："), lists.STATES),
    "plan": (("plan: ", "分期计划："), ("plan is not: ", "分期计划并非："), lists.STATES),
    "cease_form": (
        ("asked to stop ", "停止请求形式："),
        ("not asked to stop ", "停止请求形式并非："),
        lists.STATES,
    ),
    "status": (
        ("account: ", "账户："),
        ("account is not: ", "账户并非："),
        lists.ACCOUNT_STATES,
    ),
    "litigation": (
        ("legal state: ", "法律状态："),
        ("legal state is not: ", "法律状态并非："),
        lists.STATES,
    ),
    "point_state": (
        ("the number or address is ", "联系方式状态："),
        ("the number or address is not ", "联系方式状态并非："),
        lists.STATES,
    ),
}
NAMES: Mapping[str, Said] = {
    "dpd": ("days past due", "逾期天数"),
    "staff": ("people who visit together", "同行人数"),
    "contact_consent_at": ("consent to this channel", "对该渠道的同意"),
    "point_in_at": ("a message of theirs from there", "对方自该处发来的消息"),
    "point_consent_at": ("consent to this number or address", "对该号码或地址的同意"),
    "calls_and_texts_refused_at": ("a wish not to be called or texted", "对来电或短信的退订"),
    "opted_out_at": ("a wish not to be reached this way", "对该渠道的退订"),
    "collection_started_on": ("collection began", "催收开始日"),
    "breathing_space_until": ("the last day of a moratorium is", "债务缓冲期届满日"),
    "hardship_until": ("the last day of hardship relief is", "困难缓释届满日"),
    "validation_sent_on": ("validation notice sent", "核实通知发出日"),
    "cease_at": ("request to stop contact made", "停止联系请求"),
    "replying_to_at": ("message that it answers", "所答复的消息"),
}
# column -> when true, when false
FLAGS: Mapping[str, tuple[Said, Said]] = {
    "is_prerecorded": (("a recorded voice", "播放录音"), ("no recorded voice", "非播放录音")),
    "is_automated": (
        ("dialled or sent by a machine", "机器拨打或发送"),
        ("not dialled or sent by a machine", "非机器拨打或发送"),
    ),
    "states_debt": (("it reveals the debt", "会透露债务"), ("it reveals no debt", "不透露债务")),
    "is_recorded": (("it is recorded", "有录音"), ("it is not recorded", "未录音")),
    "has_opt_out_text": (
        ("it says how to opt out", "写明如何退订"),
        ("it does not say how to opt out", "未写明如何退订"),
    ),
    "shows_authorisation": (
        ("the authorisation is shown", "出示授权"),
        ("the authorisation is not shown", "未出示授权"),
    ),
    "threatens_suit": (("it speaks of suing", "提及起诉"), ("no word of suing", "未提及起诉")),
    "time_barred": (
        ("the debt is too old for court", "债务已过诉讼时效"),
        ("the debt is not too old for court", "债务未过诉讼时效"),
    ),
    "is_minor": (
        ("the cardholder is under age", "持卡人未成年"),
        ("the cardholder is of age", "持卡人已成年"),
    ),
    "is_deceased": (
        ("the cardholder has died", "持卡人已身故"),
        ("the cardholder is alive", "持卡人在世"),
    ),
    "attorney_known": (("an attorney is known", "已知有律师"), ("no attorney is known", "无律师")),
    "attorney_responded": (
        ("the attorney answers", "律师有回应"),
        ("the attorney does not answer", "律师未回应"),
    ),
    "attorney_consents": (
        ("the attorney allows direct contact", "律师同意直接联系"),
        ("the attorney does not allow direct contact", "律师未同意直接联系"),
    ),
    "employer_prohibits": (
        ("the employer forbids it", "雇主禁止"),
        ("the employer does not forbid it", "雇主未禁止"),
    ),
    "is_lost_contact": (
        ("the cardholder cannot be reached", "持卡人失联"),
        ("the cardholder can be reached", "持卡人未失联"),
    ),
    "is_location_known": (
        ("their whereabouts are known", "下落已知"),
        ("their whereabouts are not known", "下落不明"),
    ),
    "third_party_refused": (
        ("this person asked not to be contacted", "此人已要求停止联系"),
        ("this person did not ask to be left alone", "此人未要求停止联系"),
    ),
    "is_vulnerable": (("they are vulnerable", "属脆弱人群"), ("not vulnerable", "非脆弱人群")),
    "dispute_in_validation_period": (
        ("disputed within the validation period", "在核实期内提出争议"),
        ("not disputed within the validation period", "未在核实期内提出争议"),
    ),
    "is_first_contact": (
        ("the first contact", "首次联系"),
        ("not the first contact", "非首次联系"),
    ),
    "collector_authorised": (("authorised", "已获授权"), ("not authorised", "未获授权")),
    "collector_licensed": (("licensed", "有资质"), ("not licensed", "无资质")),
    "has_third_party_consent": (
        ("they agreed that others may be told", "已同意告知他人"),
        ("they did not agree that others may be told", "未同意告知他人"),
    ),
    "is_verified": (("the contact point is verified", "已核实"), ("not verified", "未经核实")),
    "is_connected_to_other": (
        ("it now belongs to someone else", "现属他人"),
        ("it does not belong to someone else", "不属他人"),
    ),
}
