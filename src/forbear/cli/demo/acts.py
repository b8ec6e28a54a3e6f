"""What the demo does, step by step, through the same services as the platform itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import click
import polars as pl
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from forbear.cli.demo.bank import write_bank_file
from forbear.cli.demo.clock import DAY, set_clock
from forbear.core.speech.numbers import number_nation
from forbear.engine.summary import Summary
from forbear.interchange import uci
from forbear.packs import load_book
from forbear.packs.ladders import load_ladder
from forbear.services.imports import import_frames
from forbear.services.payments.files import bank_file_take
from forbear.services.refusals import Refusal
from forbear.services.senders import sender_add
from forbear.services.users import user_ensure
from forbear.store.models import Account, ContactPoint, DayRun, ImportBatch, PlannedContact
from forbear.wiring import clock
from forbear.wiring.day import database_day
from forbear.wiring.home import data_folder
from forbear.wiring.worker import work_once

_LABEL = "uci"
_COLUMNS = (
    TextColumn("{task.description:<34}"),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
)


def refuse_strangers() -> None:
    """Leave a database alone that holds accounts of somebody else."""
    if Account.objects.exists() and not ImportBatch.objects.filter(file_name__startswith=_LABEL):
        click.echo(
            "forbear demo: this database holds accounts that are not the demo's. Unset "
            "DATABASE_URL, or set FORBEAR_HOME to another folder.",
            err=True,
        )
        sys.exit(1)


def load_portfolio(console: Console, limit: int | None) -> None:
    """Import the real portfolio, by the way that every import takes; once."""
    if Account.objects.exists():
        _tell(console, "The real portfolio is loaded already", f"{Account.objects.count():,}")
        return
    started = time.monotonic()
    with console.status("Mapping 30,000 real card accounts …"):
        frames = uci.portfolio(DAY, limit=limit)
    _show_agreement(console)
    rows = sum(frame.height for frame in frames.values())
    with Progress(*_COLUMNS, console=console, transient=True) as progress:
        task = progress.add_task("Importing the real portfolio", total=rows)
        reached: dict[str, int] = {}

        def told(table: str, done: int, _rows: int) -> None:
            reached[table] = frames[table].height * done // 1000
            progress.update(task, completed=sum(reached.values()))

        import_frames(
            tables=frames,
            at=clock.now(),
            actor="demo",
            label=_LABEL,
            progress=told,
        )
    _tell(console, "Real portfolio imported", f"{rows:,} rows", started)


def _show_agreement(console: Console) -> None:
    """Print how often lateness worked out from bills and payments agrees with the data's status."""
    whole = uci.agreement().filter(pl.col("status") == "all").row(0, named=True)
    console.print(
        "  Lateness worked out from bills and payments agrees with the data's own status for "
        f"{whole['latest_same_lateness']:.1f} % of accounts in the latest month; "
        "`forbear import uci --check` shows all.",
        style="dim",
        highlight=False,
    )


def take_payments(console: Console) -> None:
    """Take in the bank's file of the morning, by the way of every bank file; once."""
    started = time.monotonic()
    path = write_bank_file(data_folder() / "bank")
    with console.status("Taking in the bank's file …"):
        found = bank_file_take(path=path, on=DAY, at=clock.now(), actor="demo")
    if isinstance(found, Refusal):
        _tell(console, "The bank's file is taken in already", "")
        return
    waiting = found.held + found.unmatched
    _tell(console, "Bank's file taken in", f"{found.read:,} payments", started)
    console.print(
        f"  {found.posted:,} settled what was due; {waiting:,} wait in the payments queue for a "
        "person.",
        style="dim",
        highlight=False,
    )


def decide_day(console: Console) -> Summary:
    """Decide the day; a day that is decided stays decided."""
    started = time.monotonic()
    with console.status(f"Deciding {DAY} …"):
        run = database_day(on=DAY, at=clock.now(), ladder=load_ladder(), book=load_book())
    summary = Summary.of_json(run.summary)
    _tell(console, "Day decided", f"{summary.accounts:,} accounts", started)
    return summary


def ensure_senders() -> None:
    """Register the demo's bank as a sender, for every nation that it writes to."""
    numbers = ContactPoint.objects.filter(kind="mobile").values_list("value", flat=True)
    nations = {number_nation(number) for number in numbers.iterator()} - {None}
    nations |= set(Account.objects.values_list("nation", flat=True).distinct())
    for nation in sorted(filter(None, nations)):
        sender_add(
            channel="sms",
            nation=nation,
            value="Larkfield",
            registration="a made-up registration of the demo",
            from_on=DAY,
            at=clock.now(),
            actor="demo",
        )


def send_messages(console: Console, passes: Sequence[tuple[str, datetime]]) -> None:
    """Live through the day: at each moment, release and send what may leave."""
    for name, moment in passes:
        set_clock(moment)
        waiting = PlannedContact.objects.filter(
            state__in=("planned", "queued"),
            channel__in=("email", "sms", "letter"),
            window_from__lte=moment,
            window_to__gt=moment,
        ).count()
        if not waiting:
            continue
        started = time.monotonic()
        with Progress(*_COLUMNS, console=console, transient=True) as progress:
            task = progress.add_task(f"{name}: asking again, sending", total=waiting)
            work_once(
                concurrency=4,
                on_round=lambda released, task=task: progress.update(  # type: ignore[misc]
                    task, advance=released.picked
                ),
            )
        _tell(console, f"{name}: messages sent", f"{waiting:,} asked", started)


def ensure_logins(logins: Sequence[tuple[str, str, str, str, bool]]) -> None:
    """Make the demo's users. In this process and those it starts they need no second step."""
    os.environ["FORBEAR_DEMO_USERS"] = " ".join(username for username, *_ in logins)
    for username, password, name, group, is_lead in logins:
        user_ensure(
            username=username,
            password=password,
            at=clock.now(),
            name=name,
            groups=(group,),
            is_superuser=is_lead,
        )


@contextmanager
def sending_on() -> Iterator[None]:
    """Keep releasing and sending while the desk is served."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "forbear", "outbox", "work"], stdout=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(timeout=20)


def planned_counts() -> dict[tuple[str, str], int]:
    """Return how many contacts of the day stand in which state, by channel."""
    run = DayRun.objects.get(on=DAY)
    rows = PlannedContact.objects.filter(decision__run=run).values_list("channel", "state")
    counts: dict[tuple[str, str], int] = {}
    for channel, state in rows:
        counts[channel, state] = counts.get((channel, state), 0) + 1
    return counts


def _tell(console: Console, what: str, how_many: str, started: float | None = None) -> None:
    took = f"{time.monotonic() - started:5.1f} s" if started is not None else ""
    console.print(f"[green]✓[/] {what:<36} {how_many:>18}  {took}", highlight=False)
