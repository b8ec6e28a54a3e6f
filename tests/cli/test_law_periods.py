"""`forbear law period`, `limitation` and `retention` say the day, how it is counted and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forbear.cli.law import command
from forbear.packs import load_book

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "periods.md"
MARK = "<!-- made by: forbear law coverage --limitation -->\n"


def law(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_the_table_of_limitations_is_fresh() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.split(MARK)[1] == law("coverage", "--limitation").output, (
        "keep the page up to its mark and append: forbear law coverage --limitation"
    )


@pytest.mark.parametrize("column", ["kind", "bound"])
def test_the_page_names_every_kind(column: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    values = {
        "kind": {period.kind_name for period in load_book().periods},
        "bound": {getattr(period.kind, "bound", "exactly") for period in load_book().periods},
    }[column]
    assert all(f"| `{value}` |" in page for value in values)


def test_a_period_says_its_day_and_its_source() -> None:
    result = law("period", "uk-disp-8w", "--from", "2026-11-02", "--on", "2026-12-29")
    assert result.exit_code == 0, result.output
    assert "The last day is 2026-12-28." in result.output
    assert "2026-12-29 does not keep it." in result.output
    assert "DISP 1.6.2R (regulation; read: primary; uk-disp-8w)" in result.output


def test_a_period_can_be_read_by_a_program() -> None:
    event = "validation_sent=2026-09-10"
    words = ("period", "us-regf-validation-30d", "--event", event, "--on", "2026-10-17", "--json")
    result = law(*words)
    found = json.loads(result.output)
    assert (found["from"], found["last_day"], found["is_met"]) == ("2026-09-17", "2026-10-17", True)
    assert found["is_assumed"]
    assert found["citation"] == "12 CFR 1006.34(b)(5)"


@pytest.mark.parametrize(
    "words, code, told",
    [
        ("period uk-disp-8w", 1, "Not known: on which day a complaint was received"),
        ("period uk-nothing", 2, "see forbear law list"),
        ("period us-sol-tx", 2, "is a limitation"),
        ("period us-nyc-validation-5d --from 2026-01-01 --on 2026-01-01", 2, "not in force"),
        ("period uk-fos-6y --from 9999-01-01", 2, "The years 1900 to 2200"),
        ("period uk-disp-8w --event birthday=2026-01-01", 2, "birthday is no event"),
        ("period uk-disp-8w --event complaint=soon", 2, "is not a day"),
        ("period uk-disp-8w --event dispute=2026-01-01 --event dispute=2026-01-02", 2, "twice"),
        ("limitation", 2, "PLACE"),
        ("limitation US-DE --default-on 9998-01-01 --on 9998-01-01", 2, "The years 1900 to 2200"),
        ("retention CN diary", 2, "call_recording"),
    ],
)
def test_what_cannot_be_answered_is_told(words: str, code: int, told: str) -> None:
    result = law(*words.split())
    assert result.exit_code == code, result.output
    assert told in result.output


def test_the_last_day_to_sue_is_told_with_its_reasons() -> None:
    result = law("limitation", "US-TX", "--event", "payment=2022-03-01", "--on", "2026-11-22")
    assert result.exit_code == 1
    assert "barred: no suit, and no talk of one" in result.output
    assert "The last day to sue is 2026-03-01." in result.output
    assert "Tex. CPRC 16.004" in result.output


def test_a_debt_in_time_ends_well() -> None:
    words = ("limitation", "CN", "--default-on", "2022-05-30", "--on", "2026-06-10")
    barred = law(*words, "--json")
    in_time = law(*words, "--event", "demand=2025-03-01", "--json")
    assert (barred.exit_code, in_time.exit_code) == (1, 0)
    found = json.loads(in_time.output)
    assert found["ends_on"] == "2028-03-01"
    assert found["restarted_by"] == [{"event": "demand", "on": "2025-03-01"}]
    assert len(found["because"]) == len(found["because_zh"])


def test_of_several_places_the_strictest_is_told() -> None:
    words = ("--default-on", "2023-06-01", "--on", "2026-11-22", "--json")
    assert json.loads(law("limitation", "US-OH", "US-DE", *words).output)["place"] == "US-DE"


def test_a_place_without_law_is_not_in_time() -> None:
    result = law("limitation", "EU-SE", "--default-on", "2026-01-01", "--on", "2026-11-22")
    assert result.exit_code == 1
    assert "No law of limitation is known for the place" in result.output


def test_the_end_of_a_debt_is_told() -> None:
    result = law("limitation", "GB-SCT", "--default-on", "2019-01-01", "--on", "2026-11-22")
    assert "The debt itself has ended." in result.output


@pytest.mark.parametrize(
    "words, code, told",
    [
        (("CN", "call_recording", "--event", "recorded=2025-01-10"), 1, "may not be deleted"),
        (("CN", "plan_recording", "--event", "recorded=2023-01-10"), 1, "not known: the debt"),
        (("CN", "agency_file", "--event", "contract_end=2026-01-10"), 0, "must be deleted"),
        (("US-OH", "call_recording", "--event", "recorded=2020-01-10"), 0, "may be deleted"),
        (("GB", "servicing_record"), 1, "unknown means no"),
    ],
)
def test_whether_a_record_may_go_is_told(words: tuple[str, ...], code: int, told: str) -> None:
    result = law("retention", *words, "--on", "2026-09-10")
    assert result.exit_code == code, result.output
    assert told in result.output
    as_json = json.loads(law("retention", *words, "--on", "2026-09-10", "--json").output)
    assert as_json["may_delete"] == (code == 0)


def test_a_period_is_shown_with_its_source() -> None:
    shown = law("show", "us-sol-ny").output
    assert "CPLR 214-i" in shown
    assert "CPLR 213(2)" in shown, "the older value too"
    assert "a day: limitation" in shown


def test_periods_are_listed_and_counted() -> None:
    listed = law("list", "--nation", "CN", "--on", "2026-01-30").output
    assert "cn-limitation-3y" in listed
    assert "(limitation)" in listed
    assert "us-sol" not in listed
    book = load_book()
    assert f"{len(book.rules)} rules, {len(book.periods)} periods and" in law("check").output
