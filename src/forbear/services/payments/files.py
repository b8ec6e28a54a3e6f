"""A bank's file taken in: entries once, payments posted or left for a person, returns reversed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import polars as pl
from django.db import transaction

from forbear.core.payments.index import Index
from forbear.core.payments.keys import name_key
from forbear.core.payments.matching import matched
from forbear.core.payments.returns import returned
from forbear.interchange.bank.entries import BankProblem, BankRead, Finding
from forbear.interchange.bank.reading import read_bank_file
from forbear.interchange.tabular.reading import file_sha256
from forbear.services.audit import audit_write
from forbear.services.debits.booking import debits_booked, debits_sent_back
from forbear.services.debits.locking import debits_lock
from forbear.services.payments.payers import payers_note
from forbear.services.payments.returning import payment_return
from forbear.services.payments.taking import payments_take
from forbear.services.refund_booking import refunds_booked
from forbear.services.refusals import Refusal
from forbear.store.books import books_shared
from forbear.store.models import BankFile
from forbear.store.payments.copying import execute, expect_many, numbers
from forbear.store.payments.entries import entries_add
from forbear.store.payments.index import index_of_entries, index_of_returns
from forbear.store.payments.writing import as_json, payments_insert, suspense_book
from forbear.store.selectors.ledger import first_open_day

FINDINGS_MAX = 200
_MANY = 1000


@dataclass(frozen=True, slots=True)
class BankFileResult:
    """What became of a file.

    ``read``, ``added`` and ``known`` count its entries; the others say what became of the new ones:
    ``posted``, ``held`` for a person, ``unmatched``, ``returned``, or ``outgoing`` otherwise.
    """

    name: str
    kind: str
    read: int
    added: int
    known: int
    posted: int = 0
    held: int = 0
    unmatched: int = 0
    returned: int = 0
    outgoing: int = 0
    findings: list[Finding] = field(default_factory=list)


@transaction.atomic
def bank_file_take(
    *,
    path: Path,
    on: date,
    at: datetime,
    actor: str,
    map_path: Path | None = None,
    is_rehearsal: bool = False,
) -> BankFileResult | Refusal:
    """Take in a bank's file, all that is good of it, in one transaction.

    ``on`` is the day of the books. A file that was taken before is refused (``FILE_KNOWN``), one
    that cannot be used raises ``BankProblem``. ``is_rehearsal`` does everything and then leaves the
    store as it was.
    """
    execute("SELECT pg_advisory_xact_lock(hashtext('bank files'))")
    digest = _digest(path)
    before = BankFile.objects.filter(sha256=digest).first()
    if before is not None:
        return Refusal(
            "FILE_KNOWN",
            f"{path}: was taken in on {before.at:%Y-%m-%d} as {before.name}. Nothing was done.",
        )
    read = read_bank_file(path, map_path=map_path)
    if read.entries.height > _MANY:
        expect_many()
    (number,) = numbers("store_bankfile", 1)
    added = entries_add(read.entries, file_id=number, kind=read.kind)
    counts = _settled(added, on=on, at=at, actor=actor)
    result = BankFileResult(
        name=path.name,
        kind=read.kind,
        read=read.entries.height,
        added=added.height,
        known=read.entries.height - added.height,
        findings=read.findings,
        **counts,
    )
    _keep(result, read, number, digest, map_path, at=at, actor=actor)
    transaction.set_rollback(is_rehearsal)
    return result


def _digest(path: Path) -> str:
    try:
        return file_sha256(path)
    except OSError as error:
        raise BankProblem("NO_FILE", f"{path}: cannot be read ({error.strerror}).") from error


def _settled(added: pl.DataFrame, *, on: date, at: datetime, actor: str) -> dict[str, int]:
    """Match new entries and book them; return how many became what."""
    index = index_of_entries(added)
    if not index.debits.is_empty():
        debits_lock()  # before any account's, as everything that changes debits does
    found = matched(added, index)
    repeat = added["is_repeat"] & found["outcome"].is_in(["matched", "unmatched"])
    more = (
        pl.when(repeat).then(pl.lit(["POSSIBLE_REPEAT"])).otherwise(pl.lit([], pl.List(pl.String)))
    )
    found = found.with_columns(
        pl.when(repeat).then(pl.lit("held")).otherwise(pl.col("outcome")).alias("outcome"),
        pl.col("reasons").list.concat(more),
    )
    rows = pl.concat([added, found], how="horizontal")
    posted = rows.filter(pl.col("outcome") == "matched")
    payments_take(_as_payments(posted, "posted", index), on=on, at=at, actor=actor)
    if not index.more.is_empty():
        payers_note(_texts_of(posted.join(index.more, on="account_id", how="semi")), at=at)
    ours = posted.join(index.debits, on="end_to_end_id", how="semi")
    debits_booked(dict(ours.select("end_to_end_id", "booked_on").iter_rows()), at=at)
    waits = rows.filter(pl.col("outcome").is_in(["held", "unmatched"]))
    _let_wait(_as_payments(waits, pl.col("outcome"), index), on=on, at=at, actor=actor)
    back, unmatched, outgoing = _taken_back(
        rows.filter(pl.col("outcome") == "outgoing"), index, on=on, at=at, actor=actor
    )
    outcomes = waits["outcome"]
    return {
        "posted": posted.height,
        "held": int((outcomes == "held").sum()),
        "unmatched": int((outcomes == "unmatched").sum()) + unmatched,
        "returned": back,
        "outgoing": outgoing,
    }


def _texts_of(rows: pl.DataFrame) -> dict[str, tuple[int, str]]:
    """Return by the payment's key its account and all that the bank's entry says of what it is."""
    texts = ("reference", "remittance", "end_to_end_id")
    return {
        f"bank:{row['entry_id']}": (row["account_id"], "\n".join(row[name] for name in texts))
        for row in rows.iter_rows(named=True)
    }


def _as_payments(rows: pl.DataFrame, state: str | pl.Expr, index: Index) -> pl.DataFrame:
    """Return entries as rows of payments."""
    holders = index.accounts.select("account_id", "holder")
    known = pl.col("account_id").is_not_null() & (pl.col("party_name") != "")
    differs = name_key(pl.col("party_name")) != name_key(pl.col("holder"))
    return rows.join(holders, on="account_id", how="left", maintain_order="left").select(
        pl.format("bank:{}", "entry_id").alias("key"),
        "entry_id",
        pl.lit("bank").alias("source"),
        (pl.lit(state) if isinstance(state, str) else state).alias("state"),
        "account_id",
        "amount_minor",
        "currency",
        "booked_on",
        "value_on",
        "confidence",
        as_json("reasons"),
        as_json("candidates"),
        pl.col("party_name").str.slice(0, 280).alias("paid_by"),
        pl.when(known).then(differs).alias("is_by_other"),
    )


def _let_wait(rows: pl.DataFrame, *, on: date, at: datetime, actor: str) -> None:
    """Book what waits into suspense, and put it into the queue."""
    if rows.is_empty():
        return
    books_shared()
    numbered = rows.with_row_index("n")
    booked = suspense_book(numbered, on=first_open_day(on), at=at, actor=actor)
    payments_insert(
        numbered.with_columns(
            numbers("store_payment", rows.height).alias("id"), booked["suspense_id"]
        ),
        at=at,
        actor=actor,
    )


def _taken_back(
    rows: pl.DataFrame, index: Index, *, on: date, at: datetime, actor: str
) -> tuple[int, int, int]:
    """Reverse payments that the bank took back; return how many, how many wait, and the rest."""
    wanted = rows.filter(pl.col("is_reversal"))
    found = returned(wanted, index_of_returns(wanted, index.accounts))
    rows_found = pl.concat(
        [wanted.drop("outcome", "account_id", "confidence", "reasons", "candidates"), found],
        how="horizontal",
    )
    done = []
    for row in rows_found.filter(pl.col("outcome") == "returned").iter_rows(named=True):
        reason = " ".join(filter(None, (row["return_reason"], row["remittance"]))) or "returned"
        result = payment_return(
            payment_id=row["payment_id"],
            entry_id=row["entry_id"],
            amount_minor=-row["amount_minor"],
            on=on,
            at=at,
            actor=actor,
            reason=reason,
        )
        if not isinstance(result, Refusal):
            done.append(row["entry_id"])
    sent_back = wanted.join(index.debits, on="end_to_end_id", how="semi")
    names = ("end_to_end_id", "return_reason", "booked_on", "place")
    debits_sent_back(sent_back.select(names).rows(), at=at, actor=actor)
    went = rows.filter(~pl.col("is_reversal")).select(
        "end_to_end_id", -pl.col("amount_minor"), "currency", "value_on"
    )
    refunds_booked(went.iter_rows(), on=on, at=at, actor=actor)
    waits = rows_found.filter(~pl.col("entry_id").is_in(done)).with_columns(
        pl.lit(None, pl.Int64()).alias("account_id"), pl.lit("").alias("confidence")
    )
    _let_wait(_as_payments(waits, "unmatched", index), on=on, at=at, actor=actor)
    return len(done), waits.height, rows.height - wanted.height


def _keep(
    result: BankFileResult,
    read: BankRead,
    number: int,
    digest: str,
    map_path: Path | None,
    *,
    at: datetime,
    actor: str,
) -> None:
    """Leave the trace of the file."""
    told = [[one.code, one.place, one.reason] for one in read.findings]
    BankFile.objects.create(
        id=number,
        at=at,
        actor=actor,
        name=result.name[:255],
        sha256=digest,
        mapping_sha256=hashlib.sha256(map_path.read_bytes()).hexdigest() if map_path else "",
        kind=read.kind,
        version=read.version[:16],
        statements=read.statements,
        read=result.read,
        added=result.added,
        known=result.known,
        left_out=sum(one.is_left_out for one in read.findings),
        findings=told[:FINDINGS_MAX],
        findings_count=len(told),
    )
    audit_write(
        at=at,
        actor=actor,
        action="payments.imported",
        subject="bank_file",
        subject_id=number,
        data={
            "read": result.read,
            "added": result.added,
            "posted": result.posted,
            "held": result.held,
            "unmatched": result.unmatched,
            "returned": result.returned,
            "findings": len(told),
        },
    )
