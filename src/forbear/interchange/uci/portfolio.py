"""The sample portfolio as the tables that ``forbear import`` takes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import polars as pl

from forbear.interchange.uci import cards, history
from forbear.interchange.uci.billing import with_derived, with_dues, with_unpaid
from forbear.interchange.uci.calendar import with_days
from forbear.interchange.uci.ledger import postings
from forbear.interchange.uci.people import people, person_number, with_person
from forbear.interchange.uci.points import points
from forbear.interchange.uci.source import accounts
from forbear.interchange.uci.statements import statements

Ledger = Literal["whole", "late", "none"]


def portfolio(
    as_of: date, seed: int = 7, *, limit: int | None = None, ledger: Ledger = "whole"
) -> dict[str, pl.DataFrame]:
    """Return every table by its name, in the order in which to import them.

    ``as_of`` is the day on which the accounts stand as they do, before anything is done on it. The
    same day and ``seed`` give the same portfolio. ``limit`` takes only the first accounts;
    ``ledger`` says whose postings are made: of all, in full of the late ones only, or of none.
    """
    frame = accounts() if limit is None else accounts().head(limit)
    frame = with_unpaid(with_derived(with_dues(frame)))
    frame = frame.with_columns(
        pl.concat_str(pl.lit("A"), pl.col("id").cast(pl.String()).str.zfill(5)).alias("reference")
    )
    frame = with_days(with_person(frame, seed=seed), as_of=as_of, seed=seed)
    frame = frame.with_columns(person_number(pl.col("holder")).alias("person_reference"))
    frame = cards.with_case(frame, as_of=as_of, seed=seed)
    frame = cards.with_step(frame, as_of=as_of, seed=seed)
    frame = cards.with_collector(frame, as_of=as_of, seed=seed)
    frame = cards.with_state(frame, as_of=as_of, seed=seed)
    holders = people(frame, as_of=as_of, seed=seed)
    tables = {
        "persons": holders.drop("id", "place", "nation", "dialling", "town"),
        "accounts": cards.cards(frame, seed=seed),
        "contact_points": points(holders, seed=seed),
    }
    late = frame.filter(pl.col("dpd") > 0)
    made = history.contacts(late, as_of=as_of, seed=seed)
    # only where there is such a number or address
    known = tables["contact_points"].select(contact_point_reference="reference")
    tables |= {
        "contacts": made.join(
            known, on="contact_point_reference", how="semi", maintain_order="left"
        ),
        "opt_outs": history.opt_outs(holders, as_of=as_of, seed=seed),
        "consents": history.consents(holders, as_of=as_of, seed=seed),
        "inconvenient": history.inconvenient(holders, seed=seed),
        "dues": cards.dues(frame),
        "promises": cards.promises(frame, as_of=as_of, seed=seed),
    }
    if ledger != "none":
        tables["postings"] = postings(frame, seed=seed, only_late=ledger == "late")
        tables["statements"] = statements(frame, only_late=ledger == "late")
    return tables


def write(tables: dict[str, pl.DataFrame], folder: Path) -> list[Path]:
    """Write each table as a Parquet file named after it; return the files in order of import."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.parquet" for name in tables]
    for path, frame in zip(paths, tables.values(), strict=True):
        frame.write_parquet(path)
    return paths
