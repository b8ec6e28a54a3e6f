"""``forbear law``: which rules decide, where they are written, and whether a pack is sound."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from forbear.cli import periods
from forbear.cli.law_diff import diff, export
from forbear.cli.law_refusing import law_refuse
from forbear.core.law.book import RuleBook
from forbear.core.law.charges import LawCharge
from forbear.core.law.coverage import (
    coverage,
    coverage_of_charges,
    coverage_of_periods,
    limitations,
)
from forbear.core.law.faults import PackError
from forbear.core.law.periods import LawPeriod
from forbear.core.law.rules import EVERYWHERE, Rule
from forbear.core.law.saying import charge_said, clauses, value_said
from forbear.packs import load_book

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("law")
def command() -> None:
    """Show the rules in force with their sources, and check packs and house files."""


command.add_command(diff)
command.add_command(export)
command.add_command(periods.period)
command.add_command(periods.limitation_command)
command.add_command(periods.retention_command)


@command.command("list")
@click.option("--nation", help="Only this nation, as US; rules that hold everywhere come along.")
@click.option("--on", type=DAY, help="Only rules in force on this day.")
def list_rules(nation: str | None, on: datetime | None) -> None:
    """List every rule, period and bound of charges: its id, its dates and where it is written."""
    book = _book(None)
    if nation is not None and nation not in book.nations:
        known = ", ".join(sorted(book.nations))
        law_refuse(f"there is no pack for {nation}; there are packs for {known}")
    table = Table("rule", "code", "place", "from", "to", "force", "confidence", "source")
    values = [
        value
        for value in sorted(_all(book), key=lambda value: (value.jurisdiction, value.rule_id))
        if (nation is None or value.nation in (nation, EVERYWHERE))
        and (on is None or value.is_ever_in_force(on.date(), on.date()))
    ]
    for rule in values:
        table.add_row(
            rule.rule_id,
            _answers(rule),
            rule.jurisdiction,
            rule.begins_on.isoformat(),
            _day(rule.ends_on),
            rule.force,
            rule.confidence,
            rule.citation,
        )
    Console(width=None if sys.stdout.isatty() else 200).print(table)
    rules = sum(isinstance(value, Rule) for value in values)
    bounds = sum(isinstance(value, LawCharge) for value in values)
    periods_shown = len(values) - rules - bounds
    click.echo(f"{rules} rules, {periods_shown} periods and {bounds} bounds of charges")


@command.command("show")
@click.argument("rule_id")
def show_rule(rule_id: str) -> None:
    """Show one rule, period or bound: its question, its dates, its source and its parameters."""
    book = _book(None)
    found = [value for value in _all(book) if value.rule_id == rule_id]
    if not found:
        law_refuse(f"there is no rule {rule_id}; see forbear law list")
    for number, rule in enumerate(found):
        if number:
            click.echo()
        for name, value in _facts(rule):
            click.echo(f"{name:<12} {value}")


@command.command("check")
@click.argument("house", required=False, type=click.Path(path_type=Path))
def check(house: Path | None) -> None:
    """Check the packs, and a house file if one is given."""
    book = _book(house)
    more = f" and {house}" if house else ""
    count = f"{len(book.rules)} rules, {len(book.periods)} periods and {len(book.charges)} charges"
    click.echo(f"The packs{more} are sound: {count}.")


@command.command("coverage")
@click.option("--limitation", is_flag=True, help="Only the last day to sue, place by place.")
def show_coverage(*, limitation: bool) -> None:
    """Print docs/reference/law-coverage.md's table, made from the packs."""
    book = _book(None)
    if limitation:
        click.echo(limitations(book.periods), nl=False)
    else:
        tables = coverage(book.rules) + coverage_of_periods(book.periods)
        click.echo(tables + coverage_of_charges(book.charges), nl=False)


Value = Rule | LawPeriod | LawCharge


def _all(book: RuleBook) -> list[Value]:
    return [*book.rules, *book.periods, *book.charges]


def _answers(value: Value) -> str:
    """Return what a value answers with, for the column of codes."""
    if isinstance(value, LawPeriod):
        return f"({value.kind_name})"
    if isinstance(value, LawCharge):
        return "(charge)"
    return value.code or "(must be said)"


def _facts(rule: Value) -> list[tuple[str, object]]:
    is_presumed = isinstance(rule, Rule) and rule.is_presumption
    presumed = "a presumption of law" if is_presumed else ""
    return [
        ("rule", rule.rule_id),
        ("question", rule.question),
        ("answers with", _shown(rule)),
        ("place", rule.jurisdiction),
        ("in force", f"{rule.begins_on} to {_day(rule.ends_on) or 'now'}"),
        ("source", rule.citation),
        ("force", " ".join(filter(None, (rule.force, presumed)))),
        ("confidence", rule.confidence),
        ("file", rule.file),
        *_in_words(rule),
        ("parameters", rule.text.get("value")),
        *([("note", rule.text["note"])] if "note" in rule.text else []),
    ]


def _in_words(rule: Value) -> list[tuple[str, object]]:
    if isinstance(rule, LawCharge):
        return [("in words", charge_said(rule)[0])]
    if isinstance(rule, LawPeriod):
        return [("in words", rule.kind.in_short())]
    binds = [("binds", clause.said[0]) for clause in clauses(rule.applies_text)]
    return [("in words", value_said(rule.kind, question=rule.question)[0]), *binds]


def _shown(value: Value) -> str:
    if isinstance(value, LawCharge):
        return f"a bound of charges: {value.bound}"
    if isinstance(value, LawPeriod):
        return f"a day: {value.kind_name}"
    return value.code or "what must be said"


def _book(house: Path | None) -> RuleBook:
    try:
        return load_book(house)
    except PackError as error:
        law_refuse(str(error), code=1)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
