"""What a cell may hold: each kind, and what is said of the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import polars as pl
import pytest

from forbear.interchange.tabular import mapping as mappings
from forbear.interchange.tabular.checking import checked
from forbear.interchange.tabular.problems import ImportProblem
from forbear.interchange.tabular.reading import LINE
from forbear.interchange.tabular.tables import TABLES

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
GOOD = {
    "persons": {"reference": "P1", "name": "Ada Barlow"},
    "accounts": {
        "reference": "A1",
        "person_reference": "P1",
        "nation": "US",
        "currency": "USD",
        "balance_minor": "1000",
    },
    "contact_points": {
        "reference": "C1",
        "person_reference": "P1",
        "kind": "mobile",
        "value": "+12125550123",
    },
    "contacts": {
        "reference": "K1",
        "person_reference": "P1",
        "at": "2026-11-01T10:00:00Z",
        "channel": "call",
    },
    "inconvenient": {"person_reference": "P1"},
    "dues": {"account_reference": "A1", "due_on": "2026-11-01", "amount_minor": "5"},
    "promises": {
        "account_reference": "A1",
        "amount_minor": "5",
        "pay_on": "2026-11-25",
        "made_at": "2026-11-01T10:00:00Z",
    },
    "postings": {
        "transaction_reference": "T1",
        "account_reference": "A1",
        "kind": "purchase",
        "on": "2026-11-01",
        "component": "principal",
        "amount_minor": "5",
    },
}


def check(table: str, **cells: object):
    row = {**GOOD[table], **cells}
    frame = pl.DataFrame({LINE: [2], **{name: [value] for name, value in row.items()}})
    return checked(frame, mappings.identity(TABLES[table], list(row)), latest=NOW)


@pytest.mark.parametrize("table", GOOD)
def test_a_row_with_no_more_than_it_must_have_fits(table: str) -> None:
    assert check(table).rejects.is_empty()
    assert check(table).good.height == 1


@pytest.mark.parametrize(
    ("table", "column", "value", "reason"),
    [
        ("persons", "reference", "", "is missing"),
        ("persons", "reference", "x" * 65, "is longer than 64 characters"),
        ("persons", "name", "Ada\x00", "holds a control character"),
        ("persons", "time_zones", "Mars/Base", "is not a list of IANA time zones such as"),
        ("persons", "is_minor", "maybe", "is not true or false"),
        ("persons", "bankruptcy", "broke", "is not one of none, filed, discharged"),
        ("persons", "breathing_space_until", "2026-02-30", "is not a day of the form %Y-%m-%d"),
        ("persons", "breathing_space_until", "2026-1-5", "is not a day of the form %Y-%m-%d"),
        ("persons", "breathing_space_until", "1066-10-14", "is not between the years 1900 and"),
        ("accounts", "currency", "TWD", "is not one of CNY, USD, GBP, EUR, AUD, INR"),
        ("accounts", "nation", "usa", "is not a country code of two capital letters"),
        ("accounts", "region", "CN-BJ", "is not in the nation"),
        ("accounts", "card_last4", "12345", "is longer than 4 characters"),
        ("accounts", "overdue_minor", "-1", "is negative"),
        ("accounts", "missed_statements", "40000", "is not a whole number from 0 to 32767"),
        ("accounts", "missed_statements", "1.0", "is not a whole number from 0 to 32767"),
        ("contact_points", "kind", "fax", "is not one of mobile, home, work"),
        ("contacts", "at", "2026-11-01T10:00:00", "without an offset, the mapping must state"),
        ("contacts", "at", "2026-11-21T10:00:00Z", "lies in the future"),
        ("contacts", "at", "2026-11-01T25:00:00Z", "is not a moment such as"),
        ("inconvenient", "from_time", "25:00", "is not a time such as 09:30"),
        ("inconvenient", "days", "monday", "is not a list of days such as mon,tue"),
        ("dues", "amount_minor", "-5", "is negative"),
        ("promises", "amount_minor", "0", "is zero"),
        ("postings", "amount_minor", "0", "is zero"),
        ("postings", "component", "tip", "is not one of principal, interest"),
    ],
)
def test_what_does_not_fit_is_told_with_line_column_and_value(
    table: str, column: str, value: str, reason: str
) -> None:
    found = check(table, **{column: value})
    assert found.good.is_empty()
    [said] = [row for row in found.rejects.to_dicts() if reason in row["reason"]]
    assert (said["line"], said["column"], said["value"]) == (2, column, value)


def test_every_problem_of_a_row_is_told() -> None:
    found = check("accounts", currency="TWD", balance_minor="much", overdue_minor="-1")
    assert found.rejects["column"].to_list() == ["currency", "balance_minor", "overdue_minor"]


@pytest.mark.parametrize(
    ("table", "column", "value", "expected"),
    [
        (
            "persons",
            "time_zones",
            "America/Denver, America/Chicago",
            "America/Denver,America/Chicago",
        ),
        ("persons", "time_zones", "", None),
        ("persons", "is_minor", "Y", True),
        ("persons", "is_minor", "", False),
        ("persons", "name", " 王安宁　", "王安宁"),
        ("accounts", "balance_minor", "-5", -5),
        ("accounts", "collector_authorised", "", None),
        ("contacts", "at", "2026-03-12 10:15:00-0500", datetime(2026, 3, 12, 15, 15, tzinfo=UTC)),
        ("contacts", "at", "2026-03-12T10:15+08:00", datetime(2026, 3, 12, 2, 15, tzinfo=UTC)),
        ("inconvenient", "from_time", "09:30", time(9, 30)),
        ("dues", "due_on", "2024-02-29", date(2024, 2, 29)),
    ],
)
def test_what_fits_becomes_a_value(table: str, column: str, value: str, expected: object) -> None:
    assert check(table, **{column: value}).good[column].item() == expected


def mapped(tmp_path: Path, text: str, frame: pl.DataFrame):
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    return checked(frame.with_row_index(LINE, offset=2), mappings.load(path), latest=NOW)


MAP = """
table = "contacts"
time_zone = "America/New_York"
null_values = ["NULL"]
[columns]
reference = { source = ["branch", "no"], join = "/" }
person_reference = "cust"
at = { source = "when", format = "%d/%m/%Y %H:%M" }
channel = { source = "ch", values = { T = "call", M = "sms" } }
outcome = "result"
collector = { constant = "agency" }
"""
ROW = {
    "branch": "7",
    "no": "1",
    "cust": "P1",
    "when": "01/11/2026 09:00",
    "ch": "T",
    "result": "NULL",
}


def test_a_mapping_moves_names_words_days_and_zones(tmp_path: Path) -> None:
    found = mapped(tmp_path, MAP, pl.DataFrame([ROW]))
    assert found.rejects.is_empty()
    assert found.good.drop(LINE).row(0, named=True) == {
        "reference": "7/1",
        "person_reference": "P1",
        "at": datetime(2026, 11, 1, 14, tzinfo=UTC),
        "channel": "call",
        "outcome": None,
        "collector": "agency",
    }


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        pytest.param("ch", "call", "is not among the values of the mapping", id="unmapped-word"),
        pytest.param("when", "08/03/2026 02:30", "is not a moment of the form", id="skipped-hour"),
        pytest.param("when", "2026-11-01", "is not a moment of the form", id="other-format"),
        pytest.param("no", "", "is missing", id="half-a-reference"),
    ],
)
def test_a_mapping_refuses_the_rest(tmp_path: Path, cell: str, value: str, reason: str) -> None:
    found = mapped(tmp_path, MAP, pl.DataFrame([{**ROW, cell: value}]))
    assert [reason in row for row in found.rejects["reason"]] == [True]


def test_of_an_hour_that_comes_twice_the_first_is_taken(tmp_path: Path) -> None:
    found = mapped(tmp_path, MAP, pl.DataFrame([{**ROW, "when": "01/11/2026 01:30"}]))
    assert found.good["at"].item() == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_typed_columns_of_parquet_need_no_reading() -> None:
    found = check(
        "contacts", at=datetime(2026, 11, 1, 10, tzinfo=UTC), account_reference=12, note=None
    )
    assert found.good["at"].item() == datetime(2026, 11, 1, 10, tzinfo=UTC)
    assert found.good["account_reference"].item() == "12"


def test_floating_point_is_never_money() -> None:
    with pytest.raises(ImportProblem, match="'balance_minor' holds floating point"):
        check("accounts", balance_minor=12.5)


def test_a_refused_posting_spoils_its_transaction() -> None:
    assert check("postings", amount_minor="x").spoiled.to_list() == ["T1"]


def test_a_source_column_named_like_another_of_ours_is_not_confused(
    tmp_path: Path,
) -> None:
    text = 'table = "promises"\n[columns]\naccount_reference = "state"\namount_minor = "pay_on"\n'
    text += 'pay_on = "made_at"\nmade_at = { constant = "2026-11-01T00:00:00Z" }\nstate = "actor"\n'
    row = {"state": "A1", "pay_on": "5", "made_at": date(2026, 11, 2), "actor": "open"}
    good = mapped(tmp_path, text, pl.DataFrame([row])).good
    assert good["account_reference"].item() == "A1"
    assert good["pay_on"].item() == date(2026, 11, 2)
