"""A pack that is wrong is refused with file, key and cure; a house file cannot loosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from forbear.core.law.faults import PackError
from forbear.core.law.rules import read_rules
from forbear.packs import load_book

EXAMPLE = Path(__file__).parents[2] / "docs" / "reference" / "house-example.toml"
QUESTION = """
[[questions]]
question = "?"
kind = "{kind}"
code = "{code}"
jurisdiction = "{jurisdiction}"
applies = "{applies}"
{more}
[[questions.values]]
rule_id = "{rule_id}"
from = {begins}
value = {value}
cite = "{cite}"
force = "{force}"
confidence = "house"
"""
SOUND = {
    "kind": "forbid",
    "code": "HARDSHIP",
    "jurisdiction": "*",
    "applies": "TRUE",
    "more": "",
    "rule_id": "acme-1",
    "begins": "2026-01-01",
    "value": '{ when = "dpd < 3" }',
    "cite": "Acme 1",
    "force": "house",
}
FAULTS = [
    ({"kind": "hourz"}, "kind", "Use one of"),
    ({"code": "HARD"}, "code", "documented reason code"),
    ({"more": "colour = 1"}, "colour", "Known keys"),
    ({"more": "note = 1"}, "note", "Correct the value"),
    ({"applies": "chanel = 'sms'"}, "applies", "did you mean channel?"),
    ({"applies": "channel = 'smz'"}, "applies", "did you mean 'sms'"),
    ({"applies": "channel = "}, "applies", "Mend the condition"),
    ({"applies": "dpd + 1"}, "applies", "must be true or false"),
    ({"applies": "dpd > 'three'"}, "applies", "is never 'three'"),
    ({"applies": "MAX(dpd) > 3"}, "applies", "one row's columns only"),
    ({"applies": "local_on < CURRENT_DATE"}, "applies", "today's date"),
    ({"value": "{ when = 3 }"}, "values[0].value.when", "Correct the value"),
    ({"value": "{ }"}, "values[0].value.when", "Add when"),
    ({"value": '{ when = "TRUE", iff = "FALSE" }'}, "values[0].value.iff", "Known keys"),
    ({"value": '{ when = "TRUE", until = "never" }'}, "values[0].value.until", "Name a fact"),
    ({"cite": " "}, "values[0].cite", "A value without a source"),
    ({"begins": '"2026-01-01"'}, "values[0].from", "Correct the value"),
    ({"force": "divine"}, "values[0].force", "Use one of"),
    (
        {"kind": "hours", "value": "{ opens = 21:00:00, closes = 08:00:00 }"},
        "values[0]",
        "midnight",
    ),
    ({"kind": "hours", "value": '{ opens = "8", closes = 21:00:00 }'}, "values[0]", "Correct"),
    (
        {
            "kind": "hours",
            "value": "{ opens = 08:00:00, closes = 21:00:00, weekly = { sun = [1, 2] } }",
        },
        "values[0].value.weekly.sun",
        "Write sun",
    ),
    (
        {
            "kind": "hours",
            "value": '{ opens = 08:00:00, closes = 21:00:00, closed_on = "AU-XX" }',
        },
        "values[0].value.closed_on",
        "as AU or AU-VIC",
    ),
    (
        {
            "kind": "frequency_cap",
            "value": '{ max = 0, days = 7, per = "account", channels = ["call"] }',
        },
        "max",
        "Use 1",
    ),
    ({"kind": "lapse", "value": "{ days = 60, of = [] }"}, "values[0].value.of", "Name the facts"),
    (
        {"kind": "lapse", "value": '{ days = 60, of = ["contact_consent"] }'},
        "values[0].value.of",
        "contact_consent_at",
    ),
    (
        {"kind": "frequency_cap", "value": '{ max = 1, per = "account", channels = ["call"] }'},
        "days",
        "rolling",
    ),
    (
        {
            "kind": "frequency_cap",
            "value": '{ max = 1, days = 7, per = "planet", channels = ["call"] }',
        },
        "per",
        "Use one",
    ),
    (
        {
            "kind": "frequency_cap",
            "value": '{ max = 1, days = 7, per = "account", channels = ["cal"] }',
        },
        "channels",
        "Did you",
    ),
    ({"more": "permit = true"}, "permit", "only add objections"),
    ({"rule_id": "us-regf-cease"}, "would replace us-regf-cease of us/cease.toml", "id of its own"),
    ({"jurisdiction": "DE"}, "no pack", "Remove the rule"),
    ({"force": "statute"}, "claims the force of statute", "house"),
]


@pytest.mark.parametrize(("change", "key", "cure"), FAULTS)
def test_a_faulty_house_file_is_refused_with_key_and_cure(
    tmp_path: Path, change: dict[str, str], key: str, cure: str
) -> None:
    file = tmp_path / "house.toml"
    file.write_text(QUESTION.format(**{**SOUND, **change}), encoding="utf-8")
    with pytest.raises(PackError) as refused:
        load_book(file)
    message = str(refused.value)
    assert str(file) in message
    assert key in message
    assert cure in message


def test_a_sound_house_file_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(QUESTION.format(**SOUND), encoding="utf-8")
    book = load_book(file)
    assert book.rule("acme-1").citation == "Acme 1"
    assert "issuer" in book.versions_for("US")


def test_the_example_of_the_documentation_is_taken() -> None:
    assert load_book(EXAMPLE).rule("acme-small-sums").force == "house"


@pytest.mark.parametrize("content", [b"\xff", b"= 1", b"[questions]\n", b"rules = 1\n"])
def test_a_file_that_is_no_house_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "house.toml"
    file.write_bytes(content)
    with pytest.raises(PackError, match=r"file:|questions:"):
        load_book(file)


def test_a_house_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="Check the path"):
        load_book(tmp_path / "none.toml")


def test_two_values_of_one_rule_may_not_hold_on_one_day() -> None:
    value = {"value": {"when": "TRUE"}, "cite": "x", "force": "house", "confidence": "house"}
    from datetime import date

    _, faults = read_rules(
        {
            "question": "?",
            "kind": "forbid",
            "code": "HARDSHIP",
            "jurisdiction": "*",
            "values": [
                {**value, "rule_id": "a", "from": date(2026, 1, 1)},
                {**value, "rule_id": "a", "from": date(2026, 6, 1)},
            ],
        },
        file="x.toml",
    )
    assert [str(fault) for fault in faults] == [
        "x.toml: a: two values hold on 2026-06-01. End the earlier one the day before."
    ]


HOURS = "{{ opens = {}, closes = {} }}"
CALLS = "direction = 'out' AND channel = 'call' AND collector_kind = 'agency'"
CAP = (
    '{{ max = {}, days = {}, per = "account", channels = ["call", "voicemail"], '
    'collectors = "same", parties = "same", not_outcomes = ["busy", "not_in_service"] }}'
)


@pytest.mark.parametrize(
    "change, loosens",
    [
        # longer hours than a law that binds there anyway
        ({"value": HOURS.format("07:00:00", "21:00:00")}, "us-regf-time"),
        ({"value": HOURS.format("08:00:00", "22:00:00")}, "us-regf-time"),
        ({"value": HOURS.format("08:00:00", "22:00:00"), "jurisdiction": "US-OH"}, "us-regf-time"),
        # a Saturday that opens earlier, on days that end earlier: neither longer nor shorter
        (
            {
                "value": "{ opens = 09:00:00, closes = 20:00:00, "
                "weekly = { sat = [07:00:00, 21:00:00] } }"
            },
            None,
        ),
        # shorter, or as long: a layer that tightens or repeats
        ({"value": HOURS.format("09:00:00", "20:00:00")}, None),
        ({"value": HOURS.format("08:00:00", "21:00:00")}, None),
        ({"value": HOURS.format("07:00:00", "20:00:00")}, None),
        # contacts that the law's hours do not reach
        (
            {
                "value": HOURS.format("07:00:00", "22:00:00"),
                "applies": "direction = 'out' AND channel = 'letter'",
            },
            None,
        ),
        # hours for every nation: some have none
        ({"value": HOURS.format("07:00:00", "22:00:00"), "jurisdiction": "*"}, None),
        # a rule of its own before the law began
        (
            {
                "value": HOURS.format("07:00:00", "22:00:00"),
                "begins": "1970-01-01\nto = 1975-12-31",
            },
            None,
        ),
    ],
)
def test_hours_that_would_loosen_the_law_are_refused_by_name(
    tmp_path: Path, change: dict[str, str], loosens: str | None
) -> None:
    given = {"kind": "hours", "code": "QUIET_HOURS", "jurisdiction": "US", "applies": CALLS}
    check(tmp_path, {**given, **change}, loosens)


@pytest.mark.parametrize(
    "max_calls, days, loosens",
    [(8, 7, "us-regf-call-freq-7"), (10, 5, "us-regf-call-freq-7"), (7, 7, None), (3, 7, None)],
)
def test_a_cap_that_would_loosen_the_law_is_refused_by_name(
    tmp_path: Path, max_calls: int, days: int, loosens: str | None
) -> None:
    change = {
        "kind": "frequency_cap",
        "code": "CALL_FREQUENCY",
        "jurisdiction": "US",
        "applies": CALLS,
        "value": CAP.format(max_calls, days),
    }
    check(tmp_path, change, loosens)


def check(tmp_path: Path, change: dict[str, str], loosens: str | None) -> None:
    file = tmp_path / "house.toml"
    file.write_text(QUESTION.format(**{**SOUND, **change}), encoding="utf-8")
    if loosens is None:
        assert load_book(file).rule("acme-1")
        return
    with pytest.raises(PackError, match=f"would loosen {loosens} .*stricter"):
        load_book(file)
