"""Why something across a case is a finding, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

BECAUSE: Mapping[str, Mapping[str, str]] = {
    "persona_play.names": {
        "en": "{who} speaks under several names: {names}.",
        "zh": "同一人（{who}）以多个姓名出现：{names}。",
    },
    "persona_play.offices": {
        "en": "{who} speaks in several roles, among them: {offices}.",
        "zh": "同一人（{who}）以多种身份出现，其中有：{offices}。",
    },
    "persona_play.good_and_bad": {
        "en": "One voice threatens and another plays the friend or the neutral office.",
        "zh": "有人威胁，有人扮演好人或中立机构，轮番施压。",
    },
    "contradictory_offers.differ_offer": {
        "en": "The texts name different sums for an offer, and the facts do not bear all of them.",
        "zh": "几条内容所说的优惠金额不同，且并非都有事实依据。",
    },
    "contradictory_offers.differ_waiver": {
        "en": "The texts name different sums to be waived, and the facts do not bear all of them.",
        "zh": "几条内容所说的减免金额不同，且并非都有事实依据。",
    },
    "contradictory_offers.differ_installment": {
        "en": "The texts name different instalments, and the facts do not bear all of them.",
        "zh": "几条内容所说的分期金额不同，且并非都有事实依据。",
    },
    "contradictory_offers.denied": {
        "en": "An offer was stated in {text}; a later text says that there is none.",
        "zh": "{text} 中提出了优惠，之后的内容却说没有。",
    },
    "contradictory_offers.gone": {
        "en": "The offer stated in {text} was gone before its end.",
        "zh": "{text} 中的优惠未到期即被取消。",
    },
    "same_threat_by_several.threat": {
        "en": "{people} people make the same threat: {category}.",
        "zh": "{people} 人作出同一种威胁：{category}。",
    },
    "harassment_by_volume.cap": {
        "en": "{count} texts within {days} days; at most {most} are allowed{cite}.",
        "zh": "{days} 天内 {count} 次，最多允许 {most} 次{cite}。",
    },
    "harassment_by_volume.cap_day": {
        "en": "{count} texts on one day; at most {most} are allowed{cite}.",
        "zh": "一天内 {count} 次，最多允许 {most} 次{cite}。",
    },
    "harassment_by_volume.cap_week": {
        "en": "{count} texts in one week; at most {most} are allowed{cite}.",
        "zh": "一周内 {count} 次，最多允许 {most} 次{cite}。",
    },
    "harassment_by_volume.cap_month": {
        "en": "{count} texts in one month; at most {most} are allowed{cite}.",
        "zh": "一个月内 {count} 次，最多允许 {most} 次{cite}。",
    },
    "unregistered_identity.sender": {
        "en": "Texts came from {sender}, which is not registered as ours.",
        "zh": "内容来自 {sender}，该号码或名称未登记为我方所有。",
    },
}
