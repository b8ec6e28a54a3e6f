"""Who works on a case: a lease for each cardholder, that frees itself.

The unique row of a cardholder is the arbiter: whoever asks at the same moment waits for it, and
then sees who has it. So a case is never with two people, and a machine that was switched off keeps
nobody from working.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import Account, CaseHold
from forbear.store.prepared import Prepared, Slot, question
from forbear.store.selectors.desk import call_unlogged_any, hold_of

# an open page asks again every minute; a closed one frees the case after this
LEASE = timedelta(minutes=5)
# a call may be longer than any page stays awake
CALL_LEASE = timedelta(minutes=60)
# put back without an outcome: somebody else's turn comes after this
REST = timedelta(minutes=30)

HELD = Refusal("CASE_HELD", "Someone else works on this case now.")

_WHOSE = Prepared(lambda: Account.objects.filter(pk=Slot("account")).values_list("person_id"))
_ROW = Prepared(
    lambda: CaseHold.objects.select_for_update(no_key=True).filter(person_id=Slot("person"))
)
_MINE = Prepared(
    lambda: CaseHold.objects.select_for_update(no_key=True).filter(
        actor=Slot("actor"), until__gt=Slot("at")
    )
)
_TAKE = """
INSERT INTO store_casehold (person_id, account_id, actor, since, until)
VALUES (%(person)s, %(account)s, %(actor)s, %(at)s, %(at)s) ON CONFLICT DO NOTHING RETURNING id
"""
_HELD = """
UPDATE store_casehold SET account_id = %(account)s, actor = %(actor)s, since = %(since)s,
    until = %(until)s, rests_until = %(rests_until)s
WHERE id = %(id)s RETURNING id
"""


def _values(hold: CaseHold) -> dict[str, object]:
    return {
        "id": hold.pk,
        "account": hold.account_id,
        "actor": hold.actor,
        "since": hold.since,
        "until": hold.until,
        "rests_until": hold.rests_until,
    }


@transaction.atomic
def hold_take(
    *, account_id: int, at: datetime, actor: str, lease: timedelta = LEASE
) -> CaseHold | Refusal:
    """Hold the case of an account's cardholder for ``actor``; refused while someone else does.

    Held by the actor already, it is held on. Raises ``Account.DoesNotExist``.
    """
    [(person_id,)] = _WHOSE.rows(account=account_id) or [(None,)]
    if person_id is None:
        raise Account.DoesNotExist
    question(_TAKE, {"person": person_id, "account": account_id, "actor": actor, "at": at})
    hold = _ROW.first(person=person_id)
    assert hold is not None, "it was written before if it was not there"
    is_live = hold.until > at
    if is_live and hold.actor != actor:
        return HELD
    if not is_live:
        hold.actor, hold.since = actor, at
        audit_write(
            at=at, actor=actor, action="case.held", subject="account", subject_id=account_id
        )
    hold.account_id = account_id
    hold.until = max(hold.until, at + lease) if is_live else at + lease
    hold.rests_until = None
    question(_HELD, _values(hold))
    return hold


@transaction.atomic
def hold_renew(*, account_id: int, at: datetime, actor: str) -> bool:
    """Hold a case on while its page is open; says whether it is still the actor's."""
    mine = CaseHold.objects.filter(person__accounts=account_id, actor=actor, until__gt=at)
    hold = mine.select_for_update(no_key=True, of=("self",)).first()
    if hold is None:
        return False
    hold.until = max(hold.until, at + LEASE)
    hold.save(update_fields=["until"])
    return True


@transaction.atomic
def holds_free(*, at: datetime, actor: str, rest: timedelta = REST) -> Refusal | None:
    """Give back every case that ``actor`` holds; refused while a call waits for its outcome.

    ``rest`` is how long nobody is given the case again.
    """
    if call_unlogged_any(actor=actor) is not None:
        return Refusal("CALL_UNLOGGED", "Log the call first.")
    for hold in _MINE.all(actor=actor, at=at):
        _end(hold, at=at, rest=rest)
    return None


def holds_free_at_sign_out(*, at: datetime, actor: str) -> None:
    """Give back the cases of someone who signs out, except one in which a call is not logged."""
    begun = call_unlogged_any(actor=actor)
    kept = begun.person_id if begun else None
    with transaction.atomic():
        held = CaseHold.objects.select_for_update(no_key=True).filter(actor=actor, until__gt=at)
        for hold in held.exclude(person_id=kept) if kept else held:
            _end(hold, at=at, rest=timedelta())


def hold_end(*, account_id: int, at: datetime, actor: str) -> None:
    """Free the case of an account after its outcome is logged; inside that transaction."""
    hold = hold_of(account_id, at=at)
    if hold is not None and hold.actor == actor:
        _end(hold, at=at, rest=REST)


def _end(hold: CaseHold, *, at: datetime, rest: timedelta) -> None:
    hold.until, hold.rests_until = at, at + rest
    question(_HELD, _values(hold))
    audit_write(
        at=at,
        actor=hold.actor,
        action="case.freed",
        subject="account",
        subject_id=hold.account_id,
    )
