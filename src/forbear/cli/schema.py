"""`forbear schema`: every table, in and out, column by column."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table as Grid

from forbear.core.facts import FACTS
from forbear.core.tables import DECISIONS, PORTFOLIO, Table
from forbear.core.tables.describe import as_json, as_markdown, as_rows

TABLES = {table.name: table for table in (*PORTFOLIO, FACTS, DECISIONS)}

PREFACE = """# Tables

What the daily run reads (persons to dues), what it derives (facts) and what it writes (decisions).
Files are Parquet, one a table. This page is printed by `forbear schema --format markdown`; a test
keeps it so. Money is in whole minor units: cents, pence, fen.

"""


@click.command("schema")
@click.argument("names", nargs=-1, type=click.Choice(tuple(TABLES)), metavar="[TABLE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    show_default=True,
    help="How to print.",
)
def command(names: tuple[str, ...], form: str) -> None:
    """Print every table, in and out: columns, types, units, meanings, and what empty means."""
    tables = [TABLES[name] for name in names] if names else list(TABLES.values())
    if form == "json":
        click.echo(as_json(tables), nl=False)
    elif form == "markdown":
        click.echo(("" if names else PREFACE) + as_markdown(tables), nl=False)
    else:
        console = Console()
        for table in tables:
            console.print(_grid(table))


def _grid(table: Table) -> Grid:
    title = f"[bold]{table.name}[/bold]  {table.meaning}"
    grid = Grid(title=title, title_justify="left", box=None, pad_edge=False)
    for heading in ("column", "type", "unit", "meaning", "if empty"):
        grid.add_column(heading, overflow="fold")
    for column, row in zip(table.columns, as_rows(table), strict=True):
        words = f" ({', '.join(column.values)})" if column.values else ""
        grid.add_row(
            f"[cyan]{row['name']}[/cyan]",
            str(row["type"]),
            str(row["unit"]),
            f"{row['meaning']}{words}",
            str(row["null"]),
        )
    grid.add_row()
    return grid
