"""``forbear disputes``: opened, looked into, answered, by their clock."""

from __future__ import annotations

from datetime import datetime
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
from forbear.cli.options import actor
from forbear.core.cases import words as c
from forbear.wiring import clock

NUMBER = click.argument("dispute_id", type=int, metavar="NUMBER")


@click.group()
def command() -> None:
    """List, open and answer disputes. While one is open the account is not collected."""


@command.command("list")
@VIEW
@ACCOUNT
@JSON
def show_list(view: str, reference: str | None, *, as_json: bool) -> None:
    """List disputes by the day of their answer, overdue ones first."""
    with with_database():
        from forbear.store.selectors.case_records import dispute_list  # noqa: PLC0415

        rows = rows_of(dispute_list(view), reference)
    if as_json:
        print_json(
            {
                **case_row(row),
                "ground": row.ground,
                "extent": row.extent,
                "amount_minor": row.amount_minor,
                "currency": row.currency,
                "corrected_minor": row.corrected_minor,
            }
            for row in rows
        )
        return
    today = day_of(None)
    names = ("number", "account", "ground", "minor units", "state", "answer by", "with")
    print_table(
        names,
        (
            (
                str(row.pk),
                row.account.reference,
                row.ground,
                f"{row.amount_minor:,} {row.currency}",
                row.state,
                due_text(row.answer_due_on if row.is_open else None, today=today),
                row.handler,
            )
            for row in rows
        ),
    )


@command.command()
@NUMBER
def show(dispute_id: int) -> None:
    """Show the dispute NUMBER: what is disputed, its clocks with their law, its files and steps."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.store.models import Dispute  # noqa: PLC0415

        row = Dispute.objects.select_related("account").filter(pk=dispute_id).first()
        if row is None:
            text = f"There is no dispute {dispute_id}."
            refused("disputes", "show", Refusal("DISPUTE_MISSING", text))
        head = {
            "dispute": row.reference,
            "account": row.account.reference,
            "disputed": f"{row.ground}, {row.extent}: {row.amount_minor:,} {row.currency}",
        }
        print_case(row, head)


@command.command("open")
@click.argument("reference", metavar="ACCOUNT")
@click.option("--ground", type=click.Choice(c.DISPUTE_GROUNDS), required=True)
@click.option("--channel", type=click.Choice(c.CASE_CHANNELS), default="letter", show_default=True)
@click.option("--amount", "amount_minor", type=int, help="Of a part only: minor units.")
@click.option("--line", "transaction_id", type=int, help="The number of the disputed transaction.")
@RECEIVED
@click.option("--said", default="", help="In the cardholder's words.")
@click.option("--key", default="", help="Of several tries with one key only one opens it.")
def open_one(
    reference: str,
    ground: str,
    channel: str,
    *,
    amount_minor: int | None,
    transaction_id: int | None,
    received: datetime | None,
    said: str,
    key: str,
) -> None:
    """Open a dispute on the account with the number ACCOUNT."""
    with with_database():
        from forbear.services.cases.disputes import DisputeWish, dispute_open  # noqa: PLC0415

        wish = DisputeWish(
            ground=ground,
            channel=channel,
            said=said,
            extent="whole" if amount_minor is None and transaction_id is None else "part",
            amount_minor=amount_minor or 0,
            transaction_id=transaction_id,
            received_on=received.date() if received else None,
        )
        done = dispute_open(
            account_id=account_of("disputes", "open", reference),
            wish=wish,
            key=key or f"cli:{uuid4().hex}",
            at=clock.now(),
            actor=actor(),
        )
        done = done_of("disputes", "open", done)
    click.echo(opened_text(done, "open"))


@command.command()
@NUMBER
@click.argument(
    "step",
    type=click.Choice(
        ["acknowledged", "evidence_asked", "noted", "withdrawn", "closed", "reopened"]
    ),
)
@NOTE
def step(dispute_id: int, step: str, note: str) -> None:
    """Take a STEP with the dispute NUMBER that needs only a few words."""
    with with_database():
        from forbear.services.cases.disputes import dispute_note  # noqa: PLC0415

        done = dispute_note(
            dispute_id=dispute_id, step=step, at=clock.now(), actor=actor(), note=note
        )
        done = done_of("disputes", "step", done)
    click.echo(f"Dispute {dispute_id} is {done.state}.")


@command.command()
@NUMBER
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), required=False)
@SIDE
@click.option("--statement", is_flag=True, help="Ours: what is owed by the ledger, line by line.")
def evidence(dispute_id: int, path: Path | None, side: str, *, statement: bool) -> None:
    """Keep the file PATH with the dispute NUMBER, or make our --statement of what is owed."""
    if (path is None) != statement:
        raise click.UsageError("Give a file, or --statement.")
    with with_database():
        from forbear.services.cases.disputes import dispute_file  # noqa: PLC0415 - needs Django
        from forbear.services.cases.statements import dispute_statement  # noqa: PLC0415
        from forbear.wiring.case_files import case_files  # noqa: PLC0415

        at, who, store = clock.now(), actor(), case_files()
        done = (
            dispute_statement(dispute_id=dispute_id, store=store, at=at, actor=who)
            if path is None
            else dispute_file(
                dispute_id=dispute_id,
                given=given_of(path),
                side=side,
                store=store,
                at=at,
                actor=who,
            )
        )
        done = done_of("disputes", "evidence", done)
    click.echo(kept_text(done))


@command.command()
@NUMBER
@click.argument("outcome", type=click.Choice(c.OUTCOMES))
@click.option("--reasons", required=True, help="What the cardholder is told.")
@click.option("--correction", type=click.Choice(c.CORRECTIONS), default="none", show_default=True)
@click.option("--amount", "amount_minor", type=int, default=0, help="Taken off in part: minor.")
@ROLE
def answer(  # noqa: PLR0917 - one option each
    dispute_id: int, outcome: str, reasons: str, correction: str, amount_minor: int, role: str
) -> None:
    """Answer the dispute NUMBER with an OUTCOME; the ledger is put right with it."""
    with with_database():
        from forbear.services.cases.answering import Answer, dispute_answer  # noqa: PLC0415

        done = dispute_answer(
            dispute_id=dispute_id,
            answer=Answer(outcome, reasons, correction, amount_minor),
            roles=(role,),
            at=clock.now(),
            actor=actor(),
        )
        done = done_of("disputes", "answer", done)
    click.echo(answered_text(done))


@command.command()
@JSON
def marks(*, as_json: bool) -> None:
    """List how reports to credit bureaus are to be marked, account by account."""
    with with_database():
        from forbear.services.cases.marks import credit_marks  # noqa: PLC0415

        rows = list(credit_marks())
    if as_json:
        print_json(
            {
                "account": row.account,
                "state": row.state,
                "code": row.code,
                "means": row.means,
                "means_zh": row.means_zh,
                "citation": row.cite,
                "confidence": row.confidence,
            }
            for row in rows
        )
        return
    names = ("account", "state", "mark", "means", "source")
    print_table(names, ((r.account, r.state, r.code, r.means, r.cite) for r in rows))
