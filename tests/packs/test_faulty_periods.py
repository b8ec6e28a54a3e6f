"""A period that is wrong is refused with file, key and cure; those that ship are sound."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from forbear.core.calendar.holidays import public_holidays
from forbear.core.law.faults import PackError
from forbear.core.law.periods import EVENTS, RECORDS, LawPeriod, Limitation, Period, Retention
from forbear.core.law.periods.reading import read_periods
from forbear.packs import load_book

VALUE = {
    "rule_id": "us-x",
    "from": date(2026, 1, 1),
    "value": {"length": 5, "unit": "days", "starts_on": ["complaint"], "bound": "at_most"},
    "cite": "X 1",
    "force": "statute",
    "confidence": "primary",
}
HEAD = {"question": "When?", "kind": "period", "jurisdiction": "US"}
SUIT = {"length": 3, "unit": "years", "starts_on": ["default"]}
KEEP = {"records": ["call_recording"], "length": 2, "unit": "years", "starts_on": "recorded"}
WINDOW = {"opens": date(2026, 1, 1), "closes": date(2026, 3, 31)}


def faults(
    head: dict[str, object], value: dict[str, object], *, file: str = "us/period_x.toml"
) -> str:
    found, wrong = read_periods({**HEAD, **head, "values": [{**VALUE, **value}]}, file=file)
    assert bool(found) != bool(wrong)
    return "\n".join(str(fault) for fault in wrong)


def given(**change: object) -> dict[str, object]:
    kept = {**VALUE["value"], **change}  # type: ignore[dict-item]
    return {"value": {key: value for key, value in kept.items() if value is not None}}


@pytest.mark.parametrize(
    "head, value, key, cure",
    [
        ({"kind": "forever"}, {}, "kind", "Use one of"),
        ({"applies": "TRUE"}, {}, "applies", "unknown key"),
        ({"jurisdiction": "Texas"}, {}, "jurisdiction", "Write US"),
        ({"jurisdiction": "DE"}, {}, "jurisdiction", "Move the file"),
        ({"jurisdiction": "*"}, {}, "jurisdiction", "Move the file"),
        ({"collectors": ["bank"]}, {}, "collectors", "Use creditor"),
        ({}, {"jurisdiction": "GB-SCT"}, "values[0].jurisdiction", "Move the file"),
        ({"jurisdiction": "US-NY"}, {"jurisdiction": "US-TX"}, "values[0].jurisdiction", "Correct"),
        ({}, {"cite": " "}, "values[0].cite", "A value without a source"),
        ({}, {"colour": "red"}, "values[0].colour", "unknown key"),
        ({}, {"from": "2026-01-01"}, "values[0].from", "Correct the value"),
        ({}, {"from": datetime(2026, 1, 1, tzinfo=UTC)}, "values[0].from", "Correct the value"),
        ({}, {"to": date(2025, 1, 1)}, "values[0].to", "Swap"),
        ({}, {"force": "divine"}, "values[0].force", "Use one of"),
        ({}, {"confidence": "high"}, "values[0].confidence", "Use one of"),
        ({}, given(length=-1), "values[0].value.length", "Use 0 or more"),
        ({}, given(length=True), "values[0].value.length", "Correct the value"),
        ({}, given(length=None), "values[0].value.length", "Add length"),
        ({}, given(unit="fortnights"), "values[0].value.unit", "Use one of"),
        ({}, given(starts_on=["complaints"]), "values[0].value.starts_on", "Did you mean"),
        ({}, given(starts_on=[]), "values[0].value.starts_on", "Name an event"),
        ({}, given(bound="roughly"), "values[0].value.bound", "Use one of"),
        ({}, given(bounds="at_most"), "values[0].value.bounds", "Did you mean bound"),
        ({}, given(acts_on_last_day=True), "acts_on_last_day", "at_least"),
        ({}, given(length=0, counts_first_day=True), "counts_first_day", "Remove it"),
        ({}, given(unit="business_days", holidays="London"), "holidays", "Write a place"),
        ({}, given(holidays="US"), "values[0].value.holidays", "Known keys"),
        ({"kind": "limitation"}, {"value": {**SUIT, "unit": "days"}}, "unit", "years"),
        ({"kind": "limitation"}, {"value": {**SUIT, "length": 0}}, "unit", "years"),
        ({"kind": "limitation"}, {"value": {**SUIT, "restarts_on": ["x"]}}, "restarts_on", "Use"),
        ({"kind": "limitation"}, {"value": {**SUIT, "long_stop_years": 2}}, "long_stop", "Use 3"),
        ({"kind": "limitation"}, {"value": {**SUIT, "readings": {"open": 0}}}, "open", "Use years"),
        ({"kind": "retention"}, {"value": {**KEEP, "records": ["diary"]}}, "records", "Use"),
        ({"kind": "retention"}, {"value": {**KEEP, "records": []}}, "records", "Name a record"),
        ({"kind": "retention"}, {"value": {"records": ["call_recording"]}}, "length", "Add length"),
        (
            {"kind": "retention"},
            {"value": {**KEEP, "bound": "at_most", "until": "debt_settled"}},
            "until",
            "Remove it",
        ),
        ({"kind": "window"}, {"value": {**WINDOW, "closes": date(2025, 1, 1)}}, "closes", "dates"),
        ({"kind": "window"}, {"value": {**WINDOW, "amount_minor_max": 1}}, "currency", "Add"),
    ],
)
def test_a_faulty_period_is_refused(
    head: dict[str, object], value: dict[str, object], key: str, cure: str
) -> None:
    told = faults(head, value)
    assert told.startswith("us/period_x.toml: ")
    assert key in told
    assert cure in told


def test_a_sound_period_is_taken() -> None:
    assert faults({}, {}) == ""
    assert faults({"common": {"unit": "days"}}, given(unit=None)) == ""
    assert faults({"kind": "limitation"}, {"value": SUIT, "jurisdiction": "US-NY"}) == ""
    assert faults({"kind": "retention"}, {"value": KEEP}) == ""
    assert faults({"kind": "window"}, {"value": WINDOW}) == ""


def test_two_values_may_not_hold_on_one_day() -> None:
    later = {**VALUE, "from": date(2026, 6, 1)}
    _, wrong = read_periods({**HEAD, "values": [VALUE, later, "x"]}, file="us/period_x.toml")
    assert [fault.problem for fault in wrong] == ["is not a table", "two values hold on 2026-06-01"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "us").mkdir()
    (tmp_path / "us" / "pack.toml").write_text('version = "1"\n', encoding="utf-8")
    return tmp_path


PERIOD = """
question = "When?"
kind = "period"
jurisdiction = "US"
[[values]]
rule_id = "{rule_id}"
from = 2026-01-01
value = {{ length = {length}, unit = "days", starts_on = ["complaint"], bound = "at_most"{more} }}
cite = "X 1"
force = "statute"
confidence = "primary"
"""


def write(folder: Path, name: str, *, length: int = 5, **words: str) -> None:
    text = PERIOD.format(**{"rule_id": "us-x", "more": "", **words}, length=length)
    (folder / "us" / name).write_text(text, encoding="utf-8")


def test_a_pack_holds_periods_and_its_version_knows_them(folder: Path) -> None:
    write(folder, "period_x.toml")
    book = load_book(root=folder)
    assert [period.rule_id for period in book.periods] == ["us-x"]
    assert not book.rules
    assert not book.nations, "a pack of periods alone permits no contact"
    write(folder, "period_x.toml", length=6)
    assert load_book(root=folder).versions != book.versions


def test_no_two_files_may_use_one_name(folder: Path) -> None:
    write(folder, "period_x.toml")
    write(folder, "period_y.toml")
    with pytest.raises(PackError, match=r"is also in us/period_x\.toml"):
        load_book(root=folder)


@pytest.mark.parametrize("other", ["us-nowhere", "us-chained"])
def test_an_assumed_event_needs_a_period_of_its_own(folder: Path, other: str) -> None:
    write(folder, "period_x.toml", more=f', assumed = "{other}"')
    write(folder, "period_y.toml", rule_id="us-chained", more=', assumed = "us-last"')
    write(folder, "period_z.toml", rule_id="us-last")
    with pytest.raises(PackError, match=r"us/period_x\.toml: us-x: "):
        load_book(root=folder)


def test_a_house_file_holds_no_periods(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(
        '[[questions]]\nquestion = "?"\nkind = "period"\njurisdiction = "US"\n', encoding="utf-8"
    )
    with pytest.raises(PackError, match="kind: is 'period'"):
        load_book(file)


def events_of(period: LawPeriod) -> set[str]:
    kind = period.kind
    if isinstance(kind, Limitation):
        found = {*kind.starts_on, *kind.restarts_on, *kind.revives_on, kind.fallback or ""}
    elif isinstance(kind, Period):
        found = set(kind.starts_on)
    elif isinstance(kind, Retention):
        found = {kind.starts_on or "", kind.until or ""}
    else:
        found = set()
    return found - {""}


def test_every_word_is_used_by_a_pack() -> None:
    periods = load_book().periods
    used = set().union(*(events_of(period) for period in periods))
    # what does not count: said so that an answer can say it does not
    assert set(EVENTS) - used == {"unproven_demand"}
    records = {r for p in periods if isinstance(p.kind, Retention) for r in p.kind.records}
    assert set(RECORDS) == records


def test_every_calendar_that_is_named_is_known() -> None:
    lengths = [getattr(period.kind, "length", None) for period in load_book().periods]
    places = {length.holidays for length in lengths if length is not None and length.holidays}
    assert places
    assert all(public_holidays(place, 2026) for place in places)


def test_every_period_asks_a_question_and_house_periods_say_so() -> None:
    for period in load_book().periods:
        assert period.question.endswith("?"), period.rule_id
        assert (period.force == "house") == (period.confidence == "house"), period.rule_id
        assert (period.force == "house") == period.citation.startswith("House rule"), period.rule_id


def test_every_state_has_its_last_day_to_sue() -> None:
    import holidays

    states = {f"US-{code}" for code in holidays.country_holidays("US").subdivisions}
    territories = {f"US-{code}" for code in ("AS", "GU", "MP", "PR", "UM", "VI")}
    limits = {p.jurisdiction for p in load_book().periods if isinstance(p.kind, Limitation)}
    assert {place for place in limits if place.startswith("US")} == states - territories
