"""Permits: the only key to a channel.

The gate is asked, and its leave written down, in one transaction under a lock per person. So a cap
holds whoever works at the same moment: a second request waits, and then sees the first one's permit
among the contacts. Every answer, given or refused, is kept there with the facts that made it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from forbear.core.gate.answers import Answer
from forbear.core.gate.record import facts_texts
from forbear.ports.gate import Gate, asked_frame
from forbear.services.answers import Asked, answers_keep
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import Account, ContactPoint, Permit
from forbear.store.outbox import stamps
from forbear.store.selectors.frames import portfolio_in_transaction
from forbear.store.selectors.guarantees import party_at

LIFE = timedelta(minutes=10)
_PERSON_LOCKS = 0x466F << 48  # the upper bits keep these locks apart from all others


@dataclass(frozen=True, slots=True)
class PermitRequest:
    """A contact that someone wants to make now."""

    account_id: int
    contact_point_id: int
    channel: str
    purpose: str = "collect"
    planned_id: int | None = None


# REQUIREMENTS F2: these are asked how the cardholder can be reached, once, and nothing else
_ASKED_ONLY = frozenset({"spouse", "parent", "family", "employer", "other_contact"})


def purpose_at(point: ContactPoint, *, account_id: int, at: datetime) -> str:
    """Return for what someone is called at a number: of others nothing but where to find them.

    A guarantor is told of the own guarantee and of nothing else, though the law would let us
    collect from them; whoever is only called a guarantor is one of the others.

    Where it is known how to reach the cardholder there is nothing to ask, and the gate refuses.
    """
    person = point.person
    is_lost = person.is_lost_contact or not person.is_location_known
    party = party_at(point, account_id=account_id, at=at)
    if party == "guarantor":
        return "notice"
    return "locate" if party in _ASKED_ONLY and is_lost else "collect"


@transaction.atomic
def permits_issue(
    *, requests: Sequence[PermitRequest], at: datetime, actor: str, ask: Gate
) -> list[Permit | Answer]:
    """Ask the gate for each request; return a permit, or the answer that denies it, in order.

    A permit lives for ten minutes, or until the permitted window ends. Raises ``ValueError`` if an
    account is not known, or a contact point is another person's.
    """
    persons = _persons(requests)
    _lock(set(persons.values()))
    found: dict[int, Permit | Answer] = {}
    kept: list[Asked] = []
    for turn in _turns(requests, persons):
        asked = [requests[index] for index in turn]
        seen = stamps([(request.account_id, request.contact_point_id) for request in asked])
        known = _answers(asked, persons, at=at, ask=ask)
        permits = Permit.objects.bulk_create(
            _permit(
                request, answer, stamp, person_id=persons[request.account_id], at=at, actor=actor
            )
            for request, (answer, _), stamp in zip(asked, known, seen, strict=True)
            if answer.is_permitted
        )
        given = iter(permits)
        for index, (answer, facts) in zip(turn, known, strict=True):
            permit = next(given) if answer.is_permitted else None
            found[index] = permit or answer
            kept.append(_asked(requests[index], facts, answer, permit))
    answers_keep(kept, at=at, actor=actor)
    issued = [permit.pk for permit in found.values() if isinstance(permit, Permit)]
    audit_write(
        at=at,
        actor=actor,
        action="permit.asked",
        subject="permit",
        subject_id=issued[0] if len(issued) == 1 else None,
        data={"permits": issued, "denied": len(requests) - len(issued)},
    )
    return [found[index] for index in range(len(requests))]


@transaction.atomic
def permit_consume(*, permit_id: int, at: datetime, actor: str) -> Permit | Refusal:
    """Use a permit: the contact begins now. Its outcome may be logged whenever it is known."""
    permit = Permit.objects.select_for_update(no_key=True).get(pk=permit_id)
    if refusal := permit_refusal(permit, at=at):
        return refusal
    permit.consumed_at = at
    permit.save(update_fields=["consumed_at"])
    audit_write(
        at=at, actor=actor, action="permit.consumed", subject="permit", subject_id=permit.pk
    )
    return permit


def permit_refusal(permit: Permit, *, at: datetime) -> Refusal | None:
    """Say why a permit cannot be used at the moment ``at``; ``None`` if it can."""
    if permit.consumed_at is not None:
        return Refusal("PERMIT_CONSUMED", "This permit has been used. Ask the gate for a new one.")
    if permit.expires_at <= at:
        return Refusal(
            "PERMIT_EXPIRED",
            f"This permit ended at {permit.expires_at:%H:%M} UTC. Ask the gate for a new one.",
        )
    return None


def _persons(requests: Sequence[PermitRequest]) -> dict[int, int]:
    """Return whose each account is, having checked that the contact points are theirs too."""
    wanted = {request.account_id for request in requests}
    persons = dict(Account.objects.filter(pk__in=wanted).values_list("pk", "person_id"))
    points = dict(
        ContactPoint.objects.filter(
            pk__in={request.contact_point_id for request in requests}
        ).values_list("pk", "person_id")
    )
    for request in requests:
        if request.account_id not in persons:
            raise ValueError(f"account {request.account_id} is not known")
        if points.get(request.contact_point_id) != persons[request.account_id]:
            raise ValueError(
                f"contact point {request.contact_point_id} does not belong to the cardholder "
                f"of account {request.account_id}"
            )
    return persons


def _lock(person_ids: set[int]) -> None:
    # Sorted, so that two askers never wait for each other in a ring.
    keys = [_PERSON_LOCKS | person_id for person_id in sorted(person_ids)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])


def _turns(requests: Sequence[PermitRequest], persons: Mapping[int, int]) -> list[list[int]]:
    """Put the i-th request of each person into turn i: the next turn sees what this one gave."""
    turns: list[list[int]] = []
    asked: Counter[int] = Counter()
    for index, request in enumerate(requests):
        person_id = persons[request.account_id]
        if asked[person_id] == len(turns):
            turns.append([])
        turns[asked[person_id]].append(index)
        asked[person_id] += 1
    return turns


def _answers(
    asked: Sequence[PermitRequest], persons: Mapping[int, int], *, at: datetime, ask: Gate
) -> list[tuple[Answer, str]]:
    """Return the answers, each with the facts that it was made from."""
    person_ids = sorted({persons[request.account_id] for request in asked})
    contacts = asked_frame(
        [
            (request.account_id, request.contact_point_id, request.channel, request.purpose)
            for request in asked
        ]
    )
    portfolio = portfolio_in_transaction(person_ids=person_ids, at=at)
    answers = ask(portfolio, contacts, at)
    return list(zip(answers, facts_texts(portfolio, contacts, at), strict=True))


def _asked(request: PermitRequest, facts: str, answer: Answer, permit: Permit | None) -> Asked:
    return Asked(
        account_id=request.account_id,
        contact_point_id=request.contact_point_id,
        channel=request.channel,
        purpose=request.purpose,
        facts=facts,
        answer=answer,
        permit=permit,
    )


def _permit(
    request: PermitRequest, answer: Answer, seen: str, *, person_id: int, at: datetime, actor: str
) -> Permit:
    expires_at = at + LIFE
    if answer.window is not None:
        expires_at = min(expires_at, answer.window.end)
    return Permit(
        person_id=person_id,
        account_id=request.account_id,
        contact_point_id=request.contact_point_id,
        planned_id=request.planned_id,
        channel=request.channel,
        purpose=request.purpose,
        issued_at=at,
        expires_at=expires_at,
        packs=dict(answer.packs),
        must_disclose=list(answer.must_disclose),
        seen=seen,
        actor=actor,
    )
