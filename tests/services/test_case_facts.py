"""Facts of a case, read from real rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from forbear.core.ledger.books import Leg
from forbear.core.speech.audit.values import Offer
from forbear.core.speech.facts import MessageFacts
from forbear.packs.issuers import load_issuer
from forbear.packs.words import template_from
from forbear.services.agreements.offers import offer_withdraw
from forbear.services.case_facts import with_case
from forbear.services.cases.disputes import dispute_note
from forbear.services.ledger import transaction_post, transaction_reverse
from forbear.services.refusals import Refusal
from forbear.services.speech.keeping import facts_of as facts_for_auditor
from forbear.store.models import Account, HostStatement, LedgerTransaction, OptOut, Promise
from tests.services.agreements.make import SETTLEMENT, WAIVER, made, owing
from tests.services.cases.make import dispute
from tests.store.make import account, person, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
ON = AT.date()
EMPTY = '[{language}]\nsubject = ""\nbody = "{{sender}}"\n'


def facts_of(owed: Account, *requires: str, channel: str = "sms") -> MessageFacts:
    head = (
        'audience = "cardholder"\nchannels = ["email"]\ndiscloses_debt = true\n'
        f"disclosures = []\nrequires = {list(requires)}\n"
    )
    template = template_from(
        "t", head + EMPTY.format(language="en") + EMPTY.format(language="zh-Hans")
    )
    return with_case(
        MessageFacts(party="cardholder", as_of=ON),
        owed,
        template,
        issuer=load_issuer(),
        point=point(owed.person),
        channel=channel,
    )


def book(owed: Account, kind: str, minor: int, on: date, component: str = "principal") -> int:
    other = {"payment": "cash", "interest": "interest_income", "fee": "fee_income"}
    made = transaction_post(
        key=f"{owed.pk}-{kind}-{on}",
        kind=kind,
        on=on,
        currency="USD",
        legs=[
            Leg("receivable", "cardholder", component, minor),
            Leg(other.get(kind, "opening"), "issuer", component, -minor),
        ],
        at=AT,
        actor="test",
        account_id=owed.pk,
    )
    assert isinstance(made, LedgerTransaction), made
    return made.pk


@pytest.mark.django_db
def test_columns_of_the_case_are_facts():
    owed = account(litigation="suit_filed", time_barred=True, city="US-NY-NYC")
    facts = facts_of(owed)
    assert facts.places == ("US", "US-NY", "US-NY-NYC")
    assert (facts.legal_status, facts.time_barred) == ("suit_filed", True)
    assert facts.offer is None
    assert facts.credit_reported_since is None


@pytest.mark.django_db
def test_the_latest_promise_counts():
    owed = account()
    for day, state in ((1, "broken"), (5, "open")):
        Promise.objects.create(
            account=owed,
            amount_minor=day * 100,
            pay_on=date(2026, 3, day + 10),
            made_at=datetime(2026, 3, day, tzinfo=UTC),
            state=state,
        )
    facts = facts_of(owed, "promise_open")
    assert (facts.promise_minor, facts.promise_on, facts.promise_state) == (
        500,
        date(2026, 3, 15),
        "open",
    )
    assert facts_of(owed).promise_state is None  # not asked for, not read


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Shanghai"])
@pytest.mark.parametrize(("seconds", "is_told"), [(-1, True), (0, False)])
def test_a_promise_is_told_of_on_the_day_where_it_was_made(
    zone: str, seconds: int, *, is_told: bool
):
    owed = account(person(time_zones=zone))
    midnight = datetime.combine(ON + timedelta(days=1), time(), tzinfo=ZoneInfo(zone))
    Promise.objects.create(
        account=owed,
        amount_minor=500,
        pay_on=ON + timedelta(days=2),
        made_at=midnight + timedelta(seconds=seconds),
    )
    assert (facts_of(owed, "promise_open").promise_minor == 500) == is_told


@pytest.mark.django_db
def test_an_itemization_adds_up_from_the_ledger():
    owed = account(balance_minor=10_500, oldest_unpaid_due_on=date(2026, 2, 1))
    book(owed, "opening", 10_000, date(2026, 1, 1))
    HostStatement.objects.create(
        account=owed, statement_on=date(2026, 1, 31), currency="USD", balance_minor=10_000
    )
    book(owed, "interest", 600, date(2026, 2, 10), "interest")
    book(owed, "fee", 400, date(2026, 2, 11), "late_fee")
    paid = book(owed, "payment", -500, date(2026, 2, 12))
    book(owed, "payment", -700, date(2026, 2, 13))
    gone = transaction_reverse(
        transaction_id=paid, key="back", on=date(2026, 2, 20), at=AT, actor="t", reason="returned"
    )
    assert isinstance(gone, LedgerTransaction)
    owed.balance_minor = 10_300
    facts = facts_of(owed, "itemised", "payment_received", "payment_returned", "validation_open")
    assert facts.itemised_on == date(2026, 1, 31)
    assert (
        facts.itemised_minor,
        facts.itemised_interest_minor,
        facts.itemised_fees_minor,
        facts.itemised_payments_minor,
        facts.itemised_credits_minor,
        facts.itemised_now_minor,
    ) == (10_000, 600, 400, 700, 0, 10_300)
    assert (facts.payment_minor, facts.payment_on) == (700, date(2026, 2, 13))
    assert (facts.returned_minor, facts.returned_on) == (500, date(2026, 2, 20))
    assert facts.repaid_minor == 700


@pytest.mark.django_db
def test_a_ledger_that_does_not_come_to_the_balance_is_not_itemised():
    owed = account(balance_minor=9_999)
    book(owed, "opening", 10_000, date(2026, 1, 1))
    HostStatement.objects.create(
        account=owed, statement_on=date(2026, 1, 31), currency="USD", balance_minor=10_000
    )
    assert facts_of(owed, "itemised").itemised_minor is None


@pytest.mark.django_db
def test_days_that_the_law_counts():
    facts = facts_of(account(), "validation_open", "remedy_open")
    # five business days to arrive (13, 16, 17, 18, 19 March), then thirty days
    assert facts.validation_until == date(2026, 4, 18)
    # where no law asks for a day of remedy, none is made up
    assert facts.remedy_by is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "day"),
    [
        # a week by post, then more than fourteen days; in Australia more than thirty
        ({"nation": "GB", "region": None}, date(2026, 4, 3)),
        ({"nation": "AU", "region": "AU-NSW"}, date(2026, 4, 19)),
        ({"nation": "EU", "region": "EU-BE"}, date(2026, 4, 3)),
        ({"nation": "EU", "region": "EU-FR"}, None),
    ],
)
def test_the_day_of_remedy_is_that_of_the_place(place: dict[str, str | None], day: date | None):
    assert facts_of(account(**place), "remedy_open").remedy_by == day


@pytest.mark.django_db
def test_a_fee_for_being_late_is_known_until_it_is_taken_back():
    owed = account()
    assert facts_of(owed, "default_sum").default_sum_minor is None
    book(owed, "fee", 1200, on=date(2026, 3, 2), component="late_fee")
    facts = facts_of(owed, "default_sum")
    assert (facts.default_sum_minor, facts.default_sum_on) == (1200, date(2026, 3, 2))


@pytest.mark.django_db
@pytest.mark.parametrize("channel, answer", [("sms", True), ("email", False)])
def test_an_opt_out_is_of_its_channel(channel: str, answer: object):
    owner = person()
    OptOut.objects.create(person=owner, channel="sms", at=AT)
    assert facts_of(account(owner), "opted_out", channel=channel).opted_out is answer


@pytest.mark.django_db
def test_an_offer_that_stands_may_be_spoken_of_and_the_last_one_made_is_meant() -> None:
    owed = owing()
    assert facts_of(owed, "offer_open").offer is None
    waived = made(owed, WAIVER)
    assert facts_of(owed, "waiver_offer").offer == Offer(
        "fee_waiver", amount_minor=WAIVER.amount_minor, expires=waived.expires_on
    )
    assert facts_of(owed, "promise_open").offer is None, "what no word needs is not read"
    settled = made(owed, SETTLEMENT)
    found = facts_of(owed, "settlement_offer").offer
    assert found is not None
    assert (found.type, found.amount_minor) == ("settlement", SETTLEMENT.amount_minor)
    done = offer_withdraw(offer_id=settled.pk, why="A mistake.", at=AT, actor="lead")
    assert not isinstance(done, Refusal), done
    found = facts_of(owed, "offer_open").offer
    assert found is not None
    assert found.type == "fee_waiver"


@pytest.mark.django_db
def test_the_auditor_knows_what_is_on_offer() -> None:
    owed = owing()
    made(owed, SETTLEMENT)
    known = facts_for_auditor(owed, on=ON, today=ON)
    assert [one.type for one in known.offers or ()] == ["settlement"]
    assert facts_for_auditor(owed, on=date(2026, 3, 1), today=ON).offers is None


@pytest.mark.django_db
def test_what_was_asked_for_last_is_named_until_it_is_there() -> None:
    one = dispute(owing())

    def note(step: str, words: str = "") -> str | None:
        dispute_note(dispute_id=one.pk, step=step, at=AT, actor="wu", note=words)
        return facts_of(one.account, "evidence_asked").dispute_asked

    assert facts_of(one.account, "evidence_asked").dispute_asked is None
    assert note("evidence_asked", "A receipt") == "A receipt"
    assert note("evidence_asked", "The day on which you paid") == "The day on which you paid"
    assert note("withdrawn", "They found it") is None


@pytest.mark.django_db
def test_the_cost_that_follows_is_of_the_principal_that_is_past_due() -> None:
    owed = account(person(), nation="EU", region="EU-NL", currency="USD", overdue_minor=300_000)
    book(owed, "purchase", 200_000, ON)
    book(owed, "interest", 90_000, ON, "interest")
    assert facts_of(owed, "collection_cost").collection_cost_minor is None, "the scale is in euro"
    owed.currency = "EUR"
    # 15 per cent of 2,000.00: interest is no principal
    assert facts_of(owed, "collection_cost").collection_cost_minor == 30_000
    owed.overdue_minor = 100_000
    assert facts_of(owed, "collection_cost").collection_cost_minor == 15_000


@pytest.mark.django_db
def test_a_report_in_india_is_told_of_seven_days_and_the_post_before() -> None:
    owed = account(person(), nation="IN", region=None, currency="INR")
    report = facts_of(owed, "report_ahead").report_from
    assert report is not None
    assert (report - ON).days >= 14
    assert facts_of(account(person()), "report_ahead").report_from is None
