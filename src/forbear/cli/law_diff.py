"""``forbear law diff`` and ``forbear law export``: what other packs say, and the packs as files."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path, PurePath

import click
from rich.console import Console
from rich.table import Table

from forbear.cli.law_refusing import law_refuse
from forbear.core.gate.judge import AtMoment
from forbear.core.law.book import RuleBook
from forbear.core.law.comparing import RuleChange, law_changes
from forbear.core.law.faults import PackError
from forbear.engine.effects import Effect, effect, effect_on_portfolio
from forbear.engine.files import PortfolioError, open_folder
from forbear.interchange.cases import BadCase, Case, read_case, tables_of
from forbear.interchange.jsonl import numbered_all
from forbear.packs import load_book
from forbear.packs.naming import named_book

_BATCH = 20_000
_PERSONS_A_SHARD = 100_000
# us:2026.11+sha256:0123456789abcdef
_KEPT = re.compile(r"(?P<key>[a-z]+):(?P<version>.+\+sha256:[0-9a-f]+)")


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--house", type=click.Path(path_type=Path), help="Export this house file too.")
def export(folder: Path, house: Path | None) -> None:
    """Write the packs in use into FOLDER, one folder each: to keep, to change, to compare."""
    try:
        book = load_book(house)
    except PackError as error:
        law_refuse(str(error), code=1)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        law_refuse(f"{folder} is there already; name a new folder")
    for source in book.sources:
        for name, content in source.files.items():
            path = folder / source.key / PurePath(name).name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for key, version in book.versions.items():
        click.echo(f"{key}  {version}")


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--on", "folder", type=click.Path(path_type=Path), help="A portfolio to try it on.")
@click.option("--in", "cases", type=click.Path(path_type=Path), help="Cases of forbear gate.")
@click.option("--at", "at_text", help="The day or moment to ask about; with --on. Default: today.")
@click.option("--json", "is_json", is_flag=True, help="Say it as one JSON object.")
def diff(
    *,
    old: str,
    new: str,
    folder: Path | None,
    cases: Path | None,
    at_text: str | None,
    is_json: bool,
) -> None:
    """Say what changes from the packs OLD to the packs NEW, and for which contacts.

    Each is `current`, a folder of packs, a house file, or a version that the database keeps, as
    us:2026.11+sha256:0123456789abcdef. With --on: which ways to reach the cardholders of late
    accounts become denied or permitted, by rule. With --in: which cases.
    """
    if folder is not None and cases is not None:
        raise click.UsageError("Give --on or --in, not both.")
    if at_text is not None and folder is None:
        raise click.UsageError("--at goes with --on: a case has a moment of its own.")
    try:
        before, after = _named(old), _named(new)
        found = None
        if folder is not None:
            found = _on_folder(folder, before, after, at=_moment(at_text))
        elif cases is not None:
            found = _on_cases(cases, before, after)
    except PackError as error:
        law_refuse(str(error), code=1)
    except (PortfolioError, OSError, ValueError) as error:
        law_refuse(str(error))
    changes = law_changes(before.sources, after.sources)
    if is_json:
        click.echo(json.dumps(_as_json(changes, found), ensure_ascii=False, default=str))
        return
    console = Console(width=None if sys.stdout.isatty() else 200)
    _show_changes(console, changes)
    if found is not None:
        _show_effect(console, found)


def _named(name: str) -> RuleBook:
    kept = _KEPT.fullmatch(name)
    if kept is None:
        return named_book(name)
    from forbear.cli.database_replay import kept_book  # noqa: PLC0415 - needs Django

    return kept_book(kept["key"], kept["version"])


def _moment(text: str | None) -> datetime | date:
    if text is None:
        from forbear.wiring import clock  # noqa: PLC0415 - only where it is asked

        return clock.business_date()
    try:
        if len(text) == len("2026-11-23"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(f"--at is {text!r}; write 2026-11-23 or 2026-11-23T10:15:00+08:00")
    return moment


def _on_folder(folder: Path, old: RuleBook, new: RuleBook, *, at: datetime | date) -> Effect:
    portfolio = open_folder(folder)
    total = Effect()
    for first, last in portfolio.shards(_PERSONS_A_SHARD):
        total += effect_on_portfolio(portfolio.read(first, last), old, new, at=at)
    return total


def _on_cases(path: Path, old: RuleBook, new: RuleBook) -> Effect:
    lines = numbered_all(path.read_bytes())
    total = Effect()
    for start in range(0, len(lines), _BATCH):
        read = [read_case(line, number) for number, line in lines[start : start + _BATCH]]
        bad = next((case for case in read if isinstance(case, BadCase)), None)
        if bad is not None:
            raise ValueError(f"{path}: case {bad.case_id}: {bad.message}")
        good = [case for case in read if isinstance(case, Case)]
        tables = tables_of(good)
        names = [str(case.case_id) for case in good]
        total += effect(
            tables.candidates, tables.portfolio, old, new, AtMoment(), name=names.__getitem__
        )
    return total


def _show_changes(console: Console, changes: Sequence[RuleChange]) -> None:
    if not changes:
        console.print("No rule differs.")
        return
    table = Table("change", "rule", "place", "from", "what", "was", "is")
    for change in changes:
        begins = change.begins_on.isoformat() if change.begins_on else ""
        head = (change.what, change.rule_id, change.place, begins)
        if not change.details:
            table.add_row(*head, change.question)
        for number, detail in enumerate(change.details):
            shown = head if number == 0 else ("", "", "", "")
            table.add_row(*shown, detail.key, _shown(detail.old), _shown(detail.new))
    console.print(table)
    counts = {
        what: sum(c.what == what for c in changes) for what in ("added", "removed", "changed")
    }
    console.print(", ".join(f"{count:,} {what}" for what, count in counts.items()))


def _show_effect(console: Console, found: Effect) -> None:
    console.print(
        f"{found.candidates:,} candidates: {found.now_denied:,} now denied, "
        f"{found.now_permitted:,} now permitted, "
        f"{found.other_reasons:,} denied as before, for other reasons"
    )
    if not found.by_rule:
        return
    table = Table("change", "rule", "code", "candidates", "for example")
    for key, count in sorted(found.by_rule.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(*key, f"{count:,}", ", ".join(found.examples[key]))
    console.print(table)


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _as_json(changes: Sequence[RuleChange], found: Effect | None) -> dict[str, object]:
    told: dict[str, object] = {
        "rules": [
            {
                "rule_id": change.rule_id,
                "change": change.what,
                "place": change.place,
                "code": change.code or None,
                "from": change.begins_on,
                "question": change.question,
                "details": [
                    {"key": detail.key, "old": detail.old, "new": detail.new}
                    for detail in change.details
                ],
            }
            for change in changes
        ]
    }
    if found is not None:
        told["effect"] = {
            "candidates": found.candidates,
            "now_denied": found.now_denied,
            "now_permitted": found.now_permitted,
            "other_reasons": found.other_reasons,
            "by_rule": [
                {
                    "change": what,
                    "rule_id": rule_id,
                    "code": code,
                    "candidates": count,
                    "examples": list(found.examples[what, rule_id, code]),
                }
                for (what, rule_id, code), count in sorted(found.by_rule.items())
            ],
        }
    return told
