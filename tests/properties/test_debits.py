"""Whatever an account looks like: never twice, never above what is owed, never unannounced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from forbear.core.debits.deciding import DueDebit, Standing, Tried, decide, send_window, still_owed
from forbear.core.debits.mandates import Mandate
from forbear.core.debits.rules import DebitRules
from forbear.packs import load_book

RULES = DebitRules.of(load_book().periods)
DUE = st.dates(date(2026, 1, 1), date(2028, 12, 31))
MINOR = st.integers(-1_000, 500_000)


def mostly(usual: object, *others: object) -> st.SearchStrategy[object]:
    """The usual value, and now and then another: so that most cases come to a debit."""
    return st.sampled_from((usual,) * 9 * len(others) + others)


def before(due: date) -> st.SearchStrategy[date]:
    return st.integers(0, 1_200).map(lambda days: due - timedelta(days=days))


def mandates(due: date) -> st.SearchStrategy[Mandate]:
    plain = st.builds(
        Mandate,
        reference=st.just("M1"),
        signed_on=before(due),
        sequence=st.sampled_from(("FRST", "RCUR", "OOFF", "FNAL")),
        scheme=st.sampled_from(("CORE", "B2B")),
        creditor_id=st.just("DE98ZZZ09999999999"),
        iban=st.just("DE89370400440532013000"),
        holder=st.just("A"),
        notice_days=st.none() | st.integers(1, 60),
        state=mostly("active", "suspended", "cancelled", "used"),
        last_used_on=st.none() | before(due),
    )
    return plain.flatmap(
        lambda mandate: st.one_of(
            st.just(mandate),
            st.just(replace(mandate, amount="statement")),
            st.integers(1, 100_000).map(lambda n: replace(mandate, amount="fixed", fixed_minor=n)),
        )
    )


def standings(due: date) -> st.SearchStrategy[Standing]:
    tried = st.builds(
        Tried,
        state=mostly("failed", "planned", "sent", "booked", "withheld"),
        amount_minor=st.integers(1, 100_000),
        code=mostly("AM04", "MD01", None),
        failed_on=st.just(due) | st.none(),
    )
    return st.builds(
        Standing,
        nation=st.sampled_from(("DE", "US", "GB", "EU")),
        currency=mostly("EUR", "USD"),
        status=mostly("open", "sold"),
        balance_minor=MINOR,
        due_on=mostly(due, None),
        due_minor=MINOR,
        paid_minor=st.just(0) | st.integers(0, 200_000),
        statement_minor=st.none() | MINOR,
        dispute=mostly("none", "open"),
        is_deceased=mostly(False, True),
        hardship_until=mostly(None, due),
        under_way_minor=st.just(0) | st.integers(0, 100_000),
        tried=st.just(()) | st.lists(tried, min_size=1, max_size=2).map(tuple),
    )


CASES = DUE.flatmap(
    lambda due: st.tuples(
        mandates(due),
        standings(due),
        st.integers(-30, 60).map(lambda days: due - timedelta(days=days)),
    )
)


def test_the_cases_come_to_debits_and_to_none() -> None:
    def is_debit(case: tuple[Mandate, Standing, date]) -> bool:
        return isinstance(decide(case[0], case[1], RULES, on=case[2]), DueDebit)

    # that there are such cases is enough: the smallest one is not asked for
    many = settings(max_examples=2_000, database=None, phases=[Phase.generate])
    for attempt in (1, 2):
        find(
            CASES,
            lambda case, n=attempt: is_debit(case) and len(case[1].tried) == n - 1,
            settings=many,
        )
    find(CASES, lambda case: not is_debit(case), settings=many)


@settings(max_examples=400)
@given(CASES)
def test_a_debit_keeps_every_promise(case: tuple[Mandate, Standing, date]) -> None:
    mandate, standing, on = case
    found = decide(mandate, standing, RULES, on=on)
    if not isinstance(found, DueDebit):
        assert found.objections
        assert all(one.text and one.text_zh for one in found.objections)
        return
    # never above what is owed, what is asked for, and what was taken before for the same due
    assert 0 < found.amount_minor + standing.under_way_minor <= standing.balance_minor
    if mandate.amount == "minimum":
        assert found.amount_minor <= standing.due_minor - standing.paid_minor
    assert all(found.amount_minor <= one.amount_minor for one in standing.tried)
    # never twice: a second time only after a failure for want of money
    assert found.attempt == len(standing.tried) + 1 <= 2
    assert all((one.state, one.code) == ("failed", "AM04") for one in standing.tried)
    # never unannounced, by the plainest reckoning: there is time for the notice from today on
    assert on <= found.announce_by < found.collection_on
    notice = mandate.notice_days if mandate.notice_days is not None else 14
    least = max(notice, 10) if standing.nation in {"US", "GB"} else notice
    assert (found.collection_on - found.announce_by).days >= least
    # on a day on which banks are open, and the file in time
    assert found.collection_on.isoweekday() < 6
    assert found.collection_on >= (standing.due_on or on)
    first, last = send_window(found.collection_on)
    assert first < last < found.collection_on
    assert on <= last
    # no hold, and nobody else's money
    assert (standing.currency, standing.status, standing.dispute) == ("EUR", "open", "none")
    assert not standing.is_deceased
    assert standing.hardship_until is None or standing.hardship_until < on
    assert mandate.state == "active"


@given(CASES, st.integers(0, 500_000))
def test_what_is_taken_is_never_above_what_was_announced(
    case: tuple[Mandate, Standing, date], announced: int
) -> None:
    mandate, standing, _ = case
    taken = still_owed(mandate, standing, announced)
    assert 0 <= taken <= announced
    assert taken <= max(standing.balance_minor, 0)
