"""The gate with the rules that are in force here, and its answers for one account."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import polars as pl

from forbear.core.gate.answers import Answer
from forbear.core.law.book import RuleBook
from forbear.core.tables import words as w
from forbear.core.tables.frames import Portfolio
from forbear.engine.gate import answer_candidates, answer_contacts
from forbear.interchange.cases import Case, tables_of
from forbear.packs import load_book
from forbear.ports.gate import asked_frame
from forbear.services.answers import packs_keep
from forbear.services.house import house_date
from forbear.services.permits import purpose_at
from forbear.services.telephony.lines import caller_id_for
from forbear.store.models import Account, ContactPoint, Permit
from forbear.store.selectors.cases import account_of, contact_point_list
from forbear.store.selectors.frames import portfolio_in_transaction
from forbear.wiring.clock import now


@dataclass(frozen=True, slots=True)
class ContactOption:
    """One contact point and channel, with the gate's answer."""

    contact_point_id: int
    channel: str
    purpose: str
    answer: Answer


@cache
def book() -> RuleBook:
    """Return the rules in force here, read once."""
    return load_book()


def ask(portfolio: Portfolio, contacts: pl.DataFrame, at: datetime, /) -> Sequence[Answer]:
    """Ask the gate; this is the ``Gate`` that the services are given.

    In the transaction of whoever asks, the texts of the packs that answer are kept for replay.
    """
    answers = answer_contacts(portfolio, contacts, at=at, book=book())
    packs_keep(book().sources, book().versions)
    return answers


def answer_case(case: Case) -> Answer:
    """Answer one case of the contract, as ``forbear gate`` does, with the rules in force here."""
    tables = tables_of([case])
    return answer_candidates(tables.candidates, tables.portfolio, book())[0]


def contact_options(account_id: int, *, at: datetime) -> list[ContactOption]:
    """Ask the gate about each open contact point of an account's cardholder, by each channel."""
    account = Account.objects.select_related("person").get(pk=account_id)
    return options_of(account, contact_point_list(account), at=at)


def can_be_called(account_id: int, *, at: datetime) -> bool:
    """Say whether the gate permits a call to an account's cardholder by any number."""
    account = account_of(account_id)
    points = contact_point_list(account)
    found = options_of(account, points, at=at, channels=("call",))
    return any(option.answer.is_permitted for option in found)


def options_of(
    account: Account,
    points: Sequence[ContactPoint],
    *,
    at: datetime,
    channels: Collection[str] = w.CHANNELS,
) -> list[ContactOption]:
    """Ask the gate the same about ``points``, all at once; their persons are read already."""
    asked = [
        (
            account.pk,
            point.pk,
            channel,
            purpose_at(point, account_id=account.pk, at=at) if channel == "call" else "collect",
        )
        for point in points
        for channel in w.CHANNELS_OF.get(point.kind, ())
        if channel in channels
    ]
    if not asked:
        return []
    portfolio = portfolio_in_transaction(person_ids=[account.person_id], at=at)
    contacts = asked_frame(asked)
    answers = answer_contacts(portfolio, contacts, at=at, book=book())
    return [
        ContactOption(point_id, channel, purpose, answer)
        for (_account, point_id, channel, purpose), answer in zip(asked, answers, strict=True)
    ]


def own_number(number: str) -> str:
    """Return the registered number of ours that someone with ``number`` is to see; or nothing."""
    return caller_id_for(number, on=house_date(now()))


def may_locate(permit: Permit, *, at: datetime) -> bool:
    """Say whether someone else at the phone may be asked how to reach the cardholder.

    Only where their whereabouts are not known, and the gate permits a contact for that purpose.
    """
    if permit.purpose == "locate":
        return True
    person = permit.person
    if person.is_location_known and not person.is_lost_contact:
        return False
    asked = [(permit.account_id, permit.contact_point_id, permit.channel, "locate")]
    portfolio = portfolio_in_transaction(person_ids=[permit.person_id], at=at)
    contacts = asked_frame(asked)
    [answer] = answer_contacts(portfolio, contacts, at=at, book=book())
    return answer.is_permitted
