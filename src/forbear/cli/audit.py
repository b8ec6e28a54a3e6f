"""``forbear audit``: say of texts whether they are true and decent."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from forbear.core.speech.audit.auditor import Auditor
from forbear.core.speech.audit.lexicon import LexiconError
from forbear.interchange.jsonl import answer_line, numbered
from forbear.interchange.texts import BadText, read_text, report_json
from forbear.packs.speech import load_auditor


@click.command("audit")
@click.option(
    "--in", "source", required=True, type=click.Path(path_type=Path), help="Texts, JSONL."
)
@click.option("--out", "target", required=True, type=click.Path(path_type=Path), help="Findings.")
@click.option("--lenient", is_flag=True, help="Ignore unknown fields.")
def command(source: Path, target: Path, *, lenient: bool) -> None:
    """Say of each text in a file what it claims, and what in it must not be said.

    Exit status 0 if every line was answered, 1 if any was bad, 2 if nothing could be run.
    """
    try:
        bad = _run(source, target, load_auditor(), lenient=lenient)
    except (LexiconError, OSError) as error:
        click.echo(f"forbear audit: {error}", err=True)
        sys.exit(2)
    if bad:
        click.echo(f"forbear audit: {bad} lines could not be answered; see their error", err=True)
    sys.exit(1 if bad else 0)


def _run(source: Path, target: Path, auditor: Auditor, *, lenient: bool) -> int:
    bad = 0
    with source.open("rb") as lines, target.open("w", encoding="utf-8") as out:
        for number, line in numbered(lines):
            text = read_text(line, number, lenient=lenient)
            if isinstance(text, BadText):
                bad += 1
                answer = text.as_json()
            else:
                answer = report_json(text.text_id, auditor.audit(text.message))
            out.write(answer_line(answer) + "\n")
    return bad
