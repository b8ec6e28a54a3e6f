"""Disputes: opened, evidence both ways, withdrawn, closed, opened again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from forbear.core.cases import words as c
from forbear.core.cases.clocks import due_on
from forbear.ports.case_files import CaseFileStore
from forbear.services.agreements.offers import account_locked
from forbear.services.agreements.owed import owed_on
from forbear.services.agreements.steps import Moment, moment_of
from forbear.services.agreements.writing import notice_plan
from forbear.services.cases.clocks import case_clocks, clock_rows, is_in_validation
from forbear.services.cases.files import Given, evidence_keep, evidence_of
from forbear.services.cases.flags import dispute_flags_set
from forbear.services.cases.handing import case_hand
from forbear.services.cases.steps import KEY_MAX, NOTE_MAX, case_may, case_step, text_fault
from forbear.services.ledger import request_hash_of
from forbear.services.refusals import Refusal
from forbear.services.repeats import same_again
from forbear.store.models import Account, CaseFile, Dispute, LedgerTransaction, Posting
from forbear.store.models.cases import SAID_MAX

AMOUNT_MAX = 10**15


@dataclass(frozen=True, slots=True)
class DisputeWish:
    """What a cardholder contests, and how we came to know of it.

    ``amount_minor`` of a part; of a ``transaction`` it is what that put on the cardholder.
    ``received_on`` is the day on which it reached us, where the cardholder is.
    """

    ground: str
    channel: str
    said: str = ""
    extent: str = "whole"
    amount_minor: int = 0
    transaction_id: int | None = None
    received_on: date | None = None
    inbound_id: int | None = None


@transaction.atomic
def dispute_open(
    *, account_id: int, wish: DisputeWish, key: str, at: datetime, actor: str
) -> Dispute | Refusal:
    """Open a dispute; collection of the account rests from this moment on.

    The same under the same ``key`` gives the same dispute again, and so does the same inbound
    message. Refusals:
    ``ACCOUNT_UNKNOWN``, ``KEY_UNUSABLE``, ``IDEMPOTENCY_CONFLICT``, ``WORD_UNKNOWN``,
    ``AMOUNT_NOT_ABOVE_ZERO``, ``AMOUNT_ABOVE_OWED``, ``TRANSACTION_UNKNOWN``,
    ``NOTHING_DISPUTABLE``, ``DAY_IN_FUTURE``, and those of texts.
    """
    account = account_locked(account_id)
    if account is None:
        return Refusal("ACCOUNT_UNKNOWN", f"There is no account {account_id}.")
    asked = request_hash_of({"account": account_id, **asdict(wish)})
    if held := Dispute.objects.filter(key=key).first():
        return same_again(held, key=key, asked=asked)
    if wish.inbound_id is not None:
        again = Dispute.objects.filter(account=account, inbound_id=wish.inbound_id).first()
        if again is not None:
            return again
    moment = moment_of(account, at, actor)
    received = wish.received_on or moment.on
    refusal = _refused(wish, key, received, moment.on)
    amount = refusal or _disputed(account, wish, moment.on)
    if isinstance(amount, Refusal):
        return amount
    named = (key, asked)
    made = _written(account, replace(wish, received_on=received), amount, named, moment)
    dispute_flags_set(account)
    notice_plan(account, "dispute_acknowledged", at=at)
    return made


def _written(
    account: Account, wish: DisputeWish, amount: int, named: tuple[str, str], moment: Moment
) -> Dispute:
    received = wish.received_on or moment.on
    events = {"dispute": received, "billing_error": received, "verification_request": received}
    clocks = case_clocks(
        account, "dispute", ground=wish.ground, channel=wish.channel, events=events, on=received
    )
    key, asked = named
    made = Dispute(
        key=key,
        request_hash=asked,
        account=account,
        ground=wish.ground,
        extent=_extent(wish),
        currency=account.currency,
        amount_minor=amount,
        transaction_id=wish.transaction_id,
        inbound_id=wish.inbound_id,
        channel=wish.channel,
        said=wish.said.strip(),
        received_on=received,
        opened_at=moment.at,
        opened_by=moment.actor[:150],
        state="",
        state_at=moment.at,
        clocks=clock_rows(clocks),
        acknowledge_due_on=due_on(clocks, "acknowledge"),
        answer_due_on=due_on(clocks, "answer"),
        is_in_validation=is_in_validation(account, channel=wish.channel, on=received),
    )
    data: dict[str, object] = {"ground": wish.ground, "channel": wish.channel}
    case_step(made, "opened", moment, amount_minor=amount, data=data)
    return made


def _extent(wish: DisputeWish) -> str:
    return "whole" if wish.ground in c.WHOLE_GROUNDS else wish.extent


def _refused(wish: DisputeWish, key: str, received: date, today: date) -> Refusal | None:
    if not 0 < len(key) <= KEY_MAX:
        return Refusal("KEY_UNUSABLE", f"A key has 1 to {KEY_MAX} characters.")
    for word, words in (
        (wish.ground, c.DISPUTE_GROUNDS),
        (wish.extent, c.DISPUTE_EXTENTS),
        (wish.channel, c.CASE_CHANNELS),
    ):
        if word not in words:
            return Refusal("WORD_UNKNOWN", f"{word!r} is none of {', '.join(words)}.")
    if received > today:
        return Refusal("DAY_IN_FUTURE", "It came on a day that has not come yet.")
    return text_fault(wish.said, SAID_MAX)


def _disputed(account: Account, wish: DisputeWish, today: date) -> int | Refusal:
    owed = max(account.balance_minor, owed_on(account, on=today))
    if wish.ground == "transaction":
        return _of_transaction(account, wish)
    if owed <= 0:
        return Refusal(
            "NOTHING_DISPUTABLE", "Nothing is owed on this account: log a complaint instead."
        )
    if _extent(wish) == "whole":
        return owed
    if not 0 < wish.amount_minor <= AMOUNT_MAX:
        return Refusal("AMOUNT_NOT_ABOVE_ZERO", "Write which part is disputed, above zero.")
    if wish.amount_minor > owed:
        return Refusal("AMOUNT_ABOVE_OWED", "That is more than is owed: dispute the whole.")
    return wish.amount_minor


def _of_transaction(account: Account, wish: DisputeWish) -> int | Refusal:
    line = LedgerTransaction.objects.filter(pk=wish.transaction_id or 0, account=account).first()
    put_on = 0 if line is None else charged_by(line)
    if put_on <= 0:
        text = "Choose a line of this account that charges something."
        return Refusal("TRANSACTION_UNKNOWN", text)
    return put_on


def charged_by(line: LedgerTransaction) -> int:
    """Return what a transaction put on the cardholder, in minor units; negative: took off."""
    legs = Posting.objects.filter(transaction=line, side="cardholder")
    return int(legs.aggregate(total=Sum("amount_minor"))["total"] or 0)


def dispute_locked(dispute_id: int) -> tuple[Dispute, Account] | Refusal:
    """Return a dispute and its account, both held; the account first, as everywhere."""
    where = Dispute.objects.filter(pk=dispute_id).values_list("account_id", flat=True).first()
    account = account_locked(where) if where else None
    if account is None:
        return Refusal("DISPUTE_MISSING", f"There is no dispute {dispute_id}.")
    return Dispute.objects.select_for_update(of=("self",)).get(pk=dispute_id), account


@transaction.atomic
def dispute_note(
    *, dispute_id: int, step: str, at: datetime, actor: str, note: str = ""
) -> Dispute | Refusal:
    """Take a step that only needs a few words.

    ``acknowledged``, ``evidence_asked`` (what is asked for: it is written to them as it is),
    ``noted``, ``withdrawn``, ``closed``, ``reopened``. Refusals: ``DISPUTE_MISSING``,
    ``DISPUTE_ANSWERED``, ``DISPUTE_NOT_SO``,
    ``NOTE_MISSING``, those of texts.
    """
    held = dispute_locked(dispute_id)
    if isinstance(held, Refusal):
        return held
    dispute, account = held
    if step not in _NOTED:
        return Refusal("DISPUTE_NOT_SO", f"{step!r} is no such step.")
    moment = moment_of(account, at, actor)
    refusal = text_fault(note, NOTE_MAX, is_needed=_NOTED[step]) or case_may(
        dispute, step, actor=actor
    )
    if refusal is not None:
        return refusal
    if step == "acknowledged":
        dispute.acknowledged_on = dispute.acknowledged_on or moment.on
    if step == "reopened":
        _begun_anew(dispute, account, moment)
    case_step(dispute, step, moment, note=note)
    dispute_flags_set(account)
    if step == "evidence_asked":
        notice_plan(account, "dispute_evidence", at=at)
    return dispute


# the steps that need only words, and whether they do need them
_NOTED = {
    "acknowledged": False,
    "evidence_asked": True,
    "noted": True,
    "withdrawn": True,
    "closed": False,
    "reopened": True,
}


def _begun_anew(dispute: Dispute, account: Account, moment: Moment) -> None:
    """Let the clocks run from today: something came that was not known when it was answered."""
    events = {"dispute": moment.on, "billing_error": moment.on, "verification_request": moment.on}
    clocks = case_clocks(
        account,
        "dispute",
        ground=dispute.ground,
        channel=dispute.channel,
        events=events,
        on=moment.on,
    )
    dispute.clocks = clock_rows(clocks)
    dispute.answer_due_on = due_on(clocks, "answer")
    dispute.outcome, dispute.reasons = "", ""
    dispute.answered_on, dispute.answered_by = None, ""


@transaction.atomic
def dispute_hand(*, dispute_id: int, to: str, at: datetime, actor: str) -> Dispute | Refusal:
    """Give a dispute to somebody to look into; ``DISPUTE_MISSING``, ``DISPUTE_NOT_SO``."""
    return case_hand(dispute_locked(dispute_id), to=to, at=at, actor=actor)


@transaction.atomic
def dispute_file(
    *,
    dispute_id: int,
    given: Given,
    side: str,
    store: CaseFileStore,
    at: datetime,
    actor: str,
    note: str = "",
) -> CaseFile | Refusal:
    """Keep a file as evidence of theirs or of ours; the same file again is the same.

    Refusals: ``DISPUTE_MISSING``, ``DISPUTE_NOT_SO``, ``DISPUTE_ANSWERED``, ``WORD_UNKNOWN``,
    those of files.
    """
    evidence = evidence_of(given, side=side, note=note)
    if isinstance(evidence, Refusal):
        return evidence
    held = dispute_locked(dispute_id)
    if isinstance(held, Refusal):
        return held
    dispute, account = held
    return evidence_keep(dispute, evidence, store=store, moment=moment_of(account, at, actor))
