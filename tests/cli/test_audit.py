"""``forbear audit``: one answer a line, in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tools.evaluate_auditor import whole

from forbear.cli.audit import command

GOOD = {
    "id": "a",
    "lang": "en",
    "channel": "sms",
    "speaker_role": "collector",
    "text": "Northgate Bank: pay or be arrested.",
}


def run(tmp_path: Path, lines: list[str], *options: str) -> tuple[int, list[dict[str, object]]]:
    source, target = tmp_path / "texts.jsonl", tmp_path / "findings.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(command, ["--in", str(source), "--out", str(target), *options])
    answers = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
    return result.exit_code, [json.loads(line) for line in answers]


def test_every_line_is_answered_in_order_and_a_bad_one_does_not_stop_the_run(
    tmp_path: Path,
) -> None:
    clean = {**GOOD, "id": "b", "text": "Northgate Bank: thank you."}
    code, answers = run(tmp_path, [json.dumps(GOOD), "{", json.dumps(clean)])
    assert code == 1
    assert [answer["id"] for answer in answers] == ["a", 2, "b"]
    assert answers[0]["verdict"] == "blocked"
    assert answers[1]["error"]["code"] == "BAD_JSON"  # type: ignore[index]
    assert answers[2] == {"id": "b", "verdict": "clean", "findings": [], "claims": []}


@pytest.mark.parametrize(("options", "code"), [((), 1), (("--lenient",), 0)])
def test_lenient_ignores_unknown_fields(tmp_path: Path, options: tuple[str], code: int) -> None:
    assert run(tmp_path, [json.dumps({**GOOD, "mood": "grim"})], *options)[0] == code


def test_a_file_that_is_not_there_is_status_2(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.jsonl")
    result = CliRunner().invoke(command, ["--in", missing, "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "forbear audit:" in result.output


def test_the_texts_of_a_case_are_read_together_and_the_plain_lines_stay_the_same(
    tmp_path: Path,
) -> None:
    rows = [
        GOOD | {"id": "a", "facts": {"case_ref": "C1", "time_local": "2026-03-12T10:15"}},
        GOOD | {"id": "b", "case": "C1", "at": "2026-03-12T09:00", "collector": "u2"},
        GOOD | {"id": "c", "case": "C2", "sender": "+15550100", "sender_is_registered": False},
        GOOD | {"id": "d"},
    ]
    plain = [GOOD | {"id": one} for one in "abcd"]
    code, answers = run(tmp_path, [json.dumps(row) for row in rows], "--case", "--cap", "sms=1/1")
    assert code == 0
    assert answers[:4] == run(tmp_path, [json.dumps(row) for row in plain])[1]
    first, second = answers[4:]
    assert (first["case"], first["texts"], first["verdict"]) == ("C1", 2, "blocked")
    found = {one["category"]: one["texts"] for one in first["findings"]}  # type: ignore[attr-defined]
    assert found == {"same_threat_by_several": ["b", "a"], "harassment_by_volume": ["b", "a"]}
    assert [one["category"] for one in second["findings"]] == ["unregistered_identity"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"at": "soon"}, "at"),
        ({"collector": 7}, "collector"),
        ({"sender_is_registered": "no"}, "sender_is_registered"),
        ({"mood": "grim"}, "mood"),
    ],
)
def test_a_bad_place_in_a_case_is_told(tmp_path: Path, row: dict[str, object], field: str) -> None:
    code, answers = run(tmp_path, [json.dumps(GOOD | row)], "--case")
    assert code == 1
    assert answers[0]["error"]["field"] == field  # type: ignore[index]


@pytest.mark.parametrize("cap", ["call", "fax=1/7", "call=7/0", "call=-1/7"])
def test_a_bad_cap_is_refused(tmp_path: Path, cap: str) -> None:
    assert run(tmp_path, [json.dumps(GOOD)], "--case", "--cap", cap)[0] == 2


def test_the_fields_of_a_case_are_unknown_without_the_option(tmp_path: Path) -> None:
    code, answers = run(tmp_path, [json.dumps(GOOD | {"case": "C1"})])
    assert code == 1
    assert answers[0]["error"]["code"] == "UNKNOWN_FIELD"  # type: ignore[index]


@pytest.mark.parametrize(
    ("facts", "options", "flagged"),
    [
        ({"jurisdiction": "US", "collector_is": "agency"}, (), True),
        ({"jurisdiction": "US-NY", "collector_is": "agency"}, (), True),
        ({"jurisdiction": "US", "collector_is": "creditor"}, (), False),
        ({"jurisdiction": "US", "collector_is": "agency"}, ("--caps", "none"), False),
        ({"collector_is": "agency"}, (), False),
        ({"collector_is": "agency"}, ("--caps", "US"), True),
    ],
)
def test_the_caps_of_the_law_hold_where_the_case_is(
    tmp_path: Path, facts: dict[str, object], options: tuple[str, ...], *, flagged: bool
) -> None:
    call = GOOD | {"channel": "call", "text": "Good day.", "case": "C1", "facts": facts}
    rows = [call | {"id": n, "at": f"2026-03-{9 + n // 2:02}T10:{n:02}"} for n in range(8)]
    _code, answers = run(tmp_path, [json.dumps(row) for row in rows], "--case", *options)
    found = [one["category"] for one in answers[-1]["findings"]]  # type: ignore[attr-defined]
    assert ("harassment_by_volume" in found) is flagged


@pytest.mark.parametrize("place", ["us", "China", "1"])
def test_a_place_that_is_none_is_refused(tmp_path: Path, place: str) -> None:
    assert run(tmp_path, [json.dumps(GOOD)], "--case", "--caps", place)[0] == 2


def test_texts_read_together_are_answered_as_each_alone(tmp_path: Path) -> None:
    path = Path(__file__).parents[1] / "cases" / "speech" / "plain_en.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()[:70]
    texts = [whole(json.loads(line), "en", at) for at, line in enumerate(lines, 1)]
    code, answers = run(tmp_path, [json.dumps(text) for text in texts])
    assert code == 0
    for text, answer in zip(texts, answers, strict=True):
        assert run(tmp_path, [json.dumps(text)])[1] == [answer]


def test_a_thorough_reader_is_no_fast_one(tmp_path: Path) -> None:
    assert run(tmp_path, [json.dumps(GOOD)], "--thorough")[1][0]["verdict"] == "blocked"
    assert run(tmp_path, [json.dumps(GOOD)], "--thorough", "--fast")[0] == 2
