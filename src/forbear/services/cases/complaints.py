"""Complaints: logged from any channel, acknowledged, handed over, looked into, taken further."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from forbear.core.cases import words as c
from forbear.core.cases.clocks import due_on
from forbear.packs.cases import load_case_rules
from forbear.ports.case_files import CaseFileStore
from forbear.services.agreements.offers import account_locked
from forbear.services.agreements.steps import Moment, moment_of
from forbear.services.agreements.writing import notice_plan
from forbear.services.cases.clocks import case_clocks, clock_rows
from forbear.services.cases.files import Given, evidence_keep, evidence_of
from forbear.services.cases.flags import complaint_flags_set
from forbear.services.cases.handing import NAME_MAX, case_hand
from forbear.services.cases.steps import (
    KEY_MAX,
    NOTE_MAX,
    case_may,
    case_step,
    text_fault,
)
from forbear.services.ledger import request_hash_of
from forbear.services.refusals import Refusal
from forbear.services.repeats import same_again
from forbear.store.models import Account, CaseFile, Complaint
from forbear.store.models.cases import SAID_MAX

_TEAM_MAX, _AGENCY_MAX = 80, 120


@dataclass(frozen=True, slots=True)
class ComplaintWish:
    """What somebody complains of, in their words, and how it came.

    ``about`` is the user whose conduct it is; ``cause`` may be named at once or later.
    """

    channel: str
    said: str
    about: str = ""
    team: str = ""
    agency: str = ""
    cause: str = ""
    received_on: date | None = None
    inbound_id: int | None = None


@transaction.atomic
def complaint_log(
    *, account_id: int, wish: ComplaintWish, key: str, at: datetime, actor: str
) -> Complaint | Refusal:
    """Log a complaint, even a spoken one; the acknowledgement is planned at once.

    Anybody may log one, also whoever it is about: a complaint is never turned away. The same
    under the same ``key`` gives the same complaint again. Refusals: ``ACCOUNT_UNKNOWN``,
    ``KEY_UNUSABLE``, ``IDEMPOTENCY_CONFLICT``, ``WORD_UNKNOWN``, ``NOTE_MISSING``,
    ``DAY_IN_FUTURE``, those of texts.
    """
    account = account_locked(account_id)
    if account is None:
        return Refusal("ACCOUNT_UNKNOWN", f"There is no account {account_id}.")
    asked = request_hash_of({"account": account_id, **asdict(wish)})
    if held := Complaint.objects.filter(key=key).first():
        return same_again(held, key=key, asked=asked)
    if wish.inbound_id is not None:
        again = Complaint.objects.filter(account=account, inbound_id=wish.inbound_id).first()
        if again is not None:
            return again
    moment = moment_of(account, at, actor)
    received = wish.received_on or moment.on
    refusal = _refused(wish, key, received, moment.on)
    if refusal is not None:
        return refusal
    made = _written(account, wish, (key, asked), received, moment)
    complaint_flags_set(account)
    notice_plan(account, "complaint_acknowledged", at=at)
    return made


def _written(
    account: Account, wish: ComplaintWish, named: tuple[str, str], received: date, moment: Moment
) -> Complaint:
    clocks = case_clocks(
        account,
        "complaint",
        ground=wish.cause,
        channel=wish.channel,
        events={"complaint": received},
        on=received,
    )
    key, asked = named
    made = Complaint(
        key=key,
        request_hash=asked,
        person_id=account.person_id,
        account=account,
        inbound_id=wish.inbound_id,
        channel=wish.channel,
        said=wish.said.strip(),
        about=wish.about.strip(),
        team=wish.team.strip(),
        agency=wish.agency.strip(),
        cause=wish.cause,
        received_on=received,
        opened_at=moment.at,
        opened_by=moment.actor[:NAME_MAX],
        state="",
        state_at=moment.at,
        clocks=clock_rows(clocks),
        acknowledge_due_on=due_on(clocks, "acknowledge"),
        answer_due_on=due_on(clocks, "answer"),
        longer_until=due_on(clocks, "longer"),
    )
    case_step(made, "received", moment, data={"channel": wish.channel, "cause": wish.cause})
    return made


def _refused(wish: ComplaintWish, key: str, received: date, today: date) -> Refusal | None:
    if not 0 < len(key) <= KEY_MAX:
        return Refusal("KEY_UNUSABLE", f"A key has 1 to {KEY_MAX} characters.")
    if wish.channel not in c.CASE_CHANNELS:
        return Refusal("WORD_UNKNOWN", f"{wish.channel!r} is none of {', '.join(c.CASE_CHANNELS)}.")
    if received > today:
        return Refusal("DAY_IN_FUTURE", "It came on a day that has not come yet.")
    return (
        text_fault(wish.said, SAID_MAX, is_needed=True)
        or text_fault(wish.about, NAME_MAX)
        or text_fault(wish.team, _TEAM_MAX)
        or text_fault(wish.agency, _AGENCY_MAX)
        or (cause_fault(wish.cause) if wish.cause else None)
    )


def cause_fault(cause: str) -> Refusal | None:
    """Return why a cause cannot be named: it is not on the list of packs/cases."""
    rules = load_case_rules()
    if rules.cause(cause) is None:
        known = ", ".join(each.code for each in rules.causes)
        return Refusal("WORD_UNKNOWN", f"{cause!r} is none of {known}.")
    return None


def complaint_locked(complaint_id: int) -> tuple[Complaint, Account] | Refusal:
    """Return a complaint and its account, both held; the account first, as everywhere."""
    where = Complaint.objects.filter(pk=complaint_id).values_list("account_id", flat=True).first()
    account = account_locked(where) if where else None
    if account is None:
        return Refusal("COMPLAINT_MISSING", f"There is no complaint {complaint_id}.")
    return Complaint.objects.select_for_update(of=("self",)).get(pk=complaint_id), account


# the steps that need only words, and whether they do need them
_NOTED = {
    "acknowledged": False,
    "noted": True,
    "extended": True,
    "withdrawn": True,
    "escalated": True,
    "closed": False,
    "reopened": True,
}


@transaction.atomic
def complaint_note(
    *, complaint_id: int, step: str, at: datetime, actor: str, note: str = ""
) -> Complaint | Refusal:
    """Take a step that only needs a few words; never by whoever the complaint is about.

    ``acknowledged``, ``noted``, ``extended`` (why it takes longer; the complainant is to be told),
    ``withdrawn``, ``escalated`` (who has it now), ``closed``, ``reopened``. Refusals:
    ``COMPLAINT_MISSING``, ``COMPLAINT_OWN``, ``COMPLAINT_ANSWERED``, ``COMPLAINT_NOT_SO``,
    ``NO_LONGER_TIME`` where no law lets it take longer, ``NOTE_MISSING``, those of texts.
    """
    held = complaint_locked(complaint_id)
    if isinstance(held, Refusal):
        return held
    complaint, account = held
    if step not in _NOTED:
        return Refusal("COMPLAINT_NOT_SO", f"{step!r} is no such step.")
    refusal = text_fault(note, NOTE_MAX, is_needed=_NOTED[step]) or case_may(
        complaint, step, actor=actor
    )
    if refusal is not None:
        return refusal
    moment = moment_of(account, at, actor)
    if step == "acknowledged":
        complaint.acknowledged_on = complaint.acknowledged_on or moment.on
    if step == "extended":
        due = complaint.answer_due_on
        if complaint.longer_until is None or (due and due >= complaint.longer_until):
            text = "No law lets this one take longer: answer with what is known."
            return Refusal("NO_LONGER_TIME", text)
        complaint.answer_due_on = complaint.longer_until
    if step == "reopened":
        _begun_anew(complaint, account, moment)
    case_step(complaint, step, moment, note=note)
    complaint_flags_set(account)
    return complaint


def _begun_anew(complaint: Complaint, account: Account, moment: Moment) -> None:
    clocks = case_clocks(
        account,
        "complaint",
        ground=complaint.cause,
        channel=complaint.channel,
        events={"complaint": moment.on},
        on=moment.on,
    )
    complaint.clocks = clock_rows(clocks)
    complaint.answer_due_on = due_on(clocks, "answer")
    complaint.longer_until = due_on(clocks, "longer")
    complaint.outcome, complaint.reasons, complaint.redress = "", "", ""
    complaint.answered_on, complaint.answered_by, complaint.escalate_by = None, "", None


@transaction.atomic
def complaint_hand(*, complaint_id: int, to: str, at: datetime, actor: str) -> Complaint | Refusal:
    """Give a complaint to somebody to look into; never to whoever it is about.

    ``COMPLAINT_MISSING``, ``COMPLAINT_OWN``, ``COMPLAINT_NOT_SO``, ``NOTE_MISSING``.
    """
    return case_hand(complaint_locked(complaint_id), to=to, at=at, actor=actor)


@dataclass(frozen=True, slots=True)
class Cause:
    """What was found to be the root of it, and where it happened; empty leaves what is there."""

    code: str
    about: str = ""
    team: str = ""
    agency: str = ""


@transaction.atomic
def complaint_cause(
    *, complaint_id: int, cause: Cause, at: datetime, actor: str
) -> Complaint | Refusal:
    """Name the root cause. The clocks of some causes are shorter: they never become longer by it.

    Refusals: ``COMPLAINT_MISSING``, ``COMPLAINT_OWN``, ``COMPLAINT_NOT_SO``, ``WORD_UNKNOWN``,
    those of texts. Whoever it turns out to be about stops handling it.
    """
    held = complaint_locked(complaint_id)
    if isinstance(held, Refusal):
        return held
    complaint, account = held
    refusal = (
        case_may(complaint, "caused", actor=actor)
        or cause_fault(cause.code)
        or text_fault(cause.about, NAME_MAX)
        or text_fault(cause.team, _TEAM_MAX)
        or text_fault(cause.agency, _AGENCY_MAX)
    )
    if refusal is None and cause.about and cause.about == complaint.answered_by:
        refusal = Refusal("COMPLAINT_OWN", f"{cause.about} answered it: open it again first.")
    if refusal is not None:
        return refusal
    complaint.cause = cause.code
    complaint.about = cause.about.strip() or complaint.about
    complaint.team = cause.team.strip() or complaint.team
    complaint.agency = cause.agency.strip() or complaint.agency
    if complaint.about and complaint.handler == complaint.about:
        complaint.handler = ""
    if complaint.is_open:
        _shortened(complaint, account)
    data: dict[str, object] = {"cause": cause.code, "about": complaint.about}
    case_step(complaint, "caused", moment_of(account, at, actor), data=data)
    return complaint


def _shortened(complaint: Complaint, account: Account) -> None:
    clocks = case_clocks(
        account,
        "complaint",
        ground=complaint.cause,
        channel=complaint.channel,
        events={"complaint": complaint.received_on},
        on=complaint.received_on,
    )
    by = due_on(clocks, "answer")
    if by is not None and (complaint.answer_due_on is None or by < complaint.answer_due_on):
        complaint.answer_due_on, complaint.clocks = by, clock_rows(clocks)


@transaction.atomic
def complaint_file(
    *,
    complaint_id: int,
    given: Given,
    side: str,
    store: CaseFileStore,
    at: datetime,
    actor: str,
    note: str = "",
) -> CaseFile | Refusal:
    """Keep a file with a complaint; the same file again is the same. Refusals: as of disputes."""
    evidence = evidence_of(given, side=side, note=note)
    if isinstance(evidence, Refusal):
        return evidence
    held = complaint_locked(complaint_id)
    if isinstance(held, Refusal):
        return held
    complaint, account = held
    return evidence_keep(complaint, evidence, store=store, moment=moment_of(account, at, actor))
