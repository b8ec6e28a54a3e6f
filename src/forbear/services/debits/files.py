"""Writing the file of a day's collections: once, kept byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from forbear.core.debits.deciding import send_window, still_owed
from forbear.core.debits.mandates import Mandate as MandateValue
from forbear.core.debits.rules import DebitRules
from forbear.core.debits.words import Objection
from forbear.interchange.sepa import Collection, Party, SepaFile
from forbear.interchange.sepa.charset import is_writable
from forbear.interchange.sepa.writing import CollectionVersion, collections_file
from forbear.packs.issuers import IssuerBank
from forbear.services.debits.announcing import (
    debits_open,
    debits_settle,
    objections_to,
    withhold,
)
from forbear.services.order_files import next_run, run_keep
from forbear.store.models import Debit, DebitRun
from forbear.store.selectors.debits import mandate_value, standing_of

_TEXT = "Card payment due {due_on} {reference}"


@dataclass(slots=True)
class _Ready:
    """A debit that goes to the bank, and the mandate as it stands before it."""

    debit: Debit
    mandate: MandateValue
    amount_minor: int


@transaction.atomic
def debits_write_file(
    *,
    on: date,
    rules: DebitRules,
    bank: IssuerBank,
    at: datetime,
    version: CollectionVersion = "pain.008.001.08",
    actor: str = "system",
) -> list[DebitRun]:
    """Write what goes to the bank on a day; return every file of that day, earlier ones too.

    Each debit is looked at once more: what is held now, was not announced in time, or has been paid
    is withheld; what has been paid in part is collected for the rest. No money is posted. Raises
    ``SepaProblem`` if a file cannot be written: then nothing has changed.
    """
    debits_settle(at=at)
    for debit in debits_open("planned"):
        if on > debit.announce_by and (debit.notice is None or debit.notice.state != "sending"):
            withhold(debit, [Objection("NOT_ANNOUNCED")], at=at, actor=actor)
    ready = _ready(on, rules, at=at, actor=actor)
    if ready:
        _write(ready, on, bank, version, at=at, actor=actor)
    return list(DebitRun.objects.filter(on=on).order_by("number"))


def _ready(on: date, rules: DebitRules, *, at: datetime, actor: str) -> list[_Ready]:
    """Return the debits whose day to be sent it is and that may be sent."""
    found: list[_Ready] = []
    mandates: dict[int, MandateValue] = {}
    for debit in debits_open("announced"):
        first, last = send_window(debit.collection_on)
        if on < first:
            continue
        mandate = mandates.get(debit.mandate_id) or mandate_value(debit.mandate)
        objections = _objections(debit, mandate, rules, on)
        if on > last:
            objections = (*objections, Objection("FILE_TOO_LATE"))
        if objections:
            withhold(debit, objections, at=at, actor=actor)
            continue
        standing = standing_of(debit.mandate.account, on=on, but=debit, collects=mandate.amount)
        amount = still_owed(mandate, standing, debit.amount_minor)
        found.append(_Ready(debit, mandate, amount))
        mandates[debit.mandate_id] = mandate.presented(debit.collection_on)
    return found


def _objections(
    debit: Debit, mandate: MandateValue, rules: DebitRules, on: date
) -> tuple[Objection, ...]:
    found = list(objections_to(debit, rules, on=on))
    if mandate.state == "used":
        found.append(Objection("MANDATE_USED"))
    if not is_writable(mandate.holder):
        found.append(Objection("NAME_UNWRITABLE"))
    if debit.announced_on is None:
        found.append(Objection("NOT_ANNOUNCED"))
    elif debit.collection_on < rules.earliest_on(
        debit.announced_on,
        nation=debit.mandate.account.nation,
        agreed_days=debit.mandate.notice_days,
    ):
        found.append(Objection("ANNOUNCED_LATE", debit.announced_on.isoformat()))
    return tuple(found)


def _write(
    ready: list[_Ready],
    on: date,
    bank: IssuerBank,
    version: CollectionVersion,
    *,
    at: datetime,
    actor: str,
) -> None:
    number, message_id = next_run(DebitRun, on)
    creditor = Party(bank.name, bank.iban, bank.bic, bank.creditor_id)
    made = collections_file(
        creditor, [_order(one) for one in ready], message_id=message_id, at=at, version=version
    )
    run = run_keep(DebitRun, made, on=on, number=number, version=version, at=at, actor=actor)
    for one in ready:
        _mark_sent(one, run, made, at=at)


def _order(one: _Ready) -> Collection:
    debit, mandate = one.debit, one.mandate
    return Collection(
        end_to_end_id=debit.end_to_end_id,
        amount_minor=one.amount_minor,
        collection_on=debit.collection_on,
        sequence=mandate.sequence,
        scheme=mandate.scheme,
        mandate_reference=mandate.reference,
        signed_on=mandate.signed_on,
        debtor=Party(mandate.holder, mandate.iban, mandate.bic),
        text=_TEXT.format(due_on=debit.due_on, reference=debit.mandate.account.reference),
    )


def _mark_sent(one: _Ready, run: DebitRun, made: SepaFile, *, at: datetime) -> None:
    debit, row = one.debit, one.debit.mandate
    debit.state, debit.state_at, debit.run = "sent", at, run
    debit.sent_minor, debit.sequence = one.amount_minor, one.mandate.sequence
    debit.payment_id = made.parts[debit.end_to_end_id]
    debit.save(update_fields=["state", "state_at", "run", "sent_minor", "sequence", "payment_id"])
    after = one.mandate.presented(debit.collection_on)
    row.sequence, row.last_used_on = after.sequence, after.last_used_on
    fields = ["sequence", "last_used_on"]
    if after.state != row.state:
        row.state, row.state_at = after.state, at
        fields += ["state", "state_at"]
    row.save(update_fields=fields)
