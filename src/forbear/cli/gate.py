"""``forbear gate``: say of contacts whether they may be made."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from forbear.cli import file_problem
from forbear.cli.options import lines_bad, need_apart
from forbear.core.law.book import RuleBook
from forbear.core.law.faults import PackError
from forbear.engine.gate import answer_candidates
from forbear.interchange.cases import (
    BadCase,
    Case,
    answer_json,
    read_case,
    tables_of,
)
from forbear.interchange.jsonl import answer_line, numbered_all
from forbear.packs import load_book

BATCH = 20_000


@click.command("gate")
@click.option(
    "--in", "source", required=True, type=click.Path(path_type=Path), help="Cases, JSONL."
)
@click.option("--out", "target", required=True, type=click.Path(path_type=Path), help="Answers.")
@click.option("--house", type=click.Path(path_type=Path), help="Stricter rules of your own.")
@click.option("--lenient", is_flag=True, help="Ignore unknown fields.")
def command(source: Path, target: Path, house: Path | None, *, lenient: bool) -> None:
    """Say of each contact in a file whether it is permitted, and why not.

    Exit status 0 if every line was answered, 1 if any was bad, 2 if nothing could be run.
    """
    need_apart(source, target)
    try:
        book = load_book(house)
        bad = _run(source.read_bytes(), target, book, lenient=lenient)
    except OSError as error:
        click.echo(f"forbear gate: {file_problem(error)}", err=True)
        sys.exit(2)
    except PackError as error:
        click.echo(f"forbear gate: {error}", err=True)
        sys.exit(2)
    if bad:
        click.echo(f"forbear gate: {lines_bad(bad)}", err=True)
    sys.exit(1 if bad else 0)


def _run(content: bytes, target: Path, book: RuleBook, *, lenient: bool) -> int:
    lines = numbered_all(content)
    bad = 0
    with target.open("w", encoding="utf-8") as out:
        for start in range(0, len(lines), BATCH):
            batch = lines[start : start + BATCH]
            for answer in _answers(
                [read_case(line, n, lenient=lenient) for n, line in batch], book
            ):
                bad += "error" in answer
                out.write(answer_line(answer) + "\n")
    return bad


def _answers(read: list[Case | BadCase], book: RuleBook) -> Iterator[dict[str, object]]:
    good = [case for case in read if isinstance(case, Case)]
    tables = tables_of(good)
    answered = iter(answer_candidates(tables.candidates, tables.portfolio, book))
    for case in read:
        if isinstance(case, BadCase):
            yield case.as_json()
        else:
            yield answer_json(case.case_id, next(answered))
