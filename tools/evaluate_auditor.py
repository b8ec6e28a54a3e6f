"""Measure the auditor on texts with known answers: `python -m tools.evaluate_auditor FILE …`."""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from forbear.core.speech.audit.values import CATEGORIES
from forbear.interchange.texts import BadText, read_text
from forbear.packs.speech import load_auditor

_SPEAKERS = {
    "K": "collector",
    "L": "collector_2",
    "M": "collector_3",
    "C": "cardholder",
    "F": "family",
    "E": "employer",
    "G": "guarantor",
    "U": "unknown_party",
}
_TURN = re.compile(r"(?:^|\s)([KLMCFEGU]): ")
FACTS: dict[str, dict[str, object]] = {
    "en": {
        "balance_minor": 87340,
        "currency": "USD",
        "overdue_principal_minor": 15721,
        "late_fee_minor": 2900,
    },
    "zh": {
        "balance_minor": 873400,
        "currency": "CNY",
        "overdue_principal_minor": 157210,
        "late_fee_minor": 29000,
    },
}
_COMMON: dict[str, object] = {
    "dpd": 38,
    "legal_status": "none",
    "credit_reported": False,
    "offers": [],
    "visit_scheduled": False,
    "recipient": "cardholder",
    "collector_is": "creditor",
    "agency_name": None,
    "time_local": "2026-03-12T10:15",
}


def whole(row: dict[str, object], language: str, number: int) -> dict[str, object]:
    """Return a short row as an input of ``forbear audit``."""
    facts: dict[str, object] = {**FACTS[language], **_COMMON}
    facts["interest_minor"] = 1834 if language == "en" else 18340
    facts["jurisdiction"] = "US" if language == "en" else "CN"
    given = row.get("f")
    facts |= given if isinstance(given, dict) else {}
    text = str(row["t"])
    result: dict[str, object] = {
        "id": f"{language}-{number}",
        "lang": language,
        "channel": row["c"],
        "speaker_role": row.get("r", "collector"),
        "facts": facts,
    }
    parts = _TURN.split(text)
    if len(parts) > 1:
        pairs = zip(parts[1::2], parts[2::2], strict=True)
        result["turns"] = [{"speaker": _SPEAKERS[who], "text": said.strip()} for who, said in pairs]
    else:
        result["text"] = text
    return result


def rows(path: Path) -> Iterator[tuple[dict[str, object], frozenset[str]]]:
    """Yield the texts of a file, in the short form or the whole one, and what is expected.

    The name of the file ends in the language.
    """
    language = path.stem[-2:]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        if (expected := row.pop("expect", None)) is not None:
            row.pop("why", None)
            yield row, frozenset(expected["categories"])
        else:
            yield whole(row, language, number), frozenset(row["x"])


def wilson(hits: int, of: int) -> str:
    """Return a share with its 95 % interval by Wilson."""
    if not of:
        return "-"
    z = 1.96
    share = hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * ((share * (1 - share) + z * z / (4 * of)) / of) ** 0.5 / (1 + z * z / of)
    return f"{share:.2f} ({max(0, middle - half):.2f}-{min(1, middle + half):.2f})"


def main() -> None:
    """Print precision and recall by category, and how many lawful texts were flagged."""
    parser = argparse.ArgumentParser(prog="python -m tools.evaluate_auditor", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what was answered otherwise")
    parser.add_argument("--part", choices=("dev", "test", "all"), default="all")
    given = parser.parse_args()
    for path in given.files:
        report(path, part=given.part, misses=given.misses)


def report(path: Path, *, part: str, misses: bool) -> None:
    """Measure one file; ``dev`` is its rows of odd number, ``test`` the others."""
    auditor = load_auditor()
    true, found, both = Counter[str](), Counter[str](), Counter[str]()
    lawful = flagged = bad = caught = 0
    for number, (row, wanted) in enumerate(rows(path), 1):
        if part != "all" and (number % 2 == 1) != (part == "dev"):
            continue
        text = read_text(json.dumps(row).encode(), number)
        assert not isinstance(text, BadText), text
        answer = auditor.audit(text.message)
        got = {finding.category for finding in answer.findings}
        true.update(wanted)
        found.update(got)
        both.update(wanted & got)
        lawful += not wanted
        flagged += not wanted and answer.verdict != "clean"
        bad += bool(wanted)
        caught += bool(wanted) and answer.verdict != "clean"
        if misses and (got != wanted or (answer.verdict == "clean") == bool(wanted)):
            said = row.get("text") or " / ".join(t["text"] for t in row["turns"])  # type: ignore[attr-defined]
            print(
                f"{number} {row['channel']} missed {sorted(wanted - got)} extra "
                f"{sorted(got - wanted)}"
            )
            print(f"    {said}")
            for finding in answer.findings:
                if finding.category not in wanted:
                    span = finding.span
                    source = row["text"] if span.turn is None else row["turns"][span.turn]["text"]  # type: ignore[index]
                    print(f"      {finding.category}: {str(source)[span.start : span.end]!r}")
    print(f"{path.name}, {part}: lawful flagged {flagged} of {lawful}, {wilson(flagged, lawful)};")
    print(f"violating caught {caught} of {bad}, {wilson(caught, bad)};")
    scores = [2 * both[name] / (true[name] + found[name]) for name in CATEGORIES if true[name]]
    print(f"macro-F1 {sum(scores) / max(1, len(scores)):.2f}")
    print("| category | texts | precision | recall |\n|---|---:|---|---|")
    for name in CATEGORIES:
        if true[name] or found[name]:
            shares = f"{wilson(both[name], found[name])} | {wilson(both[name], true[name])}"
            print(f"| {name} | {true[name]} | {shares} |")


if __name__ == "__main__":
    main()
