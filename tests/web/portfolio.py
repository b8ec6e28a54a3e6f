"""A handful of cardholders, as a day would leave them: enough for every page of the desk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction

from forbear.services.desk.places import places_write
from forbear.store.models import (
    Account,
    Contact,
    ContactPoint,
    DayRun,
    Decision,
    ImportBatch,
    LedgerTransaction,
    Person,
    PlannedContact,
    Posting,
    Promise,
    QueuePlace,
)
from forbear.store.selectors.queue import day_facts

# Mon 23 Nov 2026, 10:15 in Shanghai
AT = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
ON = date(2026, 11, 23)
BACKEND = "forbear.web.shared.backend.PasswordBackend"
PASSWORD = "a-long-word-for-tests"

FAMILY = ("Lin Xiaoyu", "王建国", "Zhao Min", "陈思远", "Liu Yang", "Huang Lei", "周雅婷", "Wu Hao")


def collector(name: str = "chen") -> User:
    user = User.objects.create_user(name, password=PASSWORD, first_name="A.", last_name="Chen")
    group, _made = Group.objects.get_or_create(name="collector")
    user.groups.add(group)
    return user


def day_run() -> DayRun:
    return DayRun.objects.create(on=ON, at=AT - timedelta(hours=4), strategy="test")


def cardholder(number: int, *, name: str = "", nation: str = "CN") -> Account:
    """One cardholder with an account, three contact points and postings that add up."""
    zone = {"CN": "Asia/Shanghai", "US": "America/New_York", "GB": "Europe/London"}[nation]
    currency = {"CN": "CNY", "US": "USD", "GB": "GBP"}[nation]
    who = Person.objects.create(
        reference=f"P-{number:05d}",
        name=name or f"Cardholder {number:03d}",
        language="zh-Hans" if nation == "CN" else "en",
        time_zones=zone,
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(
            reference=f"C-{number}-{kind}",
            person=who,
            kind=kind,
            value=value,
            is_verified=True,
            data_source="contract",
        )
        for kind, value in (
            ("mobile", f"+86138{number:08d}" if nation == "CN" else f"+1202555{number:04d}"),
            ("work", f"+8621{number + 5000:08d}"),
            ("email", f"cardholder.{number}@example.com"),
            ("postal", f"{number} Huaihai Road, Shanghai 200031"),
        )
    )
    return card(who, number, currency=currency, nation=nation)


def card(who: Person, number: int, *, currency: str, nation: str) -> Account:
    dpd = 12 + (number * 7) % 110
    principal, interest, fee, paid = 1_200_000 + number % 400 * 7_311, 31_675, 5_000, -50_000
    owed = Account.objects.create(
        reference=f"A-{number:05d}",
        person=who,
        card_last4=f"{(4000 + number) % 10_000:04d}",
        nation=nation,
        currency=currency,
        credit_limit_minor=5_000_000,
        balance_minor=principal + interest + fee + paid,
        overdue_minor=120_000 + number % 400 * 10_111,
        next_due_on=ON + timedelta(days=6),
        next_due_minor=63_000,
        oldest_unpaid_due_on=ON - timedelta(days=dpd),
        missed_statements=1 + dpd // 30,
        last_payment_on=ON - timedelta(days=dpd + 20),
    )
    booked = (
        ("opening", "principal", principal, 120),
        ("interest", "interest", interest, 30),
        ("fee", "late_fee", fee, 28),
        ("payment", "payment", paid, dpd + 20),
    )
    # a transaction without legs is refused when it is committed
    with transaction.atomic():
        entries = LedgerTransaction.objects.bulk_create(
            LedgerTransaction(
                account=owed,
                kind=kind,
                on=ON - timedelta(days=days),
                value_on=ON - timedelta(days=days),
                currency=currency,
                posted_at=AT - timedelta(days=days),
                idempotency_key=f"{owed.reference}-{component}",
            )
            for kind, component, _, days in booked
        )
        Posting.objects.bulk_create(
            Posting(
                transaction=entry,
                account=owed,
                on=entry.on,
                book=book,
                side=side,
                component=component,
                currency=currency,
                amount_minor=leg,
            )
            for entry, (_, component, amount, _) in zip(entries, booked, strict=True)
            for book, side, leg in (
                ("receivable", "cardholder", amount),
                ("cash", "issuer", -amount),
            )
        )
    return owed


def decide(
    owed: Account, run: DayRun, *, action: str = "contact", channel: str | None = "call"
) -> Decision:
    """Decide one account of a day, and write the day's places anew."""
    made = _decided(owed, run, action=action, channel=channel)
    _places(run)
    return made


def _places(run: DayRun) -> None:
    """Write a day's places, as the day does when all is decided."""
    QueuePlace.objects.filter(run=run).delete()
    places_write(run)
    day_facts.cache_clear()


def _decided(owed: Account, run: DayRun, *, action: str, channel: str | None) -> Decision:
    point = {"call": "mobile", "sms": "mobile", "email": "email"}.get(channel or "", "postal")
    where = owed.person.contact_points.get(kind=point) if channel else None
    dpd = (ON - owed.oldest_unpaid_due_on).days if owed.oldest_unpaid_due_on else 0
    opens = AT - timedelta(hours=2, minutes=15) if channel else None
    closes = AT + timedelta(hours=11, minutes=45) if channel else None
    made = Decision.objects.create(
        run=run,
        account=owed,
        person=owed.person,
        on=ON,
        dpd=dpd,
        bucket=f"M{min(max((dpd + 29) // 30, 1), 6)}",
        stage="early",
        step=2,
        action=action,
        because={"contact": "second-call", "hold": "DISPUTE_OPEN", "refer": "hardship"}.get(
            action, "NOTHING_DUE"
        ),
        channel=channel,
        contact_point=where,
        purpose="collect" if channel else None,
        template="guide/early" if channel else None,
        window_from=opens,
        window_to=closes,
        denied={"visit": ["cn-house-visit-dpd"]},
    )
    if channel and where and opens and closes:
        PlannedContact.objects.create(
            decision=made,
            person=owed.person,
            account=owed,
            contact_point=where,
            on=ON,
            channel=channel,
            template="guide/early",
            window_from=opens,
            window_to=closes,
        )
    return made


def history(owed: Account) -> None:
    batch = ImportBatch.objects.create(
        at=AT, table="contacts", file_name="contacts.csv", file_sha256="0" * 64
    )
    mobile = owed.person.contact_points.get(kind="mobile")
    for days, channel, outcome in (
        (2, "call", "no_answer"),
        (5, "sms", "delivered"),
        (9, "call", "busy"),
    ):
        Contact.objects.create(
            person=owed.person,
            account=owed,
            contact_point=mobile,
            at=AT - timedelta(days=days, hours=1),
            channel=channel,
            outcome=outcome,
            batch=batch,
        )
    Promise.objects.create(
        account=owed,
        amount_minor=100_000,
        pay_on=ON - timedelta(days=14),
        made_at=AT - timedelta(days=21),
        state="broken",
    )


def portfolio(people: int = 36) -> list[Account]:
    """Calls for most, other channels and holds for the rest; the first holds two accounts."""
    run = day_run()
    accounts = []
    for number in range(1, people + 1):
        name = FAMILY[number - 1] if number <= len(FAMILY) else ""
        nation = "US" if number % 9 == 0 else "GB" if number % 11 == 0 else "CN"
        owed = cardholder(number, name=name, nation=nation)
        if number % 12 == 10:
            _decided(owed, run, action="hold", channel=None)
        elif number % 12 == 11:
            _decided(owed, run, action="refer", channel=None)
        else:
            channel = {4: "sms", 6: "email", 8: "letter"}.get(number % 12, "call")
            _decided(owed, run, action="contact", channel=channel)
        accounts.append(owed)
    second = card(accounts[0].person, 9001, currency="CNY", nation="CN")
    _decided(second, run, action="contact", channel="call")
    _places(run)
    history(accounts[0])
    return accounts
