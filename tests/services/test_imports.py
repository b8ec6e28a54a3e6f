"""Imports into a real PostgreSQL: the same twice is once, all or nothing, every misfit told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from django.db import connection
from django.db.models import Sum

from forbear.interchange import uci
from forbear.interchange.tabular.problems import ImportProblem
from forbear.interchange.tabular.tables import TABLES
from forbear.services.imports import ImportResult, import_files, import_frames, incoming_file
from forbear.store.loading import PLANS
from forbear.store.models import (
    Account,
    AuditEntry,
    Contact,
    Due,
    ImportBatch,
    LedgerTransaction,
    OptOut,
    Person,
    Posting,
)
from tests import databases

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db

PERSONS = "reference,name,time_zones\nP1,Ada Barlow,America/New_York\nP2,王安宁,\n"
ACCOUNTS = (
    "reference,person_reference,nation,region,currency,balance_minor\n"
    "A1,P1,US,US-NY,USD,1000\nA2,P2,CN,,CNY,-5\n"
)


def take(folder: Path, **files: str) -> list[ImportResult]:
    """Write each file under the name of its table, and import them together."""
    paths = []
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return import_files(incoming=[incoming_file(path) for path in paths], at=NOW, actor="ada")


def counts(result: ImportResult) -> tuple[int, int, int, int, int]:
    return (result.read, result.added, result.changed, result.same, result.rejected)


def told(result: ImportResult) -> list[tuple[object, ...]]:
    assert result.rejects is not None
    return pl.read_csv(result.rejects).rows()


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    results = take(tmp_path, accounts=ACCOUNTS, persons=PERSONS)
    assert [counts(result) for result in results] == [(2, 2, 0, 0, 0), (2, 2, 0, 0, 0)]
    assert Person.objects.get(reference="P2").time_zones is None
    assert Account.objects.get(reference="A1").person.reference == "P1"
    assert Account.objects.get(reference="A2").balance_minor == -5


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    take(tmp_path, persons=PERSONS, accounts=ACCOUNTS)
    again = take(tmp_path, persons=PERSONS, accounts=ACCOUNTS)
    assert [counts(result) for result in again] == [(2, 0, 0, 2, 0), (2, 0, 0, 2, 0)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM store_personevent")
        assert cursor.fetchone() == (0,)


def test_a_later_file_changes_what_differs_and_only_the_columns_it_has(tmp_path: Path) -> None:
    take(tmp_path, persons=PERSONS)
    [result] = take(tmp_path, persons="reference,name\nP1,Ada Denby\nP2,王安宁\n")
    assert counts(result) == (2, 0, 1, 1, 0)
    ada = Person.objects.get(reference="P1")
    assert (ada.name, ada.time_zones) == ("Ada Denby", "America/New_York")


def test_misfits_are_told_and_the_others_go_in(tmp_path: Path) -> None:
    take(tmp_path, persons=PERSONS)
    [result] = take(
        tmp_path,
        accounts="reference,person_reference,nation,currency,balance_minor,overdue_minor\n"
        "A1,P1,US,USD,1000,0\n"
        "A2,P9,US,USD,1000,0\n"
        "A3,P1,us,TWD,much,-1\n"
        "A1,P2,CN,CNY,7,0\n"
        "A4,P1\n"
        "A5,P2,CN,CNY,7,0\n",
    )
    assert counts(result) == (6, 2, 0, 0, 4)
    assert sorted(told(result)) == [
        (3, "person_reference", "P9", "is not known: import it first"),
        (4, "balance_minor", "much", "is not an amount such as 1234"),
        (4, "currency", "TWD", "is not one of CNY, USD, GBP, EUR, AUD, INR"),
        (4, "nation", "us", "is not a country code of two capital letters"),
        (4, "overdue_minor", "-1", "is negative"),
        (5, "reference", "A1", "stands in line 2 already"),
        (6, "", "A4,P1", "has 2 values where 6 belong"),
    ]
    assert sorted(Account.objects.values_list("reference", flat=True)) == ["A1", "A5"]


def test_every_file_leaves_a_batch_and_an_audit_entry(tmp_path: Path) -> None:
    take(tmp_path, persons=PERSONS + "P1,again,\n")
    batch = ImportBatch.objects.get()
    assert (batch.table, batch.file_name, batch.at) == ("persons", "persons.csv", NOW)
    assert (batch.read, batch.added, batch.changed, batch.rejected) == (3, 2, 0, 1)
    assert len(batch.file_sha256) == 64
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject_id) == ("ada", "import.finished", batch.pk)


CONTACTS = (
    "reference,person_reference,account_reference,contact_point_reference,at,channel,outcome\n"
    "K1,P1,A1,C1,2026-11-01T10:00:00-05:00,call,no_answer\n"
)
POINTS = "reference,person_reference,kind,value\nC1,P1,mobile,+12125550123\n"


def test_history_is_added_once_and_never_edited(tmp_path: Path) -> None:
    take(tmp_path, persons=PERSONS, accounts=ACCOUNTS, contact_points=POINTS, contacts=CONTACTS)
    held = Contact.objects.get()
    assert held.batch is not None
    assert held.batch.table == "contacts"
    assert held.at == datetime(2026, 11, 1, 15, tzinfo=UTC)
    [again] = take(tmp_path, contacts=CONTACTS)
    assert counts(again) == (1, 0, 0, 1, 0)
    [other] = take(tmp_path, contacts=CONTACTS.replace("no_answer", "busy"))
    assert counts(other) == (1, 0, 0, 0, 1)
    assert told(other) == [
        (2, "reference", "K1", "is held with other values; history is not edited")
    ]
    held.refresh_from_db()
    assert held.outcome == "no_answer"


def test_a_contact_at_somebody_elses_number_is_refused(tmp_path: Path) -> None:
    take(tmp_path, persons=PERSONS, accounts=ACCOUNTS, contact_points=POINTS)
    [result] = take(tmp_path, contacts=CONTACTS.replace("K1,P1", "K1,P2"))
    assert told(result) == [
        (2, "account_reference", "A1", "belongs to another person"),
        (2, "contact_point_reference", "C1", "belongs to another person"),
    ]


def test_a_wish_without_a_number_of_its_own_is_kept_once(tmp_path: Path) -> None:
    take(tmp_path, persons=PERSONS)
    text = (
        "person_reference,channel,contact_point_reference,at\n"
        "P1,sms,,2026-11-01T00:00:00Z\nP1,,,2026-11-01T00:00:00Z\n"
    )
    first, again = take(tmp_path, opt_outs=text), take(tmp_path, opt_outs=text)
    assert counts(first[0]) == (2, 2, 0, 0, 0)
    assert counts(again[0]) == (2, 0, 0, 2, 0)
    assert set(OptOut.objects.values_list("channel", flat=True)) == {"sms", None}


def test_dues_follow_the_file(tmp_path: Path) -> None:
    take(tmp_path, persons=PERSONS, accounts=ACCOUNTS)
    text = "account_reference,due_on,amount_minor,paid_minor\nA1,2026-11-01,500,0\n"
    take(tmp_path, dues=text)
    [result] = take(tmp_path, dues=text.replace("500,0", "500,200"))
    assert counts(result) == (1, 0, 1, 0, 0)
    assert Due.objects.get().paid_minor == 200


HEAD = "transaction_reference,account_reference,kind,on,component,amount_minor\n"
PURCHASE = "T1,A1,purchase,2026-10-01,principal,1000\nT1,A1,purchase,2026-10-01,other_fee,30\n"


def test_a_posting_is_booked_on_both_sides(tmp_path: Path) -> None:
    take(tmp_path, persons=PERSONS, accounts=ACCOUNTS)
    [result] = take(tmp_path, postings=HEAD + PURCHASE)
    assert counts(result) == (2, 2, 0, 0, 0)
    assert LedgerTransaction.objects.get().idempotency_key == "T1"
    assert Posting.objects.aggregate(total=Sum("amount_minor"))["total"] == 0
    ours = Posting.objects.filter(side="cardholder").aggregate(total=Sum("amount_minor"))
    assert ours["total"] == 1030
    [again] = take(tmp_path, postings=HEAD + PURCHASE)
    assert counts(again) == (2, 0, 0, 2, 0)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        pytest.param(PURCHASE.replace("30", "31"), "correct it with a reversal", id="other-sum"),
        pytest.param(PURCHASE.splitlines()[0] + "\n", "correct it with a reversal", id="less"),
        pytest.param(
            PURCHASE + "T1,A1,purchase,2026-10-01,cost,5\n", "correct it with a reversal", id="more"
        ),
        pytest.param(PURCHASE.replace("10-01", "10-02"), "correct it with a reversal", id="day"),
    ],
)
def test_the_ledger_is_never_edited(tmp_path: Path, rows: str, reason: str) -> None:
    take(tmp_path, persons=PERSONS, accounts=ACCOUNTS, postings=HEAD + PURCHASE)
    [result] = take(tmp_path, postings=HEAD + rows)
    assert result.added == 0
    assert {reason in str(row[3]) for row in told(result)} == {True}
    assert Posting.objects.count() == 4


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param("T1,A1,purchase,2026-10-01,cost,much\n", id="no-amount"),
        pytest.param("T1,A9,purchase,2026-10-01,cost,5\n", id="unknown-account"),
        pytest.param("T1,A2,purchase,2026-10-01,cost,5\n", id="other-account"),
        pytest.param("T1,A1,purchase,2026-10-01,principal,5\n", id="twice"),
    ],
)
def test_a_transaction_goes_in_whole_or_not_at_all(tmp_path: Path, bad: str) -> None:
    take(tmp_path, persons=PERSONS, accounts=ACCOUNTS)
    good = "T2,A1,payment,2026-10-02,payment,-7\n"
    [result] = take(tmp_path, postings=HEAD + PURCHASE + bad + good)
    assert counts(result) == (4, 1, 0, 0, 3)
    assert LedgerTransaction.objects.get().idempotency_key == "T2"


def test_a_file_that_breaks_off_leaves_everything_as_it_was(tmp_path: Path) -> None:
    accounts = tmp_path / "accounts.csv"
    accounts.write_bytes(ACCOUNTS.encode() + b"A3,P1,US,,USD,1\xff\n")
    persons = tmp_path / "persons.csv"
    persons.write_text(PERSONS + "P3,\n")
    with pytest.raises(ImportProblem, match="is not utf-8 text"):
        import_files(
            incoming=[incoming_file(persons), incoming_file(accounts)], at=NOW, actor="ada"
        )
    assert not Person.objects.exists()
    assert not ImportBatch.objects.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["accounts.csv", "persons.csv"]


def test_a_rehearsal_tells_everything_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "persons.csv"
    path.write_text(PERSONS + "P1,again,\n")
    [result] = import_files(incoming=[incoming_file(path)], at=NOW, actor="ada", is_rehearsal=True)
    assert counts(result) == (3, 2, 0, 0, 1)
    assert len(told(result)) == 1
    assert not Person.objects.exists()


def test_frames_that_do_not_fit_are_refused_whole() -> None:
    persons = pl.DataFrame({"reference": ["P1", None], "name": ["Ada", "Bo"]})
    with pytest.raises(ImportProblem, match="1 rows do not fit"):
        import_frames(tables={"persons": persons}, at=NOW, actor="ada", label="test")
    assert not Person.objects.exists()


def test_the_sample_portfolio_goes_in_by_the_ordinary_way_and_twice_is_once() -> None:
    tables = uci.portfolio(date(2026, 11, 20), limit=1500)
    for attempt in range(2):
        results = import_frames(tables=tables, at=NOW, actor="ada", label="uci")
        assert [result.rejected for result in results] == [0] * len(tables)
        assert all(result.added == (0 if attempt else result.read) for result in results)
    assert Account.objects.count() == 1500
    off = (
        Account.objects.filter(postings__side="cardholder")
        .annotate(held=Sum("postings__amount_minor"))
        .values_list("held", "balance_minor")
    )
    assert all(held == balance for held, balance in off)


def test_plans_name_columns_that_the_models_have() -> None:
    assert PLANS.keys() == TABLES.keys()
    for name, plan in PLANS.items():
        if plan.way == "ledger":
            continue
        links = {link.column: link.field for link in plan.links}
        columns = {field.column for field in plan.model._meta.concrete_fields}
        assert {links.get(column, column) for column in TABLES[name].names} <= columns, name
        assert set(plan.key) <= columns


# The child imports two files and stops after the rows of the second have been copied: those of the
# first are merged by then, and nothing is committed.
CHILD = """
import sys
import django
django.setup()
from datetime import UTC, datetime
from pathlib import Path
from forbear.services.imports import import_files, incoming_file

def told(name, done, rows):
    if name == "accounts":
        print("copied", flush=True)
        sys.stdin.read()

import_files(
    incoming=[incoming_file(Path(name)) for name in sys.argv[1:]],
    at=datetime(2026, 11, 20, 12, tzinfo=UTC), actor="child", progress=told,
)
"""


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_it_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    names = []
    for name, text in (("persons", PERSONS), ("accounts", ACCOUNTS)):
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        names.append(str(path))
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, *names],
        env={
            **os.environ,
            "DATABASE_URL": databases.url(),
            "DJANGO_SETTINGS_MODULE": "forbear.wiring.settings",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "copied\n"
        os.kill(child.pid, signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
    assert not Person.objects.exists()
    assert not ImportBatch.objects.exists()
    # the dead one's lock is gone with it, and the same files go in
    results = import_files(
        incoming=[incoming_file(Path(name)) for name in names], at=NOW, actor="ada"
    )
    assert [result.added for result in results] == [2, 2]
