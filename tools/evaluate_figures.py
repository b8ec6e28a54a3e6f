"""Measure how many false figures the auditor finds: `python -m tools.evaluate_figures FILE …`.

A file holds patterns of lawful texts (`tools/auditor/plain.py`); its name ends in the language.
Each is read with every figure true, and once more with one of them false; with ``--each`` once more
for each of its figures, that one being false.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tools.auditor.plain import COUNTS, DAYS, MONEY, PER_DAY, RATES, Plain, filled, twins
from tools.evaluate_auditor import wilson

from forbear.core.speech.audit.values import Report
from forbear.interchange.texts import BadText, read_text
from forbear.packs.speech import load_auditor

KINDS = {"sum": MONEY | PER_DAY, "rate": RATES, "day": DAYS, "count": COUNTS}


@dataclass
class Told:
    """How many texts were true and flagged nonetheless, and how many false ones were told."""

    true: int = 0
    flagged: int = 0
    false: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)


def measured(path: Path, *, misses: bool = False, each: bool = False) -> Told:
    """Read all patterns of a file, true and false."""
    language, result = path.stem[-2:], Told()
    for one in filled(language, path):
        report = _report(one)
        result.true += 1
        result.flagged += bool(report.findings)
        if misses and report.findings:
            _print(one, report)
    for one in twins(language, path) if each else filled(language, path, change=True):
        report = _report(one)
        kind = next(name for name, blanks in KINDS.items() if one.changed in blanks)
        result.false[kind] += 1
        result.told[kind] += bool(report.findings)
        if misses and not report.findings:
            _print(one, report)
    return result


def _report(one: Plain) -> Report:
    text = read_text(json.dumps(one.row).encode(), 1)
    assert not isinstance(text, BadText), text
    return load_auditor().audit(text.message)


def _print(one: Plain, report: Report) -> None:
    said = one.row.get("text") or one.row["turns"][0]["text"]
    claims = [(claim.kind, claim.role, claim.verdict) for claim in report.claims]
    found = [(finding.category, finding.by) for finding in report.findings]
    print(f"{one.changed or 'true'}: {said!r}\n    {claims} {found}")


def main() -> None:
    """Print a line a file."""
    parser = argparse.ArgumentParser(prog="python -m tools.evaluate_figures", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what was answered otherwise")
    parser.add_argument("--each", action="store_true", help="a false twin of each figure")
    given = parser.parse_args()
    for path in given.files:
        told = measured(path, misses=given.misses, each=given.each)
        kinds = ", ".join(f"{kind} {wilson(told.told[kind], told.false[kind])}" for kind in KINDS)
        print(f"{path.name}: true texts flagged {wilson(told.flagged, told.true)}; told of {kinds}")


if __name__ == "__main__":
    main()
