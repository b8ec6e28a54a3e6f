from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from forbear.cli.balance import command

BOUGHT = {"id": "p", "kind": "purchase", "on": "2026-03-05", "amount_minor": 1_000_000}
ACCOUNT: dict[str, Any] = {
    "id": "acc1",
    "currency": "CNY",
    "jurisdictions": ["CN"],
    "product": "larkfield-cn",
    "events": [BOUGHT],
}


def asked(folder: Path, lines: list[object], *more: str, on: str = "2026-04-10") -> Result:
    source = folder / "accounts.jsonl"
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    source.write_text("\n".join(written) + "\n", encoding="utf-8")
    return CliRunner().invoke(command, ["--in", str(source), "--on", on, *more])


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_component_adds_up_and_says_why(tmp_path: Path) -> None:
    result = asked(tmp_path, [ACCOUNT])
    assert result.exit_code == 0
    (answer,) = answers(result)
    assert (answer["pay_off_minor"], answer["dpd"], answer["overdue_minor"]) == (
        1023000,
        11,
        100000,
    )
    parts = {part["component"]: part for part in answer["components"]}
    for part in answer["components"]:
        gone = part["paid_minor"] + part["waived_minor"] + part["refunded_minor"]
        assert part["opening_minor"] + part["charged_minor"] - gone == part["owed_minor"]
    assert sum(part["owed_minor"] for part in parts.values()) == answer["owed_minor"]
    (line,) = parts["interest"]["lines"]
    assert (line["sum_minor"], line["days"], line["rate"], line["interest"]) == (
        1_000_000,
        36,
        "0.0005",
        "18000.000000",
    )
    assert (line["from"], line["to"], line["status"]) == ("2026-03-05", "2026-04-09", "posted")
    assert line["rule"]["term"] == "rates.purchase"
    assert line["rule"]["citation"]
    (fee,) = parts["late_fee"]["lines"]
    assert (fee["amount_minor"], fee["base_minor"], fee["rate"]) == (5000, 100_000, "0.05")
    assert answer["minimum"] == {
        "statement_on": "2026-04-10",
        "due_on": "2026-04-30",
        "asked_minor": 213_000,
        "paid_minor": 0,
        "unpaid_minor": 213_000,
    }


def test_good_lines_are_answered_beside_bad_ones_in_their_order(tmp_path: Path) -> None:
    bad = {**ACCOUNT, "id": 7, "currency": "ABC"}
    result = asked(tmp_path, [bad, "{", ACCOUNT, {**ACCOUNT, "id": None, "colour": 1}])
    assert result.exit_code == 1
    found = answers(result)
    assert [each["id"] for each in found] == [7, 2, "acc1", 4]
    assert [each.get("error", {}).get("code") for each in found] == [
        "WRONG_CURRENCY",
        "BAD_JSON",
        None,
        "UNKNOWN_FIELD",
    ]
    assert "3 lines" in result.stderr


@pytest.mark.parametrize("line", ['{"id": 1, "id": 2}', '{"id": NaN}', "[]", '"text"', "9" * 5000])
def test_what_is_not_an_account_is_told(tmp_path: Path, line: str) -> None:
    result = asked(tmp_path, [line])
    assert result.exit_code == 1
    assert answers(result)[0]["error"]["code"] == "BAD_JSON"


def test_unknown_fields_pass_when_lenient(tmp_path: Path) -> None:
    assert asked(tmp_path, [{**ACCOUNT, "colour": 1}], "--lenient").exit_code == 0


def test_answers_go_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "answers.jsonl"
    result = asked(tmp_path, [ACCOUNT], "--out", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["id"] == "acc1"


def test_a_state_that_was_told_is_an_opening(tmp_path: Path) -> None:
    paid = {"id": "y", "kind": "payment", "on": "2026-05-02", "amount_minor": 70_000}
    whole = answers(asked(tmp_path, [{**ACCOUNT, "events": [BOUGHT, paid]}], on="2026-07-01"))[0]
    state = answers(asked(tmp_path, [ACCOUNT]))[0]["state"]
    rest = {**ACCOUNT, "opening": state, "events": [paid]}
    after = answers(asked(tmp_path, [rest], on="2026-07-01"))[0]
    assert after["state"] == whole["state"]
    assert after["pay_off_minor"] == whole["pay_off_minor"]


def test_nothing_to_run_is_exit_two(tmp_path: Path) -> None:
    missing = CliRunner().invoke(
        command, ["--in", str(tmp_path / "none.jsonl"), "--on", "2026-04-10"]
    )
    assert (missing.exit_code, "no such file" in missing.stderr.lower()) == (2, True)
    no_day = asked(tmp_path, [ACCOUNT], on="2026-02-30")
    assert no_day.exit_code == 2


def test_two_accounts_asked_together_owe_what_each_owes_alone(tmp_path: Path) -> None:
    """Totals must not depend on what else is fetched: not on order, not on a shared event id."""
    other = {
        **ACCOUNT,
        "id": "acc2",
        "events": [BOUGHT, {"id": "y", "kind": "payment", "on": "2026-03-20", "amount_minor": 9}],
    }
    alone = [answers(asked(tmp_path, [each]))[0] for each in (ACCOUNT, other)]
    assert answers(asked(tmp_path, [ACCOUNT, other])) == alone
    assert answers(asked(tmp_path, [other, ACCOUNT])) == alone[::-1]


def test_pages_are_written_for_accounts_that_can_be_answered(tmp_path: Path) -> None:
    payer = {"id": "e", "kind": "payment", "on": "2026-04-01", "amount_minor": 5, "paid_by": "😀"}
    strange = {**ACCOUNT, "id": "a/b", "events": [BOUGHT, payer]}
    bad = {**ACCOUNT, "id": 7, "currency": "ABC"}
    folder = tmp_path / "pages"
    lines = [{**ACCOUNT, "id": "../up"}, bad, strange]
    result = asked(tmp_path, lines, "--pdf", str(folder), "--language", "en")
    assert result.exit_code == 1
    assert [path.name for path in folder.iterdir()] == ["000001-.._up.pdf"]
    assert answers(result)[2]["error"]["code"] == "GLYPH_MISSING"
