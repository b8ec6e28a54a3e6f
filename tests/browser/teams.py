"""A team at work: a lead, two collectors, cases in their hands, promises, a call to hear."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import Group, User

from forbear.services.lead.shifts import pattern_set
from forbear.services.speech.conduct import team_place_set
from forbear.store.models import Account, CaseHold, Contact, Promise, SpokenText, TextAudit
from tests.store.make import permit
from tests.web import portfolio
from tests.web.portfolio import AT, ON

HOUR = timedelta(hours=1)


def team_at_work() -> None:
    """Put Okafor's team to work on a portfolio that stands, with ``chen`` among it."""
    lead = User.objects.create_user("okafor", password=portfolio.PASSWORD, first_name="M. Okafor")
    lead.groups.add(Group.objects.get_or_create(name="team_lead")[0])
    portfolio.collector("wang")
    User.objects.filter(username="wang").update(first_name="Wang", last_name="Min")
    for name in ("chen", "wang"):
        team_place_set(username=name, team="North", agency="", at=AT, actor="x")
    pattern_set(
        team="North",
        since=ON,
        hours=["09:00-17:30"] * 5 + ["off"] * 2,
        zone="Asia/Shanghai",
        at=AT,
        actor="x",
    )
    accounts = list(Account.objects.order_by("pk")[:8])
    for number, owed in enumerate(accounts):
        at = AT - number * HOUR / 3
        used = permit(owed, at=at, actor="wang" if number % 3 else "chen", consumed_at=at)
        Contact.objects.create(
            person=owed.person,
            account=owed,
            at=at,
            channel="call",
            outcome="conversation" if number % 2 else "no_answer",
            permit=used,
            actor=used.actor,
        )
        Promise.objects.create(
            account=owed,
            amount_minor=100,
            pay_on=ON + timedelta(days=number % 3),
            made_at=at,
            actor=used.actor,
        )
    CaseHold.objects.create(
        person=accounts[3].person, account=accounts[3], actor="wang", since=AT, until=AT + HOUR
    )
    said = SpokenText.objects.create(
        source="transcript",
        sha256="0" * 64,
        account=accounts[0],
        collector="chen",
        language="en",
        channel="call",
        turns=[{"speaker": "collector", "text": "Good morning.", "ours": True}],
        at=AT - HOUR,
        taken_at=AT,
        actor="x",
    )
    TextAudit.objects.create(text=said, at=AT, verdict="clean", words_sha256="", model_sha256="")
