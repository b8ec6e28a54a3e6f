"""``forbear replay``: identical, different, or one sentence with the cure."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forbear import packs
from forbear.cli.gate import command as gate
from forbear.cli.replay import command
from forbear.services.permits import PermitRequest, permits_issue
from forbear.store.models import Account, GateAnswer, Permit
from forbear.wiring.gate import ask
from tests.properties.test_gate_twins import cases
from tests.store.make import account, person, point

ROOT = Path(packs.__file__).parent
EXAMPLE = Path(__file__).parents[2] / "docs" / "reference" / "house-example.toml"
AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
COUNT = 400


def replay(*given: object) -> Result:
    return CliRunner().invoke(command, [str(one) for one in given])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Generated cases, some of them bad, and what the gate answered."""
    asked, told = tmp_path / "cases.jsonl", tmp_path / "answers.jsonl"
    lines = [json.dumps(case) for case in cases(11, COUNT)]
    asked.write_text("\n".join([*lines, '{"id": "bad", "at": 3}', '{"id": "\\ud800"}', ""]))
    assert CliRunner().invoke(gate, ["--in", str(asked), "--out", str(told)]).exit_code == 1
    return asked, told


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A set of packs of another year, with a lower cap."""
    folder = tmp_path / "older"
    for name in ("us", "cn", "gb", "house"):
        shutil.copytree(ROOT / name, folder / name)
    cap = folder / "us" / "call_frequency.toml"
    text = cap.read_text()
    assert "{ max = 7" in text
    cap.write_text(text.replace("{ max = 7", "{ max = 3"))
    return folder


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_answers_of_the_gate_come_again(files: tuple[Path, Path]) -> None:
    asked, told = files
    result = replay("--in", asked, "--answers", told)
    assert result.exit_code == 0, result.output
    assert f"{COUNT + 2} identical, 0 differ, 0 could not be worked out" in result.output


def test_a_line_that_is_no_text_gets_the_same_answer_again(files: tuple[Path, Path]) -> None:
    asked, told = files
    asked.write_bytes(b"\xff{}\n")
    result = CliRunner().invoke(gate, ["--in", str(asked), "--out", str(told)])
    assert result.exit_code == 1
    assert "1 identical, 0 differ" in replay("--in", asked, "--answers", told).output


def test_an_answer_that_was_changed_is_found(files: tuple[Path, Path]) -> None:
    asked, told = files
    changed(told, '"verdict": "denied"', '"verdict": "permitted"')
    result = replay("--in", asked, "--answers", told)
    assert result.exit_code == 1
    assert "verdict was permitted, is denied" in result.output
    assert f"{COUNT + 1} identical, 1 differ" in result.output


def test_answers_of_older_packs_need_their_packs(files: tuple[Path, Path], older: Path) -> None:
    asked, told = files
    result = CliRunner().invoke(gate, ["--in", str(asked), "--out", str(told)])
    then = replay("--in", asked, "--answers", told, "--with-packs", older)
    assert then.exit_code == 1
    assert "us-regf-call-freq-7 (CALL_FREQUENCY) now objects" in then.output
    text = told.read_text().replace("+sha256:", "+sha256:0")
    told.write_text(text)
    result = replay("--in", asked, "--answers", told)
    assert result.exit_code == 2
    assert "PACK_MISSING" in result.output
    assert "--packs DIR" in result.output


def test_files_that_do_not_belong_together_are_told(files: tuple[Path, Path]) -> None:
    asked, told = files
    lines = told.read_text().splitlines()
    told.write_text("\n".join(lines[:-1]))
    short = replay("--in", asked, "--answers", told)
    assert (short.exit_code, "give the answers that were made" in short.output) == (2, True)
    told.write_text("\n".join([lines[1], lines[0], *lines[2:]]))
    mixed = replay("--in", asked, "--answers", told)
    assert mixed.exit_code == 2
    assert "line 1 answers '1', and the case there is '0'" in mixed.output
    told.write_text("\n".join(["[]", *lines[1:]]))
    assert "line 1 is no answer of forbear gate" in replay("--in", asked, "--answers", told).output
    told.write_text("\n".join(["{", *lines[1:]]))
    assert "line 1 is not JSON" in replay("--in", asked, "--answers", told).output


@pytest.mark.parametrize(
    "given",
    [(), ("--in", "x"), ("gate-1", "--all"), ("gate-1", "--account", "A1")],
)
def test_what_does_not_go_together_is_told(given: tuple[str, ...]) -> None:
    assert replay(*given).exit_code == 2


def test_packs_that_are_not_there_are_told() -> None:
    result = replay("gate-1", "--packs", "no-such-folder")
    assert result.exit_code == 2
    assert "forbear law export DIR" in result.output


@pytest.fixture
def issued() -> tuple[Account, Permit]:
    owner = person()
    there = point(owner, data_source="contract")
    owed = account(owner)
    asked = PermitRequest(owed.pk, there.pk, "call")
    [given] = permits_issue(requests=[asked], at=AT, actor="a collector", ask=ask)
    assert isinstance(given, Permit)
    return owed, given


@pytest.mark.django_db(transaction=True)
def test_a_permit_is_replayed_by_its_name(issued: tuple[Account, Permit]) -> None:
    kept = GateAnswer.objects.get()
    result = replay(f"permit-{issued[1].pk}")
    assert result.exit_code == 0, result.output
    assert f"then  {kept.answer}\n" in result.output
    assert f"now   {kept.answer}\n" in result.output
    assert result.output.endswith(f"gate-{kept.pk}: identical\n")
    told = json.loads(replay(f"gate-{kept.pk}", "--json").output)
    assert (told["identical"], told["then"], told["differences"]) == (True, told["now"], [])


@pytest.mark.django_db(transaction=True)
def test_other_packs_are_asked_on_wish(issued: tuple[Account, Permit], tmp_path: Path) -> None:
    house = tmp_path / "house.toml"
    house.write_text(EXAMPLE.read_text().replace("overdue_minor < 5000", "TRUE"))
    name = f"permit-{issued[1].pk}"
    result = replay(name, "--with-packs", house)
    assert result.exit_code == 1
    assert "verdict was permitted, is denied" in result.output
    assert "acme-small-sums (AMOUNT_TOO_SMALL) now objects" in result.output
    assert replay(name, "--with-packs", "current").exit_code == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("issued")
def test_all_that_is_kept_is_replayed() -> None:
    result = replay("--all")
    assert result.exit_code == 0
    assert result.output == "1 identical, 0 differ, 0 could not be worked out\n"


@pytest.mark.django_db(transaction=True)
def test_what_was_answered_about_an_account_is_listed(issued: tuple[Account, Permit]) -> None:
    owed, permit = issued
    kept = GateAnswer.objects.get()
    line = f"gate-{kept.pk}  2026-03-12 15:00 UTC  call collect  permitted  permit-{permit.pk}\n"
    assert replay("--account", owed.reference).output == line
    unknown = replay("--account", "nobody")
    assert (unknown.exit_code, "there is no account nobody" in unknown.output) == (2, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["gate-999999", "nonsense", "day-2026-11-23/nobody"])
def test_a_name_that_is_none_is_told(name: str) -> None:
    result = replay(name)
    assert result.exit_code == 2
    assert name in result.output
    assert "error" in json.loads(replay(name, "--json").output)
