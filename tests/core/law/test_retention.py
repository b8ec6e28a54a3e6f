"""May a record be deleted?"""

from __future__ import annotations

from datetime import date

import pytest

from forbear.core.law.periods import retention
from forbear.packs import load_book
from tests.core.law.tables import rows

PERIODS = load_book().periods
EXAMPLES = """
# T37: two years for a recording, 信用卡办法第68条; here twenty months
T37 | CN | call_recording | recorded=2025-01-10 | 2026-09-10 | keep
T37b | CN | call_recording | recorded=2025-01-10 | 2027-01-10 | keep
T37c | CN | call_recording | recorded=2025-01-10 | 2027-01-11 | may go
# T38: a plan agreed by word of mouth, until it is settled, 第70条
T38 | CN | plan_recording | recorded=2023-06-10 | 2026-06-10 | keep
T38b | CN | plan_recording | recorded=2023-06-10 debt_settled=2028-06-10 | 2026-06-10 | keep
T38c | CN | plan_recording | recorded=2023-06-10 debt_settled=2028-06-10 | 2028-06-11 | may go
# settled at once: the two years still hold
T38d | CN | plan_recording | recorded=2023-06-10 debt_settled=2023-07-01 | 2025-06-10 | keep
# T33: shown until five years after the debt was paid off, 征信业管理条例第16条
T33 | CN | negative_item | bad_conduct_end=2020-05-01 | 2025-05-01 | may go
T33b | CN | negative_item | bad_conduct_end=2020-05-01 | 2025-05-02 | must go
T33c | CN | negative_item |  | 2025-05-02 | keep
# T39: the agency keeps the file after its contract ended, 个保法第21条
T39 | CN/agency | agency_file | contract_end=2026-06-01 | 2026-06-02 | must go
# 12 CFR 1006.100: three years after the last activity, for collectors of others' debts
US-ret | US-OH/agency | collection_record | last_activity=2023-11-22 | 2026-11-22 | keep
US-ret-b | US-OH/agency | collection_record | last_activity=2023-11-22 | 2026-11-23 | may go
US-rec | US-OH/agency | call_recording | recorded=2024-02-29 | 2027-02-28 | keep
US-rec-b | US-OH/agency | call_recording | recorded=2024-02-29 | 2027-03-01 | may go
# a creditor is not bound by it, and no other law is known: no
US-own | US-OH/creditor | collection_record | last_activity=2000-01-01 | 2026-11-22 | keep
# a servicer of a sold credit: at least five years, at most ten
EU-5 | EU-FR | servicing_record | servicing_end=2024-01-15 | 2029-01-15 | keep
EU-5b | EU-FR | servicing_record | servicing_end=2024-01-15 | 2029-01-16 | may go
EU-10 | EU-FR | servicing_record | servicing_end=2024-01-15 | 2034-01-16 | must go
# what has not happened yet does not count
late | US-OH/agency | call_recording | recorded=2026-11-22 | 2026-11-21 | keep
"""


@pytest.mark.parametrize(("vector", "who", "record", "events", "on", "verdict"), rows(EXAMPLES))
def test_a_record_is_kept_as_long_as_the_law_asks(
    vector: str, *, who: str, record: str, events: str, on: str, verdict: str
) -> None:
    place, _, collector = who.partition("/")
    known = {kind: date.fromisoformat(day) for kind, day in (e.split("=") for e in events.split())}
    answer = retention(
        PERIODS, place, record, known, on=date.fromisoformat(on), collector=collector or None
    )
    found = "must go" if answer.must_delete else "may go" if answer.may_delete else "keep"
    assert found == verdict, vector


def test_the_longest_of_several_periods_is_told() -> None:
    known = {"recorded": date(2023, 6, 10), "debt_settled": date(2024, 1, 1)}
    answer = retention(PERIODS, "CN", "plan_recording", known, on=date(2026, 11, 22))
    assert answer.keep_until == date(2025, 6, 10)
    del known["debt_settled"]
    answer = retention(PERIODS, "CN", "plan_recording", known, on=date(2026, 11, 22))
    assert answer.keep_until is None
    assert [hold.waits_for for hold in answer.holds if hold.until is None] == ["debt_settled"]
