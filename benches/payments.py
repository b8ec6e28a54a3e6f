"""How fast money comes in: a million bank entries read, matched, allocated and posted."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
from benches._own_database import own_database

ROWS = 1_000_000
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
ON = date(2026, 11, 20)
IN_CAMT = 100_000
IBAN = "DE89370400440532013000"
PERSON = {"reference": "P{}", "name": "Cardholder Number{}"}


def _portfolio(folder: Path, rows: int) -> list[Path]:
    """Write cardholders, accounts, two dues each, and what each owes by component."""
    base = pl.select(pl.int_range(rows).alias("n"))
    account = pl.format("ACC-{}", pl.col("n") + 4_000_000_000)
    tables = {
        "persons": base.select(
            pl.format("P{}", "n").alias("reference"),
            pl.format("Cardholder Number{}", "n").alias("name"),
            pl.lit("Europe/Berlin").alias("time_zones"),
        ),
        "accounts": base.select(
            account.alias("reference"),
            pl.format("P{}", "n").alias("person_reference"),
            pl.lit("EU").alias("nation"),
            pl.lit("EUR").alias("currency"),
            pl.lit(61_500).alias("balance_minor"),
            pl.lit(3000).alias("overdue_minor"),
            pl.lit(date(2026, 10, 1)).alias("oldest_unpaid_due_on"),
        ),
        "dues": pl.concat(
            base.select(
                account.alias("account_reference"),
                pl.lit(day).alias("due_on"),
                pl.lit(1500).alias("amount_minor"),
            )
            for day in (date(2026, 10, 1), date(2026, 11, 1))
        ),
        "postings": pl.concat(
            base.select(
                pl.format(f"{kind}-{{}}", "n").alias("transaction_reference"),
                account.alias("account_reference"),
                pl.lit(kind).alias("kind"),
                pl.lit(date(2026, 9, 1)).alias("on"),
                pl.lit(component).alias("component"),
                pl.lit(amount).alias("amount_minor"),
            )
            for kind, component, amount in (
                ("purchase", "principal", 60_000),
                ("interest", "interest", 1500),
            )
        ),
    }
    paths = []
    for name, frame in tables.items():
        paths.append(folder / f"{name}.parquet")
        frame.write_parquet(paths[-1])
    return paths


def _entries(rows: int, day: date) -> pl.DataFrame:
    """Return entries, as many by reference, in free text (two ways), and by name and amount."""
    account = pl.col("n") + 4_000_000_000
    way = pl.col("n") % 4
    return pl.select(pl.int_range(rows).shuffle(seed=7).alias("n")).select(
        pl.lit(IBAN).alias("account"),
        pl.lit(day).alias("booked_on"),
        pl.lit("EUR").alias("currency"),
        pl.lit(3000).alias("amount_minor"),
        pl.format("B{}", "n").alias("bank_reference"),
        pl.format("E2E{}", "n").alias("end_to_end_id"),
        pl.when(way == 0).then(pl.format("ACC-{}", account)).alias("reference"),
        pl.when(way == 1)
        .then(pl.format("payment for card ACC {} thank you", account))
        .when(way == 2)
        .then(pl.format("ACC-{}/November", account))
        .otherwise(pl.lit("monthly payment"))
        .alias("remittance"),
        pl.format("NUMBER{} CARDHOLDER", "n").alias("party_name"),
    )


def _camt(entries: pl.DataFrame, path: Path) -> None:
    one = (
        '<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        "<BookgDt><Dt>{}</Dt></BookgDt><ValDt><Dt>{}</Dt></ValDt><AcctSvcrRef>C{}</AcctSvcrRef>"
        "<NtryDtls><TxDtls><Refs><EndToEndId>{}</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>{}"
        "</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>{}</Ustrd><Strd><CdtrRefInf><Ref>{}</Ref>"
        "</CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
    text = entries.select(
        pl.format(
            one,
            "booked_on",
            "booked_on",
            "bank_reference",
            "end_to_end_id",
            "party_name",
            "remittance",
            pl.col("reference").fill_null(""),
        )
    ).to_series()
    head = (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr/>'
        f"<Stmt><Id>S</Id><Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct>"
    )
    path.write_text(head + "\n".join(text) + "</Stmt></BkToCstmrStmt></Document>")


def run(rows: int = ROWS) -> list[dict[str, object]]:
    """Measure in a process of its own, with an empty database of its own."""
    with tempfile.TemporaryDirectory(prefix="forbear-bench-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benches.payments", folder, str(rows)],
            cwd=Path(__file__).resolve().parent.parent,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _measure(folder: Path, rows: int) -> Iterator[dict[str, object]]:
    with own_database(folder):
        from forbear.services.imports import import_files, incoming_file  # noqa: PLC0415

        import_files(
            incoming=[incoming_file(path) for path in _portfolio(folder, rows)],
            at=AT,
            actor="bench",
        )
        from django.db import connection  # noqa: PLC0415

        with connection.cursor() as cursor:
            # what the database does by itself in the minutes after such an import
            cursor.execute("VACUUM ANALYZE")
        rows_file, camt_file = folder / "bank.csv", folder / "bank.xml"
        _entries(rows, date(2026, 11, 19)).write_csv(rows_file)
        in_camt = min(rows, IN_CAMT)
        # by name and amount only once: after that the amount is not owed any more
        second = _entries(in_camt, date(2026, 11, 20)).filter(
            pl.col("remittance") != "monthly payment"
        )
        in_camt = second.height
        _camt(second, camt_file)
        yield _taken(rows_file, rows, "CSV")
        yield _taken(camt_file, in_camt, "camt.053")


def _taken(path: Path, rows: int, kind: str) -> dict[str, object]:
    from forbear.services.payments.files import BankFileResult, bank_file_take  # noqa: PLC0415

    start = time.perf_counter()
    found = bank_file_take(path=path, on=ON, at=AT, actor="bench")
    seconds = time.perf_counter() - start
    assert isinstance(found, BankFileResult)
    assert found.posted == rows, found
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    words = f"{kind}, against an index of all accounts; aim 60 s a million; peak {peak} MiB"
    name = f"{rows:,} payments imported, matched, allocated, posted"
    return {"name": name, "value": round(seconds, 1), "unit": "s", "note": words}


if __name__ == "__main__":
    for result in _measure(Path(sys.argv[1]), int(sys.argv[2])):
        print(json.dumps(result), flush=True)
