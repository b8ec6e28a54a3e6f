"""Try a case: the form says the same as ``forbear gate``, and what is wrong stands at its field."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from forbear.core.law.kinds import Disclose
from forbear.core.law.rules import Rule
from forbear.interchange.cases import BadCase, Case, answer_json, read_case
from forbear.interchange.cases import fields as f
from forbear.packs import load_book
from forbear.web.compliance.form import inputs, labels
from forbear.web.compliance.form.convert import case_of, values_of
from forbear.web.compliance.form.messages import said
from forbear.web.compliance.form.zones import usual_currency, usual_zone
from forbear.web.compliance.prefill import prefill
from forbear.web.compliance.trial import usual
from forbear.wiring.gate import answer_case
from tests.cases.files import Example, examples
from tests.web import portfolio

TODAY = date(2026, 11, 23)


def answered(case: dict[str, Any]) -> dict[str, object]:
    read = read_case(json.dumps(case), 1)
    assert isinstance(read, Case), read
    return answer_json(None, answer_case(read))


# ---- the form and the JSON say the same


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.example_id)
def test_a_case_that_goes_through_the_form_has_the_same_answer(example: Example) -> None:
    through = case_of(values_of(example.case))
    assert answered(through) == answered(example.case)


def test_the_form_has_an_input_for_every_field_of_the_contract() -> None:
    paths = {each.path for held in inputs.PLAIN.values() for each in held}
    paths |= {each.path for held in inputs.ROWS.values() for each in held}
    for prefix, spec in (
        ("contact", f.CONTACT),
        ("contact_point", f.POINT),
        ("person", f.PERSON),
        ("account", f.ACCOUNT),
        ("history", f.HISTORY),
    ):
        assert {f"{prefix}.{field.name}" for field in spec} <= paths
    assert paths <= set(labels.LABELS)
    assert paths >= inputs.FIRST
    assert paths >= inputs.ROW_FIRST


def test_every_choice_has_a_name() -> None:
    for held in (*inputs.PLAIN.values(), *inputs.ROWS.values()):
        for each in held:
            if each.words and each.path not in ("account.currency", "person.consents.kind"):
                assert set(each.words) <= set(inputs.names_of(each.path)), each.path
    assert {"contact", "hours", "frequency", "third_party", "exceed_cap"} == set(labels.CONSENTS)


def test_what_is_usual_is_left_out_of_the_json() -> None:
    case = case_of({**usual(TODAY), "contact.is_recorded": "yes", "contact.staff": "2"})
    assert case["contact"] == {"channel": "call"}
    assert case["at"] == "2026-11-23T10:15:00-05:00"
    assert case["person"] == {"time_zones": ["America/New_York"]}
    assert case["account"]["overdue_minor"] == 120000
    assert case["account"]["currency"] == "USD"


@pytest.mark.parametrize(
    ("path", "typed", "at", "expected"),
    [
        ("contact.is_recorded", "null", ("contact", "is_recorded"), None),
        ("contact.is_recorded", "no", ("contact", "is_recorded"), False),
        ("account.overdue_minor", "1,234.56", ("account", "overdue_minor"), 123456),
        ("account.overdue_minor", "12.345", ("account", "overdue_minor"), "12.345"),
        ("account.overdue_minor", "NaN", ("account", "overdue_minor"), "NaN"),
        ("account.dpd", "many", ("account", "dpd"), "many"),
        ("zones", "?", ("person",), None),
        (
            "zones",
            "America/Chicago, America/Denver",
            ("person", "time_zones"),
            ["America/Chicago", "America/Denver"],
        ),
    ],
)
def test_what_is_typed_becomes_json(
    path: str, typed: str, at: tuple[str, ...], expected: object
) -> None:
    found: Any = case_of({**usual(TODAY), path: typed})
    for key in at:
        found = found.get(key)
    assert found == expected


@pytest.mark.parametrize("place", sorted({rule.jurisdiction for rule in load_book().rules} - {"*"}))
def test_every_place_has_a_usual_clock_and_currency(place: str) -> None:
    assert usual_zone(place)
    assert usual_currency(place)


# ---- the page


@pytest.fixture
def reader(db: None, at_ten: None, client: Client) -> Client:  # noqa: ARG001 - set up first
    client.force_login(User.objects.create_user("reader"), portfolio.BACKEND)
    return client


def ask(client: Client, *, language: str = "en", **typed: str) -> str:
    fields = {path.replace("__", "."): text for path, text in typed.items()}
    answer = client.post(
        "/law/try/", {"do": "ask", **fields}, headers={"accept-language": language}
    )
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_first_page_waits_for_a_case(reader: Client) -> None:
    assert "The answer appears here" in reader.get("/law/try/").content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_first_press_gives_an_answer(reader: Client, language: str) -> None:
    with translation.override(language):
        first = usual(TODAY)
    answer = reader.post(
        "/law/try/", {"do": "ask", **first}, headers={"accept-language": language}
    ).content.decode()
    assert '<div class="verdict is-yes">' in answer


def test_a_denial_has_its_reasons_their_sources_and_their_end(reader: Client) -> None:
    shown = ask(reader, where="US", time="21:30")
    assert "Not permitted" in shown
    assert "It is outside the hours in which they may be contacted" in shown
    assert "12 CFR 1006.6(b)(1)(i); 15 USC 1692c(a)(1)" in shown
    assert "Until Tue 24 Nov, 08:00 (tomorrow)." in shown
    assert 'href="/law/rules/us-regf-time/"' in shown
    assert "Say that you are a debt collector" in shown
    assert load_book().versions["us"] in shown


def test_a_permission_has_its_window_on_the_clock_of_the_place(reader: Client) -> None:
    shown = ask(reader, where="US-CA", time="10:15")
    assert "On Mon 23 Nov from 08:00 to 21:00, Los Angeles time." in shown


def test_a_letter_may_leave_until_the_day_ends(reader: Client) -> None:
    shown = ask(reader, where="US", contact__channel="letter", contact_point__kind="postal")
    assert "to 24:00, New York time." in shown


def test_a_fact_that_is_not_known_is_named(reader: Client) -> None:
    shown = ask(reader, where="US", contact_point__verified="null")
    assert "Not known: Verified." in shown


def test_a_place_without_a_pack_is_denied(reader: Client) -> None:
    shown = ask(reader, where="ZZ")
    assert "Not permitted" in shown
    assert "no-pack" in shown


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"account__dpd": "many"}, "account.dpd", "is not a number that fits here."),
        ({"account__dpd": "-1"}, "account.dpd", "-1 is too small: the least is 0."),
        ({"contact__channel": "pigeon"}, "contact.channel", "is not among the words known here"),
        ({"contact__channel": ""}, "contact.channel", "This is needed."),
        ({"zones": "Mars/Olympus"}, "zones", "There is no time zone"),
        ({"on": "someday"}, "on", "is not a moment. Write a day and a time."),
        ({"where": "nowhere"}, "where", "is not the code of a place"),
        ({"history[0].at": "", "history[0].channel": "call"}, "history[0].at", "This is needed."),
        (
            {"history[0].at": "then", "history[0].channel": "call"},
            "history[0].at",
            "is not a moment.",
        ),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(
    reader: Client, typed: dict[str, str], field: str, message: str
) -> None:
    shown = ask(reader, **typed)
    assert "This case cannot be read yet" in shown
    name = field.replace(".", "-").replace("[", "-").replace("]", "-")
    part = shown.split(f'id="f-{name}"')[1].split("</div>")[0]
    assert 'aria-invalid="true"' in part
    assert message in part


def test_bad_input_is_told_in_chinese(reader: Client) -> None:
    assert "不是此处可用的数字" in ask(reader, language="zh-hans", account__dpd="many")


@pytest.mark.parametrize(
    "example", [each for each in examples() if each.example_id in ("US-01", "CN-01")], ids=str
)
def test_a_pasted_case_is_answered_and_shown_in_the_form(reader: Client, example: Example) -> None:
    shown = reader.post(
        "/law/try/", {"do": "json", "json": json.dumps(example.case)}
    ).content.decode()
    assert ("is-yes" if not example.codes else "is-no") in shown
    assert f'value="{example.case["at"][:10]}"' in shown
    for number in range(len(example.case["history"])):
        assert f'name="history[{number}].at"' in shown


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "This is not JSON"),
        ("[]", "A case is one JSON object, in braces."),
        ('{"at": "2026-11-23T10:00:00Z", "chanel": 1}', "There is no such field."),
        ('{"jurisdictions": ["US"]}', "Say when: the day and the time there."),
        ("[" * 9000, "This is not JSON"),
    ],
)
def test_pasted_json_that_cannot_be_read_is_kept(reader: Client, text: str, message: str) -> None:
    shown = reader.post("/law/try/", {"do": "json", "json": text}).content.decode()
    assert message in shown
    assert "verdict is-unread" in shown


def test_rows_are_added_a_day_earlier_and_removed(reader: Client) -> None:
    rows = {"history[0].at": "2026-11-22T10:00", "history[0].channel": "sms"}
    added = reader.post("/law/try/", {"do": "add history", **rows}).content.decode()
    assert 'name="history[1].at" value="2026-11-21T10:00"' in added
    assert "The answer appears here" in added
    dropped = reader.post(
        "/law/try/",
        {"do": "drop history 0", **rows, "history[1].at": "2026-11-20T09:00"},
    ).content.decode()
    assert 'name="history[0].at" value="2026-11-20T09:00"' in dropped
    assert "history[1].at" not in dropped


@pytest.mark.parametrize("name", sorted(inputs.ROWS))
def test_every_list_can_grow(reader: Client, name: str) -> None:
    shown = reader.post("/law/try/", {"do": f"add {name}"}).content.decode()
    assert f'name="{name}[0].' in shown


@pytest.mark.parametrize("act", ["add nothing", "drop history x", "drop nothing 1", "add "])
def test_an_act_that_makes_no_sense_changes_nothing(reader: Client, act: str) -> None:
    assert "history[0]" not in reader.post("/law/try/", {"do": act}).content.decode()


def test_the_link_of_a_case_leads_to_the_same_answer(reader: Client) -> None:
    shown = ask(reader, where="US-NY-NYC", time="21:30", contact__channel="sms")
    link = shown.split('<a href="/law/try/?')[1].split('"')[0].replace("&amp;", "&")
    again = reader.get(f"/law/try/?{link}").content.decode()
    assert "It is outside the hours" in again
    assert "is_recorded" not in link
    assert '<option value="US-NY-NYC" selected>' in again


def test_htmx_gets_the_case_alone(reader: Client) -> None:
    part = reader.post("/law/try/", {"do": "ask"}, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div class="trial"')


def test_nothing_is_stored(reader: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        ask(reader, where="US")
    assert asked.captured_queries
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


# ---- the case that a rule's page leads to

OBJECTS = [rule for rule in load_book().rules if not isinstance(rule.kind, Disclose)]


def speaks(rule: Rule) -> bool:
    """Whether the case that a rule's page leads to makes the rule object."""
    reasons: Any = answered(case_of({**usual(TODAY), **prefill(rule, today=TODAY)}))["reasons"]
    return rule.rule_id in {reason["rule_id"] for reason in reasons}


@pytest.mark.parametrize(
    "rule_id",
    [
        "us-regf-call-freq-7",
        "us-regf-call-freq-cooldown",
        "us-regf-time",
        "us-regf-medium-optout",
        "us-regf-third-party",
        "us-regf-debt-disclosed",
        "us-regf-workplace",
        "us-nyc-freq-2027",
        "us-dc-visits",
        "uk-breathing-space",
        "uk-conc-requests",
        "cn-visit-two-people",
        "cn-card-debtor-only",
        "house-bankruptcy",
        "house-cease",
        "house-hardship",
        "house-visit-stage",
    ],
)
def test_the_case_that_a_rule_leads_to_makes_it_speak(rule_id: str) -> None:
    assert speaks(load_book().rule(rule_id))


def test_few_rules_need_a_case_made_by_hand() -> None:
    silent = [rule.rule_id for rule in OBJECTS if not speaks(rule)]
    assert len(silent) <= len(OBJECTS) // 8, silent


def test_every_shape_of_the_readers_messages_is_known() -> None:
    for text in (
        '{"at": 1}',
        '{"at": "x"}',
        '{"at": "2026-11-23T10:00:00"}',
        '{"at": "1066-11-23T10:00:00Z"}',
        '{"id": [], "at": "2026-11-23T10:00:00Z"}',
        *(
            json.dumps({"at": "2026-11-23T10:00:00Z", **more})
            for more in (
                {"jurisdictions": "US"},
                {"jurisdictions": []},
                {"jurisdictions": ["usa"]},
                {"jurisdictions": ["US", "CN"]},
                {"jurisdictions": ["US-NY", "US-CA"]},
                {"jurisdictions": ["US", "US-CA", "US-NY-NYC"]},
                {"person": []},
                {"person": {"time_zones": [1]}},
                {"person": {"time_zones": ["x"]}},
                {"contat": {}},
                {"qqqqqq": {}},
                {"jurisdictions": ["US"], "collector": {"kind": "agency", "licensed": 1}},
                {"jurisdictions": ["US"], "collector": {"kind": "x"}},
            )
        ),
    ):
        read = read_case(text, 1)
        assert isinstance(read, BadCase)
        message = read.message.removeprefix(f"{read.field} " if read.field else "the line ")
        with translation.override("zh-hans"):
            assert said(message) != message[:1].upper() + message[1:], message


def test_a_message_of_a_new_shape_is_shown_as_it_is() -> None:
    assert said("sounds wrong") == "Sounds wrong"
