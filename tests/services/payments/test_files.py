"""A bank's file taken in: twice is once, half is told, nothing is posted that a person must see."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Sum

from forbear.services.payments.files import BankFileResult, bank_file_take
from forbear.services.refusals import Refusal
from forbear.store.models import Account, AuditEntry, BankEntry, BankFile, Payment, Posting
from tests.interchange.bank.make import balance, camt053, entry, mt940, statement
from tests.store.make import account, person

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 5)
AT = datetime(2026, 3, 5, 8, tzinfo=UTC)


def take(path: Path, content: bytes | str, **given: object) -> BankFileResult | Refusal:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return bank_file_take(path=path, on=ON, at=AT, actor="a", **given)


def done(path: Path, content: bytes | str, **given: object) -> BankFileResult:
    result = take(path, content, **given)
    assert isinstance(result, BankFileResult)
    return result


def paid(reference: str, amount: str = "10.00", **given: object) -> str:
    name = given.pop("name", "Payer")
    detail = (
        f"<Refs><EndToEndId>{given.pop('e2e', '')}</EndToEndId></Refs>"
        f"<RltdPties><Dbtr><Nm>{name}</Nm></Dbtr></RltdPties>"
        f"<RmtInf><Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf>"
        f"{given.pop('tail', '')}"
    )
    return entry(amount, details=[detail], **given)


def owed(balance_minor: int = 50_000, **given: object) -> Account:
    holder = person(name="Jane Doe")
    return account(
        holder, currency="EUR", balance_minor=balance_minor, overdue_minor=20_000, **given
    )


def books() -> dict[str, int]:
    rows = Posting.objects.values("book").annotate(total=Sum("amount_minor"))
    return {row["book"]: row["total"] for row in rows if row["total"]}


def test_a_file_is_matched_and_posted_and_the_rest_waits(tmp_path: Path) -> None:
    one = owed()
    content = camt053(statement(paid(one.reference), paid("nobody"), entry("3", way="DBIT")))
    result = done(tmp_path / "a.xml", content)
    assert (result.read, result.added, result.known) == (3, 3, 0)
    assert (result.posted, result.unmatched, result.outgoing) == (1, 1, 1)
    one.refresh_from_db()
    assert (one.balance_minor, one.overdue_minor) == (49_000, 19_000)
    assert one.last_payment_on == date(2026, 3, 1)
    posted, waiting = Payment.objects.order_by("pk")
    assert (posted.state, posted.account_id, posted.confidence) == ("posted", one.pk, "certain")
    assert posted.reasons == ["BY_REFERENCE", "UNDERPAID"]
    assert (posted.paid_by, posted.is_by_other) == ("Payer", True)
    assert (posted.transaction.on, posted.transaction.value_on) == (ON, date(2026, 3, 1))
    assert (waiting.state, waiting.account_id, waiting.reasons) == (
        "unmatched",
        None,
        ["NO_CANDIDATE"],
    )
    assert books() == {"cash": 2000, "suspense": -1000, "receivable": -1000}
    assert AuditEntry.objects.filter(action="payments.imported").count() == 1


def test_the_same_file_twice_is_told_and_nothing_is_posted_twice(tmp_path: Path) -> None:
    one = owed()
    content = camt053(statement(paid(one.reference)))
    done(tmp_path / "a.xml", content)
    again = take(tmp_path / "b.xml", content)
    assert isinstance(again, Refusal)
    assert again.code == "FILE_KNOWN"
    assert "a.xml" in again.text
    assert (BankFile.objects.count(), Payment.objects.count()) == (1, 1)
    one.refresh_from_db()
    assert one.balance_minor == 49_000


@pytest.mark.parametrize("kind", ["camt", "mt940"])
def test_a_file_cut_off_half_way_keeps_its_good_entries_and_the_whole_adds_the_rest(
    kind: str, tmp_path: Path
) -> None:
    one = owed()
    if kind == "camt":
        whole = camt053(statement(*(paid(one.reference, f"{n}.00") for n in (1, 2, 3)))).decode()
        half = whole[: whole.index(">3.00")]
    else:
        lines = [f":61:260301C{n},00NTRF{one.reference}" for n in (1, 2, 3)]
        whole = mt940(*lines, closing="C260302EUR106,00")
        half = whole[: whole.index("C3,00")]
    first = done(tmp_path / "half", half)
    assert [finding.code for finding in first.findings] == ["CUT_OFF"]
    assert first.posted == 2
    second = done(tmp_path / "whole", whole)
    assert (second.known, second.posted) == (2, 1)
    one.refresh_from_db()
    assert one.balance_minor == 50_000 - 600
    assert BankEntry.objects.count() == 3


def test_totals_that_do_not_add_up_are_kept_with_the_file(tmp_path: Path) -> None:
    one = owed()
    children = (balance("OPBD", "0"), balance("CLBD", "99"), paid(one.reference))
    result = done(tmp_path / "a.xml", camt053(statement(*children)))
    assert result.posted == 1
    kept = BankFile.objects.get()
    assert kept.findings[0][0] == "BALANCE_MISMATCH"
    assert (kept.findings_count, kept.left_out) == (1, 0)


def test_a_notification_and_then_the_statement_of_the_day_are_one(tmp_path: Path) -> None:
    one = owed()
    given = [paid(one.reference, more="<AcctSvcrRef>B1</AcctSvcrRef>"), paid(one.reference, "7")]
    notified = camt053(statement(*given)).replace(b"BkToCstmrStmt", b"BkToCstmrDbtCdtNtfctn")
    notified = notified.replace(b"Stmt>", b"Ntfctn>").replace(b"camt.053", b"camt.054")
    assert done(tmp_path / "a.xml", notified).posted == 2
    later = [*given, paid(one.reference, "8")]
    result = done(tmp_path / "b.xml", camt053(statement(*later, number="S9")))
    assert (result.known, result.posted) == (2, 1)


def test_a_batch_whose_details_came_before_is_known(tmp_path: Path) -> None:
    more = "<AcctSvcrRef>B1</AcctSvcrRef>"
    parts = [f'<Amt Ccy="EUR">{n}</Amt>' for n in (4, 6)]
    assert done(tmp_path / "a.xml", camt053(statement(entry(more=more, details=parts)))).added == 2
    result = done(tmp_path / "b.xml", camt053(statement(entry(more=more), number="S2")))
    assert (result.added, result.known) == (0, 1)


def test_an_equal_entry_of_another_statement_without_a_reference_waits_for_a_person(
    tmp_path: Path,
) -> None:
    one = owed()
    done(tmp_path / "a.xml", camt053(statement(paid(one.reference))))
    result = done(tmp_path / "b.xml", camt053(statement(paid(one.reference), number="S2")))
    assert (result.added, result.posted, result.held) == (1, 0, 1)
    assert "DUPLICATE" in Payment.objects.get(state="held").reasons
    third = done(tmp_path / "c.xml", camt053(statement(paid("x"), number="S3")))
    fourth = done(tmp_path / "d.xml", camt053(statement(paid("x"), number="S4")))
    assert (third.unmatched, fourth.held) == (1, 1)
    assert "POSSIBLE_REPEAT" in Payment.objects.order_by("pk").last().reasons


def test_the_second_of_two_equal_payments_is_held_and_its_money_is_in_suspense(
    tmp_path: Path,
) -> None:
    one = owed()
    result = done(tmp_path / "a.xml", camt053(statement(paid(one.reference), paid(one.reference))))
    assert (result.posted, result.held) == (1, 1)
    held = Payment.objects.get(state="held")
    assert (held.account_id, held.reasons[-1]) == (one.pk, "UNDERPAID")
    assert "DUPLICATE" in held.reasons
    assert books() == {"cash": 2000, "suspense": -1000, "receivable": -1000}


def test_a_return_in_a_later_file_takes_the_payment_back(tmp_path: Path) -> None:
    one = owed(oldest_unpaid_due_on=date(2026, 2, 1), missed_statements=1)
    done(tmp_path / "a.xml", camt053(statement(paid(one.reference, "200", e2e="E1"))))
    one.refresh_from_db()
    assert (one.overdue_minor, one.oldest_unpaid_due_on) == (0, None)
    back = paid(
        one.reference, "200", e2e="E1", way="DBIT", tail="<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>"
    )
    unknown = paid("zz", "5", e2e="E9", way="DBIT", more="<RvslInd>true</RvslInd>")
    result = done(tmp_path / "b.xml", camt053(statement(back, unknown, number="S2")))
    assert (result.returned, result.unmatched) == (1, 1)
    one.refresh_from_db()
    assert (one.balance_minor, one.overdue_minor) == (50_000, 20_000)
    assert one.oldest_unpaid_due_on == date(2026, 2, 1)
    payment = Payment.objects.get(entry__end_to_end_id="E1")
    assert (payment.state, payment.returned_by.return_reason) == ("returned", "AM04")
    assert payment.transaction.reversed_by.kind == "reversal"
    assert books() == {"cash": -500, "suspense": 500}


def test_a_part_that_goes_back_leaves_the_rest_paid(tmp_path: Path) -> None:
    one = owed(oldest_unpaid_due_on=date(2026, 2, 1), missed_statements=1)
    done(tmp_path / "a.xml", camt053(statement(paid(one.reference, "200", e2e="E1"))))
    back = paid("", "50", e2e="E1", way="DBIT", more="<RvslInd>true</RvslInd>")
    result = done(tmp_path / "b.xml", camt053(statement(back, number="S2")))
    assert result.returned == 1
    one.refresh_from_db()
    assert (one.balance_minor, one.overdue_minor) == (35_000, 5_000)
    assert one.oldest_unpaid_due_on == date(2026, 2, 1)
    assert books() == {"cash": 15_000, "receivable": -15_000}
    states = Payment.objects.order_by("pk").values_list("state", "amount_minor")
    assert list(states) == [("returned", 20_000), ("posted", 15_000)]


def test_a_payment_and_its_return_in_one_file(tmp_path: Path) -> None:
    one = owed()
    both = (
        paid(one.reference, e2e="E1"),
        paid(one.reference, e2e="E1", way="DBIT", more="<RvslInd>true</RvslInd>"),
    )
    result = done(tmp_path / "a.xml", camt053(statement(*both)))
    assert (result.posted, result.returned) == (1, 1)
    assert books() == {}


def test_a_rehearsal_leaves_nothing_behind(tmp_path: Path) -> None:
    one = owed()
    result = done(tmp_path / "a.xml", camt053(statement(paid(one.reference))), is_rehearsal=True)
    assert result.posted == 1
    assert not any(model.objects.exists() for model in (BankFile, BankEntry, Payment, Posting))
    one.refresh_from_db()
    assert one.balance_minor == 50_000


def test_a_file_without_entries_is_no_trouble(tmp_path: Path) -> None:
    assert done(tmp_path / "a.xml", camt053(statement())).read == 0
    assert BankFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_account_is_left_locked_after_a_good_run(tmp_path: Path) -> None:
    one = owed()
    done(tmp_path / "a.xml", camt053(statement(paid(one.reference))))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM store_account WHERE id = %s FOR UPDATE NOWAIT", [one.pk])
        assert cursor.fetchone() == (one.pk,)
        # of this database: other workers' tests run beside this one
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
        assert cursor.fetchone() == (0,)
