"""``forbear law``: which rules decide, where they are written, and whether a pack is sound."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.table import Table

from forbear.cli.law_diff import diff, export
from forbear.core.law.book import RuleBook
from forbear.core.law.coverage import coverage
from forbear.core.law.faults import PackError
from forbear.core.law.rules import EVERYWHERE, Rule
from forbear.packs import load_book

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("law")
def command() -> None:
    """Show the rules in force with their sources, and check packs and house files."""


command.add_command(diff)
command.add_command(export)


@command.command("list")
@click.option("--nation", help="Only this nation, as US; rules that hold everywhere come along.")
@click.option("--on", type=DAY, help="Only rules in force on this day.")
def list_rules(nation: str | None, on: datetime | None) -> None:
    """List every rule: its id, its dates and where it is written."""
    book = _book(None)
    if nation is not None and nation not in book.nations:
        known = ", ".join(sorted(book.nations))
        _refuse(f"there is no pack for {nation}; there are packs for {known}")
    table = Table("rule", "code", "place", "from", "to", "force", "confidence", "source")
    rules = [
        rule
        for rule in sorted(book.rules, key=lambda rule: (rule.jurisdiction, rule.rule_id))
        if (nation is None or rule.nation in (nation, EVERYWHERE))
        and (on is None or rule.is_ever_in_force(on.date(), on.date()))
    ]
    for rule in rules:
        table.add_row(
            rule.rule_id,
            rule.code or "(must be said)",
            rule.jurisdiction,
            rule.begins_on.isoformat(),
            _day(rule.ends_on),
            rule.force,
            rule.confidence,
            rule.citation,
        )
    Console(width=None if sys.stdout.isatty() else 200).print(table)
    click.echo(f"{len(rules)} rules")


@command.command("show")
@click.argument("rule_id")
def show_rule(rule_id: str) -> None:
    """Show one rule: its question, its dates, its source and its parameters."""
    try:
        rule = _book(None).rule(rule_id)
    except KeyError:
        _refuse(f"there is no rule {rule_id}; see forbear law list")
    for name, value in _facts(rule):
        click.echo(f"{name:<12} {value}")


@command.command("check")
@click.argument("house", required=False, type=click.Path(path_type=Path))
def check(house: Path | None) -> None:
    """Check the packs, and a house file if one is given."""
    book = _book(house)
    more = f" and {house}" if house else ""
    click.echo(f"The packs{more} are sound: {len(book.rules)} rules.")


@command.command("coverage")
def show_coverage() -> None:
    """Print docs/reference/law-coverage.md's table, made from the packs."""
    click.echo(coverage(_book(None).rules), nl=False)


def _facts(rule: Rule) -> list[tuple[str, object]]:
    presumed = "a presumption of law" if rule.is_presumption else ""
    return [
        ("rule", rule.rule_id),
        ("question", rule.question),
        ("answers with", rule.code or "what must be said"),
        ("place", rule.jurisdiction),
        ("in force", f"{rule.begins_on} to {_day(rule.ends_on) or 'now'}"),
        ("source", rule.citation),
        ("force", " ".join(filter(None, (rule.force, presumed)))),
        ("confidence", rule.confidence),
        ("file", rule.file),
        ("parameters", rule.text.get("value")),
        *([("note", rule.text["note"])] if "note" in rule.text else []),
    ]


def _book(house: Path | None) -> RuleBook:
    try:
        return load_book(house)
    except PackError as error:
        _refuse(str(error), code=1)


def _refuse(message: str, code: int = 2) -> NoReturn:
    click.echo(f"forbear law: {message}", err=True)
    sys.exit(code)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
