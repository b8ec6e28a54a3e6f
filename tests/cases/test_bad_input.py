"""What is wrong with a line is told with its field, and never permitted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from forbear.cli.gate import command

GOOD: dict[str, Any] = {
    "id": "good",
    "at": "2026-11-03T10:00:00-05:00",
    "jurisdictions": ["US", "US-OH"],
    "collector": {"kind": "creditor"},
    "contact": {"channel": "call", "purpose": "collect"},
    "contact_point": {"kind": "mobile", "id": "m", "party": "cardholder"},
    "person": {"time_zones": ["America/New_York"]},
    "account": {"id": "card", "dpd": 45, "overdue_minor": 52000, "currency": "USD"},
    "history": [],
}


def run(folder: Path, content: bytes, *more: str) -> tuple[int, list[dict[str, Any]]]:
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_bytes(content)
    result = CliRunner().invoke(command, ["--in", str(source), "--out", str(target), *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    lines = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
    return result.exit_code, [json.loads(line) for line in lines]


def line(**change: Any) -> bytes:
    return json.dumps({**GOOD, **change}).encode()


def test_the_good_line_is_permitted_and_named(tmp_path: Path) -> None:
    code, (answer,) = run(tmp_path, line())
    assert (code, answer["id"], answer["verdict"]) == (0, "good", "permitted")
    assert answer["window"] == {
        "from": "2026-11-03T08:00:00-05:00",
        "to": "2026-11-03T21:00:00-05:00",
    }
    assert set(answer["packs"]) == {"us", "house"}


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"{", None),
        (b"[]", None),
        (b"null", None),
        (b'"text"', None),
        (b"\xff\xfe{}", None),
        (b'{"id": "a", "id": "b"}', None),
        (b"[" * 100_000, None),
        (line() + b"x", None),
        (line().replace(b"45", b"NaN"), None),
        (line().replace(b"45", b"Infinity"), None),
        (line().replace(b"45", b"9" * 5000), None),
        (line().replace(b"45", b"4.5"), "account.dpd"),
        (line().replace(b"45", b"1e400"), "account.dpd"),
        (line().replace(b"45", b"true"), "account.dpd"),
        (line().replace(b"45", b"-1"), "account.dpd"),
        (line().replace(b"45", b"99999999999"), "account.dpd"),
        (line(account={"overdue_minor": 10**30}), "account.overdue_minor"),
        (line(contact={"channel": "visit", "staff": 70000}), "contact.staff"),
        (line(contact={"channel": "pigeon"}), "contact.channel"),
        (line(contact={}), "contact.channel"),
        (line(contact=[]), "contact"),
        (line(contact={"channel": "call", "chanel": "sms"}), "contact.chanel"),
        (line(collector=None), "collector.kind"),
        (line(wish=1), "wish"),
        (line(at=None), "at"),
        (line(at="2026-02-30T10:00:00-05:00"), "at"),
        (line(at="2026-11-03T10:00:00"), "at"),
        (line(at="0001-01-01T00:00:00+14:00"), "at"),
        (line(at="9999-12-31T23:59:59-12:00"), "at"),
        (line(at=1762182000), "at"),
        (line(jurisdictions=[]), "jurisdictions"),
        (line(jurisdictions=["us"]), "jurisdictions"),
        (line(jurisdictions=["US", "CN"]), "jurisdictions"),
        (line(jurisdictions=["US", "US-NY", "US-MA-BOS"]), "jurisdictions"),
        (line(jurisdictions=["US", "US-NY", "US-MA"]), "jurisdictions"),
        (line(person={"time_zones": ["Mars/Olympus"]}), "person.time_zones[0]"),
        (line(person={"time_zones": ["../../etc/passwd"]}), "person.time_zones[0]"),
        (line(person={"time_zones": ["America"]}), "person.time_zones[0]"),
        (line(person={"time_zones": "UTC"}), "person.time_zones"),
        (line(person={"language": "\ud800"}), "person.language"),
        (line(person={"inconvenient": [{"days": ["someday"]}]}), "person.inconvenient[0].days"),
        (line(person={"inconvenient": [{"from": "25:00"}]}), "person.inconvenient[0].from"),
        (line(person={"opt_outs": [{"channel": "sms"}]}), "person.opt_outs[0].at"),
        (line(person={"consents": [{"at": "2026-11-03T10:00:00Z"}]}), "person.consents[0].kind"),
        (line(history=[{"at": "2026-11-03T10:00:00Z"}]), "history[0].channel"),
        (line(history={}), "history"),
        (line(account={"hardship_until": "soon"}), "account.hardship_until"),
        (line(id={"a": 1}), "id"),
    ],
)
def test_a_bad_line_is_refused_and_the_run_goes_on(
    tmp_path: Path, content: bytes, field: str | None
) -> None:
    code, (bad, good) = run(tmp_path, content + b"\n" + line())
    assert code == 1
    assert "verdict" not in bad
    assert bad["error"]["field"] == field, bad
    assert bad["error"]["message"].strip()
    assert good["verdict"] == "permitted"


LATER = "2026-11-03T10:00:01-05:00"
EARLIER = "2026-11-03T09:59:59-05:00"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (line(history=[{"at": LATER, "channel": "call"}]), "history[0].at"),
        (
            line(history=[{"at": EARLIER, "channel": "call"}, {"at": LATER, "channel": "sms"}]),
            "history[1].at",
        ),
        (
            line(contact={"channel": "sms", "purpose": "reply", "replying_to_at": LATER}),
            "contact.replying_to_at",
        ),
        (
            line(person={"consents": [{"kind": "hours", "at": LATER, "until": EARLIER}]}),
            "person.consents[0].until",
        ),
        (line(account={"dispute_in_validation_period": True}), "account.dispute"),
    ],
)
def test_facts_that_cannot_all_be_true_are_refused(
    tmp_path: Path, content: bytes, field: str
) -> None:
    code, (bad,) = run(tmp_path, content)
    assert code == 1
    assert (bad["error"]["code"], bad["error"]["field"]) == ("CONTRADICTION", field)


def test_a_wish_on_its_way_is_no_contradiction(tmp_path: Path) -> None:
    person = {
        "time_zones": ["America/New_York"],
        "cease": {"at": LATER, "form": "written"},
        "opt_outs": [{"channel": "call", "at": LATER}],
    }
    code, (answer,) = run(tmp_path, line(person=person))
    assert (code, answer["verdict"]) == (0, "permitted")


def test_a_bad_line_without_an_id_is_named_by_its_number(tmp_path: Path) -> None:
    _, answers = run(tmp_path, line() + b"\n\n{}\n")
    assert [answer["id"] for answer in answers] == ["good", 3]


def test_half_of_a_character_in_an_id_comes_back(tmp_path: Path) -> None:
    code, (answer,) = run(tmp_path, line(id="\ud800"))
    assert (code, answer["id"]) == (0, "\ud800")


def test_lenient_ignores_what_it_does_not_know(tmp_path: Path) -> None:
    content = line(wish=1, contact={"channel": "call", "chanel": "sms"})
    code, (answer,) = run(tmp_path, content, "--lenient")
    assert (code, answer["verdict"]) == (0, "permitted")


def test_an_empty_file_has_no_answers(tmp_path: Path) -> None:
    assert run(tmp_path, b"") == (0, [])


def test_a_byte_order_mark_and_carriage_returns_do_no_harm(tmp_path: Path) -> None:
    code, answers = run(tmp_path, b"\xef\xbb\xbf" + line() + b"\r\n" + line() + b"\r\n")
    assert (code, len(answers)) == (0, 2)


def test_nothing_can_be_run_without_the_file(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    result = CliRunner().invoke(command, ["--in", str(tmp_path / "no"), "--out", str(target)])
    assert result.exit_code == 2
    assert not target.exists()


EVERY_FACT = [
    *(("contact", name) for name in ("form", "has_opt_out_text")),
    *(("contact", name) for name in ("is_recorded", "data_source", "prerecorded")),
    *(("contact_point", name) for name in ("party", "verified", "connected_to_other")),
    *(("person", name) for name in ("is_minor", "is_deceased", "bankruptcy")),
    *(("account", name) for name in ("status", "plan", "time_barred")),
]
NEEDED_ONLY_SOMETIMES = {"has_opt_out_text", "is_recorded", "prerecorded", "form"}


@pytest.mark.parametrize(("part", "name"), EVERY_FACT)
def test_an_unknown_fact_that_a_rule_needs_denies(tmp_path: Path, part: str, name: str) -> None:
    given = {**GOOD[part], name: None}
    if name in NEEDED_ONLY_SOMETIMES:
        channel = "sms" if name == "has_opt_out_text" else "call"
        given["channel"] = channel
    agency = {"kind": "agency", "authorised": True, "licensed": True}
    account = {**GOOD["account"], "validation_sent_on": "2026-10-01"}
    threat = {"channel": "call", "threatens_suit": name == "time_barred"}
    place = ["CN"] if name == "is_recorded" else ["US"]
    case = {"account": account, "collector": agency, "jurisdictions": place, "contact": threat}
    case[part] = {**account, **given} if part == "account" else given
    _, (answer,) = run(tmp_path, line(**case))
    assert answer["verdict"] == "denied"
    assert "UNKNOWN_FACT" in {reason["code"] for reason in answer["reasons"]}
