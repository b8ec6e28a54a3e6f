"""How many texts a second one core reads, how long one takes, and how soon it begins."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from tools.evaluate_auditor import rows

from forbear.interchange.texts import Text, read_text, report_json
from forbear.packs.speech import load_auditor
from forbear.packs.speech.encoder import encode

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases" / "speech"
_ROUNDS = 5
_START = (
    "from forbear.packs.speech import load_auditor\n"
    "from forbear.core.speech.audit.values import Message, Turn\n"
    "load_auditor().audit(Message('en', 'call', 'collector', (Turn('collector', 'hello'),)))"
)


def run() -> list[dict[str, object]]:
    """Return texts a second for short messages of both languages, and what one message takes."""
    lines = [
        json.dumps(row).encode()
        for name in ("eval_en", "eval_zh", "lawful_en", "lawful_zh")
        for row, _ in rows(CASES / f"{name}.jsonl")
        if len(str(row.get("text", row.get("turns")))) <= 300
    ]
    # The encoder's weights are read before the clock runs.
    encode(["hello"])
    anew = _read(lines, 1, is_fast=False)
    full = _read(lines, _ROUNDS, is_fast=False)
    fast = _read(lines, _ROUNDS, is_fast=True)
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", _START], check=True)
    start = time.perf_counter() - begin
    return [
        *_rows("read anew", anew, "all readers, no message seen before; aim 2,000"),
        *_rows("all readers", full, "messages seen before are not read by meaning again"),
        *_rows("--fast", fast, "without the reader by meaning"),
        {"name": "audit, first answer", "value": start, "unit": "s", "note": "aim below 2"},
        {
            "name": "audit, memory",
            "value": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "unit": "MiB",
            "note": "the whole process at its largest",
        },
    ]


def _read(lines: list[bytes], rounds: int, *, is_fast: bool) -> list[float]:
    """Return the seconds of processor time for each text, the least first."""
    auditor = load_auditor(is_fast=is_fast)
    took: list[float] = []
    for _ in range(rounds):
        for number, line in enumerate(lines):
            begin = time.process_time()
            text = read_text(line, number)
            assert isinstance(text, Text)
            json.dumps(report_json(text.text_id, auditor.audit(text.message)))
            took.append(time.process_time() - begin)
    return sorted(took)


def _rows(name: str, took: list[float], note: str) -> list[dict[str, object]]:
    return [
        {
            "name": f"audit, short messages, {name}",
            "value": len(took) / sum(took),
            "unit": "texts/s",
            "note": f"processor time of one core, both languages; {note}",
        },
        {
            "name": f"audit, one message, {name}",
            "value": took[int(len(took) * 0.99)] * 1000,
            "unit": "ms, p99",
            "note": "aim below 10",
        },
    ]
