import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from forbear.core.law.kinds.disclose import DISCLOSURES as SAID
from forbear.core.speech.facts import LANGUAGES, Language
from forbear.core.speech.render import Refusal, Text, render
from forbear.core.speech.sms import sms_parts
from forbear.core.speech.specimens import specimen
from forbear.core.tables.words import CURRENCIES
from forbear.packs.trying import reader_of
from forbear.packs.words import FOLDER, WordsError, load_disclosures, load_templates
from tests.facts import facts_in

TEMPLATES = load_templates()
DISCLOSURES = load_disclosures()

# Words of threat, shame and haste. Staff are told what not to say, so staff texts are not searched.
FORBIDDEN = {
    "en": re.compile(
        r"failure to|\bmust\b|immediately|\bfinal\b|urgent|last chance|legal action|lawsuit|\bsue\b"
        r"|court|police|arrest|jail|prison|garnish|seiz|credit (score|record|report)|consequence"
        r"|\bdemand|\bwarn|delinquen|default|debtor|enforce|\bwithin 24",
        re.IGNORECASE,
    ),
    "zh-Hans": re.compile(
        r"否则|后果|必须|立即还|务必|起诉|诉讼|法院|公安|警方|报案|拘|坐牢|刑事|失信|老赖|征信|冻结|查封"
        r"|强制|最后|马上还|限期|上门|通知(家人|单位|亲友)|恶意"
    ),
}
LEGAL_FORMS = {
    "au_default_notice",
    "gb_default_notice",
    "gb_default_sum_notice",
    "in_bureau_notice",
    "validation_notice",
}
# Words that would tell a listener of a debt.
TELLING = re.compile(
    r"debt|owe|pay|due|balance|card|account|collect|bank|欠|款|债|卡|账|逾期|催|银行", re.IGNORECASE
)

EVERY_FORM = [
    pytest.param(template_id, channel, language, id=f"{template_id}-{channel}-{language}")
    for template_id, template in TEMPLATES.items()
    for channel in template.channels
    for language in LANGUAGES
]


def text_of(
    template_id: str, channel: str, language: Language, *, currency: str | None = None
) -> Text:
    template = TEMPLATES[template_id]
    party = reader_of(template)
    place = next(iter(template.only_in), "US")
    facts = facts_in(language, party=party, places=(place,))
    facts = specimen(facts, template.requires)
    if currency:
        facts = replace(facts, currency=currency)
    given = render(template, facts, language, channel=channel, disclosures=DISCLOSURES)
    assert isinstance(given, Text), given
    return given


def whole(text: Text) -> str:
    lines = (part for line in text.facts for part in (line.label, line.value))
    return "\n".join((text.subject, text.text, *lines, *text.rights, *text.closing))


EVERY_KIND = {
    "account_settled",
    "agency_welcome",
    "agreement_link",
    "agreement_plan",
    "agreement_pause",
    "agreement_rate",
    "agreement_settlement",
    "agreement_waiver",
    "assignment_notice",
    "au_default_notice",
    "au_hardship_rights",
    "be_demand_letter",
    "call_back_confirmed",
    "call_back_not_then",
    "call_guide",
    "charge_off_notice",
    "complaint_acknowledged",
    "complaint_answered",
    "debit_failed",
    "debit_notice",
    "dispute_acknowledged",
    "dispute_answered",
    "dispute_evidence",
    "eu_transfer_notice",
    "first_reminder",
    "gb_arrears_notice",
    "gb_default_notice",
    "gb_default_sum_notice",
    "guide_broken",
    "guide_close",
    "guide_early",
    "guide_late",
    "guide_lost_contact",
    "guide_offer",
    "guide_open",
    "guide_ordinary",
    "guide_promise",
    "guide_unable",
    "guide_unwilling",
    "guarantor_notice",
    "guarantor_notice_general",
    "hardship_reply",
    "in_agency_notice",
    "in_bureau_notice",
    "in_overdue_notice",
    "instalment_reminder",
    "limited_content",
    "nl_demand_letter",
    "notice_of_rights",
    "offer_ends",
    "offer_made",
    "opt_out_confirmation",
    "paid_in_full",
    "pay_reference",
    "payment_received",
    "payment_reminder",
    "payment_returned",
    "plan_ended",
    "plan_kept",
    "plan_missed",
    "plan_offer",
    "pre_due_reminder",
    "pre_legal_review",
    "promise_broken",
    "promise_kept",
    "promise_reminder",
    "reply_help",
    "reply_received",
    "second_reminder",
    "settlement_agreed",
    "third_party_message",
    "validation_notice",
    "visit_notice",
    "wrong_person_apology",
}


def test_every_kind_of_message_is_there():
    assert set(TEMPLATES) == EVERY_KIND


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("template_id, channel, language", EVERY_FORM)
def test_every_template_renders_with_no_gap_left(
    template_id: str, channel: str, language: Language, currency: str
):
    text = whole(text_of(template_id, channel, language, currency=currency))
    assert not set(text) & set("{}")
    assert "None" not in text


@pytest.mark.parametrize("template_id, channel, language", EVERY_FORM)
def test_no_template_threatens(template_id: str, channel: str, language: Language):
    # the law wants its own words in these
    if TEMPLATES[template_id].audience != "staff" and template_id not in LEGAL_FORMS:
        assert not FORBIDDEN[language].findall(whole(text_of(template_id, channel, language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "template_id, channel",
    [
        ("limited_content", "voicemail"),
        ("opt_out_confirmation", "sms"),
        ("third_party_message", "call"),
        ("wrong_person_apology", "sms"),
        ("wrong_person_apology", "email"),
        ("reply_received", "sms"),
    ],
)
def test_a_message_for_anyone_tells_nobody_of_a_debt(
    template_id: str, channel: str, language: Language
):
    assert not TELLING.findall(whole(text_of(template_id, channel, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_confirmation_of_an_opt_out_says_nothing_else(language: Language):
    template = TEMPLATES["opt_out_confirmation"]
    facts = facts_in(language, party="family")
    asked = ("identity", "opt_out_instruction")
    assert isinstance(render(template, facts, language, asked, disclosures=DISCLOSURES), Text)
    given = render(template, facts, language, ("debt_collector",), disclosures=DISCLOSURES)
    assert isinstance(given, Refusal)


@pytest.mark.parametrize("template_id, channel, language", EVERY_FORM)
def test_a_text_message_is_short(template_id: str, channel: str, language: Language):
    if channel == "sms":
        assert 1 <= sms_parts(text_of(template_id, channel, language).text) <= 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", ["email", "sms"])
def test_every_reminder_says_who_writes_and_how_to_stop_it(channel: str, language: Language):
    facts = facts_in(language)
    for template_id in (
        "pre_due_reminder",
        "first_reminder",
        "second_reminder",
        "payment_reminder",
    ):
        text = text_of(template_id, channel, language).text
        assert str(facts.issuer_name) in text
        assert str(facts.opt_out_way) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_of_rights_carries_what_china_asks_of_a_letter(language: Language):
    facts = facts_in(language)
    text = whole(text_of("notice_of_rights", "letter", language))
    for needed in (
        facts.person_name,
        facts.reason,
        facts.legal_basis,
        facts.query_way,
        facts.pay_way,
        facts.dispute_way,
        facts.reach_way,
    ):
        assert str(needed) in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", ["letter", "email"])
def test_the_rights_are_told_in_every_form(channel: str, language: Language):
    text = whole(text_of("notice_of_rights", channel, language))
    for right in TEMPLATES["notice_of_rights"].words[language].rights:
        assert right.replace("{dispute_way}", str(facts_in(language).dispute_way)) in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(set(SAID) - {"validation_notice"}))
def test_what_the_law_asks_to_say_can_be_said(code: str, language: Language):
    for template_id, channel in (("first_reminder", "email"), ("first_reminder", "sms")):
        given = render(
            TEMPLATES[template_id],
            facts_in(language, collector_kind="agency", time_barred=True),
            language,
            (code,),
            channel=channel,
            disclosures=DISCLOSURES,
        )
        assert isinstance(given, Text), given
        assert code in given.disclosures


def test_a_validation_notice_is_no_sentence_to_add():
    given = render(
        TEMPLATES["first_reminder"],
        facts_in("en"),
        "en",
        ("validation_notice",),
        disclosures=DISCLOSURES,
    )
    assert isinstance(given, Refusal)


@pytest.mark.parametrize(
    "old, new, told",
    [
        ('audience = "cardholder"', 'audience = "everyone"', "audience has everyone"),
        ('audience = "cardholder"', 'audience = "cardholder"\nmood = 1', "key mood is not known"),
        ('audience = "cardholder"\n', "", "key audience is missing"),
        ("discloses_debt = true", "discloses_debt = false", "tells of the debt"),
        ("{person_name}", "{nick_name}", "unknown slot nick_name"),
        ('sms = "【', 'tone = 1\nsms = "【', "key zh-Hans.tone is not known"),
        ('["email", "sms"]', '["email"]', "sms belongs in each language"),
        ('["email", "sms"]', '["pigeon"]', "channels has pigeon"),
        ('"opt_out_instruction"]', '"mood"]', "disclosures has mood"),
        ("[en]", "[en", "cannot be read"),
    ],
)
def test_a_faulty_file_is_refused_with_its_name_and_key(
    tmp_path: Path, old: str, new: str, told: str
):
    source = (FOLDER / "first_reminder.toml").read_text(encoding="utf-8")
    assert old in source
    (tmp_path / "first_reminder.toml").write_text(source.replace(old, new), encoding="utf-8")
    with pytest.raises(WordsError, match=r"first_reminder\.toml") as caught:
        load_templates(tmp_path)
    assert told in str(caught.value)


def test_a_faulty_disclosure_is_refused_with_its_key(tmp_path: Path):
    shutil.copy(FOLDER / "disclosures.toml", tmp_path)
    path = tmp_path / "disclosures.toml"
    path.write_text(path.read_text(encoding="utf-8") + "mood = 1\n", encoding="utf-8")
    with pytest.raises(WordsError, match=r"time_barred\.mood is not known"):
        load_disclosures(tmp_path)
