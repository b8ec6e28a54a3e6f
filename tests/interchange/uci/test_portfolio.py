"""The sample portfolio: real money, invented people, and the two never mixed up."""

from __future__ import annotations

import gzip
import hashlib
from datetime import date
from functools import cache
from importlib import resources

import polars as pl
import pytest

from forbear.interchange import uci
from forbear.interchange.tabular.tables import TABLES
from forbear.interchange.uci.places import FACTOR
from forbear.interchange.uci.source import accounts as source

AS_OF = date(2026, 11, 20)


@cache
def portfolio() -> dict[str, pl.DataFrame]:
    return uci.portfolio(AS_OF)


def test_the_file_is_the_published_one() -> None:
    packed = resources.files("forbear.interchange.uci").joinpath("UCI_Credit_Card.csv.gz")
    digest = hashlib.sha256(gzip.decompress(packed.read_bytes())).hexdigest()
    assert digest == "9e5c04a4331d1e7b7d11b5ce881f550d55c1932292eacfe3734dd4546888ddec"


def test_protected_attributes_and_the_outcome_enter_no_table() -> None:
    columns = {name.lower() for frame in portfolio().values() for name in frame.columns}
    columns |= set(source().columns)
    for word in ("sex", "education", "marriage", "age", "default"):
        assert not any(word in name.split("_") for name in columns), word


def test_balances_are_the_bills_times_a_whole_factor() -> None:
    got = portfolio()["accounts"].with_columns(
        id=pl.col("reference").str.slice(1).cast(pl.Int64()),
        factor=pl.col("nation").replace_strict(FACTOR),
    )
    both = got.join(source(), on="id")
    assert both.height == 30_000
    assert (both["balance_minor"] == both["bill_1"] * both["factor"]).all()


@pytest.mark.parametrize("whose", ["whole", "late"])
def test_the_ledger_sums_to_the_balance(whose: str) -> None:
    postings = portfolio() if whose == "whole" else uci.portfolio(AS_OF, ledger="late")
    sums = postings["postings"].group_by("account_reference").agg(pl.col("amount_minor").sum())
    both = portfolio()["accounts"].join(
        sums, left_on="reference", right_on="account_reference", how="left"
    )
    assert (both["amount_minor"].fill_null(0) == both["balance_minor"]).all()


def test_dues_say_what_the_account_says() -> None:
    open_dues = (
        portfolio()["dues"]
        .filter((pl.col("due_on") < AS_OF) & (pl.col("paid_minor") < pl.col("amount_minor")))
        .group_by("account_reference")
        .agg(
            pl.len().alias("many"),
            pl.col("due_on").min().alias("oldest"),
            (pl.col("amount_minor") - pl.col("paid_minor")).sum().alias("open"),
        )
    )
    both = portfolio()["accounts"].join(
        open_dues, left_on="reference", right_on="account_reference", how="left"
    )
    assert (both["many"].fill_null(0) == both["missed_statements"]).all()
    assert both["oldest"].eq_missing(both["oldest_unpaid_due_on"]).all()
    assert (both["open"].fill_null(0) == both["overdue_minor"]).all()
    assert (both["overdue_minor"] <= both["balance_minor"].clip(0)).all()


def test_no_rung_is_above_what_the_delinquency_allows() -> None:
    late = (pl.lit(AS_OF) - pl.col("oldest_unpaid_due_on")).dt.total_days().fill_null(0)
    from_day = {1: 1, 2: 7, 3: 31, 4: 61, 6: 91}  # as the default ladder has it
    reached = (
        portfolio()["accounts"]
        .filter(pl.col("step") > 0)
        .select(
            late.alias("dpd"),
            ago=(pl.lit(AS_OF) - pl.col("step_on")).dt.total_days(),
            allowed_from=pl.col("step").replace_strict(from_day, return_dtype=pl.Int64()),
        )
    )
    assert reached.height > 3000
    assert (reached["ago"] > 0).all()
    assert (reached["dpd"] - reached["ago"] >= reached["allowed_from"]).all()


@pytest.mark.parametrize(
    ("nation", "kinds", "pattern"),
    [
        ("US", ("mobile", "home", "work"), r"^\+1[0-9]{3}55501[0-9]{2}$"),
        ("GB", ("mobile",), r"^\+447700900[0-9]{3}$"),
        ("GB", ("home", "work"), r"^\+442079460[0-9]{3}$"),
        ("CN", ("mobile",), r"^\+861000000[0-9]{4}$"),
        ("CN", ("home", "work"), r"^\+86100000[0-9]{4}$"),
        (None, ("email", "work_email"), r"^(card|office)[0-9]{5}@(example\.(com|org)|mail\.test)$"),
    ],
)
def test_numbers_and_mail_belong_to_nobody(
    nation: str | None, kinds: tuple[str, ...], pattern: str
) -> None:
    nations = portfolio()["accounts"].select("person_reference", "nation").unique()
    points = portfolio()["contact_points"].join(nations, on="person_reference")
    chosen = points.filter(pl.col("kind").is_in(kinds))
    if nation is not None:
        chosen = chosen.filter(pl.col("nation") == nation)
    assert chosen.height > 100
    assert chosen["value"].str.contains(pattern).all()


def test_the_same_seed_gives_the_same_portfolio_and_another_another() -> None:
    one, same = uci.portfolio(AS_OF, limit=300), uci.portfolio(AS_OF, limit=300)
    other = uci.portfolio(AS_OF, seed=8, limit=300)
    assert all(one[name].equals(same[name]) for name in one)
    assert not one["persons"].equals(other["persons"])
    assert one["accounts"]["credit_limit_minor"].len() == 300


def test_the_first_people_are_who_they_were() -> None:
    # a change here changes every demonstration and every figure in the documentation
    assert portfolio()["persons"]["name"].head(4).to_list() == [
        "罗静怡",
        "Elena Yardley",
        "朱秋实",
        "Elena Ellery",
    ]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_columns_that_the_import_knows(name: str) -> None:
    frame = portfolio()[name]
    assert set(frame.columns) <= set(TABLES[name].names)
    assert set(TABLES[name].required) <= set(frame.columns)
    assert frame.height > 0


def test_contacts_lie_before_the_day() -> None:
    contacts = portfolio()["contacts"]
    assert (contacts["at"].dt.date() <= AS_OF).all()
    busiest = (
        contacts.filter(
            (pl.col("channel") == "call") & (pl.col("at").dt.date() > AS_OF - pl.duration(days=7))
        )["person_reference"]
        .value_counts()["count"]
        .max()
    )
    assert busiest >= 7


def test_agreement_is_what_the_documentation_prints() -> None:
    rows = {row["status"]: row for row in uci.agreement().to_dicts()}
    assert rows["all"]["latest_same_lateness"] == 83.5
    assert rows["all"]["latest_same_count"] == 79.8
    assert rows["all"]["all_same_lateness"] == 85.4
    assert rows["2"]["latest_same_lateness"] == 25.9
