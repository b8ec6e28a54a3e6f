"""Cases move: to a colleague, or back to the pool; undone in one click.

The unique row of each cardholder is the arbiter: two leads wait for each other there, and the
second one is told. What somebody speaks of on the phone right now stays where it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from forbear.services.agreements.authority import authority_limits
from forbear.services.audit import audit_write
from forbear.services.house import house_date
from forbear.services.refusals import Refusal
from forbear.store.models import Account, CaseAssignment, CaseHold, CaseMove, CaseMoved
from forbear.store.selectors.assignments import (
    caller_of,
    offers_running,
    persons_in_call,
    persons_in_conflict,
)

WHY_MAX = 400
# so many cases move at once; more are a new way of dividing the work, not a morning's help
MOST = 5_000
_BATCH = 1_000

STALE = "CASE_MOVED"
_TEXTS = {
    "IN_CALL": "They are on the phone about it right now. Move it when the call is logged.",
    "IN_CONFLICT": "What they said to this cardholder was found to be wrong. Choose a colleague.",
    "OFFER_ABOVE": "An offer runs that is not within their authority. Choose a colleague.",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A move that was made, and how many cases stayed where they were, by the code of why."""

    move: CaseMove
    many: int
    stayed: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def cases_move(
    *,
    seen: Mapping[int, int | None],
    to: str,
    why: str,
    at: datetime,
    actor: str,
    kind: str = "some",
) -> Moved | Refusal:
    """Give cases to ``to``, or to the pool (""). The lease on each is freed.

    ``seen`` maps cardholders to the move that the lead saw last (0: none; ``None``: whatever it
    is). If one was moved since, nothing is. One that cannot go to ``to`` stays, and is counted.

    Refusals: ``NOTE_MISSING``, ``NOTHING_CHOSEN``, ``TOO_MANY``, ``NOT_A_CALLER``, ``CASE_MOVED``,
    ``NOTHING_MOVED``; ``IN_CALL``, ``IN_CONFLICT``, ``OFFER_ABOVE`` where no case may go there.
    """
    refusal = _refused(to, why) or (None if seen else _NOTHING)
    if refusal is not None:
        return refusal
    if len(seen) > MOST:
        return Refusal("TOO_MANY", f"At most {MOST} cases move at once. Narrow the selection.")
    rows = _locked(seen)
    stale = [row for row in rows if seen[row.person_id] not in {None, row.move_id or 0}]
    if stale:
        return _overtaken(stale[0])
    return _move(rows, to=to, why=why, at=at, actor=actor, kind=kind)


@transaction.atomic
def cases_move_all(*, of: str, to: str, why: str, at: datetime, actor: str) -> Moved | Refusal:
    """Give everything of one person to another, or to the pool: what is theirs and what they hold.

    Refusals: those of ``cases_move``; ``NOTHING_MOVED`` where they have nothing, any more.
    """
    refusal = _refused(to, why)
    if refusal is not None:
        return refusal
    held = CaseHold.objects.filter(actor=of, until__gt=at).values_list("person_id", flat=True)
    given = CaseAssignment.objects.filter(to=of).values_list("person_id", flat=True)
    found = sorted({*held, *given})[:MOST]
    # what a colleague moved while we waited is theirs to decide
    rows = [row for row in _locked(found) if row.to == of or row.person_id in set(held)]
    if not rows:
        return Refusal("NOTHING_MOVED", "They have no cases; perhaps a colleague moved them.")
    return _move(rows, to=to, why=why, at=at, actor=actor, kind="all_of", of=of)


@transaction.atomic
def move_undo(*, move_id: int, at: datetime, actor: str) -> Moved | Refusal:
    """Put every case of a move back where it was.

    Refusals: ``MOVE_UNKNOWN``, ``MOVE_UNDONE`` where somebody was quicker, ``CASE_MOVED`` where one
    of its cases was moved again since, ``IN_CALL`` where one is on the phone.
    """
    move = CaseMove.objects.select_for_update(no_key=True).filter(pk=move_id).first()
    if move is None or move.kind == "undo":
        return Refusal("MOVE_UNKNOWN", "There is no such move.")
    if CaseMove.objects.filter(undoes=move).exists():
        return Refusal("MOVE_UNDONE", "Somebody has undone it already.")
    before = {row.person_id: row.before for row in move.cases.all()}
    rows = _locked(before)
    moved_on = [row for row in rows if row.move_id != move.pk]
    if moved_on:
        return _overtaken(moved_on[0])
    if persons_in_call(before):
        return Refusal("IN_CALL", _TEXTS["IN_CALL"])
    made = CaseMove.objects.create(
        kind="undo", to="", why=move.why, at=at, actor=actor, undoes=move
    )
    # who has left meanwhile gets nothing back: it is the pool's
    here = {name for name in set(before.values()) if name and caller_of(name)}
    back = {row.person_id: before[row.person_id] for row in rows}
    _write(made, rows, {one: name if name in here else "" for one, name in back.items()})
    return Moved(made, len(rows))


_NOTHING = Refusal("NOTHING_CHOSEN", "Tick at least one case.")


def _refused(to: str, why: str) -> Refusal | None:
    if not why.strip():
        return Refusal("NOTE_MISSING", "Say why, in a few words.")
    if to and caller_of(to) is None:
        return Refusal("NOT_A_CALLER", f"{to} may not be given cases: the role is missing.")
    return None


def _locked(person_ids: Iterable[int]) -> list[CaseAssignment]:
    """Lock the rows of some cardholders, always in the same order; those without one get one."""
    ids = sorted(person_ids)
    CaseAssignment.objects.bulk_create(
        [CaseAssignment(person_id=person_id) for person_id in ids],
        ignore_conflicts=True,
        batch_size=_BATCH,
    )
    found = CaseAssignment.objects.select_for_update(no_key=True, of=("self",))
    return list(found.filter(person_id__in=ids).select_related("move").order_by("person_id"))


def _overtaken(row: CaseAssignment) -> Refusal:
    move = row.move
    who = f"{move.actor} at {move.at:%H:%M} UTC" if move else "somebody"
    return Refusal(STALE, f"Meanwhile a case of these was moved by {who}. Look again.")


def _move(
    rows: list[CaseAssignment],
    *,
    to: str,
    why: str,
    at: datetime,
    actor: str,
    kind: str,
    of: str = "",
) -> Moved | Refusal:
    stays = _stays([row.person_id for row in rows], to, at=at)
    going = [
        row for row in rows if row.person_id not in stays and (row.to != to or kind == "all_of")
    ]
    if not going:
        code = next(iter(stays.values()), "")
        if code:
            return Refusal(code, _TEXTS[code])
        return Refusal("NOTHING_MOVED", "They are there already.")
    made = CaseMove.objects.create(
        kind=kind, to=to, of=of, why=why.strip()[:WHY_MAX], at=at, actor=actor
    )
    _write(made, going, {row.person_id: to for row in going})
    return Moved(made, len(going), Counter(stays.values()))


def _stays(person_ids: Collection[int], to: str, *, at: datetime) -> dict[int, str]:
    """Return which cases cannot go to ``to``, each with the code of why."""
    stays = {
        person_id: "IN_CALL" for person_id, who in persons_in_call(person_ids).items() if who != to
    }
    if not to:
        return stays
    stays |= dict.fromkeys(persons_in_conflict(person_ids, to), "IN_CONFLICT")
    user = caller_of(to)
    roles = {f"@{to}"} | set(user.groups.values_list("name", flat=True) if user else ())
    within = {limit.kind for limit in authority_limits(house_date(at)) if limit.role in roles}
    for person_id, kinds in offers_running(person_ids).items():
        if not kinds <= within:
            stays.setdefault(person_id, "OFFER_ABOVE")
    return stays


def _write(move: CaseMove, rows: list[CaseAssignment], to: Mapping[int, str]) -> None:
    """Write down the move and its cases, and free the lease of everybody else."""
    CaseMoved.objects.bulk_create(
        [
            CaseMoved(
                move=move,
                person_id=row.person_id,
                before=row.to,
                before_move_id=row.move_id,
                to=to[row.person_id],
                at=move.at,
                actor=move.actor,
            )
            for row in rows
        ],
        batch_size=_BATCH,
    )
    for row in rows:
        row.to, row.move = to[row.person_id], move
    CaseAssignment.objects.bulk_update(rows, ["to", "move"], batch_size=_BATCH)
    freed = _free(to, at=move.at)
    audit_write(
        at=move.at,
        actor=move.actor,
        action="cases.move_undone" if move.undoes_id else "cases.moved",
        subject="case_move",
        subject_id=move.pk,
        data={
            "cases": len(rows),
            "to": move.to,
            "of": move.of,
            "why": move.why,
            "undoes": move.undoes_id,
            "leases_freed": freed,
        },
    )


def _free(to: Mapping[int, str], *, at: datetime) -> list[int]:
    """End the leases of others on these cases; return whose cases they were.

    The rows are asked for first, so that a colleague who takes one at this moment is waited for.
    """
    accounts = dict(
        Account.objects.filter(person_id__in=to).values_list("person_id").annotate(Min("pk"))
    )
    CaseHold.objects.bulk_create(
        [
            CaseHold(person_id=person_id, account_id=accounts[person_id], since=at, until=at)
            for person_id in sorted(to)
            if person_id in accounts
        ],
        ignore_conflicts=True,
        batch_size=_BATCH,
    )
    live = CaseHold.objects.select_for_update(no_key=True).filter(person_id__in=to, until__gt=at)
    others = [hold for hold in live.order_by("person_id") if hold.actor != to[hold.person_id]]
    for hold in others:
        hold.until, hold.rests_until = at, None
    CaseHold.objects.bulk_update(others, ["until", "rests_until"], batch_size=_BATCH)
    return [hold.person_id for hold in others]
