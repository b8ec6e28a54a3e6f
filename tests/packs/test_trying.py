"""A template is read before it is used: what it claims, and what the auditor says of it."""

import pytest

from forbear.core.speech.templates import Fault
from forbear.packs.trying import every_fault
from forbear.packs.words import FOLDER, load_templates, template_from

SOURCE = (FOLDER / "first_reminder.toml").read_text(encoding="utf-8")
PLACE_EN = "Hello {person_name},"
PLACE_ZH = "{person_name}，您好："


def faults_with(english: str = "", chinese: str = "", requires: str = '["overdue"]') -> list[Fault]:
    text = SOURCE.replace(PLACE_EN, f"{PLACE_EN} {english}").replace(
        PLACE_ZH, f"{PLACE_ZH}{chinese}"
    )
    return every_fault(
        template_from("mine", text.replace('requires = ["overdue"]', f"requires = {requires}"))
    )


@pytest.mark.parametrize("template_id", load_templates())
def test_every_shipped_template_may_be_used(template_id: str):
    assert [str(fault) for fault in every_fault(load_templates()[template_id])] == []


@pytest.mark.parametrize(
    "english, chinese, word",
    [
        ("We will take you to court.", "", "court"),
        ("", "我们将向法院起诉。", "法院"),
        ("We will visit you.", "", "visit you"),
        ("This goes on your credit record.", "", "credit record"),
        ("We waive all fees.", "", "waive"),
        ("", "我们将减免全部费用。", "减免"),
        ("Your plan is in place.", "", "Your plan"),
        ("You promised to pay.", "", "You promised"),
        ("We passed your account to an agency.", "", "passed your account"),
    ],
)
def test_a_claim_that_is_not_declared_is_a_fault(english: str, chinese: str, word: str):
    found = faults_with(english, chinese)
    assert {fault.code for fault in found} == {"UNDECLARED"}
    assert any(word in fault.detail and fault.sentence for fault in found)


def test_a_claim_that_is_declared_may_be_said():
    assert faults_with("We filed a lawsuit in court.", requires='["overdue", "suit_filed"]') == []


@pytest.mark.parametrize(
    "english, chinese",
    [
        ("You will be arrested.", ""),
        ("", "再不还款就抓您坐牢。"),
        ("Send the money to my personal account by Western Union.", ""),
    ],
)
def test_what_the_auditor_blocks_is_a_fault(english: str, chinese: str):
    assert {fault.code for fault in faults_with(english, chinese)} == {"AUDIT"}


def test_conditions_that_exclude_each_other_are_a_fault():
    assert [one.code for one in faults_with(requires='["overdue", "paid_in_full"]')] == [
        "CONTRADICTION"
    ]


def test_a_condition_that_there_is_not_is_a_fault():
    found = faults_with(requires='["overdue", "full_moon"]')
    assert [(one.code, one.detail) for one in found] == [("UNKNOWN_CONDITION", "full_moon")]


def test_a_long_text_message_is_a_fault():
    text = SOURCE.replace('sms = "{sender}', f'sms = "{{sender}}{" hello" * 40}')
    found = every_fault(template_from("mine", text))
    assert [(one.code, one.place) for one in found] == [("SMS_LONG", "en.sms")]


@pytest.mark.parametrize(
    "english, chinese", [("You can pay $50 a month.", ""), ("", "您可以每月还500元。")]
)
def test_a_sum_that_was_typed_is_a_fault(english: str, chinese: str):
    assert "FIGURE_TYPED" in {fault.code for fault in faults_with(english, chinese)}
