"""The words of the closed lists as they stand inside a rule's sentence."""

from __future__ import annotations

from collections.abc import Mapping

from forbear.core.law.saying.joining import Said

CHANNELS: Mapping[str, Said] = {
    "call": ("calls", "电话"),
    "voicemail": ("voicemails", "语音留言"),
    "sms": ("texts", "短信"),
    "email": ("e-mails", "电子邮件"),
    "letter": ("letters", "信函"),
    "visit": ("visits", "外访"),
    "chat": ("chat messages", "聊天消息"),
    "social": ("social-media messages", "社交媒体消息"),
}
ONE_CHANNEL: Mapping[str, Said] = {
    "call": ("call", "电话"),
    "voicemail": ("voicemail", "语音留言"),
    "sms": ("text", "短信"),
    "email": ("e-mail", "电子邮件"),
    "letter": ("letter", "信函"),
    "visit": ("visit", "外访"),
    "chat": ("chat message", "聊天消息"),
    "social": ("social-media message", "社交媒体消息"),
}
OUTCOMES: Mapping[str, Said] = {
    "no_answer": ("no answer", "无人接听"),
    "busy": ("busy", "占线"),
    "not_in_service": ("not in service", "空号停机"),
    "voicemail": ("voicemail reached", "转入语音信箱"),
    "limited_content": ("limited-content message left", "留下有限内容留言"),
    "answered_dropped": ("answered and hung up", "接通后挂断"),
    "conversation": ("conversation", "接通并交谈"),
    "delivered": ("delivered", "已送达"),
    "bounced": ("could not be delivered", "未能送达"),
    "replied": ("replied", "已回复"),
    "refused": ("refused to talk", "拒绝交谈"),
    "pending": ("under way", "进行中"),
}
PURPOSES: Mapping[str, Said] = {
    "collect": ("to collect", "催收"),
    "locate": ("to ask where the cardholder is", "查找联系方式"),
    "reply": ("to answer the cardholder", "答复持卡人"),
    "notice": ("to give a notice the law asks for", "法定通知"),
    "confirm_opt_out": ("to confirm an opt-out", "确认退订"),
    "validation": ("to validate the debt", "核实债务"),
    "estate": ("to speak of the estate", "遗产事宜"),
}
PARTIES: Mapping[str, Said] = {
    "cardholder": ("the cardholder", "持卡人"),
    "spouse": ("spouse", "配偶"),
    "parent": ("parent", "父母"),
    "guardian": ("guardian", "监护人"),
    "representative": ("representative", "代理人"),
    "attorney": ("attorney", "律师"),
    "family": ("family", "家属"),
    "guarantor": ("guarantor", "担保人"),
    "joint_debtor": ("joint debtor", "共同债务人"),
    "employer": ("employer", "雇主"),
    "other_contact": ("another contact", "其他联系人"),
    "heir": ("heir", "继承人"),
}
COLLECTORS: Mapping[str, Said] = {
    "creditor": ("the creditor itself", "债权人自身"),
    "agency": ("an agency", "受托机构"),
    "buyer": ("a debt buyer", "债权受让方"),
}
POINTS: Mapping[str, Said] = {
    "mobile": ("mobile", "手机"),
    "home": ("home phone", "家庭电话"),
    "work": ("work phone", "单位电话"),
    "email": ("e-mail", "电子邮箱"),
    "work_email": ("work e-mail", "单位邮箱"),
    "postal": ("postal address", "通讯地址"),
    "social": ("social account", "社交账号"),
    "none": ("no address", "无联系方式"),
}
FORMS: Mapping[str, Said] = {
    "ordinary": ("ordinary", "普通形式"),
    "limited_content": ("limited-content message", "有限内容留言"),
    "postcard": ("postcard", "明信片"),
    "public": ("public post", "公开张贴或发布"),
}
PLACES: Mapping[str, Said] = {
    "home": ("home", "住所"),
    "work": ("work", "工作场所"),
    "other": ("elsewhere", "其他地点"),
}
SOURCES: Mapping[str, Said] = {
    "contract": ("the contract", "合同"),
    "cardholder": ("the cardholder", "持卡人提供"),
    "public": ("public records", "公开信息"),
    "lawful_trace": ("lawful tracing", "合法查询"),
    "unlawful": ("an unlawful source", "非法来源"),
}
STATES: Mapping[str, Said] = {
    "none": ("none", "无"),
    "open": ("open", "未决"),
    "answered": ("answered", "已答复"),
    "filed": ("petition filed", "已申请"),
    "discharged": ("debt discharged", "已免责"),
    "kept": ("kept", "正常履行"),
    "broken": ("broken", "已违约"),
    "written": ("in writing", "书面"),
    "oral": ("by word of mouth", "口头"),
    "charged_off": ("charged off", "已核销"),
    "settled": ("settled", "已和解结清"),
    "paid": ("paid", "已还清"),
    "sold": ("sold", "已转让"),
    "pre_legal": ("before legal steps", "诉前"),
    "suit_filed": ("suit filed", "已起诉"),
    "judgment": ("judgment", "已判决"),
    "closed": ("closed", "停用"),
}
WHOSE: Mapping[str, Said] = {
    "out": ("us", "我方发起"),
    "in": ("the cardholder", "对方发起"),
}
ACCOUNT_STATES: Mapping[str, Said] = {**STATES, "open": ("open", "正常存续")}
DISCLOSURES: Mapping[str, Said] = {
    "debt_collector": ("that a debt collector is speaking and why", "自己是催收方及来意"),
    "opt_out_instruction": ("how such messages can be stopped", "如何退订此类消息"),
    "identity": ("who is speaking and for whom", "自己的身份及所代表的机构"),
    "recording": ("that it is recorded", "正在录音"),
    "authorisation": ("who authorised it and how that is checked", "授权情况及核实方法"),
    "validation_notice": ("what the debt is and how to dispute it", "债务内容及异议途径"),
    "rights_and_objection": ("their rights and how to object", "持卡人的权利及异议途径"),
    "debt_advice": ("where free, independent debt advice is had", "何处可获免费独立的债务咨询"),
    "purpose_of_visit": ("why the visit is made", "来访目的"),
    "time_barred": ("that the debt is too old for court", "债务已过诉讼时效"),
}
FORCES: Mapping[str, Said] = {
    "statute": ("statute", "法律"),
    "judicial": ("judicial interpretation", "司法解释"),
    "regulation": ("regulation", "行政法规"),
    "departmental": ("departmental rule", "部门规章"),
    "notice": ("regulator's notice", "监管通知"),
    "standard": ("recommended standard", "推荐性标准"),
    "association": ("association rule", "行业自律"),
    "contract": ("contract", "合同约定"),
    "house": ("house rule", "内部规则"),
}
CONFIDENCES: Mapping[str, Said] = {
    "primary": ("read in the primary text", "已核对原文"),
    "secondary": ("secondary sources", "据二手资料"),
    "single_source": ("one source only", "仅据一处来源"),
    "memory": ("not read yet: check before you rely on it", "尚未核对原文，使用前请查证"),
    "house": ("house rule", "内部规则"),
}
