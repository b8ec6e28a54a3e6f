"""Measure the auditor on texts with known answers: `python -m tools.evaluate_auditor FILE …`."""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from forbear.core.speech.audit.values import CATEGORIES, Report
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


@dataclass
class Tally:
    """What was answered to some texts, beside what was expected."""

    true: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    both: Counter[str] = field(default_factory=Counter)
    lawful: int = 0
    flagged: int = 0
    bad: int = 0
    caught: int = 0

    def add(self, wanted: frozenset[str], got: set[str], *, is_told: bool) -> None:
        """Count one text; ``is_told``: its verdict is not clean."""
        self.true.update(wanted)
        self.found.update(got)
        self.both.update(wanted & got)
        self.lawful += not wanted
        self.flagged += not wanted and is_told
        self.bad += bool(wanted)
        self.caught += bool(wanted) and is_told

    def add_all(self, other: Tally) -> None:
        """Count the texts of another one too."""
        self.true += other.true
        self.found += other.found
        self.both += other.both
        self.lawful += other.lawful
        self.flagged += other.flagged
        self.bad += other.bad
        self.caught += other.caught

    def print(self, name: str) -> None:
        """Print how many lawful texts were flagged, precision and recall by category."""
        flagged, caught = wilson(self.flagged, self.lawful), wilson(self.caught, self.bad)
        print(f"{name}: lawful flagged {self.flagged} of {self.lawful}, {flagged};")
        print(f"violating caught {self.caught} of {self.bad}, {caught};")
        true, found, both = self.true, self.found, self.both
        scores = [2 * both[each] / (true[each] + found[each]) for each in CATEGORIES if true[each]]
        print(f"macro-F1 {sum(scores) / max(1, len(scores)):.2f}")
        print("| category | texts | precision | recall |\n|---|---:|---|---|")
        for each in CATEGORIES:
            if true[each] or found[each]:
                shares = f"{wilson(both[each], found[each])} | {wilson(both[each], true[each])}"
                print(f"| {each} | {true[each]} | {shares} |")


def main() -> None:
    """Print precision and recall by category, and how many lawful texts were flagged."""
    parser = argparse.ArgumentParser(prog="python -m tools.evaluate_auditor", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what was answered otherwise")
    parser.add_argument("--part", choices=("dev", "test", "all"), default="all")
    parser.add_argument("--together", action="store_true", help="print all files as one as well")
    given = parser.parse_args()
    every = Tally()
    for path in given.files:
        one = tally(path, part=given.part, misses=given.misses)
        one.print(f"{path.name}, {given.part}")
        every.add_all(one)
    if given.together:
        every.print("together")


def tally(path: Path, *, part: str, misses: bool) -> Tally:
    """Measure one file; ``dev`` is its rows of odd number, ``test`` the others."""
    auditor = load_auditor()
    result = Tally()
    for number, (row, wanted) in enumerate(rows(path), 1):
        if part != "all" and (number % 2 == 1) != (part == "dev"):
            continue
        text = read_text(json.dumps(row).encode(), number)
        assert not isinstance(text, BadText), text
        answer = auditor.audit(text.message)
        got = {finding.category for finding in answer.findings}
        result.add(wanted, got, is_told=answer.verdict != "clean")
        if misses and (got != wanted or (answer.verdict == "clean") == bool(wanted)):
            print_miss(number, row, wanted, answer)
    return result


def print_miss(number: int, row: dict[str, object], wanted: frozenset[str], answer: Report) -> None:
    """Print a text that was answered otherwise than expected."""
    got = {finding.category for finding in answer.findings}
    said = row.get("text") or " / ".join(t["text"] for t in row["turns"])  # type: ignore[attr-defined]
    print(f"{number} {row['channel']} missed {sorted(wanted - got)} extra {sorted(got - wanted)}")
    print(f"    {said}")
    for finding in answer.findings:
        if finding.category not in wanted:
            span = finding.span
            source = row["text"] if span.turn is None else row["turns"][span.turn]["text"]  # type: ignore[index]
            print(f"      {finding.category}: {str(source)[span.start : span.end]!r}")


if __name__ == "__main__":
    main()
