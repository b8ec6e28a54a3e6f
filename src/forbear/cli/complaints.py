"""``forbear complaints``: logged, handed over, answered; and counted by cause, team, agency."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import click

from forbear.cli.cases import (
    ACCOUNT,
    JSON,
    NOTE,
    RECEIVED,
    ROLE,
    SIDE,
    VIEW,
    account_of,
    answered_text,
    case_row,
    done_of,
    due_text,
    given_of,
    kept_text,
    opened_text,
    print_case,
    print_json,
    print_table,
    refused,
    rows_of,
)
from forbear.cli.database import day_of, with_database
from forbear.cli.options import DAY, actor
from forbear.core.cases import words as c
from forbear.packs.cases import load_case_rules
from forbear.wiring import clock

NUMBER = click.argument("complaint_id", type=int, metavar="NUMBER")
CAUSES = [each.code for each in load_case_rules().causes]
QUARTER = 90


@click.group()
def command() -> None:
    """Log, hand over and answer complaints; nobody handles one about themselves."""


@command.command("list")
@VIEW
@ACCOUNT
@JSON
def show_list(view: str, reference: str | None, *, as_json: bool) -> None:
    """List complaints by the day of their answer, overdue ones first."""
    with with_database():
        from forbear.store.selectors.case_records import complaint_list  # noqa: PLC0415

        rows = rows_of(complaint_list(view, actor=actor()), reference)
    if as_json:
        print_json(
            {
                **case_row(row),
                "cause": row.cause,
                "team": row.team,
                "agency": row.agency,
                "redress": row.redress,
                "redress_minor": row.redress_minor,
                "escalate_by": row.escalate_by,
            }
            for row in rows
        )
        return
    today = day_of(None)
    names = ("number", "account", "cause", "state", "acknowledge by", "answer by", "with")
    print_table(
        names,
        (
            (
                str(row.pk),
                row.account.reference,
                row.cause or "not named",
                row.state,
                "done"
                if row.acknowledged_on
                else due_text(row.acknowledge_due_on if row.is_open else None, today=today),
                due_text(row.answer_due_on if row.is_open else None, today=today),
                row.handler,
            )
            for row in rows
        ),
    )


@command.command()
@NUMBER
def show(complaint_id: int) -> None:
    """Show the complaint NUMBER: its words, its clocks with their law, its files and steps."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.store.selectors.case_records import complaint_list  # noqa: PLC0415

        row = complaint_list("all", actor=actor()).filter(pk=complaint_id).first()
        if row is None:
            text = f"There is no complaint {complaint_id} that is yours to see."
            refused("complaints", "show", Refusal("COMPLAINT_MISSING", text))
        head = {
            "complaint": row.reference,
            "account": row.account.reference,
            "cause": row.cause or "not named",
            "about": row.about or "nobody named",
        }
        print_case(row, head)


@command.command()
@click.argument("reference", metavar="ACCOUNT")
@click.option("--said", required=True, help="What they complain of, in their words.")
@click.option("--channel", type=click.Choice(c.CASE_CHANNELS), default="call", show_default=True)
@click.option("--about", default="", help="The user whose conduct it is.")
@click.option("--team", default="", help="The team in which it happened.")
@click.option("--agency", default="", help="The agency in which it happened.")
@click.option("--cause", type=click.Choice(CAUSES), default=None, help="If it is known already.")
@RECEIVED
@click.option("--key", default="", help="Of several tries with one key only one logs it.")
def log(
    reference: str,
    *,
    said: str,
    channel: str,
    about: str,
    team: str,
    agency: str,
    cause: str | None,
    received: datetime | None,
    key: str,
) -> None:
    """Log a complaint, even a spoken one, on the account with the number ACCOUNT."""
    with with_database():
        from forbear.services.cases.complaints import (  # noqa: PLC0415 - needs Django
            ComplaintWish,
            complaint_log,
        )

        wish = ComplaintWish(
            channel=channel,
            said=said,
            about=about,
            team=team,
            agency=agency,
            cause=cause or "",
            received_on=received.date() if received else None,
        )
        done = complaint_log(
            account_id=account_of("complaints", "log", reference),
            wish=wish,
            key=key or f"cli:{uuid4().hex}",
            at=clock.now(),
            actor=actor(),
        )
        done = done_of("complaints", "log", done)
    click.echo(opened_text(done, "logged"))


@command.command()
@NUMBER
@click.argument(
    "step",
    type=click.Choice(
        ["acknowledged", "noted", "extended", "withdrawn", "escalated", "closed", "reopened"]
    ),
)
@NOTE
def step(complaint_id: int, step: str, note: str) -> None:
    """Take a STEP with the complaint NUMBER that needs only a few words."""
    with with_database():
        from forbear.services.cases.complaints import complaint_note  # noqa: PLC0415

        done = complaint_note(
            complaint_id=complaint_id, step=step, at=clock.now(), actor=actor(), note=note
        )
        done = done_of("complaints", "step", done)
    click.echo(f"Complaint {complaint_id} is {done.state}.")


@command.command()
@NUMBER
@click.argument("to", metavar="USER")
def hand(complaint_id: int, to: str) -> None:
    """Give the complaint NUMBER to USER to look into."""
    with with_database():
        from forbear.services.cases.complaints import complaint_hand  # noqa: PLC0415

        done = complaint_hand(complaint_id=complaint_id, to=to, at=clock.now(), actor=actor())
        done_of("complaints", "hand", done)
    click.echo(f"Complaint {complaint_id} is with {to}.")


@command.command()
@NUMBER
@click.argument("code", type=click.Choice(CAUSES), metavar="CAUSE")
@click.option("--about", default="", help="The user whose conduct it was.")
@click.option("--team", default="")
@click.option("--agency", default="")
def cause(complaint_id: int, code: str, about: str, team: str, agency: str) -> None:
    """Name the root CAUSE of the complaint NUMBER, and where it happened."""
    with with_database():
        from forbear.services.cases.complaints import Cause, complaint_cause  # noqa: PLC0415

        done = complaint_cause(
            complaint_id=complaint_id,
            cause=Cause(code, about, team, agency),
            at=clock.now(),
            actor=actor(),
        )
        done_of("complaints", "cause", done)
    click.echo(f"Complaint {complaint_id}: {code}.")


@command.command()
@NUMBER
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@SIDE
def evidence(complaint_id: int, path: Path, side: str) -> None:
    """Keep the file PATH with the complaint NUMBER."""
    with with_database():
        from forbear.services.cases.complaints import complaint_file  # noqa: PLC0415
        from forbear.wiring.case_files import case_files  # noqa: PLC0415

        done = complaint_file(
            complaint_id=complaint_id,
            given=given_of(path),
            side=side,
            store=case_files(),
            at=clock.now(),
            actor=actor(),
        )
        done = done_of("complaints", "evidence", done)
    click.echo(kept_text(done))


@command.command()
@NUMBER
@click.argument("outcome", type=click.Choice(c.OUTCOMES))
@click.option("--reasons", required=True, help="What they are told.")
@click.option("--redress", type=click.Choice(c.REDRESSES), default="none", show_default=True)
@click.option("--amount", "amount_minor", type=int, default=0, help="Of redress: minor units.")
@ROLE
def answer(  # noqa: PLR0917 - one option each
    complaint_id: int, outcome: str, reasons: str, redress: str, amount_minor: int, role: str
) -> None:
    """Answer the complaint NUMBER with an OUTCOME, and give redress through the ledger."""
    with with_database():
        from forbear.services.cases.complaint_answers import (  # noqa: PLC0415 - needs Django
            ComplaintAnswer,
            complaint_answer,
        )

        done = complaint_answer(
            complaint_id=complaint_id,
            answer=ComplaintAnswer(outcome, reasons, redress, amount_minor),
            roles=(role,),
            at=clock.now(),
            actor=actor(),
        )
        done = done_of("complaints", "answer", done)
    click.echo(answered_text(done))


@command.command()
@click.option(
    "--by",
    type=click.Choice(["cause", "team", "agency", "about", "nation", "channel"]),
    default="cause",
    show_default=True,
)
@click.option("--from", "since", type=DAY, help="Received from this day; 90 days ago.")
@click.option("--to", "until", type=DAY, help="Up to this day; today.")
@JSON
def report(by: str, since: datetime | None, until: datetime | None, *, as_json: bool) -> None:
    """Count complaints by root cause, team, agency: received, open, outcomes, late ones."""
    with with_database():
        today = day_of(None)
        last = until.date() if until else today
        first = since.date() if since else last - timedelta(days=QUARTER)
        from forbear.store.selectors.case_records import complaint_report  # noqa: PLC0415

        rows = complaint_report(by, since=first, until=last, today=today)
    if as_json:
        print_json({"by": by, "from": first, "to": last, **asdict(row)} for row in rows)
        return
    click.echo(f"Received from {first} to {last}:")
    names = (by, "received", "open", "upheld", "in part", "rejected", "late")
    print_table(
        names,
        (
            (
                row.name or "not named",
                *(
                    str(many)
                    for many in (
                        row.received,
                        row.still_open,
                        row.upheld,
                        row.part_upheld,
                        row.rejected,
                        row.late,
                    )
                ),
            )
            for row in rows
        ),
    )
