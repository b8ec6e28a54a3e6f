"""Every kind of rule, and every condition that a pack may write, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

import pytest

from forbear.core.law.kinds import KINDS
from forbear.core.law.periods import KINDS as PERIODS
from forbear.core.law.saying import SAYINGS, clauses, period_said, place_name, value_said
from forbear.core.law.saying.facts import VALUES
from forbear.core.law.saying.lists import CHANNELS, DISCLOSURES, ONE_CHANNEL, OUTCOMES
from forbear.core.law.values import Reader
from forbear.core.tables import words as w
from forbear.core.tables.candidates import CANDIDATES
from forbear.packs import load_book

CALLS = {"max": 7, "days": 7, "per": "account", "channels": ["call"]}

# kind, parameters, English, Chinese
TABLE: list[tuple[str, dict[str, object], str, str]] = [
    (
        "lapse",
        {"days": 60, "of": ["contact_consent_at", "point_in_at"]},
        (
            "Not allowed once the latest is more than 60 days back, or never was: "
            "consent to this channel or a message of theirs from there."
        ),
        (
            "以下各项均未发生，或最近一次距今超过 60 天，即不允许："
            "对该渠道的同意或对方自该处发来的消息。"
        ),
    ),
    (
        "lost_contact",
        {"failed_calls": 3, "days": 30, "failed": ["no_answer"], "unreached": ["no_answer"]},
        (
            "Not allowed until the cardholder counts as lost: 3 calls in a row that failed, or "
            "30 days in a row on which nobody was reached, or every number out of service."
        ),
        (
            "持卡人被认定为失联之前不允许：连续 3 次拨打失败，或连续 30 天拨打均无人应答，"
            "或所有号码均已停用。"
        ),
    ),
    (
        "opt_out",
        {"of_any_call_or_text": True, "one_confirmation": False},
        (
            "A wish to stop any call or text stops them all, until the cardholder consents again; "
            "allowed: one reply to a later message of theirs."
        ),
        "持卡人退订任一来电或短信即视为全部退订，直至其再次同意；可：对其此后来信的一次答复。",
    ),
    (
        "hours",
        {"opens": time(8), "closes": time(21)},
        "08:00 to 21:00 on their clock, in every zone that may be theirs.",
        "对方当地时间 08:00 至 21:00，须符合其可能所在的每个时区。",
    ),
    (
        "hours",
        {
            "opens": time(8),
            "closes": time(21),
            "opening_is_open": False,
            "weekly": {"sat": [time(10), time(18)], "sun": []},
        },
        (
            "08:00 to 21:00 on their clock, in every zone that may be theirs; "
            "Saturday: 10:00 to 18:00; Sunday: closed; 08:00 itself is not yet allowed."
        ),
        (
            "对方当地时间 08:00 至 21:00，须符合其可能所在的每个时区；周六：10:00 至 18:00；"
            "周日：不得联系；08:00 整仍不可联系。"
        ),
    ),
    (
        "hours",
        {"opens": time(9), "closes": time(17), "closed_on": "AU"},
        (
            "09:00 to 17:00 on their clock, in every zone that may be theirs; "
            "closed on public holidays there."
        ),
        "对方当地时间 09:00 至 17:00，须符合其可能所在的每个时区；当地公众假日不得联系。",
    ),
    (
        "frequency_cap",
        CALLS,
        "At most 7 calls in 7 days, per debt, all collectors together.",
        "7 天内最多 7 次电话，按每笔债务，各催收方合计。",
    ),
    (
        "frequency_cap",
        {
            **CALLS,
            "channels": ["call", "voicemail"],
            "not_outcomes": ["busy"],
            "collectors": "same",
            "parties": "same",
            "consent": {"days_max": 7, "ends_on_conversation": True},
        },
        (
            "At most 7 calls or voicemails in 7 days, per debt, for each person reached, "
            "this collector only; not counted: busy; "
            "consent lifts it for 7 days at most and until the next conversation."
        ),
        (
            "7 天内最多 7 次电话或语音留言，按每笔债务、分别按每位被联系人计，仅计本催收方；"
            "不计：占线；经同意可不受此限（最长 7 天且至下次交谈为止）。"
        ),
    ),
    (
        "frequency_cap",
        {
            "max": 1,
            "period": "ever",
            "per": "point",
            "channels": list(w.CHANNELS),
            "outcomes": ["conversation", "pending"],
            "consent": {"ends_on_conversation": False},
        },
        (
            "At most 1 contact of any kind in all, per number or address, all collectors together; "
            "counted: conversation; consent lifts it."
        ),
        (
            "总共最多 1 次任何方式的联系，按每个号码或地址，各催收方合计；计入：接通并交谈；"
            "经同意可不受此限。"
        ),
    ),
    (
        "frequency_cap",
        {"max": 3, "period": "day", "per": "person", "channels": ["sms"]},
        "At most 3 texts a day, per cardholder, all collectors together.",
        "每天最多 3 次短信，按每位持卡人，各催收方合计。",
    ),
    (
        "frequency_cap",
        {"max": 2, "days": 1, "per": "person", "channels": ["sms"]},
        "At most 2 texts in 1 day, per cardholder, all collectors together.",
        "1 天内最多 2 次短信，按每位持卡人，各催收方合计。",
    ),
    (
        "wait_after",
        {
            "days": 7,
            "per": "account",
            "channels": ["call"],
            "directions": ["out", "in"],
            "outcomes": ["conversation"],
            "collectors": "same",
        },
        (
            "7 days of quiet after a call: conversation (that day is day 1), per debt, "
            "this collector only; theirs start it too."
        ),
        (
            "电话（接通并交谈）后静默 7 天（当天为第 1 天），按每笔债务，仅计本催收方；"
            "对方发起的也算。"
        ),
    ),
    (
        "opt_out",
        {},
        (
            "No contact by a channel from which the cardholder opted out, until they consent "
            "again; allowed: one confirmation of the wish and one reply to a later message of "
            "theirs."
        ),
        (
            "持卡人退订某渠道后，不得再以该渠道联系，直至其再次同意；"
            "可：一次退订确认和对其此后来信的一次答复。"
        ),
    ),
    (
        "opt_out",
        {"one_confirmation": False, "one_reply": False},
        "No contact by a channel from which the cardholder opted out, until they consent again.",
        "持卡人退订某渠道后，不得再以该渠道联系，直至其再次同意。",
    ),
    (
        "inconvenient",
        {},
        (
            "No contact at a time or place that the cardholder called inconvenient; "
            "one reply to a message of theirs is allowed."
        ),
        "不得在持卡人表示不方便的时间或地点联系；可对其来信答复一次。",
    ),
    (
        "forbid",
        {"when": "staff < 2", "because": "a visit needs two", "because_zh": "外访须两人"},
        "Not allowed: a visit needs two.",
        "不允许：外访须两人。",
    ),
    (
        "forbid",
        {"when": "staff < 2"},
        "Not allowed where its condition holds.",
        "符合条件时不得联系。",
    ),
    (
        "disclose",
        {"codes": ["identity", "recording"]},
        "To be said: who is speaking and for whom; that it is recorded.",
        "必须说明：自己的身份及所代表的机构；正在录音。",
    ),
]


@pytest.mark.parametrize(
    ("kind", "parameters", "english", "chinese"),
    TABLE,
    ids=[f"{kind}-{number}" for number, (kind, *_rest) in enumerate(TABLE)],
)
def test_a_value_is_said(
    kind: str, parameters: dict[str, object], english: str, chinese: str
) -> None:
    assert value_said(KINDS[kind].read(Reader(parameters))) == (english, chinese)


def test_every_kind_has_words_and_an_example_here() -> None:
    assert set(SAYINGS) == set(KINDS.values())
    assert {kind for kind, *_rest in TABLE} == set(KINDS)


def test_a_kind_without_words_is_told_by_its_question() -> None:
    assert value_said(object(), question="How long?") == ("How long?", "How long?")


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("TRUE", [], []),
        ("direction = 'out'", ["made by us"], ["由我方发起"]),
        (
            "channel IN ('call', 'sms') AND purpose <> 'reply'",
            ["by call or text", "not made to answer the cardholder"],
            ["渠道：电话或短信", "目的不是：答复持卡人"],
        ),
        ("NOT is_recorded", ["it is not recorded"], ["未录音"]),
        ("NOT (staff < 2)", ["people who visit together at least 2"], ["同行人数不少于 2"]),
        ("contact_consent_at IS NULL", ["consent to this channel: none"], ["对该渠道的同意：无"]),
        (
            "contact_consent_at IS NOT NULL",
            ["consent to this channel: given"],
            ["对该渠道的同意：有"],
        ),
        (
            "COALESCE(hardship_until >= local_on, FALSE)",
            ["the last day of hardship relief is on or after that day"],
            ["困难缓释届满日不早于当日"],
        ),
        (
            "channel = 'sms' OR is_prerecorded AND dpd > 30",
            ["any of: by text; (a recorded voice and days past due above 30)"],
            ["满足其一：渠道：短信；（播放录音且逾期天数大于 30）"],
        ),
        (
            "NOT (party = 'parent' AND is_minor)",
            ["not to: parent or the cardholder is of age"],
            ["对象不是：父母或持卡人已成年"],
        ),
        (
            "direction = 'out' AND (dpd > 30 OR plan = 'kept' OR (is_minor AND time_barred))",
            [
                "made by us",
                (
                    "any of: days past due above 30; plan: kept; "
                    "(the cardholder is under age and the debt is too old for court)"
                ),
            ],
            [
                "由我方发起",
                (
                    "满足其一：逾期天数大于 30；分期计划：正常履行；"
                    "（持卡人未成年且债务已过诉讼时效）"
                ),
            ],
        ),
        ("party NOT IN ('heir')", ["not to: heir"], ["对象不是：继承人"]),
    ],
)
def test_a_condition_is_said(text: str, english: list[str], chinese: list[str]) -> None:
    assert [clause.said[0] for clause in clauses(text)] == english
    assert [clause.said[1] for clause in clauses(text)] == chinese
    assert not any(clause.is_code for clause in clauses(text))


@pytest.mark.parametrize(
    "text",
    [
        "point_in_at >= at - INTERVAL '60 days'",
        "overdue_minor < CASE WHEN currency = 'CNY' THEN 1 ELSE 2 END",
        "channel > 'call'",
        "COALESCE(dpd, 3) > 2",
        "is_recorded = is_automated",
        "language = 'en'",
        "dpd BETWEEN 1 AND",
        "dpd % 2 = 1",
        "(is_recorded",
        "is_recorded is_minor",
        "",
    ],
)
def test_what_has_no_words_is_shown_as_it_is_written(text: str) -> None:
    found = clauses(f"{text} AND is_minor" if text else "language")
    assert found[0].is_code
    assert found[0].said[0] == found[0].said[1]


def test_every_rule_that_ships_can_be_said() -> None:
    for rule in load_book().rules:
        english, chinese = value_said(rule.kind)
        assert english.endswith("."), rule.rule_id
        assert chinese.endswith("。"), rule.rule_id
        assert all(clause.said[0] for clause in clauses(rule.applies_text)), rule.rule_id


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (w.CHANNELS, CHANNELS),
        (w.CHANNELS, ONE_CHANNEL),
        (w.OUTCOMES, OUTCOMES),
        *((CANDIDATES[column].values, names) for column, (_y, _n, names) in VALUES.items()),
    ],
)
def test_every_word_of_a_closed_list_has_a_name(
    words: tuple[str, ...], names: Mapping[str, object]
) -> None:
    assert set(words) <= set(names)


def test_every_disclosure_has_a_name() -> None:
    from forbear.core.law.kinds import DISCLOSURES as CODES

    assert set(CODES) == set(DISCLOSURES)


def test_every_place_of_the_packs_has_a_name() -> None:
    book = load_book()
    places = {value.jurisdiction for value in (*book.rules, *book.periods)}
    assert not {place for place in places if place_name(place) == (place, place)}


def test_a_place_without_a_name_stands_for_itself() -> None:
    assert place_name("ZZ-9") == ("ZZ-9", "ZZ-9")


def test_every_period_that_ships_can_be_said() -> None:
    said = {period.rule_id: period_said(period.kind) for period in load_book().periods}
    assert said
    for rule_id, (english, chinese) in said.items():
        assert english.endswith("."), rule_id
        assert chinese.endswith("。"), rule_id
        assert "_" not in english + chinese, rule_id


PAY = {"length": 3, "unit": "years", "starts_on": ["default"]}


@pytest.mark.parametrize(
    ("kind", "parameters", "english", "chinese"),
    [
        (
            "period",
            {"length": 1, "unit": "days", "starts_on": ["opt_out"], "bound": "at_most"},
            "At most 1 day from: ",
            "后最多 1 天。",
        ),
        (
            "period",
            {"length": 5, "unit": "weeks", "starts_on": ["opt_out"], "bound": "at_least"},
            "At least 5 weeks from: ",
            "后至少 5 周。",
        ),
        (
            "period",
            {"length": 2, "unit": "months", "starts_on": ["opt_out"], "bound": "exactly"},
            "2 months from: ",
            "后 2 个月。",
        ),
        ("limitation", PAY, "3 years from: the first payment missed", "起 3 年。"),
        (
            "limitation",
            {**PAY, "restarts_on": ["payment"], "long_stop_years": 10, "extinguishes": True},
            "; begun anew by: a payment; never beyond 10 years; then the debt itself ends.",
            "；重新起算：还款；最长不超过 10 年；届满后债务消灭。",
        ),
        (
            "limitation",
            {**PAY, "starts_at_year_end": True},
            "3 years from the end of the year of: ",
            "当年年末起 3 年。",
        ),
        (
            "retention",
            {
                "records": ["call_recording"],
                "length": 6,
                "unit": "months",
                "starts_on": "default",
                "until": "debt_settled",
            },
            "A recording of a call: at least 6 months from: ",
            "且不早于债务结清。",
        ),
        (
            "window",
            {"opens": date(2026, 1, 1), "closes": date(2026, 3, 31)},
            "From 2026-01-01 to 2026-03-31.",
            "自 2026-01-01 至 2026-03-31。",
        ),
    ],
)
def test_a_period_is_said(
    kind: str, parameters: dict[str, object], english: str, chinese: str
) -> None:
    said = period_said(PERIODS[kind].read(Reader(parameters), "US"))
    assert english in said[0]
    assert chinese in said[1]
