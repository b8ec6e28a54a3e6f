"""Asking someone else how to reach the cardholder: once, and without the debt (F2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from forbear.core.gate.answers import Answer
from forbear.core.search.sources import SearchRules
from forbear.ports.gate import Gate
from forbear.services.calls import call_begin
from forbear.services.lost.steps import sources_left
from forbear.services.refusals import Refusal
from forbear.store.models import Account, ContactPoint, Permit, SearchTask

# who may know where the cardholder is, and has no part in the debt
ASKED_PARTIES = ("spouse", "parent", "family", "employer", "other_contact")
# nobody was there: the question was not put
_NOT_ASKED = ("busy", "not_in_service", "bounced", "no_answer")


@transaction.atomic
def locate_begin(
    *,
    task_id: int,
    contact_point_id: int,
    rules: SearchRules,
    at: datetime,
    actor: str,
    ask: Gate,
) -> Permit | Answer | Refusal:
    """Begin the one call to ask how the cardholder can be reached, if the gate permits it.

    With a number of the cardholder's own that nobody has verified, the call is to find out whether
    it is theirs. Nobody else is asked while the case's own data, or a register or service, is left.
    Refusals: TASK_UNKNOWN, POINT_UNKNOWN, ASKED_BEFORE, SOURCE_NOT_NOW, and those of
    ``call_begin``.
    """
    task = SearchTask.objects.filter(pk=task_id, state="open").first()
    if task is None:
        return Refusal("TASK_UNKNOWN", "There is no such search, or it has ended.")
    point = ContactPoint.objects.filter(
        Q(party__in=ASKED_PARTIES) | Q(party="cardholder"),
        pk=contact_point_id,
        person_id=task.person_id,
        state="open",
    ).first()
    account = Account.objects.filter(person_id=task.person_id).order_by("pk").first()
    if point is None or account is None:
        return Refusal("POINT_UNKNOWN", "There is no such number of theirs to ask.")
    if point.party != "cardholder":
        if was_asked(point):
            return Refusal("ASKED_BEFORE", "They were asked before. Nobody is asked a second time.")
        if "contact" not in {each.kind for each in sources_left(task, rules)}:
            return Refusal("SOURCE_NOT_NOW", "Nobody else is asked before all other sources were.")
    return call_begin(
        account_id=account.pk,
        contact_point_id=point.pk,
        at=at,
        actor=actor,
        ask=ask,
        purpose="locate",
    )


def was_asked(point: ContactPoint) -> bool:
    """Say whether whoever is reached at ``point`` was asked before, at this number or another."""
    same = Q(contact_point=point)
    if point.party_name:
        same |= Q(
            contact_point__person_id=point.person_id,
            contact_point__party=point.party,
            contact_point__party_name__iexact=point.party_name,
        )
    asked = Permit.objects.filter(same, purpose="locate", consumed_at__isnull=False)
    # a call that is still under way counts, whatever comes of it
    return asked.exclude(contact__outcome__in=_NOT_ASKED).exists()
