"""``forbear law diff`` and ``forbear law export``: what would change, and for whom."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

from forbear.cli.law import command
from forbear.core.gate.answers import Answer
from forbear.core.law.book import RuleBook
from forbear.engine.gate import answer_candidates
from forbear.engine.synth import write_portfolio
from forbear.interchange.cases import Case, read_case, tables_of
from forbear.packs import load_book
from forbear.packs.loader import load_folder
from forbear.services.permits import PermitRequest, permits_issue
from forbear.store.models import PackText
from forbear.wiring.gate import ask
from tests.engine.make import ON
from tests.properties.test_gate_twins import cases
from tests.store.make import account, person, point

EXAMPLE = Path(__file__).parents[2] / "docs" / "reference" / "house-example.toml"
NOON = "2026-11-23T12:00:00+08:00"
CAP = ("us/call_frequency.toml", "{ max = 7", "{ max = 1")
TEXTS = ("cn/sms_weekly.toml", "{ max = 3", "{ max = 1")


def law(*given: object) -> Result:
    return CliRunner().invoke(command, [str(one) for one in given])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return exported(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return exported(tmp_path / "new")


def exported(folder: Path) -> Path:
    result = law("export", folder)
    assert result.exit_code == 0, result.output
    return folder


def change(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "portfolio"
    write_portfolio(folder, accounts=900, contacts_per_account=9, seed=3, on=ON, block_accounts=400)
    return folder


def told(*given: object) -> dict[str, Any]:
    result = law("diff", *given, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert isinstance(found, dict)
    return found


def test_what_was_exported_is_what_is_in_use(old: Path) -> None:
    assert load_folder(old).versions == load_book().versions
    assert told("current", old) == {"rules": []}
    assert law("diff", "current", old).output == "No rule differs.\n"


def test_a_house_file_is_exported_and_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    assert law("export", folder, "--house", EXAMPLE).exit_code == 0
    assert load_folder(folder).versions == load_book(EXAMPLE).versions
    added = {rule["rule_id"] for rule in told("current", folder)["rules"]}
    assert {"acme-small-sums", "acme-no-sunday-calls"} <= added
    assert told(EXAMPLE, folder) == {"rules": []}


def test_nothing_is_written_over(old: Path) -> None:
    result = law("export", old)
    assert (result.exit_code, "name a new folder" in result.output) == (2, True)


def test_the_same_packs_change_nothing(old: Path, new: Path, portfolio: Path) -> None:
    effect = told(old, new, "--on", portfolio, "--at", NOON)["effect"]
    assert effect["candidates"] > 1000
    assert (effect["now_denied"], effect["now_permitted"], effect["by_rule"]) == (0, 0, [])


def test_a_tightened_cap_denies(old: Path, new: Path, portfolio: Path) -> None:
    change(new, *TEXTS)
    found = told(old, new, "--on", portfolio, "--at", NOON)
    [rule] = found["rules"]
    assert rule["details"] == [{"key": "value.max", "old": 3, "new": 1}]
    effect = found["effect"]
    assert effect["now_denied"] > 0
    assert effect["now_permitted"] == 0
    assert {row["rule_id"] for row in effect["by_rule"]} == {rule["rule_id"]}
    [denied] = [row for row in effect["by_rule"] if row["change"] == "now denied"]
    assert (denied["code"], denied["candidates"]) == ("CONTACT_FREQUENCY", effect["now_denied"])
    accounts = pl.read_parquet(portfolio / "accounts")["account_id"].cast(pl.String)
    assert len(denied["examples"]) == 3
    assert set(denied["examples"]) <= set(accounts)
    # the other way round it permits
    back = told(new, old, "--on", portfolio, "--at", NOON)["effect"]
    assert (back["now_permitted"], back["now_denied"]) == (effect["now_denied"], 0)


def test_a_rule_that_ends_permits_from_the_day_after(old: Path, new: Path, portfolio: Path) -> None:
    change(old, *TEXTS)
    change(new, *TEXTS)
    change(new, TEXTS[0], "from = 2026-01-30", "from = 2026-01-30\nto = 2026-11-22")
    before = told(old, new, "--on", portfolio, "--at", "2026-11-22T12:00:00+08:00")["effect"]
    after = told(old, new, "--on", portfolio, "--at", NOON)["effect"]
    assert before["now_permitted"] == 0
    assert after["now_permitted"] > 0
    assert after["now_denied"] == 0


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    """A house file by which nobody may be called to collect."""
    house = tmp_path / "house.toml"
    text = EXAMPLE.read_text(encoding="utf-8").replace("overdue_minor < 5000", "TRUE")
    house.write_text(text, encoding="utf-8")
    return house


def test_an_added_rule_denies_by_its_own_code(strict: Path, portfolio: Path) -> None:
    effect = told("current", strict, "--on", portfolio, "--at", "2026-11-23")["effect"]
    codes = {row["code"] for row in effect["by_rule"] if row["change"] == "now denied"}
    assert codes == {"AMOUNT_TOO_SMALL"}
    table = law("diff", "current", strict, "--on", portfolio, "--at", "2026-11-23").output
    assert f"{effect['now_denied']:,} now denied" in table
    assert "acme-small-sums" in table


def test_shards_do_not_change_the_counts(
    new: Path, portfolio: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(new, *TEXTS)
    whole = counted(told("current", new, "--on", portfolio, "--at", NOON))
    monkeypatch.setattr("forbear.cli.law_diff._PERSONS_A_SHARD", 100)
    assert counted(told("current", new, "--on", portfolio, "--at", NOON)) == whole


def counted(found: dict[str, Any]) -> dict[str, Any]:
    for row in found["effect"]["by_rule"]:
        assert row.pop("examples")
    return found


def answered(asked: list[dict[str, Any]], book: RuleBook) -> list[Answer]:
    read = [read_case(json.dumps(case), 1) for case in asked]
    tables = tables_of([case for case in read if isinstance(case, Case)])
    return answer_candidates(tables.candidates, tables.portfolio, book)


def test_cases_change_as_the_gate_answers_them(strict: Path, tmp_path: Path) -> None:
    # a case that contradicts itself is refused by its own sentence
    asked = [case for case in cases(21, 900) if isinstance(read_case(json.dumps(case), 1), Case)]
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(json.dumps(case) for case in asked), encoding="utf-8")
    effect = told("current", strict, "--in", file)["effect"]
    before, after = answered(asked, load_book()), answered(asked, load_book(strict))
    pairs = list(zip(before, after, strict=True))
    denied = [old.is_permitted and not now.is_permitted for old, now in pairs]
    rules = [
        {r.rule_id for r in now.reasons} - {r.rule_id for r in old.reasons} for old, now in pairs
    ]
    assert effect["candidates"] == len(asked)
    assert effect["now_denied"] == sum(denied) > 0
    assert sum(row["candidates"] for row in effect["by_rule"]) == sum(map(len, rules))
    row = next(row for row in effect["by_rule"] if row["change"] == "now denied")
    changed_ids = [case["id"] for case, is_denied in zip(asked, denied, strict=True) if is_denied]
    assert set(row["examples"]) <= set(changed_ids)


def test_one_pack_takes_the_place_of_its_namesake(new: Path) -> None:
    change(new, *CAP)
    assert [rule["rule_id"] for rule in told("current", new / "us")["rules"]] == [
        rule["rule_id"] for rule in told("current", new)["rules"]
    ]


def test_a_folder_that_holds_no_packs_is_refused(tmp_path: Path, new: Path) -> None:
    result = law("diff", "current", tmp_path / "nowhere")
    assert (result.exit_code, "forbear law export DIR" in result.output) == (2, True)
    (tmp_path / "empty").mkdir()
    empty = law("diff", "current", tmp_path / "empty")
    assert (empty.exit_code, "holds no packs" in empty.output) == (1, True)
    (new / "uss").mkdir()
    stray = law("diff", "current", new)
    assert (stray.exit_code, "uss: folder: is no pack's name" in stray.output) == (1, True)


def test_packs_of_a_folder_are_read_as_strictly(new: Path) -> None:
    change(new, CAP[0], "{ max = 7", "{ max = 0")
    (new / "gb" / "pack.toml").unlink()
    result = law("diff", "current", new)
    assert result.exit_code == 1
    assert "us/call_frequency.toml" in result.output
    assert "gb/pack.toml: version: is missing" in result.output


@pytest.mark.parametrize("at", ["tomorrow", "2026-11-23T12:00:00", "2026-13-01", ""])
def test_a_moment_that_cannot_be_read_is_told(portfolio: Path, at: str) -> None:
    result = law("diff", "current", "current", "--on", portfolio, "--at", at)
    assert result.exit_code == 2
    assert f"--at is {at!r}" in result.output


def test_what_it_is_tried_on_must_be_sound(tmp_path: Path, portfolio: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"id": "x"}\n', encoding="utf-8")
    bad = law("diff", "current", "current", "--in", file)
    assert (bad.exit_code, "case x: " in bad.output) == (2, True)
    assert law("diff", "current", "current", "--on", tmp_path / "gone").exit_code == 2
    both = law("diff", "current", "current", "--on", portfolio, "--in", file)
    assert both.exit_code == 2
    assert law("diff", "current", "current", "--at", NOON).exit_code == 2


def test_today_is_asked_about_unless_another_day_is_named(portfolio: Path) -> None:
    assert told("current", "current", "--on", portfolio)["effect"]["candidates"] > 0


@pytest.mark.django_db(transaction=True)
def test_a_version_that_decided_something_is_known(new: Path) -> None:
    owner = person()
    there = point(owner, data_source="contract")
    asked = PermitRequest(account(owner).pk, there.pk, "call")
    at = datetime(2026, 11, 23, 18, tzinfo=UTC)
    permits_issue(requests=[asked], at=at, actor="a", ask=ask)
    change(new, *CAP)
    kept = PackText.objects.get(key="us")
    [rule] = told(f"us:{kept.version}", new)["rules"]
    assert rule["details"] == [{"key": "value.max", "old": 7, "new": 1}]
    unknown = law("diff", "us:2020.1+sha256:00", "current")
    assert (unknown.exit_code, "keeps no pack us 2020.1" in unknown.output) == (2, True)
