"""``forbear replay``: the same answer again, from what was kept, or where it differs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from forbear.cli.replaying import replay_files, tell
from forbear.core.law.book import RuleBook
from forbear.core.law.faults import PackError
from forbear.packs import load_book
from forbear.packs.library import PackLibrary
from forbear.packs.naming import named_book


@click.command("replay")
@click.argument("decision", required=False)
@click.option("--account", help="List what was answered about this account (its reference).")
@click.option("--all", "is_all", is_flag=True, help="Work out again every answer that is kept.")
@click.option("--in", "cases", type=click.Path(path_type=Path), help="Cases of forbear gate.")
@click.option("--answers", type=click.Path(path_type=Path), help="What it answered to them.")
@click.option("--packs", multiple=True, help="A folder or house file with packs of then.")
@click.option("--with-packs", "instead", help="Ask other packs: current, a folder, a house file.")
@click.option("--lenient", "is_lenient", is_flag=True, help="Ignore unknown fields of cases.")
@click.option("--json", "is_json", is_flag=True, help="Say it as one JSON object.")
def command(
    *,
    decision: str | None,
    account: str | None,
    cases: Path | None,
    answers: Path | None,
    packs: tuple[str, ...],
    instead: str | None,
    is_lenient: bool,
    is_all: bool,
    is_json: bool,
) -> None:
    """Work out an old answer again: from the facts, the packs and the moment of then.

    DECISION is gate-12, permit-7 or day-2026-11-23/REFERENCE. With --in and --answers: the answers
    of forbear gate, without a database. Exit status 0 if all are identical, 1 if one differs, 2 if
    one could not be worked out.
    """
    if (cases is None) != (answers is None):
        raise click.UsageError("--in and --answers belong together: give both.")
    if sum((decision is not None, account is not None, is_all, cases is not None)) != 1:
        raise click.UsageError("Give a DECISION, or --account, or --all, or --in and --answers.")
    try:
        library, other = _packs(packs, instead)
        if cases is not None and answers is not None:
            found = replay_files(
                cases, answers, library=library, instead=other, is_lenient=is_lenient
            )
        else:
            from forbear.cli.database_replay import list_of, replay_kept  # noqa: PLC0415 - Django

            if account is not None:
                sys.exit(list_of(account))
            found = replay_kept(decision, library=library, instead=other)
        sys.exit(tell(found, is_json=is_json, is_one=decision is not None))
    except (PackError, OSError, ValueError) as error:
        click.echo(f"forbear replay: {error}", err=True)
        sys.exit(2)


def _packs(packs: tuple[str, ...], instead: str | None) -> tuple[PackLibrary, RuleBook | None]:
    library = PackLibrary(load_book(), *(named_book(name) for name in packs))
    return library, named_book(instead) if instead else None
