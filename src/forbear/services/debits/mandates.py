"""Mandates: written down as they were signed, suspended, resumed and cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from forbear.core.calendar.zones import local_date
from forbear.core.debits import mandates as core
from forbear.core.debits.words import OBJECTIONS
from forbear.interchange.sepa.charset import is_writable
from forbear.interchange.sepa.mandate_rows import ACCOUNT, MandateRow, RowProblem
from forbear.services.audit import audit_write
from forbear.services.debits.locking import debits_lock
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Mandate
from forbear.store.selectors.debits import mandate_value


@transaction.atomic
def mandate_add(
    given: core.Mandate, *, account_id: int, at: datetime, actor: str
) -> Mandate | Refusal:
    """Write down a mandate that was signed. The same one twice is one.

    An account has one active mandate: a new one takes the place of the one before only after that
    was cancelled.
    """
    debits_lock()
    given = core.tidy(given)
    if objections := core.mandate_objections(given):
        return Refusal(objections[0].code, " ".join(one.text for one in objections))
    if not is_writable(given.holder):
        return Refusal("NAME_UNWRITABLE", OBJECTIONS["NAME_UNWRITABLE"][0])
    known = Mandate.objects.filter(creditor_id=given.creditor_id, reference=given.reference).first()
    if known is not None:
        return _same(known, given, account_id)
    account = Account.objects.select_related("person").get(pk=account_id)
    if given.signed_on > local_date(at, account.person.time_zones):
        return Refusal(
            "MANDATE_NOT_SIGNED", f"The mandate is signed on {given.signed_on}, which is to come."
        )
    if given.state == "active" and account.mandates.filter(state="active").exists():
        return Refusal(
            "MANDATE_ACTIVE",
            "There is an active mandate on this account already. Cancel it first.",
        )
    row = Mandate.objects.create(
        account=account,
        state_at=at,
        actor=actor,
        **{name: getattr(given, name) for name in given.__dataclass_fields__},
    )
    _audit(row, "mandate.added", at=at, actor=actor)
    return row


@transaction.atomic
def mandates_import(
    rows: Sequence[MandateRow], *, at: datetime, actor: str
) -> tuple[int, list[RowProblem]]:
    """Write down mandates of a file; return how many are held now, and the rows that do not fit."""
    references = {row.account_reference for row in rows}
    accounts = dict(Account.objects.filter(reference__in=references).values_list("reference", "pk"))
    held, problems = 0, []
    for row in rows:
        account_id = accounts.get(row.account_reference)
        if account_id is None:
            problems.append(
                RowProblem(
                    row.line, ACCOUNT, row.account_reference, "is not known: import it first"
                )
            )
            continue
        found = mandate_add(row.mandate, account_id=account_id, at=at, actor=actor)
        if isinstance(found, Refusal):
            problems.append(
                RowProblem(row.line, "", row.mandate.reference, f"{found.code}: {found.text}")
            )
        else:
            held += 1
    return held, problems


def _same(known: Mandate, given: core.Mandate, account_id: int) -> Mandate | Refusal:
    """Take the mandate that is there if it says the same; what came of it since does not count."""
    told = mandate_value(known)
    own = ("signed_on", "scheme", "iban", "bic", "amount", "fixed_minor", "notice_days")
    if known.account_id == account_id and all(
        getattr(told, name) == getattr(given, name) for name in own
    ):
        return known
    return Refusal(
        "MANDATE_KNOWN",
        f"The mandate {given.reference} is known with other values. A changed mandate has a new "
        "reference.",
    )


def mandate_suspend(*, mandate_id: int, note: str, at: datetime, actor: str) -> Mandate | Refusal:
    """Let a mandate rest: nothing is collected under it until it is resumed."""
    return _change(mandate_id, ("active",), "suspended", note=note, at=at, actor=actor)


def mandate_resume(*, mandate_id: int, note: str, at: datetime, actor: str) -> Mandate | Refusal:
    """Let a suspended mandate be used again."""
    return _change(mandate_id, ("suspended",), "active", note=note, at=at, actor=actor)


def mandate_cancel(*, mandate_id: int, note: str, at: datetime, actor: str) -> Mandate | Refusal:
    """End a mandate for good."""
    return _change(mandate_id, ("active", "suspended"), "cancelled", note=note, at=at, actor=actor)


@transaction.atomic
def _change(
    mandate_id: int, begins: tuple[str, ...], to: str, *, note: str, at: datetime, actor: str
) -> Mandate | Refusal:
    debits_lock()
    row = Mandate.objects.select_for_update(no_key=True).get(pk=mandate_id)
    if row.state == to:
        return row
    if row.state not in begins:
        return Refusal(
            "MANDATE_STATE", f"The mandate is {row.state}; it cannot become {to} from there."
        )
    others = row.account.mandates.filter(state="active").exclude(pk=row.pk)
    if to == "active" and others.exists():
        return Refusal("MANDATE_ACTIVE", "Another mandate of this account is active.")
    mandate_set(row, to, note=note, at=at, actor=actor)
    return row


def mandate_set(row: Mandate, state: str, *, note: str, at: datetime, actor: str) -> None:
    """Put a mandate into a state; called inside a use case's transaction."""
    row.state, row.state_at, row.note = state, at, note[:200]
    row.save(update_fields=["state", "state_at", "note"])
    _audit(row, f"mandate.{state}", at=at, actor=actor)


def _audit(row: Mandate, action: str, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="mandate",
        subject_id=row.pk,
        data={"account": row.account_id, "reference": row.reference, "note": row.note},
    )
