"""``forbear demo``: one collections day on the real sample portfolio, end to end."""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack

import click
from rich.console import Console

from forbear.cli.database import with_database
from forbear.cli.demo.clock import MORNING, PASSES, SERVED_AT, set_clock
from forbear.cli.demo.outside import Outside
from forbear.cli.serve import HOST, PORT, address_problem, serve

# name, password, as shown, group, whether everything is open to them
LOGINS = (
    ("chen", "forbear-demo", "A. Chen", "collector", False),
    ("ledger", "forbear-demo", "S. Brandt", "finance", False),
    ("cash", "forbear-demo", "R. Silva", "cashier", False),
    ("care", "forbear-demo", "J. Marsh", "hardship", False),
    ("rules", "forbear-demo", "I. Novak", "compliance", False),
    ("lead", "forbear-demo", "M. Okafor", "collector", True),
)


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="End after the summary instead of serving.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--accounts", type=click.IntRange(1, 30_000), help="Only the first accounts.")
def command(port: int, accounts: int | None, *, no_serve: bool) -> None:
    """Load 30,000 real card accounts, run a day, send its messages, and serve the desk.

    Everything stays on this machine: mail and text messages go to a local sink. A second run finds
    the day decided and goes straight to the desk.
    """
    console = Console()
    if not no_serve and (problem := address_problem(HOST, port)):
        click.echo(f"forbear demo: {problem}", err=True)
        sys.exit(1)
    if os.environ.get("DATABASE_URL"):
        console.print("DATABASE_URL is set: the demo uses that database.", highlight=False)
    # the cardholder's pages are served here too: messages lead to them, and can be signed by link
    os.environ.setdefault("FORBEAR_PUBLIC_URL", f"http://{HOST}:{port}")
    started = time.monotonic()
    set_clock(MORNING)
    with ExitStack() as open_things:
        with console.status("Starting PostgreSQL …"):
            open_things.enter_context(with_database())
        outside = open_things.enter_context(Outside.running(f"http://{HOST}:{port}/api/v1"))
        from forbear.cli.demo import acts, weekend, words  # noqa: PLC0415 - need Django

        acts.refuse_strangers()
        acts.load_portfolio(console, accounts)
        acts.take_payments(console)
        weekend.tell_weekend(console)
        summary = acts.decide_day(console)
        acts.ensure_senders()
        acts.send_messages(console, PASSES)
        set_clock(SERVED_AT)
        acts.ensure_logins(LOGINS)
        acts.ensure_lines([username for username, *_rest in LOGINS])
        words.show_day(console, summary)
        words.show_arrivals(console, outside)
        words.show_why(console)
        console.print(f"\nDone in {time.monotonic() - started:.0f} s.", highlight=False)
        if no_serve:
            words.show_next(console)
            return
        words.show_logins(console, LOGINS)
        with acts.sending_on():
            serve(HOST, port)
