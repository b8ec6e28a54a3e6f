"""How many texts a second one core reads, how long one takes, and how soon it begins."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tools.evaluate_auditor import rows

from forbear.cli.audit import TOGETHER
from forbear.core.speech.audit.auditor import Auditor
from forbear.core.speech.audit.readers import learned
from forbear.interchange.texts import Text, read_text, report_json
from forbear.packs.speech import encoder, load_auditor

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases" / "speech"
_ROUNDS = 5
_SHORT = 300
_START = (
    "from forbear.packs.speech import load_auditor\n"
    "from forbear.core.speech.audit.values import Message, Turn\n"
    "load_auditor().audit(Message('en', 'call', 'collector', (Turn('collector', 'hello'),)))"
)


def run() -> list[dict[str, object]]:
    """Return texts a second for short messages of both languages, and what one message takes."""
    lines = list(_short("eval_en", "eval_zh", "lawful_en", "lawful_zh"))
    # Weights are read and words met before the clock runs, as in a process that is at work.
    _each(list(_short("more_en", "more_zh", "tune_en", "tune_zh")), 1, load_auditor())
    rows_: list[dict[str, object]] = []
    for name, rounds, is_fast, note in (
        ("read anew", 1, False, "all readers, no message seen before; aim 2,000"),
        ("all readers", _ROUNDS, False, "messages seen before are not read by meaning again"),
        ("--fast anew", 1, True, "without the reader by meaning, no message seen before"),
        ("--fast", _ROUNDS, True, "without the reader by meaning"),
    ):
        auditor = load_auditor(is_fast=is_fast)
        if rounds == 1:
            _forget()
        in_file = _file(lines, rounds, auditor)
        if rounds == 1:
            _forget()
        rows_ += _rows(name, in_file, _each(lines, rounds, auditor), note)
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", _START], check=True)
    start = time.perf_counter() - begin
    return [
        *rows_,
        {"name": "audit, first answer", "value": start, "unit": "s", "note": "aim below 2"},
        {
            "name": "audit, memory",
            "value": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "unit": "MiB",
            "note": "the whole process at its largest",
        },
    ]


def _short(*names: str) -> Iterator[bytes]:
    for name in names:
        for row, _ in rows(CASES / f"{name}.jsonl"):
            if len(str(row.get("text", row.get("turns")))) <= _SHORT:
                yield json.dumps(row).encode()


def _file(lines: list[bytes], rounds: int, auditor: Auditor) -> float:
    """Return the seconds of processor time that a text takes, read as a file is."""
    begin = time.process_time()
    for _ in range(rounds):
        for first in range(0, len(lines), TOGETHER):
            texts = [
                _text(line, number) for number, line in enumerate(lines[first : first + TOGETHER])
            ]
            for text, report in zip(
                texts, auditor.audit_all([text.message for text in texts]), strict=True
            ):
                json.dumps(report_json(text.text_id, report))
    return (time.process_time() - begin) / (len(lines) * rounds)


def _each(lines: list[bytes], rounds: int, auditor: Auditor) -> list[float]:
    """Return the seconds of processor time for each text by itself, the least first."""
    took: list[float] = []
    for _ in range(rounds):
        for number, line in enumerate(lines):
            begin = time.process_time()
            text = _text(line, number)
            json.dumps(report_json(text.text_id, auditor.audit(text.message)))
            took.append(time.process_time() - begin)
    return sorted(took)


def _forget() -> None:
    learned.forget()
    encoder.forget()


def _text(line: bytes, number: int) -> Text:
    text = read_text(line, number)
    assert isinstance(text, Text)
    return text


def _rows(name: str, each: float, took: list[float], note: str) -> list[dict[str, object]]:
    return [
        {
            "name": f"audit, short messages, {name}",
            "value": 1 / each,
            "unit": "texts/s",
            "note": f"processor time of one core, both languages, in a file; {note}",
        },
        {
            "name": f"audit, one message, {name}",
            "value": took[int(len(took) * 0.99)] * 1000,
            "unit": "ms, p99",
            "note": "by itself; aim below 10",
        },
    ]
