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

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases" / "speech"
_ROUNDS = 20
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
    auditor = load_auditor()
    took: list[float] = []
    for _ in range(_ROUNDS):
        for number, line in enumerate(lines):
            begin = time.perf_counter()
            text = read_text(line, number)
            assert isinstance(text, Text)
            json.dumps(report_json(text.text_id, auditor.audit(text.message)))
            took.append(time.perf_counter() - begin)
    took.sort()
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", _START], check=True)
    start = time.perf_counter() - begin
    return [
        {
            "name": "audit, short messages",
            "value": len(took) / sum(took),
            "unit": "texts/s",
            "note": "one core, both languages, reading and writing included; aim 2,000",
        },
        {
            "name": "audit, one message",
            "value": took[int(len(took) * 0.99)] * 1000,
            "unit": "ms, p99",
            "note": "aim below 10",
        },
        {"name": "audit, first answer", "value": start, "unit": "s", "note": "aim below 2"},
        {
            "name": "audit, memory",
            "value": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "unit": "MiB",
            "note": "the whole process at its largest",
        },
    ]
