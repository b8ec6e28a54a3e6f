"""``forbear review``: what reviewers said, as lines to learn from."""

from __future__ import annotations

from pathlib import Path

import click

from forbear.cli.database import with_database
from forbear.interchange.jsonl import answer_line


@click.group()
def command() -> None:
    """Take the verdicts of reviewers out."""


@command.command("export")
@click.option("--out", "target", required=True, type=click.Path(path_type=Path), help="Lines.")
def export(target: Path) -> None:
    """Write every text that people have wholly judged, with what they found in it."""
    count = 0
    with with_database():
        from forbear.services.speech.review import training_lines  # noqa: PLC0415 - needs Django

        with target.open("w", encoding="utf-8") as out:
            for line in training_lines():
                out.write(answer_line(line) + "\n")
                count += 1
    click.echo(f"{target}: {count} texts.")
